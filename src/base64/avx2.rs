//! The long middle of a base64 text with AVX2: 64 digits at a time, after Wojciech Muła and Daniel Lemire, "Faster Base64 Encoding and
//! Decoding Using AVX2 Instructions", 2018.
// From Rust 1.87 on these intrinsics are safe to call here; the oldest supported compiler still wants the blocks.
#![allow(unused_unsafe, clippy::multiple_unsafe_ops_per_block)]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_loadu_si128, _mm256_add_epi8, _mm256_and_si256, _mm256_broadcastsi128_si256,
    _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_or_si256,
    _mm256_permutevar8x32_epi32, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32, _mm256_setr_epi32,
    _mm256_shuffle_epi8, _mm256_srli_epi32, _mm256_storeu_si256, _mm256_testz_si256,
};
use std::mem::MaybeUninit;

/// Digits of a step.
const STEP: usize = 64;
/// Bytes that these decode to.
const BYTES: usize = 48;
/// Bytes that a step writes; the next one writes over the last of them.
const ROOM: usize = 56;

/// Decodes the beginning of `text`, up to what is no digit or to the last bytes of either, and tells how many digits that were, a multiple
/// of four. None where the processor has no AVX2.
#[inline]
pub(super) fn decode(text: &[u8], out: &mut [MaybeUninit<u8>]) -> usize {
    // The standard library asks the processor once; after that this is a load and a test.
    if text.len() < STEP || !is_x86_feature_detected!("avx2") {
        return 0;
    }
    // SAFETY: AVX2 was found.
    unsafe { decode_steps(text, out) }
}

/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
unsafe fn decode_steps(text: &[u8], out: &mut [MaybeUninit<u8>]) -> usize {
    let steps = (text.len() / STEP).min(out.len().saturating_sub(ROOM - BYTES) / BYTES);
    let (text, out) = (text.as_ptr(), out.as_mut_ptr().cast::<u8>());
    for step in 0..steps {
        // SAFETY: by the number of steps, 64 bytes of the text are here, of which these are the halves; they ask for no alignment.
        let (low, high) = unsafe {
            let window = text.add(step * STEP).cast::<__m256i>();
            (_mm256_loadu_si256(window), _mm256_loadu_si256(window.add(1)))
        };
        // SAFETY: by the precondition.
        let ((low, wrong_low), (high, wrong_high)) = unsafe { (values(low), values(high)) };
        // SAFETY: by the precondition; these touch registers only.
        let valid = unsafe {
            let wrong = _mm256_or_si256(wrong_low, wrong_high);
            _mm256_testz_si256(wrong, wrong) != 0
        };
        if !valid {
            return step * STEP;
        }
        // SAFETY: by the number of steps, 56 bytes of room are here, of which these write 0 to 31, then 24 to 55; they ask for no alignment.
        unsafe {
            let room = out.add(step * BYTES);
            _mm256_storeu_si256(room.cast(), packed(low));
            _mm256_storeu_si256(room.add(BYTES / 2).cast(), packed(high));
        }
    }
    steps * STEP
}

/// The value of each digit, and bits wherever there is no digit.
///
/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn values(digits: __m256i) -> (__m256i, __m256i) {
    // By the low half of a digit the bits that its high half must not have; by the high half its bit, and what to add to the digit.
    const LOW: [u8; 16] =
        [0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A];
    const HIGH: [u8; 16] =
        [0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10];
    const ADDED: [u8; 16] = [0, 16, 19, 4, 191, 191, 185, 185, 0, 0, 0, 0, 0, 0, 0, 0];
    // SAFETY: by the precondition; these touch registers only.
    unsafe {
        // `/`, the one digit that its high half does not tell what to add to; and a mask that keeps of an index what is looked at.
        let slash = _mm256_set1_epi8(b'/' as i8);
        let high = _mm256_and_si256(_mm256_srli_epi32::<4>(digits), slash);
        let wrong = _mm256_and_si256(
            _mm256_shuffle_epi8(table(&LOW), _mm256_and_si256(digits, slash)),
            _mm256_shuffle_epi8(table(&HIGH), high),
        );
        let place = _mm256_add_epi8(_mm256_cmpeq_epi8(digits, slash), high);
        (_mm256_add_epi8(digits, _mm256_shuffle_epi8(table(&ADDED), place)), wrong)
    }
}

/// 24 bytes from 32 values of six bits, and eight more.
///
/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn packed(values: __m256i) -> __m256i {
    const ORDER: [u8; 16] = [2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 128, 128, 128, 128];
    // SAFETY: by the precondition; these touch registers only.
    unsafe {
        let pairs = _mm256_maddubs_epi16(values, _mm256_set1_epi16(0x0140));
        let fours = _mm256_madd_epi16(pairs, _mm256_set1_epi32(0x0001_1000));
        let bytes = _mm256_shuffle_epi8(fours, table(&ORDER));
        _mm256_permutevar8x32_epi32(bytes, _mm256_setr_epi32(0, 1, 2, 4, 5, 6, 6, 6))
    }
}

/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn table(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: by the precondition; the load reads the 16 bytes of the reference, and asks for no alignment.
    unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(bytes.as_ptr().cast::<__m128i>())) }
}
