//! How attribute values are written: `{"T":value}`, and around them lists and maps.

use super::Tag;
use crate::cursor::{Cursor, MapPlace, Name};
use crate::error::{Error, ErrorKind, Reason, Segment};

/// Steps over `{"T":` and the value's opening character, and tells T.
#[inline(always)]
pub(crate) fn open_value(cursor: &mut Cursor<'_>) -> Result<Tag, Error> {
    if let Some(window) = cursor.window::<6>() {
        if let (Some(b"{\""), Some(opening)) = (window.first_chunk(), window.last_chunk()) {
            if let Some(tag) = one_letter(opening) {
                cursor.step_over::<6>();
                return Ok(tag);
            }
        }
    }
    open_longer(cursor)
}

/// The type whose name is one letter, up to the value's opening character.
#[inline(always)]
fn one_letter(opening: &[u8; 4]) -> Option<Tag> {
    const S: u32 = u32::from_le_bytes(*b"S\":\"");
    const N: u32 = u32::from_le_bytes(*b"N\":\"");
    const M: u32 = u32::from_le_bytes(*b"M\":{");
    const L: u32 = u32::from_le_bytes(*b"L\":[");
    const B: u32 = u32::from_le_bytes(*b"B\":\"");
    Some(match u32::from_le_bytes(*opening) {
        S => Tag::S,
        N => Tag::N,
        M => Tag::M,
        L => Tag::L,
        B => Tag::B,
        _ => return None,
    })
}

#[inline(never)]
fn open_longer(cursor: &mut Cursor<'_>) -> Result<Tag, Error> {
    let plain = match cursor.window::<8>() {
        Some(b"{\"BOOL\":") => Some(Tag::Bool),
        Some(b"{\"NULL\":") => Some(Tag::Null),
        _ => None,
    };
    if let Some(tag) = plain {
        cursor.step_over::<8>();
        // White space may follow where no opening character was part of the comparison.
        cursor.space();
        return Ok(tag);
    }
    let tag = match cursor.window::<7>() {
        Some(b"{\"SS\":[") => Tag::Ss,
        Some(b"{\"NS\":[") => Tag::Ns,
        Some(b"{\"BS\":[") => Tag::Bs,
        _ => return open_any(cursor),
    };
    cursor.step_over::<7>();
    Ok(tag)
}

/// The same with white space and escapes.
#[cold]
#[inline(never)]
fn open_any(cursor: &mut Cursor<'_>) -> Result<Tag, Error> {
    cursor.space();
    if !cursor.take(b'{') {
        return Err(cursor.unexpected("an attribute value"));
    }
    cursor.space();
    let start = cursor.at();
    if !cursor.take(b'"') {
        return Err(match cursor.peek() {
            Some(b'}') => Error::new(ErrorKind::Type, Reason::Expected("one type, such as S or N"), start),
            _ => cursor.syntax("a type name"),
        });
    }
    let name = cursor.text()?;
    let tag = Tag::from_name(name)
        .ok_or_else(|| Error::new(ErrorKind::Type, Reason::Expected("a type such as S or N"), start))?;
    cursor.expect(b':', "`:`")?;
    cursor.space();
    match tag.opening() {
        Some(opening) if !cursor.take(opening) => Err(wrong_opening(cursor, tag)),
        _ => Ok(tag),
    }
}

#[cold]
fn wrong_opening(cursor: &Cursor<'_>, tag: Tag) -> Error {
    cursor.unexpected(match (tag, cursor.peek()) {
        (Tag::N, Some(b'-' | b'0'..=b'9')) => "N's number as a string",
        (Tag::S | Tag::N | Tag::B, _) => "a string",
        (Tag::M, _) => "an object",
        _ => "an array",
    })
}

/// Steps over the attribute value's own `}`.
#[inline]
pub(crate) fn close_value(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    if cursor.take(b'}') {
        return Ok(());
    }
    cursor.space();
    if cursor.take(b'}') {
        return Ok(());
    }
    Err(match cursor.peek() {
        Some(b',') => {
            Error::new(ErrorKind::Type, Reason::Expected("an attribute value of one type"), cursor.at())
        }
        _ => cursor.syntax("`}`"),
    })
}

