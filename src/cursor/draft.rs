//! A text on the way out of its escapes, until its length is known.
#![allow(unsafe_code)]

use crate::arena::{Arena, ArenaFull};
use crate::scan;

/// A text that grows in the arena's draft, which is one piece of memory for all of them, one after the other.
///
/// # Invariant
/// The first `length` bytes are UTF-8.
pub(super) struct Draft<'a> {
    arena: &'a Arena,
    bytes: Vec<u8>,
    length: usize,
}

impl<'a> Draft<'a> {
    pub(super) fn new(arena: &'a Arena) -> Draft<'a> {
        Draft { arena, bytes: arena.take_draft(), length: 0 }
    }

    /// Adds the beginning of `text` with its escapes replaced, as far as that is quick and there is room; how much of it that was.
    #[inline]
    pub(super) fn unescape(&mut self, text: &str) -> usize {
        // It promises to write UTF-8, as a whole.
        let (read, written) = scan::unescape(text, &mut self.bytes[self.length..]);
        self.length += written;
        read
    }

    /// Adds `text` as it is.
    pub(super) fn push_str(&mut self, text: &str) -> Result<(), ArenaFull> {
        let end = self.length + text.len();
        if end > self.bytes.len() {
            self.arena.widen(&mut self.bytes, end)?;
        }
        self.bytes[self.length..end].copy_from_slice(text.as_bytes());
        self.length = end;
        Ok(())
    }

    /// The text, where it stays.
    pub(super) fn finish(self) -> Result<&'a str, ArenaFull> {
        // SAFETY: by the invariant.
        let text = unsafe { std::str::from_utf8_unchecked(&self.bytes[..self.length]) };
        self.arena.text(text)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        self.arena.put_draft(std::mem::take(&mut self.bytes));
    }
}
