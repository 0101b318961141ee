//! Copying a text with its escapes replaced (RFC 8259, section 7), a block at a time.
//!
//! A block is copied whole, then again from behind each of its escapes to where that one's character ends. What is copied too much is
//! written over by the next copy, so that no step depends on how long a run is.

use super::BLOCK;

/// Bytes that a step may look at: a block, a surrogate pair that begins in its last byte, and a block from there.
const REACH: usize = 2 * BLOCK + 16;

/// Copies `text` to `out`, escapes replaced, and stops before a quote, a control character, an escape that is wrong or a surrogate, and
/// before the last bytes of either. Tells how many bytes were read and how many written.
///
/// Both end between two characters: what was written is UTF-8, whole runs of `text` and whole characters.
#[inline(always)]
pub(super) fn unescape(text: &str, out: &mut [u8], block: impl Fn(&[u8; BLOCK]) -> u64) -> (usize, usize) {
    let input = text.as_bytes();
    let (mut read, mut written) = (0, 0);
    while let Some(window) = input.get(read..).and_then(|rest| rest.first_chunk()) {
        let Some(room) = out.get_mut(written..).and_then(|rest| rest.first_chunk_mut()) else {
            break;
        };
        let special = window.first_chunk().map_or(0, &block);
        let step = unescape_block(window, special, room);
        read += step.read;
        written += step.written;
        if step.last {
            break;
        }
    }
    // A run may have been cut in a character.
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

#[inline(always)]
fn unescape_block(window: &[u8; REACH], mut special: u64, room: &mut [u8; REACH]) -> Step {
    let (mut from, mut to) = (0, 0);
    loop {
        room[to..to + BLOCK].copy_from_slice(&window[from..from + BLOCK]);
        if special == 0 {
            // The last escape may end behind the block.
            return Step { read: from.max(BLOCK), written: to + BLOCK.saturating_sub(from), last: false };
        }
        let at = special.trailing_zeros() as usize;
        to += at - from;
        let stands_for = CHARACTERS[window[at + 1] as usize];
        if window[at] != b'\\' || stands_for == 0 {
            return Step { read: at, written: to, last: true };
        }
        room[to] = stands_for;
        to += 1;
        from = at + 2;
        // The escaped byte is special itself if it is a quote or a backslash.
        special &= (special - 1) & !(2 << at);
    }
}

/// What an escape of one character stands for, 0 for none.
const CHARACTERS: [u8; 256] = {
    let mut table = [0; 256];
    let pairs = *b"\"\"\\\\//b\x08f\x0cn\nr\rt\t";
    let mut at = 0;
    while at < pairs.len() {
        table[pairs[at] as usize] = pairs[at + 1];
        at += 2;
    }
    table
};
