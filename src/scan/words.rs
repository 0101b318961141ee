//! Eight bytes at a time in plain integers: the twin that every back end is tested against, and the one for other machines.

use super::Marks;

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The top bit of each byte that is zero. A byte above the first such one may be marked wrongly, so only the first counts.
const fn zero_bytes(word: u64) -> u64 {
    word.wrapping_sub(LOW) & !word & HIGH
}

#[inline(always)]
pub(super) fn first_special(window: &[u8; 16]) -> usize {
    let word = u128::from_le_bytes(*window);
    match first_in_word(word as u64) {
        8 => 8 + first_in_word((word >> 64) as u64),
        at => at,
    }
}

#[inline(always)]
pub(super) fn marks(window: &[u8; 32]) -> Marks {
    let low = window.first_chunk::<16>().map_or(16, first_special);
    let high = window.last_chunk::<16>().map_or(16, first_special);
    match (low, high) {
        (16, 16) => Marks(0),
        (16, high) => Marks(1 << (16 + high)),
        (low, _) => Marks(1 << low),
    }
}

#[inline(always)]
fn first_in_word(word: u64) -> usize {
    let control = zero_bytes(word & 0xE0E0_E0E0_E0E0_E0E0);
    let quote = zero_bytes(word ^ (LOW * b'"' as u64));
    let backslash = zero_bytes(word ^ (LOW * b'\\' as u64));
    ((control | quote | backslash).trailing_zeros() / 8) as usize
}
