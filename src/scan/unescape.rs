//! Copying a text with its escapes replaced (RFC 8259, section 7), a span of two blocks at a time.
//!
//! A span is copied whole, then again from behind each of its escapes to where that one's character ends. What is copied too much is
//! written over by the next copy, so that no step depends on how long a run is: where the processor guesses wrong is at the end of a span,
//! so these are long.
//!
//! A text that nobody wants is passed over instead, with the same checks.

use super::{BLOCK, Plain};

const SPAN: usize = 2 * BLOCK;

/// Bytes that a step may look at, and write: a span, an escape that begins in its last byte, and a span from there.
const REACH: usize = 2 * SPAN + PAIR;

/// Bytes of `\uXXXX`, and of two of them, a surrogate pair.
const ONE: usize = 6;
const PAIR: usize = 2 * ONE;

/// A span that becomes shorter by more is followed by others like it, mostly.
const MANY_LOST: usize = SPAN / 4;

/// Copies the beginning of `input` to `out`, escapes replaced, and stops before whatever else is not `plain`, as `block` marks it, an escape that is
/// wrong or half of a pair, or where little is left of either. Tells how many bytes it read and how many it wrote.
///
/// What is written is UTF-8, made of whole characters and of runs of plain bytes: those are ASCII, or else `input` has to be UTF-8, and then both
/// end between two characters of it.
#[inline(always)]
pub(super) fn unescape(
    input: &[u8],
    out: &mut [u8],
    plain: &Plain,
    block: impl Fn(&[u8; BLOCK]) -> u64,
) -> (usize, usize) {
    let (mut read, mut written) = (0, 0);
    while let Some(window) = input.get(read..).and_then(|rest| rest.first_chunk()) {
        let Some(room) = out.get_mut(written..).and_then(|rest| rest.first_chunk_mut()) else {
            break;
        };
        let [low, high] = [0, BLOCK].map(|at| window[at..].first_chunk().map_or(0, &block));
        let step = unescape_span(window, u128::from(low) | u128::from(high) << BLOCK, room);
        read += step.read;
        written += step.written;
        if step.lost > MANY_LOST {
            // Where it stopped at an escape, that may be the first of a surrogate pair.
            if step.lost == STOPPED && input[read] != b'\\' {
                break;
            }
            let (more_read, more_written, last) = unescape_dense(&input[read..], &mut out[written..], plain);
            read += more_read;
            written += more_written;
            if last {
                break;
            }
        }
    }
    // A run may have been cut within a character, of which no byte is plain if only ASCII is.
    while !plain.is_ascii() && input.get(read).is_some_and(|&byte| byte & 0xC0 == 0x80) {
        read -= 1;
        written -= 1;
    }
    (read, written)
}

struct Step {
    read: usize,
    written: usize,
    /// how much shorter the text became, or [`STOPPED`]
    lost: usize,
}

/// No span loses so much.
const STOPPED: usize = usize::MAX;

/// Unescapes the first span of `window`, whose `special` bytes are marked, up to a surrogate pair.
#[inline(always)]
fn unescape_span(window: &[u8; REACH], mut special: u128, room: &mut [u8; REACH]) -> Step {
    let (mut from, mut to) = (0, 0);
    loop {
        room[to..to + SPAN].copy_from_slice(&window[from..from + SPAN]);
        if special == 0 {
            // The last escape may end behind the span.
            let (read, lost) = (from.max(SPAN), from - to);
            return Step { read, written: read - lost, lost };
        }
        let at = special.trailing_zeros() as usize;
        to += at - from;
        if window[at] != b'\\' {
            return Step { read: at, written: to, lost: STOPPED };
        }
        match STANDS_FOR[window[at + 1] as usize] {
            0 => {
                let Some(char) = window[at + 1..].first_chunk().and_then(unicode) else {
                    return Step { read: at, written: to, lost: STOPPED };
                };
                to += char.encode_utf8(&mut room[to..to + 4]).len();
                from = at + ONE;
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

/// The same where copies of a span would be wasted, since escapes follow each other closely. Tells as well whether that is all.
#[cold]
#[inline(never)]
fn unescape_dense(input: &[u8], out: &mut [u8], plain: &Plain) -> (usize, usize, bool) {
    let (mut read, mut written) = (0, 0);
    while let (Some(window), Some(room)) = (input[read..].first_chunk(), out[written..].first_chunk_mut()) {
        let step = unescape_dense_span(window, room, plain);
        read += step.read;
        written += step.written;
        if step.lost == STOPPED {
            break;
        } else if step.lost <= MANY_LOST {
            return (read, written, false);
        }
    }
    (read, written, true)
}

/// A span byte by byte, surrogate pairs included.
fn unescape_dense_span(window: &[u8; REACH], room: &mut [u8; REACH], plain: &Plain) -> Step {
    let (mut from, mut to) = (0, 0);
    while from < SPAN {
        let byte = window[from];
        if byte != b'\\' {
            if plain.is_special(byte) {
                return Step { read: from, written: to, lost: STOPPED };
            }
            room[to] = byte;
            (from, to) = (from + 1, to + 1);
            continue;
        }
        match STANDS_FOR[window[from + 1] as usize] {
            0 => {
                let escape = &window[from..];
                let one = escape[1..].first_chunk().and_then(unicode).map(|char| (char, ONE));
                let Some((char, length)) = one.or_else(|| pair(escape).map(|char| (char, PAIR))) else {
                    return Step { read: from, written: to, lost: STOPPED };
                };
                to += char.encode_utf8(&mut room[to..to + 4]).len();
                from += length;
            }
            byte => {
                room[to] = byte;
                (from, to) = (from + 2, to + 1);
            }
        }
    }
    Step { read: from, written: to, lost: from - to }
}

/// How many bytes the beginning of a text takes that is not wanted: up to a byte other than a backslash that `block` marks, an escape that is wrong
/// or half of a pair, or to where little is left. It may end within a character.
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
                let escape = &text[at + place..];
                let length = match escape[1..].first_chunk().and_then(unicode) {
                    Some(_) => ONE,
                    None if pair(escape).is_none() => return at + place,
                    None => {
                        // It begins with a special byte as well.
                        special &= !(1 << place << ONE);
                        PAIR
                    }
                };
                // It ends behind the window.
                if place + length > BLOCK {
                    break place + length;
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
fn unicode(escape: &[u8; ONE - 1]) -> Option<char> {
    unit(escape).and_then(char::from_u32)
}

/// The character of `\uXXXX\uXXXX` where that is a whole surrogate pair.
#[cold]
#[inline(never)]
fn pair(escapes: &[u8]) -> Option<char> {
    let [b'\\', high @ .., b'\\', b'u', _, _, _, _] = escapes.first_chunk::<PAIR>()? else {
        return None;
    };
    let (high, low) = (unit(high)?, unit(escapes[ONE + 1..].first_chunk()?)?);
    let is_pair = matches!((high, low), (0xD800..=0xDBFF, 0xDC00..=0xDFFF));
    is_pair.then(|| char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)))?
}

/// The UTF-16 unit that `uXXXX` writes.
#[inline(always)]
fn unit(escape: &[u8; ONE - 1]) -> Option<u32> {
    let [b'u', digits @ ..] = escape else {
        return None;
    };
    let digits = digits.map(|digit| DIGITS[digit as usize]);
    if digits.iter().fold(0, |all, digit| all | digit) > 15 {
        return None;
    }
    Some(digits.iter().fold(0, |code, &digit| code << 4 | u32::from(digit)))
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
