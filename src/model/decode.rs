//! The one loop that reads a map of attributes into a model.
//!
//! Attributes mostly come in the order of the table. So for each member:
//!
//! 1. **line**: straight-line code, written out by the derive, compares one attribute after the other of the table, name, type and all,
//!    as one token with the bytes at the cursor; an absent one costs a comparison;
//! 2. **named**: where another comes, some bytes of its name tell which one of the table it may be, and its token is compared, or that it is
//!    none, and it is stepped over;
//! 3. **general**: the name is read and looked up, white space, escapes and any type taken care of, unknown attributes stepped over.
//!
//! The first two succeed or leave the cursor where it was. Only the last reports errors of the map itself. Each leaves the cursor in front
//! of the attribute value's own `}`. Where the line misses too much, it is left out for the rest of the call.

use super::names::{Ahead, Names, SHORT};
use super::{Attribute, Attributes};
use crate::cursor::{Cursor, MapPlace};
use crate::error::{Error, Segment};
use crate::paths::{Path, took};
use crate::value::{close_value, next_name, open_value};

/// Reads a map into `view`, the cursor behind the map's `{` and in the end behind its `}`.
///
/// `view` is blank, or the cursor says that it may not be. Then every attribute of the model is written, read or set to what its absence means;
/// otherwise those whose absence means a blank are left. `twin` is the record's new image where this is the old one: what is repeated is taken
/// over from it.
///
/// # Errors
/// When an attribute does not fit or a required one is absent, or the JSON breaks off.
#[inline]
pub fn decode_attributes<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    twin: Option<&T>,
) -> Result<(), Error> {
    if Path::Line.is_open() && T::HAS_LINE && T::tally(state).favours_line() {
        decode_in_line(view, cursor, state, twin)
    } else {
        decode_in_any_order(view, cursor, state, twin)
    }
}

/// By the line, and what it does not look for in other ways. The line is written out here and nowhere else, since it is large.
#[inline(never)]
fn decode_in_line<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    twin: Option<&T>,
) -> Result<(), Error> {
    let (start, mut progress) = begin::<T>(cursor, state, twin)?;
    let (mut due, again) = (0, cursor.reads_again());
    loop {
        let slot = view.line(due, cursor, state, &mut progress, twin)?;
        if slot > 0 && cursor.take_all("}}") {
            T::tally(state).passed(slot - due);
            break;
        }
        match decode_others(view, cursor, state, &mut progress, twin, (true, slot, start))? {
            Some(slot) => due = slot,
            None => break,
        }
        // The line reads each attribute once, but does not look whether it was read in other ways.
        cursor.set_reads_again(true);
    }
    cursor.set_reads_again(again);
    cursor.leave();
    finish(view, cursor, &mut progress)
}

/// By their names alone.
#[inline(never)]
fn decode_in_any_order<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    twin: Option<&T>,
) -> Result<(), Error> {
    let (start, mut progress) = begin::<T>(cursor, state, twin)?;
    let again = cursor.reads_again();
    decode_others(view, cursor, state, &mut progress, twin, (false, 0, start))?;
    cursor.set_reads_again(again);
    cursor.leave();
    finish(view, cursor, &mut progress)
}

/// Steps into a map; answers where it begins, and that nothing of it was seen.
#[inline(always)]
fn begin<'a, T: Attributes<'a>>(
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    twin: Option<&T>,
) -> Result<(usize, T::Progress), Error> {
    let start = cursor.at();
    if twin.is_none() {
        T::spans(state).begin(start);
    }
    cursor.enter()?;
    Ok((start, T::Progress::default()))
}

/// Reads attributes in other ways than the line, to the map's end or, if `in_line`, until the line may go on: then the slot is answered that
/// is due.
///
/// `slot` is due now, 0 at the beginning, then one more than the attribute that came last; the map begins at `start`.
#[inline(never)]
fn decode_others<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    progress: &mut T::Progress,
    twin: Option<&T>,
    (mut in_line, mut slot, start): (bool, usize, usize),
) -> Result<Option<usize>, Error> {
    let mut place = if slot > 0 { MapPlace::InValue } else { MapPlace::Start };
    let mut was_asked = in_line;
    loop {
        let ahead = match Path::Named.is_open() {
            true => T::NAMES.ahead(T::ATTRIBUTES, cursor, place),
            false => Ahead::Unsure,
        };
        // `None` where it was read.
        let is_stranger = match ahead {
            Ahead::Known(index, mut token) => {
                took(Path::Named);
                if see(T::seen(progress), index) {
                    token.set_reads_again(true);
                }
                let read = view.announced(index, token, state, twin);
                read.map_err(|error| error.within(T::ATTRIBUTES[index].name))?;
                slot = index + 1;
                if !in_line {
                    // Another one mostly follows.
                    place = MapPlace::InValue;
                    continue;
                }
                None
            }
            Ahead::Stranger => Some(true),
            Ahead::Unsure => Some(false),
        };
        match is_stranger {
            None => (),
            Some(_) if place == MapPlace::InValue && !in_line && cursor.take_all("}}") => return Ok(None),
            Some(true) if !T::TAKES_OTHERS && pass_stranger(cursor, place, (T::NAMES, T::ATTRIBUTES))? => {
                took(Path::Named)
            }
            Some(_) => {
                took(Path::General);
                match member(view, cursor, state, progress, place, start)? {
                    Member::End => return Ok(None),
                    Member::Known(index) => {
                        slot = index + 1;
                        if twin.is_none() {
                            T::spans(state).forget(index);
                        }
                    }
                    Member::Other => (),
                }
            }
        }
        place = MapPlace::InValue;
        if was_asked {
            T::tally(state).missed();
            in_line = T::tally(state).favours_line();
            was_asked = false;
        }
        // Behind unknown attributes at the map's beginning, slot 0 is not due at the beginning any more.
        if in_line && slot > 0 {
            return Ok(Some(slot));
        }
        if cursor.take_all("}}") {
            return Ok(None);
        }
    }
}

