//! Steps of the straight-line code that the derive writes out: one for each attribute, in wire order.
//!
//! The attribute is a constant there, so that the comparison with its token becomes a few instructions.

use super::spans::{Spans, read_beside};
use super::{Attribute, Attributes};
use crate::cursor::{Cursor, MapPlace};
use crate::error::Error;
use crate::paths::{Path, took};
use crate::value::{Tag, Value, open_value};

/// Reads the attribute into its field if it is what comes; `start`: where the map begins, otherwise behind another attribute. `twin` is the
/// same field of the record's new image where this is the old one.
///
/// # Errors
/// When the value does not fit.
#[inline(always)]
pub fn step<'a, V: Value<'a>>(
    (start, attribute): (bool, &'static Attribute),
    field: &mut V,
    twin: Option<&V>,
    spans: (&mut Spans, usize),
    cursor: &mut Cursor<'a>,
    state: &mut V::State,
) -> Result<bool, Error> {
    if !comes(start, attribute, cursor) {
        return Ok(false);
    }
    match read_beside(field, twin, spans, cursor, state) {
        Ok(()) => Ok(true),
        Err(error) => Err(error.within(attribute.name)),
    }
}

/// Reads a value of the field's own type, the cursor behind the attribute's token.
#[inline(always)]
pub(super) fn read<'a, V: Value<'a>>(
    field: &mut V,
    cursor: &mut Cursor<'a>,
    state: &mut V::State,
) -> Result<(), Error> {
    match V::TAG {
        Tag::Any => open_value(cursor).and_then(|tag| field.decode_as(tag, cursor, state)),
        _ => field.decode(cursor, state),
    }
}

/// [`step`] for a field that is not read by its type.
///
/// # Errors
/// When the value does not fit.
#[inline]
pub fn step_by_index<'a, T: Attributes<'a>>(
    start: bool,
    view: &mut T,
    index: usize,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
) -> Result<bool, Error> {
    let attribute = &T::ATTRIBUTES[index];
    if !comes(start, attribute, cursor) {
        return Ok(false);
    }
    match read_by_index(view, index, cursor, state) {
        Ok(()) => Ok(true),
        Err(error) => Err(error.within(attribute.name)),
    }
}

/// Reads such a field, the cursor behind the attribute's token.
///
/// # Errors
/// When the value does not fit.
#[inline]
pub(super) fn read_by_index<'a, T: Attributes<'a>>(
    view: &mut T,
    index: usize,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
) -> Result<(), Error> {
    open_value(cursor).and_then(|tag| view.field(index, tag, cursor, state))
}

/// Steps over the attribute's token. The two comparisons are written out, so that each is one with a constant.
#[inline(always)]
fn comes(start: bool, attribute: &'static Attribute, cursor: &mut Cursor<'_>) -> bool {
    let comes = match start {
        true => cursor.take_token(&attribute.token, MapPlace::Start),
        false => cursor.take_token(&attribute.token, MapPlace::InValue),
    };
    if comes {
        took(Path::Line);
    }
    comes
}

/// The slot behind the attribute that the line has seen last; `due` where it has seen none. It is told by the bits, since to note it
/// behind each attribute took an instruction for each, and four where names tie.
#[inline(always)]
pub fn slot_behind(due: usize, seen: &[u64]) -> usize {
    let last = seen.iter().rposition(|&word| word != 0);
    last.map_or(due, |last| due.max(64 * (last + 1) - seen[last].leading_zeros() as usize))
}

/// Adds the attributes that the line has seen.
#[inline(always)]
pub fn see_all(seen: &mut [u64], line: &[u64]) {
    seen.iter_mut().zip(line).for_each(|(seen, line)| *seen |= line);
}
