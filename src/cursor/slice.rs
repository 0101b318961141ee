//! Texts out of the input. Its one unsafe block spares the second half of a check that `str::get` makes in a function of its own: 4 % of
//! the time of a small record.
#![allow(unsafe_code)]

use super::Cursor;

impl<'a> Cursor<'a> {
    /// The input from `start` to `end`, the latter in front of an ASCII byte of the JSON's structure, or at the end.
    #[inline(always)]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        let bytes = self.bytes();
        let begins = bytes.get(start).is_none_or(|&byte| is_boundary(byte));
        let ends = bytes.get(end).is_none_or(|&byte| is_boundary(byte));
        match bytes.get(start..end) {
            Some(slice) if begins && ends => {
                // SAFETY: `bytes` are those of a `str`, so they are UTF-8. A byte that is no continuation begins a character, and the end
                // of the text ends one: `start` and `end` lie between characters, and what lies between them is UTF-8 too.
                unsafe { std::str::from_utf8_unchecked(slice) }
            }
            _ => {
                debug_assert!(false, "{start}..{end} is no text");
                ""
            }
        }
    }
}

/// Not a continuation byte of UTF-8 (`10xxxxxx`).
#[inline(always)]
const fn is_boundary(byte: u8) -> bool {
    byte as i8 >= -0x40
}
