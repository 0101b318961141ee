//! Texts with letters beyond ASCII, in an input that is not known to be UTF-8.
#![allow(unsafe_code)]

use super::Cursor;
use crate::error::Error;
use crate::scan::{self, Plain};

/// What it costs to check a text by itself, its own bytes apart: some 40 nanoseconds, in which one to two kilobytes of the input are checked.
const ONE_TEXT: usize = 2 << 10;

impl<'a> Cursor<'a> {
    /// The text that stands here, of which the first `ascii` bytes are plain and the next is not ASCII; the cursor steps behind its quote. `None`, and
    /// no step: from now on the input is known to be UTF-8, so that the text can be read as any other.
    ///
    /// # Errors
    /// When the input is no UTF-8, fatal ones.
    #[inline(never)]
    pub(super) fn foreign_text(&mut self, ascii: usize) -> Result<Option<&'a str>, Error> {
        if let Some(length) = self.window().and_then(scan::end_of_letters) {
            // SAFETY: so many bytes were just found to be UTF-8.
            if let Some(text) = unsafe { self.place.take_text(length) } {
                return self.spend(length).map(|()| Some(text));
            }
        }
        let rest = self.place.rest();
        let length = ascii + scan::find_special(&rest[ascii..], &Plain::OF_TEXT);
        match simdutf8::basic::from_utf8(&rest[..length]) {
            Ok(text) if self.place.pass_text(length) => self.spend(length).map(|()| Some(text)),
            _ => self.check_text().map(|()| None),
        }
    }

    /// A text of so many bytes was checked by itself.
    ///
    /// # Errors
    /// When there were so many by now that all of the input is checked, and that is no UTF-8, fatal ones.
    fn spend(&mut self, length: usize) -> Result<(), Error> {
        match self.source().spend(ONE_TEXT + length, self.at()) {
            Some(source) => {
                self.place.know(source);
                Ok(())
            }
            None => self.check_text(),
        }
    }

    /// All of the input is a text from here on.
    ///
    /// # Errors
    /// When it is none, fatal ones.
    #[cold]
    #[inline(never)]
    pub(super) fn check_text(&mut self) -> Result<(), Error> {
        let text = self.source().checked()?;
        self.place.know(text.into());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::limits::Limits;

    /// Reads the texts of a JSON array of them, and answers how many were read before all of the input was known to be a text.
    fn read_alone(input: &str, skip: bool) -> usize {
        let arena = Arena::with_limit(0);
        let mut cursor = Cursor::new(input.as_bytes(), &arena, &Limits::default());
        let mut alone = 0;
        assert!(cursor.take(b'['));
        while cursor.take(b'"') {
            let start = cursor.at();
            if skip {
                cursor.skip_text().unwrap();
            } else {
                assert_eq!(cursor.text().unwrap(), &input[start..cursor.at() - 1]);
            }
            assert!(cursor.take(b',') || cursor.take(b']'));
            alone += !cursor.place.is_text() as usize;
        }
        assert_eq!(cursor.at(), input.len());
        alone
    }

    fn texts(text: &str, count: usize) -> String {
        format!("[{}]", vec![format!("\"{text}\""); count].join(","))
    }

    #[test]
    fn texts_are_checked_by_themselves_where_they_are_few() {
        for skip in [false, true] {
            for text in ["Straße", &*"é".repeat(300), &*"😀".repeat(100)] {
                let cost = ONE_TEXT + text.len();
                // More than enough plain ones behind each.
                let few = texts(&format!("{text}\",\"{}", "x".repeat(cost)), 20);
                assert_eq!(read_alone(&few, skip), 40, "{text}");
                // One after the other: those that are allowed at the beginning, and what was read by then.
                let many = texts(text, if cfg!(miri) { 20 } else { 1_000 });
                let alone = read_alone(&many, skip);
                assert!((1..(16 << 10) / ONE_TEXT + 4).contains(&alone), "{text}: {alone}");
                // A small input: no more than to check all of it costs.
                assert_eq!(read_alone(&texts(text, 2), skip), 0, "{text}");
            }
            assert_eq!(read_alone(&texts("Strasse", 100), skip), 100);
        }
    }
}
