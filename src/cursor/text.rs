//! JSON strings: borrowed from the input where they hold no escape, unescaped into the arena otherwise.

use super::draft::Draft;
use super::{Cursor, OrFull};
use crate::arena::ArenaFull;
use crate::error::Error;
use crate::scan::{self, Marks, STEP};

/// The length that the last text of an attribute had, or of a member of the envelope.
#[derive(Debug, Default)]
pub struct Hint {
    /// the bit that marked its end; 0 is none
    lowest: u64,
    length: u8,
    /// wrong in a row
    misses: u8,
}

impl Hint {
    /// Wrong so often in a row, a hint only costs.
    const PATIENCE: u8 = 4;

    /// The length of a text that ends at the first of these marks. Where the hint is right, nothing waits for the marks to be counted.
    #[inline(always)]
    pub(super) fn length(&mut self, marks: Marks) -> usize {
        if marks.lowest() == self.lowest {
            self.misses = 0;
            return self.length.into();
        }
        let length = marks.first();
        self.miss(marks.lowest(), length as u8);
        length
    }

    #[inline(always)]
    fn miss(&mut self, lowest: u64, length: u8) {
        if self.misses < Hint::PATIENCE {
            self.misses += 1;
            // No text's end is marked by all bits: from then on the hint is never right.
            let lowest = if self.misses < Hint::PATIENCE { lowest } else { u64::MAX };
            (self.lowest, self.length) = (lowest, length);
        }
    }
}

impl<'a> Cursor<'a> {
    /// The text up to the closing quote. The cursor stands behind the opening quote and is left behind the closing one.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        let Some(window) = self.place.safe_window::<{ 2 * STEP }>() else {
            return self.last_text();
        };
        let length = scan::marks(window).first();
        if length >= 2 * STEP {
            return self.long_text();
        }
        match self.take_short_text(length as u8) {
            Some(text) => Ok(text),
            None => self.escaped_text(),
        }
    }

    /// The same for a text that mostly is 32 bytes long, as event ids are; `None`, and no step, where it holds an escape or is wrong.
    #[inline(always)]
    pub(crate) fn plain_text_of_32(&mut self) -> Option<&'a str> {
        if self.window().is_some_and(|window| scan::marks(window).lowest() == 0) {
            if let Some(text) = self.take_text(2 * STEP) {
                return Some(text);
            }
        }
        self.plain_text()
    }

    /// The same for a text of any length.
    #[inline(never)]
    fn plain_text(&mut self) -> Option<&'a str> {
        self.take_text(scan::find_special(self.place.rest()))
    }

    /// The same for a text that mostly is as long as the last of its kind.
    ///
    /// If the first special byte is where the hint says, the cursor moves by the length that the hint remembers. The processor then need
    /// not wait for the length to be counted, and goes on with the next attribute at once.
    #[inline(always)]
    pub(crate) fn hinted_text(&mut self, hint: &mut Hint) -> Result<&'a str, Error> {
        let Some(window) = self.place.safe_window::<{ 2 * STEP }>() else {
            return self.last_text();
        };
        let marks = scan::marks(window);
        if marks.lowest() == hint.lowest {
            if let Some(text) = self.take_short_text(hint.length) {
                hint.misses = 0;
                return Ok(text);
            }
        }
        let length = marks.first();
        if length >= 2 * STEP {
            return self.long_text();
        }
        match self.take_short_text(length as u8) {
            Some(text) => {
                hint.miss(marks.lowest(), length as u8);
                Ok(text)
            }
            None => self.escaped_text(),
        }
    }

    /// The text of `length` bytes that a quote follows, and steps behind both; `None`, and no step, where no quote follows.
    #[inline(always)]
    pub(crate) fn take_text(&mut self, length: usize) -> Option<&'a str> {
        self.place.take_text(length)
    }

    /// The same for a text of fewer than 256 bytes; `None` near the end of the input as well.
    #[inline(always)]
    pub(crate) fn take_short_text(&mut self, length: u8) -> Option<&'a str> {
        self.place.take_short_text(length)
    }

    /// Steps over a text without escapes that ends within the next 64 bytes, and its quote, or nothing.
    #[inline(always)]
    pub(crate) fn pass_text_of_two_looks(&mut self) -> bool {
        let Some(window) = self.place.safe_window::<{ 4 * STEP }>() else { return false };
        let Some((first, second)) = window.split_first_chunk::<{ 2 * STEP }>() else { return false };
        let mut length = scan::marks(first).first();
        if length == 2 * STEP {
            length += second.first_chunk().map_or(0, |second| scan::marks(second).first());
        }
        length < 4 * STEP && self.pass_short_text(length as u8)
    }

    /// Steps over such a text and its quote, or nothing.
    #[inline(always)]
    pub(crate) fn pass_short_text(&mut self, length: u8) -> bool {
        self.place.pass_short_text(length)
    }

    /// A text of which the first two steps hold nothing special, from where [`text`](Cursor::text) begins.
    #[inline(never)]
    fn long_text(&mut self) -> Result<&'a str, Error> {
        self.text_from(2 * STEP)
    }

    /// The same at the very end of the input.
    #[cold]
    #[inline(never)]
    fn last_text(&mut self) -> Result<&'a str, Error> {
        self.text_from(0)
    }

    /// The same where the first `plain` bytes hold nothing special.
    #[inline(always)]
    fn text_from(&mut self, plain: usize) -> Result<&'a str, Error> {
        let length = plain + scan::find_special(&self.place.rest()[plain..]);
        match self.take_text(length) {
            Some(text) => Ok(text),
            None if length == self.place.remaining() => Err(self.endless_text()),
            None => self.escaped_text(),
        }
    }

    /// The same for texts with escapes.
    #[inline(never)]
    fn escaped_text(&mut self) -> Result<&'a str, Error> {
        let mut draft = Draft::new(self.arena);
        while !self.take(b'"') {
            let read = draft.unescape(self.rest());
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
                self.place.advance_over(scan::find_special(self.place.rest()));
                if self.at() == run {
                    return Err(self.unfinished_text());
                }
                keep(self.slice(run, self.at())).or_full(self)
            }
        }
    }

    /// Steps over a text without keeping it, the cursor behind its opening quote.
    #[inline(always)]
    pub(crate) fn skip_text(&mut self) -> Result<(), Error> {
        if let Some(window) = self.window::<{ 2 * STEP }>() {
            let length = scan::marks(window).first();
            if length < 2 * STEP && self.take_text(length).is_some() {
                return Ok(());
            }
        }
        self.skip_long_text()
    }

    #[inline(never)]
    fn skip_long_text(&mut self) -> Result<(), Error> {
        let length = scan::find_special(self.place.rest());
        match self.take_text(length) {
            Some(_) => Ok(()),
            None if length == self.place.remaining() => Err(self.endless_text()),
            None => self.skip_escaped_text(),
        }
    }

    #[inline(never)]
    fn skip_escaped_text(&mut self) -> Result<(), Error> {
        while !self.take(b'"') {
            self.place.advance_over(scan::pass(self.place.rest()));
            self.unescape_slowly(|_| Ok(()))?;
        }
        Ok(())
    }

    /// Nothing special follows, so that the input ends before the text does: it would be unescaped for nothing.
    #[cold]
    fn endless_text(&mut self) -> Error {
        self.place.seek(self.place.text().len());
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
