//! SSE2, which x86-64 always has: all digits of a number at once.
//!
//! With the words in its stead, orders took 13,200 instructions a record in place of 11,300.
#![allow(unsafe_code)]
// From Rust 1.87 on these intrinsics are safe to call here; the oldest supported compiler still wants the blocks.
#![allow(unused_unsafe, clippy::multiple_unsafe_ops_per_block)]

use std::arch::x86_64::*;

#[inline(always)]
fn load(bytes: &[u8; 16]) -> __m128i {
    // SAFETY: the load reads 16 bytes, which the reference guarantees, and asks for no alignment.
    unsafe { _mm_loadu_si128(bytes.as_ptr().cast::<__m128i>()) }
}

#[inline(always)]
pub(super) fn others(window: &[u8; 16]) -> u32 {
    // Adding 0x50 brings the digits to the ten lowest signed values.
    // SAFETY: x86-64 always has SSE2, and these touch registers only.
    let digits = unsafe {
        let moved = _mm_add_epi8(load(window), _mm_set1_epi8(0x50));
        _mm_movemask_epi8(_mm_cmplt_epi8(moved, _mm_set1_epi8(-118)))
    };
    !(digits as u32) & 0xFFFF
}

/// A mask of the last `count` bytes, at most 16.
#[inline(always)]
fn last(count: usize) -> __m128i {
    const MASKS: [u8; 32] = {
        let mut masks = [0; 32];
        let mut at = 16;
        while at < 32 {
            masks[at] = 0xFF;
            at += 1;
        }
        masks
    };
    match MASKS.get(count..).and_then(|masks| masks.first_chunk()) {
        Some(mask) => load(mask),
        None => load(&[0; 16]),
    }
}

#[inline(always)]
pub(super) fn value(window: &[u8; 16], count: usize) -> u64 {
    // SAFETY: x86-64 always has SSE2, and these touch registers only.
    unsafe {
        let digits = _mm_sub_epi8(load(window), _mm_set1_epi8(b'0' as i8));
        sum(_mm_and_si128(digits, last(count)))
    }
}

#[inline(always)]
pub(super) fn joined(window: &[u8; 16], count: usize, tail_count: usize) -> u64 {
    // SAFETY: x86-64 always has SSE2, and these touch registers only.
    unsafe {
        let digits = _mm_sub_epi8(load(window), _mm_set1_epi8(b'0' as i8));
        let (head, tails) = (_mm_slli_si128::<1>(digits), last(tail_count));
        sum(_mm_or_si128(
            _mm_and_si128(digits, tails),
            _mm_and_si128(head, _mm_andnot_si128(tails, last(count))),
        ))
    }
}

/// The value of 16 digits, each a byte from 0 to 9, by adding neighbours: twice two, twice four, twice eight.
#[inline(always)]
fn sum(digits: __m128i) -> u64 {
    // SAFETY: x86-64 always has SSE2, and these touch registers only.
    let eights = unsafe {
        let pairs = _mm_srli_epi16(_mm_mullo_epi16(digits, _mm_set1_epi16(10 << 8 | 1)), 8);
        let fours = _mm_madd_epi16(pairs, _mm_set1_epi32(1 << 16 | 100));
        let fours = _mm_packs_epi32(fours, fours);
        _mm_cvtsi128_si64(_mm_madd_epi16(fours, _mm_set1_epi32(1 << 16 | 10_000))) as u64
    };
    (eights & 0xFFFF_FFFF) * 100_000_000 + (eights >> 32)
}
