//! A place in the input as a raw pointer.
//!
//! With checked slices and an index in its stead, decoding took a quarter more instructions (see `ARCHITECTURE.md`): each step loads a base
//! and a length, adds, and compares twice. The invariant is kept in this file; where a caller has to prove something, the method says what.
#![allow(unsafe_code)]

use super::Source;
use crate::scan::Plain;
use crate::visits::visited;

/// A place in the input.
///
/// # Invariant
/// `at` points into the bytes of `source` or to their `end`. As addresses, `safe + MARGIN <= end` and `far + TOKEN <= safe`, but where they are 0
/// and so below every address of bytes.
///
/// If the source is known to be a text, `plain` is [`OF_TEXT`](Plain::OF_TEXT), and `at` lies between two characters: it does not point to a
/// continuation byte (`10xxxxxx`) of UTF-8. Else `plain` is [`ASCII`](Plain::ASCII), and `at` may be anywhere.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    at: *const u8,
    /// the address up to which [`MARGIN`](Place::MARGIN) bytes follow; below all of them where they nowhere do
    safe: usize,
    /// the address up to which that is so behind a token too, in the same way
    far: usize,
    end: *const u8,
    source: Source<'a>,
    /// lent, so that a cursor is made by writing one word for it and not 32 bytes
    plain: &'static Plain,
}

impl<'a> Place<'a> {
    /// The beginning of `source`.
    pub(super) fn new(source: Source<'a>) -> Place<'a> {
        let bytes = source.bytes().as_ptr_range();
        // What would be below 0 is 0, which is no address of bytes: then no place is that far from the end.
        let safe = bytes.end.addr().saturating_sub(Place::MARGIN);
        let far = safe.saturating_sub(Place::TOKEN);
        Place { at: bytes.start, safe, far, end: bytes.end, source, plain: source.plain() }
    }

    #[inline(always)]
    pub(super) fn source(&self) -> Source<'a> {
        self.source
    }

    /// Notes what is known of the input by now.
    #[inline(always)]
    pub(super) fn know(&mut self, by_now: Source<'a>) {
        let (at, source) = (self.offset(), self.source.as_known(by_now));
        if source.is_text() {
            *self = Place::new(source);
            self.seek(at);
        } else {
            self.source = source;
        }
    }

