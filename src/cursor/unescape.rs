//! Escapes of JSON strings (RFC 8259, section 7).

use super::Cursor;
use crate::error::Error;

impl Cursor<'_> {
    /// The character that an escape stands for. The cursor stands behind the backslash.
    pub(super) fn escape(&mut self) -> Result<char, Error> {
        let char = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.take(b'u');
                return self.unicode_escape();
            }
            _ => return Err(self.syntax("an escape")),
        };
        self.place.advance_over(1);
        Ok(char)
    }

    /// The character of `uXXXX`, or of two of them for one beyond the basic plane. The cursor stands behind the first `u`.
    fn unicode_escape(&mut self) -> Result<char, Error> {
        let start = self.at();
        let unit = self.hex4()?;
        let code = match unit {
            0xD800..=0xDBFF if self.take_all("\\u") => {
                let low = self.hex4()?;
                if !matches!(low, 0xDC00..=0xDFFF) {
                    self.seek(start);
                    return Err(self.syntax("a whole surrogate pair"));
                }
                0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00)
            }
            _ => unit,
        };
        char::from_u32(code).ok_or_else(|| {
            self.seek(start);
            self.syntax("a whole surrogate pair")
        })
    }

    fn hex4(&mut self) -> Result<u32, Error> {
        let mut value = 0;
        for _ in 0..4 {
            let Some(digit) = self.peek().and_then(|byte| (byte as char).to_digit(16)) else {
                return Err(self.syntax("four hexadecimal digits"));
            };
            value = value << 4 | digit;
            self.place.advance_over(1);
        }
        Ok(value)
    }
}
