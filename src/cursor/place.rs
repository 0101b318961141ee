//! A place in a text as a raw pointer: the only unsafe code above the scan.
//!
//! With checked slices and an index in its stead, decoding took a quarter more instructions (see `ARCHITECTURE.md`): each step loads a base
//! and a length, adds, and compares twice. All methods are safe to call; the invariant is kept in this file.
#![allow(unsafe_code)]

use std::marker::PhantomData;

use crate::visits::visited;

/// A place in a text.
///
/// # Invariant
/// `start` to `end` are the bytes of a `str` that lives for `'a`, `start <= at <= end`, and `at` lies between two characters of it: it does
/// not point to a continuation byte (`10xxxxxx`) of UTF-8. `safe + MARGIN <= end`, as addresses.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    at: *const u8,
    /// the address up to which [`MARGIN`](Place::MARGIN) bytes follow; below `start` where they nowhere do
    safe: usize,
    end: *const u8,
    start: *const u8,
    text: PhantomData<&'a str>,
}

impl<'a> Place<'a> {
    /// The beginning of `text`.
    pub(super) fn new(text: &'a str) -> Place<'a> {
        let bytes = text.as_bytes().as_ptr_range();
        let safe = bytes.end.addr().saturating_sub(Place::MARGIN);
        Place { at: bytes.start, safe, end: bytes.end, start: bytes.start, text: PhantomData }
    }

    /// Room for a token, a short text and what the two are compared with: one comparison tells that it is there, in all but the last bytes
    /// of a text.
    const MARGIN: usize = 320;

    /// Whether at least [`MARGIN`](Place::MARGIN) bytes follow.
    #[inline(always)]
    fn is_safe(&self) -> bool {
        self.at.addr() <= self.safe
    }

    /// Bytes from the text's beginning.
    #[inline(always)]
    pub(super) fn offset(&self) -> usize {
        self.at.addr() - self.start.addr()
    }

    /// Bytes to the text's end.
    #[inline(always)]
    pub(super) fn remaining(&self) -> usize {
        self.end.addr() - self.at.addr()
    }

    /// The whole text.
    #[inline(always)]
    pub(super) fn text(&self) -> &'a str {
        let length = self.end.addr() - self.start.addr();
        // SAFETY: by the invariant these are the bytes of a `str` that lives for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(self.start, length) };
        // SAFETY: as above, so they are UTF-8.
        unsafe { std::str::from_utf8_unchecked(bytes) }
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

    /// The same; `None` near the end of the text, even where so many bytes still follow.
    #[inline(always)]
    pub(super) fn safe_window<const N: usize>(&self) -> Option<&'a [u8; N]> {
        const { assert!(N <= Place::MARGIN) };
        // SAFETY: at least `MARGIN` bytes follow, which live for `'a`; an array of bytes has no alignment.
        self.is_safe().then(|| unsafe { &*self.at.cast::<[u8; N]>() })
    }

