//! Copying a text with its escapes replaced (RFC 8259, section 7), a span of two blocks at a time.
//!
//! A span is copied whole, then again from behind each of its escapes to where that one's character ends. What is copied too much is
//! written over by the next copy, so that no step depends on how long a run is: where the processor guesses wrong is at the end of a span,
//! so these are long.
//!
//! A text that nobody wants is passed over instead, with the same checks.

use super::BLOCK;

const SPAN: usize = 2 * BLOCK;

/// Bytes that a step may look at, and write: a span, an escape that begins in its last byte, and a span from there.
const REACH: usize = 2 * SPAN + 8;

/// Copies the beginning of `text` to `out`, escapes replaced, and stops before a quote, a control character, an escape that is wrong or
/// half of a pair, or where little is left of either. Tells how many bytes it read and how many it wrote.
///
/// Both end between two characters: what is written is UTF-8, made of whole runs of `text` and whole characters.
#[inline(always)]
pub(super) fn unescape(text: &str, out: &mut [u8], block: impl Fn(&[u8; BLOCK]) -> u64) -> (usize, usize) {
    let input = text.as_bytes();
    let (mut read, mut written) = (0, 0);
    while let Some(window) = input.get(read..).and_then(|rest| rest.first_chunk()) {
        let Some(room) = out.get_mut(written..).and_then(|rest| rest.first_chunk_mut()) else {
            break;
        };
        let [low, high] = [0, BLOCK].map(|at| window[at..].first_chunk().map_or(0, &block));
        let step = unescape_span(window, u128::from(low) | u128::from(high) << BLOCK, room);
        read += step.read;
        written += step.written;
        if step.last {
            break;
        }
    }
    // A run may have been cut within a character.
    while !text.is_char_boundary(read) {
        read -= 1;
        written -= 1;
    }
    (read, written)
}

struct Step {
    read: usize,
    written: usize,
    last: bool,
}

/// Unescapes the first span of `window`, whose `special` bytes are marked.
#[inline(always)]
fn unescape_span(window: &[u8; REACH], mut special: u128, room: &mut [u8; REACH]) -> Step {
    let (mut from, mut to) = (0, 0);
    loop {
        room[to..to + SPAN].copy_from_slice(&window[from..from + SPAN]);
        if special == 0 {
            // The last escape may end behind the span.
            return Step { read: from.max(SPAN), written: to + SPAN.saturating_sub(from), last: false };
        }
        let at = special.trailing_zeros() as usize;
        to += at - from;
        if window[at] != b'\\' {
            return Step { read: at, written: to, last: true };
        }
        match STANDS_FOR[window[at + 1] as usize] {
            0 => {
                let Some(char) = window[at + 1..].first_chunk().and_then(unicode) else {
                    return Step { read: at, written: to, last: true };
                };
                to += char.encode_utf8(&mut room[to..to + 4]).len();
                from = at + 6;
            }
            byte => {
                room[to] = byte;
                to += 1;
                from = at + 2;
            }
        }
        // The escaped byte is special itself if it is a quote or a backslash.
        special &= (special - 1) & !(2 << at);
    }
}

/// How many bytes the beginning of a text takes that is not wanted: up to a quote, a control character, an escape that is wrong or half of a
/// pair, or to where little is left. It may end within a character.
#[inline(always)]
pub(super) fn pass(text: &[u8], block: impl Fn(&[u8; BLOCK]) -> u64) -> usize {
    let mut at = 0;
    while let Some(window) = text.get(at..).and_then(|rest| rest.first_chunk()) {
        let mut special = block(window);
        let step = loop {
            if special == 0 {
                break BLOCK;
            }
            let place = special.trailing_zeros() as usize;
            if window[place] != b'\\' {
                return at + place;
            }
            let Some(&escaped) = window.get(place + 1) else { break place };
            if STANDS_FOR[escaped as usize] == 0 {
                match text[at + place + 1..].first_chunk().and_then(unicode) {
                    None => return at + place,
                    // It ends behind the window.
                    Some(_) if place + 6 > BLOCK => break place + 6,
                    Some(_) => {}
                }
            }
            // The escaped byte is special itself if it is a quote or a backslash.
            special &= (special - 1) & !(2 << place);
        };
        at += step;
    }
    at
}

/// The character of `uXXXX`; none for half of a surrogate pair.
#[inline(always)]
fn unicode(escape: &[u8; 5]) -> Option<char> {
    let [b'u', digits @ ..] = escape else {
        return None;
    };
    let digits = digits.map(|digit| DIGITS[digit as usize]);
    if digits.iter().fold(0, |all, digit| all | digit) > 15 {
        return None;
    }
    char::from_u32(digits.iter().fold(0, |code, &digit| code << 4 | u32::from(digit)))
}

/// What an escape of one character stands for, 0 for none.
const STANDS_FOR: [u8; 256] = {
    let mut table = [0; 256];
    let pairs = *b"\"\"\\\\//b\x08f\x0cn\nr\rt\t";
    let mut at = 0;
    while at < pairs.len() {
        table[pairs[at] as usize] = pairs[at + 1];
        at += 2;
    }
    table
};

/// The value of a hexadecimal digit, more than 15 for any other byte.
const DIGITS: [u8; 256] = {
    let mut table = [u8::MAX; 256];
    let mut digit = 0;
    while digit < 16 {
        table[b"0123456789abcdef"[digit] as usize] = digit as u8;
        table[b"0123456789ABCDEF"[digit] as usize] = digit as u8;
        digit += 1;
    }
    table
};