    /// What is plain in this input.
    #[inline(always)]
    pub(super) fn plain(&self) -> &'static Plain {
        self.plain
    }

    /// Whether the input is known to be UTF-8.
    #[inline(always)]
    pub(super) fn is_text(&self) -> bool {
        !self.plain.is_ascii()
    }

    /// Room for what is looked at behind a token, such as a short text: one comparison tells that it is there, in all but the last bytes of an
    /// input.
    const MARGIN: usize = 128;

    /// Room for a token in front of that.
    pub(super) const TOKEN: usize = 64;

    /// Whether at least [`MARGIN`](Place::MARGIN) bytes follow.
    #[inline(always)]
    fn is_safe(&self) -> bool {
        self.at.addr() <= self.safe
    }

    /// Bytes from the input's beginning.
    #[inline(always)]
    pub(super) fn offset(&self) -> usize {
        self.at.addr() - self.bytes().as_ptr().addr()
    }

    /// Bytes to the input's end.
    #[inline(always)]
    pub(super) fn remaining(&self) -> usize {
        self.end.addr() - self.at.addr()
    }

    /// The bytes of the whole input.
    #[inline(always)]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.source.bytes()
    }

    /// The bytes from here to the end.
    #[inline(always)]
    pub(super) fn rest(&self) -> &'a [u8] {
        // SAFETY: by the invariant `at` lies in or at the end of bytes that live for `'a`, and `remaining` of them follow.
        unsafe { std::slice::from_raw_parts(self.at, self.remaining()) }
    }

    /// The next `N` bytes.
    #[inline(always)]
    pub(super) fn window<const N: usize>(&self) -> Option<&'a [u8; N]> {
        let here = N <= Place::MARGIN && self.is_safe() || self.remaining() >= N;
        // SAFETY: at least `N` bytes follow, which live for `'a`; an array of bytes has no alignment.
        here.then(|| unsafe { &*self.at.cast::<[u8; N]>() })
    }

    /// The same; `None` near the end of the input, even where so many bytes still follow.
    #[inline(always)]
    pub(super) fn safe_window<const N: usize>(&self) -> Option<&'a [u8; N]> {
        const { assert!(N <= Place::MARGIN) };
        // SAFETY: at least `MARGIN` bytes follow, which live for `'a`; an array of bytes has no alignment.
        self.is_safe().then(|| unsafe { &*self.at.cast::<[u8; N]>() })
    }

    /// Room for a token, in front of which the same is known as behind it: that [`MARGIN`](Place::MARGIN) bytes follow; `None` near the end.
    #[inline(always)]
    pub(super) fn token_window(&self) -> Option<&'a [u8; Place::TOKEN]> {
        // SAFETY: at least `TOKEN` and `MARGIN` bytes follow, which live for `'a`; an array of bytes has no alignment.
        (self.at.addr() <= self.far).then(|| unsafe { &*self.at.cast::<[u8; Place::TOKEN]>() })
    }

    /// Moves on behind a token, so that the compiler knows what follows and what stands before: it leaves out one comparison of each text, and two
    /// of each number.
    ///
    /// # Safety
    /// `length` bytes of the [window of a token](Place::token_window) that is here, and in a text a character ends behind them.
    #[inline(always)]
    pub(super) unsafe fn advance_in_token(&mut self, length: usize) {
        debug_assert!(self.at.addr() <= self.far && length <= Place::TOKEN);
        // SAFETY: as by the precondition.
        unsafe { self.advance(length) };
        // SAFETY: the place was at most `far`, since there was a window; behind `TOKEN` bytes it is at most `safe` by the invariant.
        unsafe { std::hint::assert_unchecked(self.is_safe()) };
        // SAFETY: before the bytes it was in the input too.
        unsafe { std::hint::assert_unchecked(self.offset() >= length) };
    }

    /// The 16 bytes before this place and the 32 from it on; `None` near either end of the input.
    #[inline(always)]
    pub(super) fn window_around(&self) -> Option<&'a [u8; 48]> {
        self.window::<32>().filter(|_| self.offset() >= 16)?;
        // SAFETY: at least 16 bytes of the input stand before this place.
        let start = unsafe { self.at.sub(16) };
        // SAFETY: they and the 32 that follow live for `'a`; an array of bytes has no alignment.
        Some(unsafe { &*start.cast::<[u8; 48]>() })
    }

    /// The byte here.
    #[inline(always)]
    pub(super) fn peek(&self) -> Option<u8> {
        // SAFETY: `at` is not the end, so a byte is there.
        (self.at != self.end).then(|| unsafe { *self.at })
    }

    /// Moves on.
    ///
    /// # Safety
    /// At least `length` bytes follow, and in a text a character ends behind them.
    #[inline(always)]
    pub(super) unsafe fn advance(&mut self, length: usize) {
        visited(length);
        debug_assert!(length <= self.remaining());
        debug_assert!(!self.is_text() || self.rest().get(length).is_none_or(|&byte| begins(byte)));
        // SAFETY: by the precondition the sum lies in the same input or at its end.
        self.at = unsafe { self.at.add(length) };
    }

    /// Steps over the byte here if it is ASCII and `wanted`.
    #[inline(always)]
    pub(super) fn take_if(&mut self, wanted: impl FnOnce(u8) -> bool) -> bool {
        match self.peek() {
            Some(byte) if byte.is_ascii() && wanted(byte) => {
                // SAFETY: the byte is there, and ASCII is a character of its own.
                unsafe { self.advance(1) };
                true
            }
            _ => false,
        }
    }

    /// Steps back onto the byte before if it is ASCII and `wanted`.
    #[inline]
    pub(super) fn back_if(&mut self, wanted: u8) -> bool {
        if self.at == self.bytes().as_ptr() {
            return false;
        }
        // SAFETY: `at` lies behind the start, so that a byte of the input stands before it.
        let before = unsafe { self.at.sub(1) };
        // SAFETY: as above.
        let is_before = wanted.is_ascii() && unsafe { *before } == wanted;
        if is_before {
            // ASCII is a character of its own, so that one ends before it.
            self.at = before;
        }
        is_before
    }

    /// Steps over `token`, all of it or nothing.
    #[inline(always)]
    pub(super) fn take_str(&mut self, token: &str) -> bool {
        let here = self.rest().starts_with(token.as_bytes());
        if here {
            // SAFETY: the bytes are there. In a text they begin and end characters, since `at` does and `token` is UTF-8.
            unsafe { self.advance(token.len()) };
        }
        here
    }

    /// The same for a token of a few bytes. Behind another token, it costs no look at how many follow.
    #[inline(always)]
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let here = match self.safe_window::<16>() {
            Some(window) => window.starts_with(word.as_bytes()),
            None => self.rest().starts_with(word.as_bytes()),
        };
        if here {
            // SAFETY: the bytes are there. In a text they begin and end characters, since `at` does and `word` is UTF-8.
            unsafe { self.advance(word.len()) };
        }
        here
    }

    /// The text of `length` bytes that a quote follows, and steps over both. `None`, and no step, where no quote follows.
    ///
    /// # Safety
    /// The input [is a text](Place::is_text), or those of the `length` bytes that follow are UTF-8.
    #[inline(always)]
    pub(super) unsafe fn take_text(&mut self, length: usize) -> Option<&'a str> {
        let start = self.at;
        if !self.pass_text(length) {
            return None;
        }
        // SAFETY: more than `length` bytes followed, which live for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(start, length) };
        // SAFETY: in a text they begin between two characters by the invariant, and end before a character, the quote. Else they are UTF-8 by the
        // precondition.
        Some(unsafe { std::str::from_utf8_unchecked(bytes) })
    }

    /// Steps over such a text and its quote, or nothing.
    #[inline(always)]
    pub(super) fn pass_text(&mut self, length: usize) -> bool {
        visited(length);
        if length >= self.remaining() {
            return false;
        }
        // SAFETY: more than `length` bytes follow.
        let quote = unsafe { self.at.add(length) };
        // SAFETY: as above, so that there is a byte.
        if unsafe { *quote } != b'"' {
            return false;
        }
        // SAFETY: more than `length` bytes follow, and a quote is one character.
        self.at = unsafe { quote.add(1) };
        true
    }

    /// Steps over the bytes that stand from `start` to `end` if the same come here, all of them or none.
    #[inline(always)]
    pub(super) fn take_again(&mut self, start: usize, end: usize) -> bool {
        let run = self.bytes().get(start..end);
        let Some((run, (here, behind))) =
            run.zip(run.and_then(|run| self.rest().split_at_checked(run.len())))
        else {
            return false;
        };
        let again = here == run && behind.first().is_some_and(|&byte| begins(byte));
        if again {
            // SAFETY: the bytes are there, and a character begins behind them.
            unsafe { self.advance(run.len()) };
        }
        again
    }

    /// Steps over `length` bytes and `token`, which is not empty, if it follows them; all of it or nothing.
    #[inline(always)]
    pub(super) fn take_through(&mut self, length: usize, token: &str) -> bool {
        let here = self.rest().get(length..).is_some_and(|rest| rest.starts_with(token.as_bytes()));
        if here && !token.is_empty() {
            // SAFETY: the bytes are there, and since `token` is UTF-8, a character ends behind it.
            unsafe { self.advance(length + token.len()) };
        }
        here
    }

    /// The same as [`take_text`](Place::take_text) for a short text; `None` near the end of the input as well.
    ///
    /// # Safety
    /// The input [is a text](Place::is_text), or those of the `length` bytes that follow are UTF-8. They are fewer than [`MARGIN`](Place::MARGIN).
    #[inline(always)]
    pub(super) unsafe fn take_short_text(&mut self, length: u8) -> Option<&'a str> {
        let start = self.at;
        // SAFETY: as by the precondition.
        if !unsafe { self.pass_shorter_text(length) } {
            return None;
        }
        // SAFETY: more than `length` bytes followed, which live for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(start, length as usize) };
        // SAFETY: in a text they begin between two characters by the invariant, and end before a character, the quote. Else they are UTF-8 by the
        // precondition.
        Some(unsafe { std::str::from_utf8_unchecked(bytes) })
    }

    /// Steps over such a text and its quote, or nothing.
    #[inline(always)]
    pub(super) fn pass_short_text(&mut self, length: u8) -> bool {
        // SAFETY: it was just seen to be shorter.
        usize::from(length) < Place::MARGIN && unsafe { self.pass_shorter_text(length) }
    }

    /// The same.
    ///
    /// # Safety
    /// `length` is less than [`MARGIN`](Place::MARGIN).
    #[inline(always)]
    unsafe fn pass_shorter_text(&mut self, length: u8) -> bool {
        debug_assert!(usize::from(length) < Place::MARGIN);
        visited(length.into());
        if !self.is_safe() {
            return false;
        }
        // SAFETY: `MARGIN` bytes follow, which are more than `length`.
        let quote = unsafe { self.at.add(length as usize) };
        // SAFETY: as above, so that there is a byte.
        if unsafe { *quote } != b'"' {
            return false;
        }
        // SAFETY: more than `length` bytes follow, and a quote is one character.
        self.at = unsafe { quote.add(1) };
        true
    }

    /// The text of `length` bytes that begins `ahead` bytes from here, and steps over it and the `behind` bytes that follow.
    ///
    /// # Safety
    /// All these bytes follow. The input [is a text](Place::is_text) in which characters end in front of those that are lent, behind them, and
    /// behind them all, or those that are lent are ASCII.
    #[inline(always)]
    pub(super) unsafe fn take_between(&mut self, ahead: usize, length: usize, behind: usize) -> &'a str {
        debug_assert!(ahead + length + behind <= self.remaining());
        // SAFETY: by the precondition the text's beginning lies in the same input.
        let start = unsafe { self.at.add(ahead) };
        // SAFETY: by the precondition so do its bytes, which live for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(start, length) };
        // SAFETY: by the precondition so many bytes follow, and a character ends behind them.
        unsafe { self.advance(ahead + length + behind) };
        // SAFETY: by the precondition they begin and end between two characters of a text, or are ASCII.
        unsafe { std::str::from_utf8_unchecked(bytes) }
    }

    /// Steps over the next `N` bytes if they are ASCII.
    #[inline(always)]
    pub(super) fn step_over<const N: usize>(&mut self) {
        // Where the caller has just compared them with a constant, the check is known to hold when this is compiled.
        let ascii = self.window::<N>().is_some_and(|bytes| bytes.is_ascii());
        debug_assert!(ascii);
        if ascii {
            // SAFETY: they are there, and each is a character.
            unsafe { self.advance(N) };
        }
    }

    /// Moves on by `length` bytes, or to the end if there are fewer; in a text to the next character if that is within one.
    #[inline(always)]
    pub(super) fn advance_over(&mut self, length: usize) {
        visited(length);
        self.seek(self.offset() + length.min(self.remaining()));
    }

    /// Moves to `offset` bytes from the beginning; to the end if that is beyond it, in a text to the next character if that is within one.
    #[inline(always)]
    pub(super) fn seek(&mut self, offset: usize) {
        let bytes = self.bytes();
        let mut offset = offset.min(bytes.len());
        while bytes.get(offset).is_some_and(|&byte| !begins(byte)) && self.is_text() {
            offset += 1;
        }
        // SAFETY: `offset` is at most the length, and in a text between two characters.
        self.at = unsafe { self.bytes().as_ptr().add(offset) };
    }
}

