//! Encoding: models and Rust values into attribute values.
//!
//! A value writes itself into a [`Sink`], which makes of it what is needed: text in DynamoDB's JSON ([`to_json`]), or the attribute values
//! of an SDK. What is written is what [`Value`](crate::value::Value) reads back, and a round trip loses nothing, but for this:
//!
//! - NULL is read as `None`, so that `Some` of what writes NULL (`Some(AttributeValue::Null)`) comes back as `None`;
//! - a field marked `skip` is not written;
//! - attributes under an alias are written under the field's own name;
//! - an attribute of a `rest` is not written if a field has its name, nor is any that is called as an enum's tag is;
//! - an empty set with a default of its own (`set, default = "some_tags"`) is left out, and comes back as that default.
//!
//! Lists are written as L. Where a field is a set, say so: `#[model(set)]`; DynamoDB knows no empty set, so that an empty one is left
//! out, and its absence is read as an empty one.
//!
//! The types of DynamoDB and their limits are described at
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html>.

mod error;
mod json;
mod operand;
mod others;
mod present;
mod set;
mod values;
mod with;

pub use error::EncodeError;
pub use json::{item_to_json, to_json};
pub use operand::Operand;
pub use others::others;
pub use present::Present;
pub use set::{List, Set};
pub use with::With;

use std::fmt::Display;

use crate::value::{Binary, BinaryError, Tag};

/// Something that is written as an attribute value.
///
/// Implemented by every field type, and by the derive `Encode`, which stands beside `Model`:
///
/// ```
/// use millstream::{Decoder, Encode, Model, encode};
///
/// #[derive(Debug, PartialEq, Model, Encode)]
/// struct Bark<'a> {
///     #[model(rename = "Username")]
///     username: &'a str,
///     likes: Option<u32>,
///     #[model(set)]
///     tags: Vec<&'a str>,
/// }
///
/// let bark = Bark { username: "ann", likes: None, tags: vec!["dog"] };
/// let json = encode::item_to_json(&bark)?;
/// assert_eq!(json, r#"{"Username":{"S":"ann"},"tags":{"SS":["dog"]}}"#);
/// assert_eq!(Decoder::new().decode_item::<Bark>(&json)?, bark);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as an attribute value",
    label = "this type is not encoded",
    note = "derive `Encode` for it, beside `Model`; a field that a `with` module reads is written by `#[model(encode_with = \"module\")]`"
)]
pub trait Encode {
    /// Writes exactly one value.
    ///
    /// # Errors
    /// When DynamoDB has no value for it, such as a float that is no number.
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError>;

    /// Whether an attribute of this value is left out. Within lists and maps it is written all the same.
    fn is_absent(&self) -> bool {
        false
    }

    /// Writes a slice of it.
    #[doc(hidden)]
    fn encode_slice(slice: &[Self], sink: &mut dyn Sink) -> Result<(), EncodeError>
    where
        Self: Sized,
    {
        sink.begin(Tag::L);
        for (index, element) in slice.iter().enumerate() {
            element.encode(sink).map_err(|error| error.within(index))?;
        }
        sink.end();
        Ok(())
    }
}

/// Something that is written as the attributes of an item: a struct or an enum that derives `Encode`, or an [`Item`](crate::Item).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be written as an item",
    label = "only a model is written as an item",
    note = "derive `Encode` for it, beside `Model`"
)]
pub trait EncodeItem: Encode {
    /// Writes each attribute, its name and its value, into the map that was begun.
    ///
    /// # Errors
    /// As [`Encode::encode`].
    fn encode_attributes(&self, sink: &mut dyn Sink) -> Result<(), EncodeError>;

    /// Whether a field is called so, or was once: what a `rest` beside it holds under that name is not written.
    #[doc(hidden)]
    fn is_own(&self, _name: &str) -> bool {
        false
    }
}

/// What values are written into, one call after the other, as they nest.
///
/// A value is one call of [`s`](Sink::s), [`n`](Sink::n), [`b`](Sink::b), [`base64`](Sink::base64), [`bool`](Sink::bool) or
/// [`null`](Sink::null), or what stands between [`begin`](Sink::begin) and [`end`](Sink::end): values, and in a map a
/// [`name`](Sink::name) before each.
pub trait Sink {
    /// A string.
    fn s(&mut self, text: &str);

    /// A number, which is displayed by the grammar of JSON.
    fn n(&mut self, number: &dyn Display);

    /// A binary.
    fn b(&mut self, bytes: &[u8]);

    /// A binary that is base64 already.
    ///
    /// # Errors
    /// When it is not, and the sink has to know.
    fn base64(&mut self, binary: Binary<'_>) -> Result<(), BinaryError> {
        self.b(&binary.to_vec()?);
        Ok(())
    }

    /// A boolean.
    fn bool(&mut self, value: bool);

    /// Null.
    fn null(&mut self);

    /// The beginning of a map, a list or a set: M, L, SS, NS or BS.
    fn begin(&mut self, tag: Tag);

    /// The name of the next value, in a map.
    fn name(&mut self, name: &str);

    /// The end of what was begun last.
    fn end(&mut self);
}

/// Writes attributes of a map, each with its name, those that are absent left out. Derived code hands it a model's table.
///
/// # Errors
/// As [`Encode::encode`].
pub fn attributes(table: &[(&'static str, &dyn Encode)], sink: &mut dyn Sink) -> Result<(), EncodeError> {
    for (name, value) in table.iter().filter(|(_, value)| !value.is_absent()) {
        sink.name(name);
        value.encode(sink).map_err(|error| error.within(*name))?;
    }
    Ok(())
}

/// Writes a whole item as a map.
///
/// # Errors
/// As [`Encode::encode`].
pub fn map(item: &dyn EncodeItem, sink: &mut dyn Sink) -> Result<(), EncodeError> {
    sink.begin(Tag::M);
    item.encode_attributes(sink)?;
    sink.end();
    Ok(())
}
