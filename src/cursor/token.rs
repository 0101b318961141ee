//! Tokens: runs of bytes known when the program is compiled, compared a word at a time.

#![allow(unsafe_code)]

use super::name::hash_ahead;
use super::place::Place;
use super::{Cursor, Name};
use crate::error::Error;
use crate::scan::{self, STEP};

/// A run of up to [`Token::ROOM`] bytes.
///
/// # Invariant
/// The bytes are those of `str`s, one after the other, the first two of them ASCII.
#[derive(Debug)]
pub(crate) struct Token {
    bytes: [u8; Token::ROOM],
    /// more than the room: the text is too long, and the token matches nothing
    length: usize,
}

impl Token {
    const ROOM: usize = Place::TOKEN;

    /// Matches nothing.
    pub(crate) const NONE: Token = Token { bytes: [0; Token::ROOM], length: 0 };

    /// What stands between the end of one attribute's value and the name of the next.
    pub(crate) const BETWEEN_ATTRIBUTES: Token = Token::NONE.then("},\"");

    /// Eight bytes from the name on, where it begins with [`Token::BETWEEN_ATTRIBUTES`].
    #[inline(always)]
    pub(crate) fn beginning_of_name(&self) -> u64 {
        let from = Token::BETWEEN_ATTRIBUTES.length;
        self.bytes[from..].first_chunk().map_or(0, |&word| u64::from_le_bytes(word))
    }

    /// The token followed by `text`.
    pub(crate) const fn then(mut self, text: &str) -> Token {
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.length >= Token::ROOM {
                self.length = Token::ROOM + 1;
                return self;
            }
            self.bytes[self.length] = bytes[at];
            self.length += 1;
            at += 1;
        }
        self
    }
}

/// Where a cursor stands in a map of attributes. The number is how many bytes of [`Token::BETWEEN_ATTRIBUTES`] are not due there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MapPlace {
    /// in front of an attribute value's own `}`
    InValue = 0,
    /// behind the map's `{`
    Start = 2,
}

impl<'a> Cursor<'a> {
    /// Steps over what is due of `token`, all of it or nothing. Near the end of the input it always is nothing.
    #[inline(always)]
    pub(crate) fn take_token(&mut self, token: &Token, place: MapPlace) -> bool {
        let Some(here) = self.place.token_window() else { return false };
        let Some(want) = token.bytes.get(place as usize..token.length) else { return false };
        // What is longer than half the room in two parts: one comparison of it would be a call.
        let (head, tail) = want.split_at(want.len().min(HALF));
        let is_here = match want.len() {
            0 => false,
            length => here.get(..head.len()) == Some(head) && here.get(head.len()..length) == Some(tail),
        };
        if is_here {
            // SAFETY: the window holds these bytes. By the token's invariant they end a character, and since no more
            // than two are left out they begin one.
            unsafe { self.place.advance_in_token(want.len()) };
        }
        is_here
    }

