//! A text on the way out of its escapes, until its length is known.
#![allow(unsafe_code)]

use crate::arena::{Arena, ArenaFull};
use crate::cursor::Source;
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

    /// Adds the beginning of `source` with its escapes replaced, as far as that is quick, plain, and there is room; how much of it that was.
    #[inline]
    pub(super) fn unescape(&mut self, source: Source<'_>) -> usize {
        // What it writes is UTF-8: it says so, and each level of it is tested for that.
        let (read, written) = scan::unescape(source.bytes(), &mut self.bytes[self.length..], source.plain());
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
        // SAFETY: by the invariant, since nothing but whole texts was added.
        let text = unsafe { std::str::from_utf8_unchecked(&self.bytes[..self.length]) };
        self.arena.text(text)
    }
}

impl Drop for Draft<'_> {
    fn drop(&mut self) {
        self.arena.put_draft(std::mem::take(&mut self.bytes));
    }
}

#[cfg(test)]
mod tests {
    use crate::arena::Arena;
    use crate::cursor::Cursor;
    use crate::limits::Limits;

    /// Texts that end where a draft does, and where the input does.
    #[test]
    fn texts_of_every_length_around_that_of_a_draft() {
        for escape in [r"\n", r"\u00e9", r"\ud83d\ude00"] {
            for length in
                (0..if cfg!(miri) { 3 } else { 700 }).chain(if cfg!(miri) { 0..0 } else { 3_500..4_500 })
            {
                let text = ["\"", escape, &"x한".repeat(length / 4), escape, &"y".repeat(length % 97), "\""]
                    .concat();
                let expected: String = serde_json::from_str(&text).unwrap();
                for behind in ["", ",", &" ".repeat(300)] {
                    let (arena, input) = (Arena::with_limit(1 << 20), [&text, behind].concat());
                    let mut cursor = Cursor::new(input.as_str(), &arena, &Limits::default());
                    assert!(cursor.take(b'"'));
                    assert_eq!(cursor.text().unwrap(), expected);
                    assert_eq!(cursor.at(), text.len());
                    cursor.seek(1);
                    cursor.skip_text().unwrap();
                    assert_eq!(cursor.at(), text.len());
                }
            }
        }
    }

    /// Each text ends in the same error at the same place, kept or not.
    #[test]
    fn errors_stand_where_they_are() {
        for (wrong, expected, at) in [
            (r"\x", "expected an escape", 1),
            (r"\u12g4", "expected four hexadecimal digits", 4),
            (r"\ud83d", "expected a whole surrogate pair", 2),
            ("\n", "expected no control character in a string", 0),
        ] {
            for before in 0..if cfg!(miri) { 2 } else { 300 } {
                let text = ["\"", &"x".repeat(before), r"\n", wrong, &"x".repeat(300), "\""].concat();
                let arena = Arena::with_limit(1 << 20);
                let mut cursor = Cursor::new(text.as_str(), &arena, &Limits::default());
                let told = format!("{expected} at byte {}", 3 + before + at);
                assert!(cursor.take(b'"'));
                assert!(cursor.text().is_err_and(|error| error.to_string() == told), "{told}: {text}");
                cursor.seek(1);
                assert!(cursor.skip_text().is_err_and(|error| error.to_string() == told), "{told}: {text}");
            }
        }
    }
}
