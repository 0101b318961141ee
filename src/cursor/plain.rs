//! Texts without escapes, which are borrowed from the input.
#![allow(unsafe_code)]

use super::Cursor;
use crate::error::Error;
use crate::scan::{self, Marks, STEP};

/// The length that the last text of an attribute had, or of a member of the envelope.
///
/// # Invariant
/// `length` is at most that of the two steps of a look. Where `end` are the bits of a window's marks up to the first, no byte before
/// `length` is marked.
#[derive(Debug, Default)]
pub struct Hint {
    /// the bits up to the one that marked its end; 0 is none
    end: u64,
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
        if marks.up_to_first() == self.end {
            self.misses = 0;
            return self.length.into();
        }
        self.miss(marks)
    }

    /// Remembers the length of a text that ends at the first of these marks, and answers it.
    #[inline(always)]
    fn miss(&mut self, marks: Marks) -> usize {
        let length = marks.first();
        if self.misses < Hint::PATIENCE {
            self.misses += 1;
            // From none on the hint is never right.
            let end = if self.misses < Hint::PATIENCE { marks.up_to_first() } else { 0 };
            (self.end, self.length) = (end, length as u8);
        }
        length
    }
}

impl<'a> Cursor<'a> {
    /// The text up to the closing quote. The cursor stands behind the opening quote and is left behind the closing one.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Result<&'a str, Error> {
        let Some(window) = self.place.safe_window::<{ 2 * STEP }>() else {
            return self.last_text();
        };
        let length = scan::marks(window, self.place.plain()).first();
        if length >= 2 * STEP {
            return self.long_text();
        }
        // SAFETY: all bytes before the first mark, 32 at most, are plain, and so ASCII unless the input is a text.
        match unsafe { self.place.take_short_text(length as u8) } {
            Some(text) => Ok(text),
            None => self.special_text(length),
        }
    }

    /// The text of 32 bytes, as event ids have, between `before` and `behind`, which is not empty, and steps over all three; `None`, and no step, where
    /// something else stands here, and near the end of the input.
    #[inline(always)]
    pub(crate) fn take_text_of_32_between(&mut self, before: &str, behind: &str) -> Option<&'a str> {
        let (head, rest) = self.place.safe_window::<{ 8 * STEP }>()?.split_at_checked(before.len())?;
        let (text, rest) = rest.split_first_chunk::<{ 2 * STEP }>()?;
        let comes = head == before.as_bytes()
            && scan::marks(text, self.place.plain()).is_empty()
            && !behind.is_empty()
            && rest.starts_with(behind.as_bytes());
        // SAFETY: all these bytes were just seen. Those of the text are plain, so that they are ASCII unless the input is a text. Then characters end
        // where `before` does, which is UTF-8, where `behind` begins, which is UTF-8 and not empty, and where it ends.
        comes.then(|| unsafe { self.place.take_between(before.len(), 2 * STEP, behind.len()) })
    }

    /// The text up to the closing quote, behind which the cursor is left; `None`, and no step, where it holds an escape or is wrong.
    #[inline(never)]
    pub(crate) fn plain_text(&mut self) -> Option<&'a str> {
        let length = scan::find_special(self.place.rest(), self.place.plain());
        // SAFETY: so many bytes are plain: ASCII unless the input is a text.
        unsafe { self.place.take_text(length) }
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
        let marks = scan::marks(window, self.place.plain());
        if marks.up_to_first() == hint.end {
            // SAFETY: by the hint's invariant no byte before that place, 32 at most, is marked, so that all are plain: ASCII unless the input is a
            // text.
            if let Some(text) = unsafe { self.place.take_short_text(hint.length) } {
                hint.misses = 0;
                return Ok(text);
            }
        }
        let length = marks.first();
        if length >= 2 * STEP {
            return self.long_text();
        }
        // SAFETY: all bytes before the first mark, 32 at most, are plain, and so ASCII unless the input is a text.
        match unsafe { self.place.take_short_text(length as u8) } {
            Some(text) => {
                hint.miss(marks);
                Ok(text)
            }
            None => self.special_text(length),
        }
    }

    /// The text of up to 16 bytes that a quote follows, and steps behind both; `None`, and no step, where no quote follows, near the end of the input,
    /// and where it may not be ASCII: what stands behind it within 16 bytes is looked at too.
    #[inline(always)]
    pub(crate) fn take_ascii_text(&mut self, length: u8) -> Option<&'a str> {
        let is_ascii = self.window::<STEP>().is_some_and(|window| window.is_ascii());
        if !(is_ascii || self.place.is_text()) || length as usize > STEP {
            return None;
        }
        // SAFETY: the bytes, 16 at most, were just seen to be ASCII, or the input is a text.
        unsafe { self.place.take_short_text(length) }
    }

    /// A text of which the first two steps are plain, from where [`text`](Cursor::text) begins.
    #[inline(never)]
    fn long_text(&mut self) -> Result<&'a str, Error> {
        let rest = &self.place.rest()[2 * STEP..];
        let length = 2 * STEP + scan::find_special(rest, self.place.plain());
        // SAFETY: the first two steps were seen to be plain, and so many bytes behind them: ASCII unless the input is a text.
        match unsafe { self.place.take_text(length) } {
            Some(text) => Ok(text),
            None => self.special_text(length),
        }
    }

    /// The same at the very end of the input.
    #[cold]
    #[inline(never)]
    fn last_text(&mut self) -> Result<&'a str, Error> {
        let length = scan::find_special(self.place.rest(), self.place.plain());
        // SAFETY: so many bytes are plain: ASCII unless the input is a text.
        match unsafe { self.place.take_text(length) } {
            Some(text) => Ok(text),
            None => self.special_text(length),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::cursor::Source;
    use crate::limits::Limits;

    const BEFORE: &str = "{\"é\":\"";
    const BEHIND: &str = "\",\"";

    /// What is taken, and where the cursor stands then, of `text` in a text and in bytes.
    fn take(text: &str, behind: &str) -> [(Option<String>, usize); 2] {
        [Source::from(text), Source::from(text.as_bytes())].map(|source| {
            let (arena, limits) = (Arena::with_limit(0), Limits::default());
            let mut cursor = Cursor::new(source, &arena, &limits);
            let taken = cursor.take_text_of_32_between(BEFORE, behind).map(str::to_owned);
            (taken, cursor.at())
        })
    }

    #[test]
    fn a_text_of_32_bytes_is_taken_with_what_stands_around_it() {
        const LEFT: (Option<String>, usize) = (None, 0);
        let taken = |text: &str| (Some(text.to_owned()), BEFORE.len() + 32 + BEHIND.len());
        let rest = "x".repeat(320);
        for place in 0..32 {
            // The letter may lie across the end.
            for (other, of_text, of_bytes) in [
                ("a", true, true),
                ("é", true, false),
                ("\"", false, false),
                ("\\", false, false),
                ("\n", false, false),
            ] {
                let text = format!("{}{other}{}", "a".repeat(place), "a".repeat(32 - place));
                let id = text.get(..32);
                let expected = |is_plain: bool| match id.filter(|_| is_plain) {
                    Some(id) => taken(id),
                    None => LEFT,
                };
                let text = format!("{BEFORE}{}{BEHIND}{rest}", id.unwrap_or(&text));
                assert_eq!(take(&text, BEHIND), [expected(of_text), expected(of_bytes)], "{text}");
            }
        }
        let id = "0123456789abcdef0123456789abcdef";
        for (before, behind) in [("{\"e\":\"", BEHIND), (BEFORE, "\", "), (BEFORE, "1\",")] {
            assert_eq!(take(&format!("{before}{id}{behind}{rest}"), BEHIND), [LEFT; 2], "{before} {behind}");
        }
        assert_eq!(take(&format!("{BEFORE}{id}{BEHIND}{rest}"), ""), [LEFT; 2]);
        // Near the end of the input.
        for length in 118..138 {
            let text = format!("{BEFORE}{id}{BEHIND}{rest}");
            let expected = if length < 128 { LEFT } else { taken(id) };
            assert_eq!(take(&text[..length], BEHIND), [expected.clone(), expected], "{length}");
        }
    }
}
