//! Eight bytes at a time in plain integers: the twin that every back end is tested against, and the one for other machines.

use super::Plain;

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

#[inline(always)]
pub(super) fn first_special(window: &[u8; 16], plain: &Plain) -> usize {
    (special_of_16(window, plain) | 1 << 16).trailing_zeros() as usize
}

#[inline(always)]
pub(super) fn pair(window: &[u8; 32], plain: &Plain) -> u32 {
    let low = window.first_chunk().map_or(0, |half| special_of_16(half, plain));
    let high = window.last_chunk().map_or(0, |half| special_of_16(half, plain));
    low | high << 16
}

#[inline(always)]
pub(super) fn block(window: &[u8; 64], plain: &Plain) -> u64 {
    let low = window.first_chunk().map_or(0, |half| pair(half, plain));
    let high = window.last_chunk().map_or(0, |half| pair(half, plain));
    u64::from(low) | u64::from(high) << 32
}

#[inline(always)]
pub(super) fn closing(window: &[u8; 16]) -> (u32, u32) {
    let equal = |byte| window.iter().rev().fold(0, |bits, &here| bits << 1 | u32::from(here == byte));
    (equal(b'}'), equal(b']'))
}

/// A bit for each byte from `low` to `high`.
#[inline(always)]
pub(super) fn between(window: &[u8; 32], low: u8, high: u8) -> u32 {
    window.iter().rev().fold(0, |bits, byte| bits << 1 | u32::from((low..=high).contains(byte)))
}

/// How many bytes the two begin with in common.
#[inline(always)]
pub(super) fn common(one: &[u8; 32], other: &[u8; 32]) -> usize {
    let half =
        |bytes: &[u8; 32], at: usize| bytes[at..].first_chunk().map_or(0, |half| u128::from_le_bytes(*half));
    let differs = |at: usize| half(one, at) ^ half(other, at);
    // Of a half that is the same, all 16.
    let same = |differs: u128| differs.trailing_zeros() as usize / 8;
    match differs(0) {
        0 => 16 + same(differs(16)),
        low => same(low),
    }
}

#[inline(always)]
fn special_of_16(window: &[u8; 16], plain: &Plain) -> u32 {
    let word = u128::from_le_bytes(*window);
    // Where the top bit is flipped, bytes that have it are plain.
    let foreign = plain.flip.first_chunk().map_or(0, |&flip| !u64::from_le_bytes(flip) & HIGH);
    special(word as u64, foreign) | special((word >> 64) as u64, foreign) << 8
}

/// One bit for each special byte; those with a bit of `foreign` are.
#[inline(always)]
fn special(word: u64, foreign: u64) -> u32 {
    let control = zero_bytes(word & 0xE0E0_E0E0_E0E0_E0E0);
    let quote = zero_bytes(word ^ (LOW * b'"' as u64));
    let backslash = zero_bytes(word ^ (LOW * b'\\' as u64));
    // The product moves the bit of byte `i` to bit `56 + i`; no two meet on the way.
    (((control | quote | backslash | word & foreign) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

/// The top bit of each byte that is zero. No sum carries into the next byte, so that all bits count.
#[inline(always)]
const fn zero_bytes(word: u64) -> u64 {
    !(((word & !HIGH) + !HIGH) | word) & HIGH
}
