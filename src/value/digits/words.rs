//! Eight digits at a time in plain integers: the twin that the other back end is tested against, and the one for other machines.

/// Eight times the digit zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;
const HIGH: u64 = 0x8080_8080_8080_8080;

#[inline(always)]
pub(super) fn others(window: &[u8; 16]) -> u32 {
    let text = u128::from_le_bytes(*window);
    bits(text as u64) | bits((text >> 64) as u64) << 8
}

/// One bit for each byte that is no digit.
#[inline(always)]
const fn bits(text: u64) -> u32 {
    let word = text ^ ZEROS;
    // The top bit of each byte above 9; the sum of seven bits carries nothing over.
    let above = (((word & !HIGH) + 0x7676_7676_7676_7676) | word) & HIGH;
    ((above >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

#[inline(always)]
pub(super) fn value(window: &[u8; 16], count: usize) -> u64 {
    sum((u128::from_le_bytes(*window) ^ zeros()) & last(count))
}

#[inline(always)]
pub(super) fn joined(window: &[u8; 16], count: usize, tail_count: usize) -> u64 {
    let digits = u128::from_le_bytes(*window) ^ zeros();
    sum(digits & last(tail_count) | (digits << 8) & last(count) & !last(tail_count))
}

#[inline(always)]
const fn zeros() -> u128 {
    ZEROS as u128 | (ZEROS as u128) << 64
}

/// A mask of the last `count` bytes, at most 16.
#[inline(always)]
const fn last(count: usize) -> u128 {
    match count {
        0 => 0,
        1..=16 => u128::MAX << (128 - 8 * count),
        _ => 0,
    }
}

#[inline(always)]
const fn sum(digits: u128) -> u64 {
    eight(digits as u64) * 100_000_000 + eight((digits >> 64) as u64)
}

/// The value of eight digits, the first in the lowest byte, by adding neighbours: twice two, twice four, twice eight.
#[inline(always)]
const fn eight(word: u64) -> u64 {
    let pairs = (word.wrapping_mul(10) + (word >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours.wrapping_mul(10_000) + (fours >> 32)) & 0xFFFF_FFFF
}
