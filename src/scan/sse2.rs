//! SSE2: the base instruction set of x86-64, so that nothing is detected.
#![allow(unsafe_code)]
// From Rust 1.87 on these intrinsics are safe to call here; the oldest supported compiler still wants the blocks.
#![allow(unused_unsafe, clippy::multiple_unsafe_ops_per_block)]

use std::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_cmplt_epi8, _mm_load_si128, _mm_loadu_si128, _mm_movemask_epi8, _mm_or_si128,
};
use std::arch::x86_64::{_mm_min_epu8, _mm_set1_epi8, _mm_sub_epi8, _mm_xor_si128};

use super::Plain;

#[inline(always)]
pub(super) fn first_special(window: &[u8; 16], plain: &Plain) -> usize {
    // With the comparison that callers make, this is one with the mask.
    match special(window, plain) {
        0 => 16,
        mask => mask.trailing_zeros() as usize,
    }
}

#[inline(always)]
pub(super) fn pair(window: &[u8; 32], plain: &Plain) -> u32 {
    let low = window.first_chunk().map_or(0, |half| special(half, plain));
    let high = window.last_chunk().map_or(0, |half| special(half, plain));
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
    // SAFETY: the load reads 16 bytes, which the reference guarantees, and asks for no alignment.
    let bytes = unsafe { _mm_loadu_si128(window.as_ptr().cast::<__m128i>()) };
    // SAFETY: x86-64 always has SSE2, and this touches registers only.
    let equal = |byte: u8| unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte as i8))) };
    (equal(b'}') as u32, equal(b']') as u32)
}

/// A bit for each byte from `low` to `high`.
#[inline(always)]
pub(super) fn between(window: &[u8; 32], low: u8, high: u8) -> u32 {
    let halves = window.as_ptr().cast::<__m128i>();
    // SAFETY: `half` is 0 or 1, so that the load reads 16 bytes of the reference, which are 32, and it asks for no alignment; x86-64 always has SSE2,
    // and the rest touches registers only.
    let half = |half: usize| unsafe {
        let above = _mm_sub_epi8(_mm_loadu_si128(halves.add(half)), _mm_set1_epi8(low as i8));
        let most = _mm_min_epu8(above, _mm_set1_epi8((high - low) as i8));
        _mm_movemask_epi8(_mm_cmpeq_epi8(above, most)) as u32
    };
    half(0) | half(1) << 16
}

/// How many bytes the two begin with in common.
#[inline(always)]
pub(super) fn common(one: &[u8; 32], other: &[u8; 32]) -> usize {
    let (one, other) = (one.as_ptr().cast::<__m128i>(), other.as_ptr().cast::<__m128i>());
    // SAFETY: `half` is 0 or 1, so that the loads read bytes of the references, which are 32 each, and they ask for no alignment; x86-64 always
    // has SSE2, and the rest touches registers only.
    let equal = |half: usize| unsafe {
        _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128(one.add(half)), _mm_loadu_si128(other.add(half))))
            as u32
    };
    (equal(0) | equal(1) << 16).trailing_ones() as usize
}

/// One bit for each special byte.
#[inline(always)]
fn special(window: &[u8; 16], plain: &Plain) -> u32 {
    // SAFETY: the load reads 16 bytes, which the reference guarantees, and asks for no alignment.
    let bytes = unsafe { _mm_loadu_si128(window.as_ptr().cast::<__m128i>()) };
    let (flip, below) = (plain.flip.as_ptr().cast::<__m128i>(), plain.below.as_ptr().cast::<__m128i>());
    // SAFETY: the loads read the 16 bytes of each of the two, which lie at multiples of 16; x86-64 always has SSE2, and the rest touches registers
    // only.
    let mask = unsafe {
        let low = _mm_cmplt_epi8(_mm_xor_si128(bytes, _mm_load_si128(flip)), _mm_load_si128(below));
        let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
        _mm_movemask_epi8(_mm_or_si128(low, backslash))
    };
    mask as u32
}
