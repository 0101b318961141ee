//! The one loop that reads a map of attributes into a model.
//!
//! Attributes mostly come in the order of the table, or in the order they came last time. So for each member:
//!
//! 1. **line**: straight-line code, written out by the derive, compares one attribute after the other of the table, name, type and all,
//!    as one token with the bytes at the cursor; an absent one costs a comparison;
//! 2. **expected**: the same, in a loop, for the attribute that came here last time;
//! 3. **next but one**: the same for the attribute due after it, since an optional one may be absent;
//! 4. **general**: the name is read and looked up, white space, escapes and any type taken care of, and the order learnt.
//!
//! The first three succeed or leave the cursor where it was. Only the last reports errors of the map itself. Where the line passes over
//! too much, it is left out for the rest of the call.

use super::Attributes;
use super::attribute::find;
use crate::cursor::{Cursor, MapPlace};
use crate::error::{Error, Segment};
use crate::paths::{Path, took};
use crate::value::{Tag, close_value, next_name, open_value};

/// Reads a map into `view`, the cursor behind the map's `{` and in the end behind its `}`.
///
/// Every attribute of the model is written: read, or set to what its absence means. So `view` may hold an earlier value.
///
/// # Errors
/// When an attribute does not fit or a required one is absent, or the JSON breaks off.
pub fn decode_attributes<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
) -> Result<(), Error> {
    let start = cursor.at();
    cursor.enter()?;
    let mut progress = T::Progress::default();
    let mut place = MapPlace::Start;
    // The slot that is due: 0 at the beginning, then one more than the attribute that came last.
    let mut slot = 0;
    loop {
        let line = T::HAS_LINE && place != MapPlace::BehindValue && T::order(state).tally.favours_line();
        if line {
            let due = slot;
            slot = view.line(slot, cursor, state, &mut progress)?;
            T::order(state).tally.passed(slot - due);
            if slot > 0 {
                place = MapPlace::InValue;
                if cursor.take_all("}}") {
                    break;
                }
            }
        }
        let mut index = T::order(state).expected(slot);
        let mut path = Path::Expected;
        if !announced::<T>(cursor, index, place) {
            if place == MapPlace::InValue && cursor.take_all("}}") {
                break;
            }
            index = T::order(state).expected(index + 1);
            path = Path::NextButOne;
            if !announced::<T>(cursor, index, place) {
                let Some(found) = member(view, cursor, state, &mut progress, &mut place, start)? else {
                    break;
                };
                took(Path::General);
                if let Some(index) = found {
                    T::order(state).learn(slot, index);
                    T::order(state).tally.missed();
                    slot = index + 1;
                }
                continue;
            }
        }
        took(path);
        if line {
            T::order(state).tally.missed();
        }
        let attribute = &T::ATTRIBUTES[index];
        let tag = if attribute.tag == Tag::Any { open_value(cursor) } else { Ok(attribute.tag) };
        tag.and_then(|tag| view.field(index, tag, cursor, state))
            .map_err(|error| error.within(attribute.name))?;
        see(T::seen(&mut progress), index);
        place = MapPlace::InValue;
        slot = index + 1;
    }
    cursor.leave();
    finish(view, cursor, &mut progress)
}

/// Steps over the announcement of attribute `index`, if that is what comes.
#[inline(always)]
fn announced<'a, T: Attributes<'a>>(cursor: &mut Cursor<'a>, index: usize, place: MapPlace) -> bool {
    T::ATTRIBUTES.get(index).is_some_and(|attribute| cursor.take_token(&attribute.token, place))
}

/// Reads one member the general way. `None`: the map has ended. `Some(None)`: the member is not an attribute of this table.
#[inline(never)]
fn member<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    progress: &mut T::Progress,
    place: &mut MapPlace,
    start: usize,
) -> Result<Option<Option<usize>>, Error> {
    if *place == MapPlace::InValue {
        // Only attributes of the table leave their closing brace to the next step.
        close_value(cursor).map_err(|error| unclosed(cursor, start, error))?;
    }
    let Some(name) = next_name(cursor, *place != MapPlace::Start)? else { return Ok(None) };
    let found = find(T::ATTRIBUTES, name);
    *place = MapPlace::BehindValue;
    let read = match found {
        Some(index) => {
            see(T::seen(progress), index);
            open_value(cursor).and_then(|tag| view.field(index, tag, cursor, state)).map(|()| true)
        }
        None => view.other(name, cursor, state, progress),
    };
    let read = read.and_then(|read| if read { close_value(cursor) } else { cursor.skip() });
    read.map_err(|error| error.within(Segment::from_input(name)))?;
    Ok(Some(found))
}

/// The attribute value that the cursor stands in is not closed: looks for its name in the map that begins at `start`.
#[cold]
fn unclosed(cursor: &Cursor<'_>, start: usize, error: Error) -> Error {
    let mut ahead = cursor.fork(start);
    let mut others = false;
    while let Ok(Some(name)) = next_name(&mut ahead, others) {
        others = true;
        if ahead.skip().is_err() || ahead.at() > error.offset() {
            return error.within(Segment::from_input(name));
        }
    }
    error
}

/// Reads the attribute `name` into `view` if it is one of its own, or of a field flattened into it, and answers whether it was.
///
/// The cursor stands behind the colon and is left in front of the attribute value's own `}`, or where it was.
///
/// # Errors
/// When the value does not fit. The caller adds the name to the path.
pub fn offer<'a, T: Attributes<'a>>(
    view: &mut T,
    name: &'a str,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    progress: &mut T::Progress,
) -> Result<bool, Error> {
    let Some(index) = find(T::ATTRIBUTES, name) else { return view.other(name, cursor, state, progress) };
    let tag = open_value(cursor)?;
    view.field(index, tag, cursor, state)?;
    see(T::seen(progress), index);
    Ok(true)
}

/// Sets the attributes that were not seen to what their absence means.
///
/// # Errors
/// When a required one is among them.
pub fn finish<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    progress: &mut T::Progress,
) -> Result<(), Error> {
    let words = T::ATTRIBUTES.len().div_ceil(64);
    for word in 0..words {
        let due = (T::ATTRIBUTES.len() - 64 * word).min(64);
        let mut absent = !T::seen(progress)[word] & (u64::MAX >> (64 - due));
        while absent != 0 {
            let index = 64 * word + absent.trailing_zeros() as usize;
            absent &= absent - 1;
            if !view.absent_field(index) {
                return Err(Error::missing(T::ATTRIBUTES[index].name, cursor.at()));
            }
        }
    }
    view.finish_other(cursor, progress)
}

#[inline(always)]
fn see(seen: &mut [u64], index: usize) {
    seen[index / 64] |= 1 << (index % 64);
}
