//! NEON: part of every aarch64, so that nothing is detected.
#![allow(unsafe_code)]
// From Rust 1.87 on these intrinsics are safe to call here; the oldest supported compiler still wants the blocks.
#![allow(unused_unsafe, clippy::multiple_unsafe_ops_per_block)]

use std::arch::aarch64::{
    uint8x16_t, vandq_u8, vceqq_u8, vcleq_u8, vcltq_s8, vdupq_n_u8, veorq_u8, vget_lane_u64, vgetq_lane_u32,
    vgetq_lane_u64, vld1q_u8, vorrq_u8, vpaddq_u8, vreinterpret_u64_u8, vreinterpretq_s8_u8,
    vreinterpretq_u16_u8, vreinterpretq_u32_u8, vreinterpretq_u64_u8, vshrn_n_u16, vsubq_u8,
};

use super::Plain;

#[inline(always)]
pub(super) fn first_special(window: &[u8; 16], plain: &Plain) -> usize {
    let special = special(window, plain);
    // Only the first counts, so that four bits for each byte will do, which takes a single step.
    // SAFETY: aarch64 always has NEON, and these touch registers only.
    let mask =
        unsafe { vget_lane_u64::<0>(vreinterpret_u64_u8(vshrn_n_u16::<4>(vreinterpretq_u16_u8(special)))) };
    (mask.trailing_zeros() / 4) as usize
}

#[inline(always)]
pub(super) fn pair(window: &[u8; 32], plain: &Plain) -> u32 {
    let [low, high] = [0, 16].map(|at| weighted(part(window, at, plain)));
    both(low, high)
}

#[inline(always)]
pub(super) fn closing(window: &[u8; 16]) -> (u32, u32) {
    // SAFETY: the load reads 16 bytes, which the reference guarantees, and asks for no alignment.
    let bytes = unsafe { vld1q_u8(window.as_ptr()) };
    // SAFETY: aarch64 always has NEON, and this touches registers only.
    let [braces, brackets] = [b'}', b']'].map(|byte| weighted(unsafe { vceqq_u8(bytes, vdupq_n_u8(byte)) }));
    let both = both(braces, brackets);
    (both & 0xFFFF, both >> 16)
}

/// A bit for each byte from `low` to `high`.
#[inline(always)]
pub(super) fn between(window: &[u8; 32], low: u8, high: u8) -> u32 {
    let [first, second] = [0, 16].map(|at| {
        let bytes: &[u8; 16] = window[at..].first_chunk().unwrap_or(&[0; 16]);
        // SAFETY: the load reads 16 bytes, which the reference guarantees, and asks for no alignment; aarch64 always has NEON, and the rest touches
        // registers only.
        weighted(unsafe {
            vcleq_u8(vsubq_u8(vld1q_u8(bytes.as_ptr()), vdupq_n_u8(low)), vdupq_n_u8(high - low))
        })
    });
    both(first, second)
}

/// How many bytes the two begin with in common.
#[inline(always)]
pub(super) fn common(one: &[u8; 32], other: &[u8; 32]) -> usize {
    let same = |at: usize| {
        let [one, other] = [one, other].map(|bytes| bytes[at..].first_chunk().unwrap_or(&[0; 16]));
        // SAFETY: the loads read 16 bytes each, which the references guarantee, and ask for no alignment; aarch64 always has NEON, and the
        // rest touches registers only.
        let equal = unsafe {
            let equal = vceqq_u8(vld1q_u8(one.as_ptr()), vld1q_u8(other.as_ptr()));
            vget_lane_u64::<0>(vreinterpret_u64_u8(vshrn_n_u16::<4>(vreinterpretq_u16_u8(equal))))
        };
        // Four bits for each byte.
        equal.trailing_ones() as usize / 4
    };
    match same(0) {
        16 => 16 + same(16),
        same => same,
    }
}

/// The mask of two parts.
#[inline(always)]
fn both(low: uint8x16_t, high: uint8x16_t) -> u32 {
    // SAFETY: aarch64 always has NEON, and these touch registers only.
    unsafe {
        let sums = vpaddq_u8(low, high);
        let sums = vpaddq_u8(sums, sums);
        vgetq_lane_u32::<0>(vreinterpretq_u32_u8(vpaddq_u8(sums, sums)))
    }
}

#[inline(always)]
pub(super) fn block(window: &[u8; 64], plain: &Plain) -> u64 {
    let [a, b, c, d] = [0, 16, 32, 48].map(|at| weighted(part(window, at, plain)));
    // SAFETY: aarch64 always has NEON, and these touch registers only.
    unsafe {
        let sums = vpaddq_u8(vpaddq_u8(a, b), vpaddq_u8(c, d));
        vgetq_lane_u64::<0>(vreinterpretq_u64_u8(vpaddq_u8(sums, sums)))
    }
}

/// The special bytes of the part that begins at `at`.
#[inline(always)]
fn part(window: &[u8], at: usize, plain: &Plain) -> uint8x16_t {
    special(window[at..].first_chunk().unwrap_or(&[0; 16]), plain)
}

/// Each byte that is all ones as a bit of its own among eight neighbours: their sum is a mask.
#[inline(always)]
fn weighted(ones: uint8x16_t) -> uint8x16_t {
    const BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];
    // SAFETY: the load reads the 16 bytes of an array; the rest touches registers only.
    unsafe { vandq_u8(ones, vld1q_u8(BITS.as_ptr())) }
}

/// All bits for each special byte.
#[inline(always)]
fn special(window: &[u8; 16], plain: &Plain) -> uint8x16_t {
    // SAFETY: the load reads 16 bytes, which the reference guarantees, and asks for no alignment.
    let bytes = unsafe { vld1q_u8(window.as_ptr()) };
    // SAFETY: the loads read the 16 bytes of each array; aarch64 always has NEON, and the rest touches registers only.
    unsafe {
        let (flip, below) = (vld1q_u8(plain.flip.as_ptr()), vld1q_u8(plain.below.as_ptr()));
        let low = vcltq_s8(vreinterpretq_s8_u8(veorq_u8(bytes, flip)), vreinterpretq_s8_u8(below));
        vorrq_u8(low, vceqq_u8(bytes, vdupq_n_u8(b'\\')))
    }
}
