//! What the derive writes out for an attribute that was found by its name: a branch of its own for each, in which the attribute is a constant.

use super::line::read_by_index;
use super::spans::{Spans, read_beside};
use super::{Attribute, Attributes};
use crate::cursor::AtToken;
use crate::error::Error;
use crate::value::Value;

/// Reads the attribute, whose token comes, into its field. `twin` is the same field of the record's new image where this is the old one.
///
/// # Errors
/// When the value does not fit.
#[inline(always)]
pub fn read_announced<'a, V: Value<'a>>(
    (token, attribute): (AtToken<'_, 'a>, &'static Attribute),
    field: &mut V,
    twin: Option<&V>,
    spans: (&mut Spans, usize),
    state: &mut V::State,
) -> Result<(), Error> {
    read_beside(field, twin, spans, token.step_over(&attribute.token), state)
}

/// [`read_announced`] for a field that is not read by its type.
///
/// # Errors
/// When the value does not fit.
#[inline(always)]
pub fn read_announced_by_index<'a, T: Attributes<'a>>(
    token: AtToken<'_, 'a>,
    view: &mut T,
    index: usize,
    state: &mut T::State,
) -> Result<(), Error> {
    read_by_index(view, index, token.step_over(&T::ATTRIBUTES[index].token), state)
}
