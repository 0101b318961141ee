//! Texts with letters beyond ASCII, in an input that is not known to be UTF-8.
#![allow(unsafe_code)]

use super::Cursor;
use crate::error::Error;
use crate::scan::{self, Plain};

/// How many bytes of an input are checked in the time that it takes to check a short text by itself, and one of any length, whose own bytes count too.
const SHORT: usize = 512;
const ANY: usize = 2 << 10;

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
                return self.spend(SHORT).map(|()| Some(text));
            }
        }
        let rest = self.place.rest();
        let length = ascii + scan::find_special(&rest[ascii..], &Plain::OF_TEXT);
        let source = self.source().spend(ANY + length).filter(|_| rest.get(length) == Some(&b'"'));
        let Some((source, text)) =
            source.and_then(|source| Some((source, simdutf8::basic::from_utf8(&rest[..length]).ok()?)))
        else {
            return self.check_text().map(|()| None);
        };
        self.place.know(source);
        self.place.pass_text(length);
        Ok(Some(text))
    }

    /// A text was checked by itself, which takes as long as to check so many bytes of the input.
    ///
    /// # Errors
    /// When that makes all of the input be checked, and it is no UTF-8, fatal ones.
    fn spend(&mut self, bytes: usize) -> Result<(), Error> {
        match self.source().spend(bytes) {
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
    fn texts_are_checked_by_themselves_until_that_costs_as_much_as_all() {
        for skip in [false, true] {
            for (text, cost) in
                [("Straße", SHORT), (&*"é".repeat(300), ANY + 600), (&*"😀".repeat(100), ANY + 400)]
            {
                let few = format!("{}{}", texts(text, 2), " ".repeat(3 * cost));
                assert_eq!(read_alone(few.trim_end(), skip), 0, "{text}");
                let many = texts(text, if cfg!(miri) { 60 } else { 1_000 });
                assert_eq!(read_alone(&many, skip), many.len() / cost, "{text}");
            }
            assert_eq!(read_alone(&texts("Strasse", 100), skip), 100);
        }
    }
}
