//! Tokens: runs of bytes known when the program is compiled, compared a word at a time.

use super::Cursor;

/// Up to [`Token::ROOM`] bytes.
#[derive(Debug)]
pub(crate) struct Token {
    bytes: [u8; Token::ROOM],
    length: usize,
}

impl Token {
    const ROOM: usize = 64;

    /// Matches nothing.
    pub(crate) const NONE: Token = Token { bytes: [0; Token::ROOM], length: 0 };

    pub(crate) const fn new() -> Token {
        Token::NONE
    }

    /// The token followed by `bytes`; `NONE` if that is too long for one, or began as none.
    pub(crate) const fn then(mut self, bytes: &[u8]) -> Token {
        let mut at = 0;
        while at < bytes.len() {
            if self.length == Token::ROOM {
                // A full token never grows again: the next `then` ends here too.
                return Token { bytes: [0; Token::ROOM], length: Token::ROOM };
            }
            self.bytes[self.length] = bytes[at];
            self.length += 1;
            at += 1;
        }
        self
    }
}

impl Cursor<'_> {
    /// Steps over `token` without its first `skip` bytes, all of it or nothing. Within the last 64 bytes of the input it always is nothing.
    #[inline(always)]
    pub(crate) fn take_token(&mut self, token: &Token, skip: usize) -> bool {
        let Some(here) = self.window::<{ Token::ROOM }>() else { return false };
        let Some(want) = token.bytes.get(skip..token.length) else { return false };
        let is_here = match want.len() {
            0 => false,
            1..16 => here.starts_with(want),
            length => {
                // Steps of 16 bytes, the last one back from the end: no length is left over.
                let same = |at: usize| here.get(at..at + 16) == want.get(at..at + 16);
                same(0) && (length <= 32 || same(16)) && (length <= 48 || same(32)) && same(length - 16)
            }
        };
        self.at += if is_here { want.len() } else { 0 };
        is_here
    }
}