/// Calls `each` with the name and the type of every attribute of a map, repeated names included. The cursor stands behind the map's `{` and
/// in the end behind its `}`; for `each` behind the value's opening character, and `each` leaves it behind the closing one.
#[inline(always)]
pub(crate) fn attributes<'a>(
    cursor: &mut Cursor<'a>,
    mut each: impl FnMut(&mut Cursor<'a>, Name<'a>, Tag) -> Result<(), Error>,
) -> Result<(), Error> {
    cursor.enter()?;
    let mut next = any_attribute(cursor, None)?;
    while let Some((name, tag)) = next {
        each(cursor, name, tag).map_err(|error| error.within(Segment::from_input(name.text)))?;
        next = match cursor.take_hashed_name(MapPlace::InValue) {
            Some(name) => typed(cursor, name)?,
            None if cursor.take_all("}}") => break,
            None => any_attribute(cursor, Some(name.text))?,
        };
    }
    cursor.leave();
    Ok(())
}

/// The next attribute's name and type, the cursor behind its value's opening character; `None` when the map has ended, the cursor behind
/// its `}`.
///
/// The cursor stands behind the map's `{`, or in front of the attribute value's own `}` of `last`.
#[inline(never)]
fn any_attribute<'a>(
    cursor: &mut Cursor<'a>,
    last: Option<&'a str>,
) -> Result<Option<(Name<'a>, Tag)>, Error> {
    let first = if last.is_none() { cursor.take_hashed_name(MapPlace::Start) } else { None };
    if let Some(name) = first {
        return typed(cursor, name);
    }
    if let Some(last) = last {
        close_value(cursor).map_err(|error| error.within(Segment::from_input(last)))?;
    }
    match next_name(cursor, last.is_some())? {
        Some(name) => typed(cursor, Name::of(name)),
        None => Ok(None),
    }
}

#[inline(always)]
fn typed<'a>(cursor: &mut Cursor<'a>, name: Name<'a>) -> Result<Option<(Name<'a>, Tag)>, Error> {
    match open_value(cursor) {
        Ok(tag) => Ok(Some((name, tag))),
        Err(error) => Err(error.within(Segment::from_input(name.text))),
    }
}

/// The next attribute's name, the cursor behind its colon; `None` when the map has ended, the cursor behind its `}`.
///
/// The cursor stands behind the map's `{`, or, if there were `others`, behind the last one's attribute value.
#[inline]
pub(crate) fn next_name<'a>(cursor: &mut Cursor<'a>, others: bool) -> Result<Option<&'a str>, Error> {
    if cursor.take_all(if others { ",\"" } else { "\"" }) {
        return name(cursor).map(Some);
    }
    cursor.space();
    if cursor.take(b'}') {
        return Ok(None);
    }
    if others {
        if !cursor.take(b',') {
            return Err(cursor.syntax("`,` or `}`"));
        }
        cursor.space();
    }
    if !cursor.take(b'"') {
        return Err(cursor.syntax("an attribute name"));
    }
    name(cursor).map(Some)
}

#[inline]
fn name<'a>(cursor: &mut Cursor<'a>) -> Result<&'a str, Error> {
    let name = cursor.text()?;
    if !cursor.take(b':') {
        cursor.expect(b':', "`:`")?;
    }
    Ok(name)
}

/// Calls `each` at every element of an array, the cursor behind `[` and in the end behind `]`.
#[inline]
pub(crate) fn elements<'a>(
    cursor: &mut Cursor<'a>,
    mut each: impl FnMut(&mut Cursor<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    cursor.space();
    if cursor.take(b']') {
        return Ok(());
    }
    for index in 0usize.. {
        cursor.space();
        each(cursor).map_err(|error| error.within(index))?;
        cursor.space();
        if cursor.take(b']') {
            break;
        }
        if !cursor.take(b',') {
            return Err(cursor.syntax("`,` or `]`"));
        }
    }
    Ok(())
}

/// The opening quote of a set's element.
#[inline]
pub(crate) fn open_text(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    if cursor.take(b'"') { Ok(()) } else { Err(cursor.unexpected("a string")) }
}
