//! `rest`: attributes that the model does not know, kept as an item.

use crate::cursor::{Cursor, Name, OrFull};
use crate::error::Error;
use crate::value::{AttributeValue, Item, Members, Value, open_value};

/// The unknown attributes of one map so far.
#[derive(Default)]
pub struct Rest<'a>(Option<Members<'a, AttributeValue<'a>>>);

/// Reads an attribute that nobody else took.
///
/// # Errors
/// When it is no attribute value.
pub fn keep<'a>(rest: &mut Rest<'a>, name: &'a str, cursor: &mut Cursor<'a>) -> Result<bool, Error> {
    let tag = open_value(cursor)?;
    let members = rest.0.get_or_insert_with(|| Members::new(cursor.arena()));
    members.place(Name::of(name), || AttributeValue::Null).or_full(cursor)?.decode_as(
        tag,
        cursor,
        &mut (),
    )?;
    Ok(true)
}

/// All that were kept.
///
/// # Errors
/// When the arena is at its limit.
pub fn kept<'a>(rest: &mut Rest<'a>, cursor: &mut Cursor<'a>) -> Result<Item<'a>, Error> {
    match rest.0.take() {
        Some(mut members) => Ok(Item::from_entries(members.finish().or_full(cursor)?)),
        None => Ok(Item::default()),
    }
}