    /// The 16 bytes before this place and the 32 from it on; `None` near either end of the text.
    #[inline(always)]
    pub(super) fn window_around(&self) -> Option<&'a [u8; 48]> {
        self.window::<32>().filter(|_| self.offset() >= 16)?;
        // SAFETY: at least 16 bytes of the text stand before this place.
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
    /// At least `length` bytes follow, and a character ends behind them.
    #[inline(always)]
    pub(super) unsafe fn advance(&mut self, length: usize) {
        visited(length);
        debug_assert!(length <= self.remaining() && self.rest().get(length).is_none_or(|&byte| begins(byte)));
        // SAFETY: by the precondition the sum lies in the same text or at its end.
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
        if self.at == self.start {
            return false;
        }
        // SAFETY: `at` lies behind the start, so that a byte of the text stands before it.
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
            // SAFETY: the bytes are there. They begin and end characters, since `at` does and `token` is UTF-8.
            unsafe { self.advance(token.len()) };
        }
        here
    }

    /// The text of `length` bytes that a quote follows, and steps over both. `None`, and no step, where no quote follows.
    #[inline(always)]
    pub(super) fn take_text(&mut self, length: usize) -> Option<&'a str> {
        visited(length);
        if length >= self.remaining() {
            return None;
        }
        let start = self.at;
        // SAFETY: more than `length` bytes follow.
        let quote = unsafe { start.add(length) };
        // SAFETY: as above, so that there is a byte.
        if unsafe { *quote } != b'"' {
            return None;
        }
        // SAFETY: more than `length` bytes follow, and a quote is one character.
        self.at = unsafe { quote.add(1) };
        // SAFETY: they are bytes of the text, which lives for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(start, length) };
        // SAFETY: they begin between two characters by the invariant, and end before a character, the quote.
        Some(unsafe { std::str::from_utf8_unchecked(bytes) })
    }

    /// Steps over the bytes that stand from `start` to `end` if the same come here, all of them or none.
    #[inline(always)]
    pub(super) fn take_again(&mut self, start: usize, end: usize) -> bool {
        let run = self.text().as_bytes().get(start..end);
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

    /// The same for a short text; `None` near the end of the input as well.
    #[inline(always)]
    pub(super) fn take_short_text(&mut self, length: u8) -> Option<&'a str> {
        let start = self.at;
        if !self.pass_short_text(length) {
            return None;
        }
        // SAFETY: they are bytes of the text, which lives for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(start, length as usize) };
        // SAFETY: they begin between two characters by the invariant, and end before a character, the quote.
        Some(unsafe { std::str::from_utf8_unchecked(bytes) })
    }

    /// Steps over such a text and its quote, or nothing.
    #[inline(always)]
    pub(super) fn pass_short_text(&mut self, length: u8) -> bool {
        const { assert!((u8::MAX as usize) < Place::MARGIN) };
        visited(length.into());
        if !self.is_safe() {
            return false;
        }
        // SAFETY: `MARGIN` bytes follow, which is more than a `u8` holds.
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
    /// All these bytes follow, and characters end in front of the text, behind it, and behind them all.
    #[inline(always)]
    pub(super) unsafe fn take_between(&mut self, ahead: usize, length: usize, behind: usize) -> &'a str {
        debug_assert!(ahead + length + behind <= self.remaining());
        // SAFETY: by the precondition the text's beginning lies in the same text.
        let start = unsafe { self.at.add(ahead) };
        // SAFETY: by the precondition so do its bytes, which live for `'a`.
        let bytes = unsafe { std::slice::from_raw_parts(start, length) };
        // SAFETY: by the precondition so many bytes follow, and a character ends behind them.
        unsafe { self.advance(ahead + length + behind) };
        // SAFETY: by the precondition they begin and end between two characters of a text.
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

    /// Moves on by `length` bytes, or to the end if there are fewer; to the next character if that is within one.
    #[inline(always)]
    pub(super) fn advance_over(&mut self, length: usize) {
        visited(length);
        self.seek(self.offset() + length.min(self.remaining()));
    }

    /// Moves to `offset` bytes from the beginning; to the end if that is beyond it, to the next character if that is within one.
    #[inline(always)]
    pub(super) fn seek(&mut self, offset: usize) {
        let text = self.text();
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset += 1;
        }
        // SAFETY: `offset` is at most the length, and between two characters.
        self.at = unsafe { self.start.add(offset) };
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

    /// The safe twin of every method: an index into a `str`.
    #[test]
    fn every_method_at_every_place_agrees_with_safe_code() {
        for (at, _) in TEXT.char_indices().chain([(TEXT.len(), ' ')]) {
            let mut here = Place::new(TEXT);
            here.seek(at);
            assert_eq!((here.offset(), here.remaining(), here.text()), (at, TEXT.len() - at, TEXT));
            assert_eq!(here.rest(), &TEXT.as_bytes()[at..]);
            assert_eq!(here.peek(), TEXT.as_bytes().get(at).copied());
            assert_eq!(here.window::<4>(), TEXT.as_bytes()[at..].first_chunk());
            for length in 0..=TEXT.len() + 2 {
                let mut place = here;
                let quoted = TEXT.as_bytes().get(at + length) == Some(&b'"');
                assert_eq!(place.take_text(length), quoted.then(|| &TEXT[at..at + length]));
                assert_eq!(place.offset(), if quoted { at + length + 1 } else { at });
                for token in ["\"", "é", "\" end\""] {
                    let mut place = here;
                    let follows =
                        TEXT.as_bytes()[(at + length).min(TEXT.len())..].starts_with(token.as_bytes());
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
                let expected = (at + length..).find(|&end| end >= TEXT.len() || TEXT.is_char_boundary(end));
                assert_eq!(place.offset(), expected.unwrap().min(TEXT.len()));
            }
            for token in ["", "a", "\"é", "한", "\" end\"", "\" end\"x"] {
                let mut place = here;
                assert_eq!(place.take_str(token), TEXT[at..].starts_with(token));
                assert_eq!(place.offset(), at + if TEXT[at..].starts_with(token) { token.len() } else { 0 });
            }
            for byte in [b'a', b'"', b'd', 0x98] {
                let mut place = here;
                let before = byte.is_ascii() && at > 0 && TEXT.as_bytes()[at - 1] == byte;
                assert_eq!(place.back_if(byte), before);
                assert_eq!(place.offset(), at - before as usize);
            }
            let mut place = here;
            let ascii = TEXT.as_bytes().get(at).is_some_and(u8::is_ascii);
            assert_eq!(place.take_if(|_| true), ascii);
            assert_eq!(place.offset(), at + ascii as usize);
        }
    }

    #[test]
    fn what_comes_again_is_stepped_over_whole() {
        let text = format!("{TEXT}{TEXT}");
        for start in 0..=text.len() + 1 {
            for end in 0..=text.len() + 1 {
                for at in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                    let mut place = Place::new(&text);
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

    #[test]
    fn seeking_ends_between_two_characters() {
        for offset in 0..=TEXT.len() + 3 {
            let mut place = Place::new(TEXT);
            place.seek(offset);
            assert!(TEXT.is_char_boundary(place.offset()) && place.offset() >= offset.min(TEXT.len()));
        }
    }
}
