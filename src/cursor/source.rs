//! What is read: a text, or bytes that may turn out to be none.
#![allow(unsafe_code)]

use std::fmt;
use std::ops::Range;

use crate::error::{Error, ErrorKind, Reason};
use crate::scan::Plain;
use crate::visits::visited;

/// An input.
///
/// Bytes are not checked to be UTF-8 before they are read: that would be one more way through all of them, a tenth of the time that decoding takes.
/// While they are read, only ASCII counts as plain, so that each text that is lent is seen to be UTF-8 by the very look that finds its end. A text
/// with other letters is checked by itself. Where there are so many of them that this costs as much as to check everything, that is done, and the input
/// is a text from then on.
///
/// # Invariant
/// If `spent` is [`ALL`](Source::ALL), the bytes are UTF-8.
#[derive(Clone, Copy)]
pub struct Source<'a> {
    bytes: &'a [u8],
    /// what it has cost so far to check texts by themselves, as so many bytes of the whole
    spent: usize,
}

impl<'a> Source<'a> {
    /// Nothing is left to check.
    const ALL: usize = usize::MAX;

    #[inline(always)]
    pub(crate) fn bytes(self) -> &'a [u8] {
        self.bytes
    }

    /// It as a text, if it is known to be one.
    #[inline(always)]
    pub(crate) fn as_text(self) -> Option<&'a str> {
        // SAFETY: by the invariant.
        self.is_text().then(|| unsafe { std::str::from_utf8_unchecked(self.bytes) })
    }

    #[inline(always)]
    pub(super) fn is_text(self) -> bool {
        self.spent == Source::ALL
    }

    /// What is plain in it.
    #[inline(always)]
    pub(super) fn plain(self) -> &'static Plain {
        if self.is_text() { &Plain::OF_TEXT } else { &Plain::ASCII }
    }

    /// All of it as a text, once checked.
    ///
    /// # Errors
    /// When it is no UTF-8, fatal ones.
    pub(crate) fn checked(self) -> Result<&'a str, Error> {
        if let Some(text) = self.as_text() {
            return Ok(text);
        }
        visited(self.bytes.len());
        simdutf8::basic::from_utf8(self.bytes).map_err(|_| not_utf8(self.bytes))
    }

    /// The same bytes where checking texts by themselves has cost `more`, `at` being how many were read; `None` where it is better to check all of
    /// them, since as much was spent as to check those that were read would have cost, but for some at the beginning that may be unlike the rest.
    #[inline]
    pub(super) fn spend(self, more: usize, at: usize) -> Option<Source<'a>> {
        const AT_FIRST: usize = 16 << 10;
        let spent = self.spent.saturating_add(more);
        (spent <= self.bytes.len().min(at + AT_FIRST)).then_some(Source { spent, ..self })
    }

    /// Whether it is known better there.
    #[inline(always)]
    pub(crate) fn is_known_better(self, by_now: Source<'_>) -> bool {
        by_now.spent > self.spent
    }

    /// The same, and what is known of it by now.
    #[inline(always)]
    pub(crate) fn as_known(self, by_now: Source<'_>) -> Source<'a> {
        // If that one is a text, so is this, since the two are the same bytes: they lie at the same place, and neither changes while it is lent.
        let known = if std::ptr::eq(self.bytes, by_now.bytes) { by_now.spent } else { 0 };
        Source { spent: self.spent.max(known), ..self }
    }

    /// What begins at `at`, in a text between two characters.
    #[inline]
    pub(super) fn behind(self, at: usize) -> Source<'a> {
        match self.as_text() {
            Some(text) => text.get(at..).unwrap_or_default().into(),
            None => Source { bytes: self.bytes.get(at..).unwrap_or_default(), ..self },
        }
    }

    /// A part of it; `None` where that is no text. Of bytes it is checked.
    #[inline]
    pub(crate) fn part(self, range: Range<usize>) -> Option<&'a str> {
        match self.as_text() {
            Some(text) => text.get(range),
            None => simdutf8::basic::from_utf8(self.bytes.get(range)?).ok(),
        }
    }
}

/// An input as it is kept with each record, for one who reads a part of it again.
#[derive(Clone, Copy)]
pub(crate) enum Kept<'a> {
    Text(&'a str),
    /// that are not known to be a text
    Bytes(&'a [u8]),
}

impl<'a> From<Source<'a>> for Kept<'a> {
    #[inline(always)]
    fn from(source: Source<'a>) -> Kept<'a> {
        match source.as_text() {
            Some(text) => Kept::Text(text),
            None => Kept::Bytes(source.bytes),
        }
    }
}

impl<'a> From<Kept<'a>> for Source<'a> {
    #[inline(always)]
    fn from(kept: Kept<'a>) -> Source<'a> {
        match kept {
            Kept::Text(text) => text.into(),
            Kept::Bytes(bytes) => bytes.into(),
        }
    }
}

/// Without what it holds, which may be a customer's.
impl fmt::Debug for Source<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of {}", self.bytes.len(), if self.is_text() { "text" } else { "input" })
    }
}

#[cold]
fn not_utf8(bytes: &[u8]) -> Error {
    let offset = std::str::from_utf8(bytes).map_or_else(|error| error.valid_up_to(), str::len);
    Error::new(ErrorKind::Utf8, Reason::Expected("UTF-8"), offset).fatal()
}

impl<'a> From<&'a str> for Source<'a> {
    #[inline(always)]
    fn from(text: &'a str) -> Source<'a> {
        Source { bytes: text.as_bytes(), spent: Source::ALL }
    }
}

impl<'a> From<&'a [u8]> for Source<'a> {
    #[inline(always)]
    fn from(bytes: &'a [u8]) -> Source<'a> {
        Source { bytes, spent: 0 }
    }
}
