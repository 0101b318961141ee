//! What decides an enum's variant: an attribute of the map itself, or one of the record's keys.

use crate::cursor::{Cursor, MapPlace};
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
pub(crate) fn text_in<'a>(
    cursor: &Cursor<'a>,
    start: usize,
    attribute: &str,
) -> Result<Option<&'a str>, Error> {
    let mut cursor = cursor.fork(start);
    let (mut place, mut value) = (MapPlace::Start, start);
    let mut text = None;
    loop {
        // At the beginning of a value that is no text, nothing of the usual spelling is due.
        let usual = place == MapPlace::Start || cursor.at() > value;
        let name = match usual.then(|| cursor.take_name(place)).flatten() {
            Some(name) => name,
            None if usual && place == MapPlace::InValue && cursor.take_all("}}") => return Ok(text),
            None => match any_name(&mut cursor, place, value)? {
                Some(name) => name,
                None => return Ok(text),
            },
        };
        (place, value) = (MapPlace::InValue, cursor.at());
        let is_asked = name == attribute;
        let found = match open_value(&mut cursor) {
            Ok(Tag::S | Tag::N) if is_asked => Some(cursor.text()?),
            Ok(Tag::S | Tag::N | Tag::B) => cursor.skip_text().map(|()| None)?,
            // Another type is stepped over from its beginning.
            _ => {
                cursor.seek(value);
                None
            }
        };
        if is_asked {
            text = found;
        }
    }
}

/// The next name, other than it mostly comes. The cursor stands behind the map's `{`, or behind the text of the attribute value that begins
/// at `value`, or there.
#[inline(never)]
fn any_name<'a>(cursor: &mut Cursor<'a>, place: MapPlace, value: usize) -> Result<Option<&'a str>, Error> {
    let others = place == MapPlace::InValue;
    if others && (cursor.at() == value || close_value(cursor).is_err()) {
        // No text, or more than one member.
        cursor.seek(value);
        cursor.skip()?;
    }
    next_name(cursor, others)
}