    /// Looks for what is due of a token that is not known where this is compiled. Up to 32 bytes its length costs no branch.
    ///
    /// # Errors
    /// When it does not come; the cursor is given back.
    #[inline(always)]
    pub(crate) fn token_comes<'c>(
        &'c mut self,
        token: &Token,
        place: MapPlace,
    ) -> Result<AtToken<'c, 'a>, &'c mut Cursor<'a>> {
        let length = token.length.wrapping_sub(place as usize);
        let (Some(here), Some(want)) = (self.window::<{ Token::ROOM }>(), token.bytes.get(place as usize..))
        else {
            return Err(self);
        };
        let comes = match (here.first_chunk(), want.first_chunk()) {
            (Some(here), Some(want)) if length <= HALF => length > 0 && scan::common(here, want) >= length,
            _ => here.get(..length).is_some_and(|here| want.get(..length) == Some(here)),
        };
        if comes { Ok(AtToken { cursor: self, whole: token.length, place }) } else { Err(self) }
    }

    /// Steps over `{"T":"` for a T whose value is a text.
    ///
    /// Where the compiler had to see by itself that the six bytes are ASCII, it looked at them again: orders-unknown 220 instructions a record more.
    #[inline(always)]
    pub(super) fn take_text_opening(&mut self) -> bool {
        const BUT_FOR_LETTER: u64 = u64::from_le_bytes(*b"\xff\xff\0\xff\xff\xff\0\0");
        const OPENING: u64 = u64::from_le_bytes(*b"{\"\0\":\"\0\0");
        let opens = self.window().is_some_and(|&window| {
            u64::from_le_bytes(window) & BUT_FOR_LETTER == OPENING && matches!(window[2], b'S' | b'N' | b'B')
        });
        if opens {
            // SAFETY: the window holds six bytes, which were just seen to be ASCII: one of three letters, and what stands around it.
            unsafe { self.place.advance("{\"T\":\"".len()) };
        }
        opens
    }

    /// Steps over a token of which another one was told.
    #[cold]
    #[inline(never)]
    fn step_over_other(&mut self, length: usize) {
        self.place.advance_over(length);
    }

    /// The name of the next attribute, and steps behind its colon, if it comes as `},"name":`, with as much in front as is due at `place`,
    /// and is a name of up to 32 plain bytes.
    #[inline(always)]
    pub(crate) fn take_name(&mut self, place: MapPlace) -> Option<&'a str> {
        self.take_hashed_name(place).map(|name| name.text)
    }

    /// The same with its hash.
    #[inline(always)]
    pub(crate) fn take_hashed_name(&mut self, place: MapPlace) -> Option<Name<'a>> {
        let window = self.window::<{ Token::ROOM }>()?;
        // Each with a constant, which takes a few instructions.
        let name = match place {
            MapPlace::InValue => window.strip_prefix(b"},\"")?,
            MapPlace::Start => window.strip_prefix(b"\"")?,
        };
        let between = Token::ROOM - name.len();
        let mut length = scan::first_special(name.first_chunk()?, self.place.plain());
        if length == STEP {
            length = scan::marks(name.first_chunk()?, self.place.plain()).first();
        }
        if name.get(length..length + 2)? != b"\":" {
            return None;
        }
        let hash = hash_ahead(name, length)?;
        // SAFETY: the window holds these bytes. Those of the name are plain, so that they are ASCII unless the input is a text; quotes stand in front
        // of them and behind them, and a colon is one character.
        Some(Name { text: unsafe { self.place.take_between(between, length, 2) }, hash })
    }

    /// The 32 bytes that begin with the next member's name, if it stands where no white space is.
    #[inline(always)]
    pub(crate) fn name_ahead(&self, place: MapPlace) -> Option<&[u8]> {
        self.window::<{ Token::ROOM }>()?.get(Token::BETWEEN_ATTRIBUTES.length - place as usize..)
    }
}

/// A cursor in front of a token, which is still to be stepped over.
///
/// # Invariant
/// What is due at `place` of a token of `whole` bytes follows the cursor.
pub struct AtToken<'c, 'a> {
    cursor: &'c mut Cursor<'a>,
    whole: usize,
    place: MapPlace,
}

impl<'c, 'a> AtToken<'c, 'a> {
    /// Steps over the token, which the caller tells once more: for it, it is a constant.
    ///
    /// So the processor goes on behind the token while it still looks up which one it is. With the length that was looked up, orders-sorted took
    /// 18 % more time. What is not due at a map's beginning is subtracted: a branch of its own, which nobody can predict, took 2 % more.
    #[inline(always)]
    pub(crate) fn step_over(self, token: &Token) -> &'c mut Cursor<'a> {
        let AtToken { cursor, whole, place } = self;
        if whole == token.length {
            // SAFETY: by the invariant so many bytes of a token follow, which begin and end characters, and what is not due is less than it has.
            unsafe { cursor.place.advance(token.length - place as usize) };
        } else {
            cursor.step_over_other(whole - place as usize);
        }
        cursor
    }

    /// The attribute is repeated, or may be.
    #[inline(always)]
    pub(crate) fn set_reads_again(&mut self, again: bool) {
        self.cursor.set_reads_again(again);
    }

