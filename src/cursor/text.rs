//! JSON strings that are not borrowed: unescaped into the arena, or stepped over.

use super::draft::Draft;
use super::{Cursor, OrFull};
use crate::arena::ArenaFull;
use crate::error::Error;
use crate::scan::{self, STEP};

impl<'a> Cursor<'a> {
    /// Steps over a text without escapes that ends within the next 64 bytes, and its quote, or nothing.
    #[inline(always)]
    pub(crate) fn pass_text_of_two_looks(&mut self) -> bool {
        let Some(window) = self.place.safe_window::<{ 4 * STEP }>() else { return false };
        let Some((first, second)) = window.split_first_chunk::<{ 2 * STEP }>() else { return false };
        let mut length = scan::marks(first, self.place.plain()).first();
        if length == 2 * STEP {
            length +=
                second.first_chunk().map_or(0, |second| scan::marks(second, self.place.plain()).first());
        }
        length < 4 * STEP && self.pass_short_text(length as u8)
    }

    /// Steps over such a text and its quote, or nothing.
    #[inline(always)]
    pub(crate) fn pass_short_text(&mut self, length: u8) -> bool {
        self.place.pass_short_text(length)
    }

    /// A text of which the first `plain` bytes are plain, and the next is not, and no quote.
    #[inline(never)]
    pub(super) fn special_text(&mut self, plain: usize) -> Result<&'a str, Error> {
        match self.place.rest().get(plain) {
            None => Err(self.endless_text()),
            Some(byte) if byte.is_ascii() => self.escaped_text(),
            Some(_) => match self.foreign_text(plain)? {
                Some(text) => Ok(text),
                None => self.text(),
            },
        }
    }

    /// A text with escapes.
    #[inline(always)]
    fn escaped_text(&mut self) -> Result<&'a str, Error> {
        let mut draft = Draft::new(self.arena);
        while !self.take(b'"') {
            let read = draft.unescape(self.source().behind(self.at()));
            self.place.advance_over(read);
            self.unescape_slowly(|text| draft.push_str(text))?;
        }
        draft.finish().or_full(self)
    }

    /// Gives `keep` what was not quick to unescape: an escape, or a run that the closing quote may follow.
    #[inline(always)]
    fn unescape_slowly(&mut self, keep: impl FnOnce(&str) -> Result<(), ArenaFull>) -> Result<(), Error> {
        match self.peek() {
            Some(b'"') => Ok(()),
            Some(b'\\') => {
                self.take(b'\\');
                let char = self.escape()?;
                keep(char.encode_utf8(&mut [0; 4])).or_full(self)
            }
            _ => {
                let run = self.at();
                self.place.advance_over(scan::find_special(self.place.rest(), self.place.plain()));
                if self.at() > run {
                    return keep(self.slice(run, self.at())).or_full(self);
                }
                match self.peek() {
                    Some(byte) if !byte.is_ascii() => self.check_text(),
                    _ => Err(self.unfinished_text()),
                }
            }
        }
    }

    /// Steps over a text without keeping it, the cursor behind its opening quote.
    #[inline(always)]
    pub(crate) fn skip_text(&mut self) -> Result<(), Error> {
        if let Some(window) = self.window::<{ 2 * STEP }>() {
            let length = scan::marks(window, self.place.plain()).first();
            if length < 2 * STEP && self.place.pass_text(length) {
                return Ok(());
            }
        }
        self.skip_long_text()
    }

    #[inline(never)]
    fn skip_long_text(&mut self) -> Result<(), Error> {
        let length = scan::find_special(self.place.rest(), self.place.plain());
        if self.place.pass_text(length) {
            return Ok(());
        }
        match self.place.rest().get(length) {
            None => Err(self.endless_text()),
            Some(byte) if byte.is_ascii() => self.skip_escaped_text(),
            Some(_) => {
                self.place.advance_over(length);
                self.skip_rest_of_text()
            }
        }
    }

    /// Steps over the rest of a text, which mostly begins with what is not ASCII, or else is long.
    #[inline(never)]
    pub(super) fn skip_rest_of_text(&mut self) -> Result<(), Error> {
        let is_foreign = !self.place.is_text() && self.peek().is_some_and(|byte| !byte.is_ascii());
        if is_foreign && self.foreign_text(0)?.is_some() { Ok(()) } else { self.skip_text() }
    }

    #[inline(never)]
    fn skip_escaped_text(&mut self) -> Result<(), Error> {
        while !self.take(b'"') {
            self.place.advance_over(scan::pass(self.place.rest(), self.place.plain()));
            self.unescape_slowly(|_| Ok(()))?;
        }
        Ok(())
    }

    /// Nothing special follows, so that the input ends before the text does: it would be unescaped for nothing.
    #[cold]
    fn endless_text(&mut self) -> Error {
        self.place.seek(self.place.bytes().len());
        self.unfinished_text()
    }

    /// The input ends here, or a control character stands here.
    #[cold]
    fn unfinished_text(&self) -> Error {
        match self.peek() {
            None => self.syntax("the end of the string"),
            Some(_) => self.syntax("no control character in a string"),
        }
    }
}
