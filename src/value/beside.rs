//! What an old image without a model takes over from the new one: values of many bytes that come again.

use super::members::Members;
use super::{AttributeValue, Item, Tag, Value, attributes};
use crate::cursor::{Cursor, OrFull};
use crate::error::Error;
use crate::paths::{Path, took};

/// Where the new image stands, if each of its names came once. Of hundreds of names that is not known for certain.
#[derive(Debug, Default)]
pub struct ItemState {
    /// behind its `{`
    begin: usize,
    /// behind its `}`, or 0
    end: usize,
    /// how many attributes the last image had
    length: usize,
}

/// A map of attributes, and where it stands, the cursor behind its `{` and in the end behind its `}`.
pub(super) fn read_first<'a>(cursor: &mut Cursor<'a>, state: &mut ItemState) -> Result<Item<'a>, Error> {
    let begin = cursor.at();
    (state.begin, state.end) = (0, 0);
    let mut members = Members::new(cursor.arena());
    members.make_room(state.length);
    attributes(cursor, |cursor, name, tag| {
        let value = members.place(name, || AttributeValue::S("")).or_full(cursor)?;
        value.decode_as(tag, cursor, &mut ())
    })?;
    if members.came_once() {
        (state.begin, state.end) = (begin, cursor.at());
    }
    let entries = members.finish().or_full(cursor)?;
    state.length = entries.len();
    Ok(Item::from_entries(entries))
}

/// The same beside `twin`, which `state` is of.
pub(super) fn read_beside<'a>(
    cursor: &mut Cursor<'a>,
    twin: &Item<'a>,
    state: &ItemState,
) -> Result<Item<'a>, Error> {
    let mut members = Members::new(cursor.arena());
    members.make_room(twin.len());
    attributes(cursor, |cursor, name, tag| {
        let index = members.len();
        let value = members.place(name, || AttributeValue::S("")).or_full(cursor)?;
        if is_worth_it(tag) && take_over(value, cursor, name.text, (twin, index), state) {
            return Ok(());
        }
        value.decode_as(tag, cursor, &mut ())
    })?;
    Ok(Item::from_entries(members.finish().or_full(cursor)?))
}

/// Others are sooner decoded than compared.
#[inline(always)]
fn is_worth_it(tag: Tag) -> bool {
    Path::Repeated.is_open() && !matches!(tag, Tag::S | Tag::N | Tag::Bool | Tag::Null)
}

/// Takes the value of the twin's attribute `name`, which has this index or one next to it, if its bytes come here.
#[inline(never)]
fn take_over<'a>(
    value: &mut AttributeValue<'a>,
    cursor: &mut Cursor<'a>,
    name: &'a str,
    (twin, index): (&Item<'a>, usize),
    state: &ItemState,
) -> bool {
    let entries = twin.as_entries();
    let mut near =
        [index, index + 1, index.wrapping_sub(1)].into_iter().filter_map(|index| entries.get(index..));
    let Some([(name_there, value_there), rest @ ..]) =
        near.find(|entries| entries.first().is_some_and(|entry| entry.0 == name))
    else {
        return false;
    };
    // A name with escapes is not in the input, and so has no place.
    let place_of = |name| cursor.place_of(name).filter(|place| (state.begin..state.end).contains(place));
    let (behind, closing) = match rest.first() {
        Some((next, _)) => (place_of(next).map(|place| place - 1), "},"),
        None => (Some(state.end), "}}"),
    };
    let Some((there, behind)) = place_of(name_there).zip(behind) else { return false };
    let Some(before) = cursor.place_of(name).and_then(|here| cursor.at().checked_sub(here)) else {
        return false;
    };
    // A value ends where its own bytes say, and its type is in front of it.
    let end = behind - closing.len();
    let again = cursor.slice(end, behind) == closing && cursor.take_again_from(there, before, end);
    if again {
        took(Path::Repeated);
        *value = *value_there;
    }
    again
}
