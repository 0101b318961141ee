//! DynamoDB's JSON: `{"T":value}`.

use std::fmt::{Display, Write};

use super::{Encode, EncodeError, EncodeItem, Sink};
use crate::base64;
use crate::value::{Binary, BinaryError, Tag, write_text};

/// An attribute value as DynamoDB's JSON: `{"S":"ann"}`.
///
/// ```
/// assert_eq!(millstream::encode::to_json(&[1, 2][..])?, r#"{"L":[{"N":"1"},{"N":"2"}]}"#);
/// # Ok::<(), millstream::encode::EncodeError>(())
/// ```
///
/// # Errors
/// As [`Encode::encode`].
pub fn to_json(value: &(impl Encode + ?Sized)) -> Result<String, EncodeError> {
    let mut json = Json::default();
    value.encode(&mut json)?;
    Ok(json.text)
}

/// The attributes of an item as DynamoDB's JSON, as they stand in an image or in the answer to a query: `{"id":{"N":"7"}}`.
///
/// # Errors
/// As [`Encode::encode`].
pub fn item_to_json(item: &impl EncodeItem) -> Result<String, EncodeError> {
    let mut json = Json { text: "{".to_owned(), open: vec![Open { tag: Tag::M, is_empty: true }] };
    item.encode_attributes(&mut json)?;
    json.text.push('}');
    Ok(json.text)
}

/// Writes JSON. Writing to a `String` cannot fail, so that its results are not looked at.
#[derive(Default)]
struct Json {
    text: String,
    open: Vec<Open>,
}

/// A map, a list or a set that was begun.
struct Open {
    tag: Tag,
    is_empty: bool,
}

impl Json {
    /// The comma between two elements. In a map it stands before the name.
    fn element(&mut self) {
        if let Some(open) = self.open.last_mut().filter(|open| open.tag != Tag::M) {
            if !std::mem::replace(&mut open.is_empty, false) {
                self.text.push(',');
            }
        }
    }

    /// A value, with its type unless the set around it has said it.
    fn value(&mut self, tag: Tag, write: impl FnOnce(&mut String)) {
        self.element();
        if self.open.last().is_some_and(|open| open.tag.set_of() == Some(tag)) {
            return write(&mut self.text);
        }
        let _ = write!(self.text, "{{\"{}\":", tag.name());
        write(&mut self.text);
        self.text.push('}');
    }
}

impl Sink for Json {
    fn s(&mut self, text: &str) {
        self.value(Tag::S, |json| {
            let _ = write_text(json, text);
        });
    }

    fn n(&mut self, number: &dyn Display) {
        self.value(Tag::N, |json| {
            let _ = write!(json, "\"{number}\"");
        });
    }

    fn b(&mut self, bytes: &[u8]) {
        self.value(Tag::B, |json| {
            json.push('"');
            base64::encode(bytes, json);
            json.push('"');
        });
    }

    fn base64(&mut self, binary: Binary<'_>) -> Result<(), BinaryError> {
        self.value(Tag::B, |json| {
            let _ = write_text(json, binary.as_base64());
        });
        Ok(())
    }

    fn bool(&mut self, value: bool) {
        self.value(Tag::Bool, |json| json.push_str(if value { "true" } else { "false" }));
    }

    fn null(&mut self) {
        self.value(Tag::Null, |json| json.push_str("true"));
    }

    fn begin(&mut self, tag: Tag) {
        self.element();
        let opening = if tag == Tag::M { '{' } else { '[' };
        let _ = write!(self.text, "{{\"{}\":{opening}", tag.name());
        self.open.push(Open { tag, is_empty: true });
    }

    fn name(&mut self, name: &str) {
        if let Some(open) = self.open.last_mut() {
            if !std::mem::replace(&mut open.is_empty, false) {
                self.text.push(',');
            }
        }
        let _ = write_text(&mut self.text, name);
        self.text.push(':');
    }

    fn end(&mut self) {
        if let Some(open) = self.open.pop() {
            self.text.push_str(if open.tag == Tag::M { "}}" } else { "]}" });
        }
    }
}
