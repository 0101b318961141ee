//! Where the values of a new image stand, so that the old image takes over what it repeats.
//!
//! Most of what a MODIFY carries is the same before and after. A list, a map or a binary whose bytes come again is not decoded again: what
//! was decoded of them is copied, and the two images then share its memory. What is sooner decoded than compared is left alone.

use super::line::read;
use crate::cursor::Cursor;
use crate::error::Error;
use crate::paths::{Path, took};
use crate::value::{Tag, Value};

/// Where values of the attributes of one map stand, those that are worth it; `S` has room for all attributes of a model.
#[derive(Debug)]
pub struct Spans<S: ?Sized = [Span]> {
    /// where the map begins: a span before that is of an earlier one
    begin: usize,
    spans: S,
}

/// From behind a value's opening character to behind its closing one.
#[derive(Clone, Copy, Debug)]
pub struct Span {
    start: usize,
    end: usize,
}

impl<const N: usize> Default for Spans<[Span; N]> {
    #[inline]
    fn default() -> Self {
        Spans { begin: 0, spans: [Span { start: 0, end: 0 }; N] }
    }
}

impl Spans {
    /// A map begins at `at`: what stands before it is forgotten.
    #[inline(always)]
    pub(super) fn begin(&mut self, at: usize) {
        self.begin = at;
    }

    /// The value of an attribute was read the general way, which notes nothing.
    #[inline]
    pub(super) fn forget(&mut self, index: usize) {
        if let Some(span) = self.spans.get_mut(index) {
            span.start = 0;
        }
    }

    #[inline(always)]
    fn note(&mut self, index: usize, start: usize, end: usize) {
        if let Some(span) = self.spans.get_mut(index) {
            *span = Span { start, end };
        }
    }

    #[inline(always)]
    fn of(&self, index: usize) -> Option<Span> {
        // The map's own beginning is in front of its first value.
        self.spans.get(index).copied().filter(|span| span.start > self.begin)
    }
}

/// Reads a value of the field's own type, the cursor behind the attribute's token. `twin` is the same field of the record's new image where
/// this is the old one.
///
/// # Errors
/// When the value does not fit.
#[inline(always)]
pub(super) fn read_beside<'a, V: Value<'a>>(
    field: &mut V,
    twin: Option<&V>,
    (spans, index): (&mut Spans, usize),
    cursor: &mut Cursor<'a>,
    state: &mut V::State,
) -> Result<(), Error> {
    if !Path::Repeated.is_open() || !const { is_worth_it::<V>() } {
        return read(field, cursor, state);
    }
    match twin {
        None => {
            let start = cursor.at();
            read(field, cursor, state)?;
            spans.note(index, start, cursor.at());
            Ok(())
        }
        // Equal bytes are an equal value, and a value ends where its own bytes say.
        Some(twin) if spans.of(index).is_some_and(|span| cursor.take_again(span.start, span.end)) => {
            took(Path::Repeated);
            field.take_over(twin);
            Ok(())
        }
        Some(_) => read(field, cursor, state),
    }
}

/// Whether values of the type are sooner compared and copied than decoded.
const fn is_worth_it<'a, V: Value<'a>>() -> bool {
    V::TAKES_OVER && !matches!(V::TAG, Tag::S | Tag::N | Tag::Bool | Tag::Null)
}