/// Whether a byte begins a character.
const fn begins(byte: u8) -> bool {
    byte as i8 >= -0x40
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\"é한😀\" end\"";

    /// The text as one, and as bytes that may be none.
    fn sources(text: &str) -> [Source<'_>; 2] {
        [text.into(), text.as_bytes().into()]
    }

    /// Whether a cursor may stand there.
    fn is_place(source: Source<'_>, at: usize) -> bool {
        at <= source.bytes().len() && source.as_text().is_none_or(|text| text.is_char_boundary(at))
    }

    /// The first place at `at` or behind it, the end if there is none.
    fn place_from(source: Source<'_>, at: usize) -> usize {
        let length = source.bytes().len();
        (at..length).find(|&at| is_place(source, at)).unwrap_or(length)
    }

    /// The safe twin of every method: an index into a `str`, or into bytes.
    #[test]
    fn every_method_at_every_place_agrees_with_safe_code() {
        for source in sources(TEXT) {
            (0..=TEXT.len())
                .filter(|&at| is_place(source, at))
                .for_each(|at| agrees_with_safe_code(source, at));
        }
    }

    fn agrees_with_safe_code(source: Source<'_>, at: usize) {
        let bytes = source.bytes();
        let mut here = Place::new(source);
        here.seek(at);
        assert_eq!((here.offset(), here.remaining(), here.bytes()), (at, bytes.len() - at, bytes));
        assert_eq!(here.is_text(), source.as_text().is_some());
        assert_eq!(here.rest(), &bytes[at..]);
        assert_eq!(here.peek(), bytes.get(at).copied());
        assert_eq!(here.window::<4>(), bytes[at..].first_chunk());
        for length in 0..=bytes.len() + 2 {
            let quoted = bytes.get(at + length) == Some(&b'"');
            let behind = if quoted { at + length + 1 } else { at };
            let mut place = here;
            assert_eq!(place.pass_text(length), quoted);
            assert_eq!(place.offset(), behind);
            let text = std::str::from_utf8(bytes.get(at..at + length).unwrap_or_default());
            if let Ok(text) = text {
                let mut place = here;
                // SAFETY: it was just seen to be UTF-8.
                assert_eq!(unsafe { place.take_text(length) }, quoted.then_some(text));
                assert_eq!(place.offset(), behind);
            }
            for token in ["\"", "é", "\" end\""] {
                let mut place = here;
                let follows = bytes[(at + length).min(bytes.len())..].starts_with(token.as_bytes());
                assert_eq!(place.take_through(length, token), follows);
                assert_eq!(place.offset(), if follows { at + length + token.len() } else { at });
            }
            let ends = |end| TEXT.is_char_boundary(at + end) && at + end <= TEXT.len();
            if ends(length) && ends(length + 1) && ends(length + 2) {
                let mut place = here;
                // SAFETY: it was just seen that characters end there.
                let text = unsafe { place.take_between(length, 1, 1) };
                assert_eq!((text, place.offset()), (&TEXT[at + length..][..1], at + length + 2));
            }
            let mut place = here;
            place.advance_over(length);
            assert_eq!(place.offset(), place_from(source, at + length));
        }
        for token in ["", "a", "\"é", "한", "\" end\"", "\" end\"x"] {
            let (mut place, comes) = (here, bytes[at..].starts_with(token.as_bytes()));
            assert_eq!(place.take_str(token), comes);
            assert_eq!(place.offset(), at + if comes { token.len() } else { 0 });
        }
        for byte in [b'a', b'"', b'd', 0x98] {
            let mut place = here;
            let before = byte.is_ascii() && at > 0 && bytes[at - 1] == byte;
            assert_eq!(place.back_if(byte), before);
            assert_eq!(place.offset(), at - before as usize);
        }
        let mut place = here;
        let ascii = bytes.get(at).is_some_and(u8::is_ascii);
        assert_eq!(place.take_if(|_| true), ascii);
        assert_eq!(place.offset(), at + ascii as usize);
    }

    #[test]
    fn what_comes_again_is_stepped_over_whole() {
        let text = format!("{TEXT}{TEXT}");
        for source in sources(&text) {
            for start in 0..=text.len() + 1 {
                for end in 0..=text.len() + 1 {
                    for at in (0..=text.len()).filter(|&at| is_place(source, at)) {
                        let mut place = Place::new(source);
                        place.seek(at);
                        // Not where the text ends with it: something always stands behind a value.
                        let again = text.as_bytes().get(start..end).is_some_and(|run| {
                            text.as_bytes()[at..].starts_with(run)
                                && at + run.len() < text.len()
                                && text.is_char_boundary(at + run.len())
                        });
                        assert_eq!(place.take_again(start, end), again, "{start}..{end} at {at}");
                        assert_eq!(place.offset(), if again { at + end - start } else { at });
                    }
                }
            }
        }
    }

    #[test]
    fn seeking_ends_between_two_characters_of_a_text() {
        for (source, offset) in
            sources(TEXT).into_iter().flat_map(|source| (0..=TEXT.len() + 3).map(move |at| (source, at)))
        {
            let mut place = Place::new(source);
            place.seek(offset);
            assert_eq!(place.offset(), place_from(source, offset));
        }
    }

    /// What is found out of an input leaves the place where it is.
    #[test]
    fn an_input_becomes_a_text_around_the_place() {
        for at in (0..=TEXT.len()).filter(|&at| TEXT.is_char_boundary(at)) {
            let mut place = Place::new(TEXT.as_bytes().into());
            place.seek(at);
            let spent = place.source().spend(1, at).unwrap();
            place.know(spent);
            assert_eq!((place.is_text(), place.offset()), (false, at));
            place.know(TEXT.into());
            assert_eq!((place.is_text(), place.offset()), (true, at));
            // Another input tells nothing.
            let mut place = Place::new(TEXT.as_bytes().into());
            place.know(TEXT[..at].into());
            assert_eq!(place.is_text(), at == TEXT.len());
        }
    }
}