/// What the general way met.
enum Member {
    Known(usize),
    /// an attribute that is none of the table
    Other,
    /// the end of the map
    End,
}

/// Reads one member the general way. The cursor is left in front of the attribute value's own `}`.
#[inline(never)]
fn member<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    progress: &mut T::Progress,
    place: MapPlace,
    start: usize,
) -> Result<Member, Error> {
    let mut next = cursor.take_name(place);
    if next.is_none() {
        let others = place == MapPlace::InValue;
        if others {
            close_value(cursor).map_err(|error| unclosed(cursor, start, error))?;
        }
        next = next_name(cursor, others)?;
    }
    while let Some(name) = next {
        let found = T::NAMES.find(T::ATTRIBUTES, name);
        let read = match found {
            Some(index) => {
                if see(T::seen(progress), index) {
                    cursor.set_reads_again(true);
                }
                open_value(cursor).and_then(|tag| view.field(index, tag, cursor, state)).map(|()| true)
            }
            None => view.other(name, cursor, state, progress),
        };
        let read = read.and_then(|read| if read { Ok(true) } else { cursor.skip_but_brace() });
        if read.map_err(|error| error.within(Segment::from_input(name)))? {
            return Ok(found.map_or(Member::Other, Member::Known));
        }
        next = next_name(cursor, true)?;
    }
    Ok(Member::End)
}

/// Steps over an attribute that is none of the model's, but for its value's own `}`, if it is spelled as [`Ahead::Stranger`] says. False, and no
/// step, where it is not.
#[inline(never)]
fn pass_stranger(
    cursor: &mut Cursor<'_>,
    place: MapPlace,
    (names, attributes): (&Names, &[Attribute]),
) -> Result<bool, Error> {
    let start = cursor.at();
    let Some(name) = cursor.take_name(place) else { return Ok(false) };
    let may_be_known = name.len() < SHORT && names.find(attributes, name).is_some();
    if may_be_known || cursor.window() != Some(b"{\"") {
        cursor.seek(start);
        return Ok(false);
    }
    cursor.skip_but_brace().map_err(|error| error.within(Segment::from_input(name)))
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
    let Some(index) = T::NAMES.find(T::ATTRIBUTES, name) else {
        return view.other(name, cursor, state, progress);
    };
    if see(T::seen(progress), index) {
        cursor.set_reads_again(true);
    }
    let tag = open_value(cursor)?;
    view.field(index, tag, cursor, state)?;
    Ok(true)
}

/// Sets the attributes that were not seen to what their absence means, but for those that it leaves as they are.
///
/// Which optional ones are absent nobody can predict: to set each to none took 3 % of the time of orders, by the jump to its field's code.
///
/// # Errors
/// When a required one is among them.
#[inline]
pub fn finish<'a, T: Attributes<'a>>(
    view: &mut T,
    cursor: &mut Cursor<'a>,
    progress: &mut T::Progress,
) -> Result<(), Error> {
    let words = T::ATTRIBUTES.len().div_ceil(64);
    for word in 0..words {
        let due = (T::ATTRIBUTES.len() - 64 * word).min(64);
        let owed = T::OWED[word] | u64::from(cursor.reads_again()).wrapping_neg() >> (64 - due);
        let mut absent = !T::seen(progress)[word] & owed;
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

/// Which attributes are owed: a bit for each that does not have its absence left as a blank, as `blank` tells of each.
pub const fn owed<const WORDS: usize>(blank: &[bool]) -> [u64; WORDS] {
    let (mut owed, mut index) = ([0; WORDS], 0);
    while index < blank.len() {
        owed[index / 64] |= (!blank[index] as u64) << (index % 64);
        index += 1;
    }
    owed
}

/// Notes that the attribute is read; true: it was before.
#[inline(always)]
fn see(seen: &mut [u64], index: usize) -> bool {
    let (word, bit) = (&mut seen[index / 64], 1 << (index % 64));
    let before = *word & bit != 0;
    *word |= bit;
    before
}
