//! Stepping over values that nobody asked for. The grammar is checked in full all the same.

use super::Cursor;
use crate::error::Error;
use crate::limits::Limits;

/// Which of the open brackets are braces, one bit each.
struct Brackets {
    /// the innermost ones, the last one in the lowest bit
    near: u64,
    /// those around them, 64 at a time
    far: [u64; Limits::JSON_NESTING / 64],
    depth: usize,
}

impl Brackets {
    #[inline(always)]
    fn push(&mut self, brace: bool) {
        if self.depth % 64 == 0 && self.depth > 0 {
            self.far[self.depth / 64 - 1] = self.near;
        }
        self.near = self.near << 1 | brace as u64;
        self.depth += 1;
    }

    #[inline(always)]
    fn pop(&mut self) {
        self.depth -= 1;
        self.near >>= 1;
        if self.depth % 64 == 0 && self.depth > 0 {
            self.near = self.far[self.depth / 64 - 1];
        }
    }

    /// Whether the innermost open bracket is a brace.
    #[inline(always)]
    fn in_object(&self) -> bool {
        self.near & 1 == 1
    }
}

impl Cursor<'_> {
    /// Steps over one JSON value, white space before it included.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        self.skip_within(self.json_levels())
    }

    /// The same where so many JSON levels are open.
    #[inline(never)]
    fn skip_within(&mut self, levels: isize) -> Result<(), Error> {
        let mut open = Brackets { near: 0, far: [0; Limits::JSON_NESTING / 64], depth: 0 };
        let room = Limits::JSON_NESTING.saturating_sub(levels.max(0) as usize);
        loop {
            // A value is due, which mostly is an attribute value with a text.
            if self.take_all("{\"S\":\"") || self.take_all("{\"N\":\"") {
                if open.depth >= room {
                    return Err(self.limit("levels of JSON", Limits::JSON_NESTING).fatal());
                }
                self.skip_text()?;
                if !self.take(b'}') {
                    // More members, or white space.
                    open.push(true);
                }
                if !self.end_values(&mut open)? {
                    return Ok(());
                }
                continue;
            }
            self.space();
            match self.peek() {
                Some(b'"') => {
                    self.take(b'"');
                    self.skip_text()?;
                }
                Some(bracket @ (b'{' | b'[')) => {
                    if open.depth >= room {
                        return Err(self.limit("levels of JSON", Limits::JSON_NESTING).fatal());
                    }
                    let brace = bracket == b'{';
                    open.push(brace);
                    self.take(bracket);
                    self.space();
                    if self.take(if brace { b'}' } else { b']' }) {
                        open.pop();
                    } else {
                        if brace {
                            self.skip_name()?;
                        }
                        continue;
                    }
                }
                Some(b't') => self.skip_word("true")?,
                Some(b'f') => self.skip_word("false")?,
                Some(b'n') => self.skip_word("null")?,
                _ => self.skip_number()?,
            }
            if !self.end_values(&mut open)? {
                return Ok(());
            }
        }
    }

    /// A value has ended: steps over the brackets that close behind it, to where the next value is due. False: nothing is open any more.
    #[inline(always)]
    fn end_values(&mut self, open: &mut Brackets) -> Result<bool, Error> {
        loop {
            if open.depth == 0 {
                return Ok(false);
            }
            self.space();
            let closing = if open.in_object() { b'}' } else { b']' };
            if self.take(closing) {
                open.pop();
            } else if self.take(b',') {
                if open.in_object() {
                    self.space();
                    self.skip_name()?;
                }
                return Ok(true);
            } else {
                return Err(self.syntax(if open.in_object() { "`,` or `}`" } else { "`,` or `]`" }));
            }
        }
    }

    /// Steps over the rest of a map of attributes, the cursor behind its `{`. It stands in an attribute value, or in `dynamodb`.
    pub(crate) fn skip_object(&mut self) -> Result<(), Error> {
        // The opening brace is one byte of ASCII, so going back onto it is always possible.
        self.seek(self.at() - 1);
        self.skip_within(self.json_levels() + 1)
    }

    /// Used by derived code, for a variant that holds nothing.
    #[doc(hidden)]
    pub fn skip_map(&mut self) -> Result<(), Error> {
        self.skip_object()
    }

    #[inline(always)]
    fn skip_name(&mut self) -> Result<(), Error> {
        if !self.take(b'"') {
            return Err(self.syntax("a member name"));
        }
        self.skip_text()?;
        if self.take(b':') { Ok(()) } else { self.expect(b':', "`:`") }
    }

    pub(crate) fn skip_word(&mut self, word: &'static str) -> Result<(), Error> {
        for letter in word.bytes() {
            if !self.take(letter) {
                return Err(self.syntax("a JSON value"));
            }
        }
        Ok(())
    }

    /// Steps over a number: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    pub(crate) fn skip_number(&mut self) -> Result<(), Error> {
        let negative = self.take(b'-');
        if !self.take(b'0') {
            match self.peek() {
                Some(b'1'..=b'9') => self.skip_digits()?,
                _ if negative => return Err(self.syntax("a digit")),
                _ => return Err(self.syntax("a JSON value")),
            }
        }
        if self.take(b'.') {
            self.skip_digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.skip_digits()?;
        }
        Ok(())
    }

    fn skip_digits(&mut self) -> Result<(), Error> {
        let is_digit = |byte: u8| byte.is_ascii_digit();
        if !self.place.take_if(is_digit) {
            return Err(self.syntax("a digit"));
        }
        while self.place.take_if(is_digit) {}
        Ok(())
    }
}