    /// Used by derived code, for an index that no field has.
    #[doc(hidden)]
    #[cold]
    pub fn no_field(&self) -> Error {
        self.cursor.no_field()
    }
}

/// Half of what a token has room for.
const HALF: usize = Token::ROOM / 2;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::limits::Limits;

    const TOKEN: Token = Token::BETWEEN_ATTRIBUTES.then("price\":{\"N\":\"");
    /// One of more than half the room.
    const LONG: Token = Token::BETWEEN_ATTRIBUTES.then("\u{e9}price-of-all-that-is-in-it\":{\"N\":\"");

    /// Where the cursor stands behind what is due of `token` in `text`, where `told` is told to have come.
    fn step(text: &str, token: &Token, place: MapPlace, told: &Token) -> Option<usize> {
        let text = format!("{text}{}", "1".repeat(64));
        let (arena, limits) = (Arena::with_limit(0), Limits::default());
        let mut cursor = Cursor::new(text.as_str(), &arena, &limits);
        let at_token = cursor.token_comes(token, place).ok()?;
        Some(at_token.step_over(told).at())
    }

    /// The same by [`take_token`](Cursor::take_token), far enough from the input's end.
    fn take(text: &str, token: &Token, place: MapPlace) -> Option<usize> {
        let text = format!("{text}{}", "1".repeat(192));
        let (arena, limits) = (Arena::with_limit(0), Limits::default());
        let mut cursor = Cursor::new(text.as_str(), &arena, &limits);
        let taken = cursor.take_token(token, place);
        assert_eq!(cursor.at() > 0, taken);
        taken.then(|| cursor.at())
    }

    #[test]
    fn what_was_seen_is_stepped_over_whatever_is_told() {
        for token in [&TOKEN, &LONG] {
            let text = std::str::from_utf8(&token.bytes[..token.length]).unwrap();
            for (place, text) in [(MapPlace::InValue, text), (MapPlace::Start, &text[2..])] {
                for told in [&TOKEN, &LONG, &Token::NONE] {
                    assert_eq!(step(text, token, place, told), Some(text.len()), "{text}");
                }
                assert_eq!(step(&text[1..], token, place, token), None, "{text}");
                assert_eq!(step(text, &Token::NONE, place, token), None);
            }
        }
    }

    /// A token that fills the room comes, one that is longer never does: less of it is due at a map's beginning, but not all is known.
    #[test]
    fn tokens_of_every_length_up_to_the_room() {
        for length in 3..=Token::ROOM + 2 {
            let text = format!("}},{}", "x".repeat(length - 2));
            let token = Token::NONE.then(&text[..2]).then(&text[2..]);
            for (place, text) in [(MapPlace::InValue, &*text), (MapPlace::Start, &text[2..])] {
                let expected = (length <= Token::ROOM).then_some(text.len());
                assert_eq!(step(text, &token, place, &token), expected, "{length} {place:?}");
                assert_eq!(take(text, &token, place), expected, "{length} {place:?}");
                for other in 0..text.len() {
                    let (before, behind) = (&text[..other], &text[other + 1..]);
                    let text = format!("{before}?{behind}");
                    assert_eq!(step(&text, &token, place, &token), None, "{other} of {length} {place:?}");
                    assert_eq!(take(&text, &token, place), None, "{other} of {length} {place:?}");
                }
            }
        }
    }

    /// Where less follows than is known behind a token, it is not taken.
    #[test]
    fn a_token_is_only_taken_far_from_the_end() {
        let token = "\"price\":{\"N\":\"";
        for length in 150..220 {
            let text = format!("{token}{}", "1".repeat(length - token.len()));
            let (arena, limits) = (Arena::with_limit(0), Limits::default());
            let mut cursor = Cursor::new(text.as_str(), &arena, &limits);
            assert_eq!(cursor.take_token(&TOKEN, MapPlace::Start), length >= 192, "{length}");
            assert_eq!(cursor.at(), if length >= 192 { token.len() } else { 0 });
        }
    }
}
