//! `with = "module"`: a field read by a function of the user's.

use std::borrow::Cow;

use crate::cursor::Cursor;
use crate::error::{Error, ErrorKind, Reason};
use crate::value::{AttributeValue, Tag, read_as};

/// Reads a value and hands it to the user's function, whose error becomes one of this place.
///
/// # Errors
/// When it is no attribute value, or the function refuses it.
pub fn decode_with<'a, T, E: Into<Cow<'static, str>>>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    with: impl FnOnce(AttributeValue<'a>) -> Result<T, E>,
) -> Result<T, Error> {
    let start = cursor.at();
    let value = read_as(tag, cursor)?;
    with(value).map_err(|message| Error::new(ErrorKind::Custom, Reason::Custom(message.into()), start))
}
