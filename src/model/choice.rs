//! What decides an enum's variant: an attribute of the map itself, or one of the record's keys.

use crate::cursor::Cursor;
use crate::error::Error;
use crate::value::{Tag, close_value, next_name, open_value};

/// The text of an S or N among the attributes of the map that the cursor stands in, behind its `{`. `None`: absent, or of another type.
///
/// The cursor stays where it is.
///
/// # Errors
/// When the JSON before the attribute breaks off.
pub fn tag_of<'a>(cursor: &mut Cursor<'a>, attribute: &'static str) -> Result<Option<&'a str>, Error> {
    text_in(cursor, cursor.at(), attribute)
}

/// The same among the keys of the record that is being decoded; where they do not tell, among the attributes of the map itself.
///
/// # Errors
/// As [`tag_of`].
pub fn key_of<'a>(cursor: &mut Cursor<'a>, attribute: &'static str) -> Result<Option<&'a str>, Error> {
    if let Some(keys) = cursor.keys().filter(|_| cursor.is_outermost()) {
        if let Some(text) = cursor.key(attribute) {
            return Ok(Some(text));
        }
        if let Some(text) = text_in(cursor, keys, attribute)? {
            cursor.remember_key(attribute, text);
            return Ok(Some(text));
        }
    }
    tag_of(cursor, attribute)
}

/// Looks through the map that begins at `start`; the last one of that name counts, as everywhere.
fn text_in<'a>(cursor: &Cursor<'a>, start: usize, attribute: &str) -> Result<Option<&'a str>, Error> {
    let mut cursor = cursor.fork(start);
    let mut others = false;
    let mut text = None;
    while let Some(name) = next_name(&mut cursor, others)? {
        others = true;
        let value = cursor.at();
        let is_asked = name == attribute;
        let (is_text, found) = match open_value(&mut cursor) {
            Ok(Tag::S | Tag::N) if is_asked => (true, Some(cursor.text()?)),
            Ok(Tag::S | Tag::N | Tag::B) => (cursor.skip_text().is_ok(), None),
            _ => (false, None),
        };
        if !is_text || close_value(&mut cursor).is_err() {
            // Another type, or more than one member.
            cursor.seek(value);
            cursor.skip()?;
        }
        if is_asked {
            text = found;
        }
    }
    Ok(text)
}
