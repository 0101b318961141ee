//! AVX2, for long texts: a block in two halves.
#![allow(unsafe_code)]
// From Rust 1.87 on these intrinsics are safe to call here; the oldest supported compiler still wants the blocks.
#![allow(unused_unsafe, clippy::multiple_unsafe_ops_per_block)]

use std::arch::x86_64::{
    __m128i, __m256i, _mm_load_si128, _mm256_broadcastsi128_si256, _mm256_cmpeq_epi8, _mm256_cmpgt_epi8,
    _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_or_si256,
};
use std::arch::x86_64::{_mm256_set1_epi8, _mm256_xor_si256};
use std::sync::LazyLock;

use super::{BLOCK, Level, Marks, Plain, Task, WideMarks};

/// The place of the first special byte, the length if there is none; `None` where the processor has no AVX2. A block at least.
#[inline]
pub(super) fn find(bytes: &[u8], plain: &Plain) -> Option<usize> {
    // The standard library asks the processor once; after that this is a load and a test.
    // SAFETY: AVX2 was found.
    is_x86_feature_detected!("avx2").then(|| unsafe { find_in_blocks(bytes, plain) })
}

/// As [`unescape`](super::unescape::unescape); `None` where the processor has no AVX2.
#[inline]
pub(super) fn unescape(text: &[u8], out: &mut [u8], plain: &Plain) -> Option<(usize, usize)> {
    // SAFETY: AVX2 was found.
    is_x86_feature_detected!("avx2").then(|| unsafe { unescape_blocks(text, out, plain) })
}

/// As [`pass`](super::unescape::pass); `None` where the processor has no AVX2.
#[inline]
pub(super) fn pass(text: &[u8], plain: &Plain) -> Option<usize> {
    // SAFETY: AVX2 was found.
    is_x86_feature_detected!("avx2").then(|| unsafe { pass_blocks(text, plain) })
}

/// Does the task, or gives it back where the processor has no AVX2.
#[inline(always)]
pub(super) fn run<T: Task>(task: T) -> Result<T::Output, T> {
    /// One answer for the three, since an image may be hardly longer than it takes to ask for each.
    static ALL_ARE_THERE: LazyLock<bool> = LazyLock::new(|| {
        is_x86_feature_detected!("avx2")
            && is_x86_feature_detected!("bmi1")
            && is_x86_feature_detected!("bmi2")
    });
    if *ALL_ARE_THERE {
        // SAFETY: the processor was asked.
        Ok(unsafe { run_here(task) })
    } else {
        Err(task)
    }
}

/// # Safety
/// The processor has AVX2, BMI1 and BMI2.
#[target_feature(enable = "avx2,bmi1,bmi2")]
unsafe fn run_here<T: Task>(task: T) -> T::Output {
    task.run::<Avx2>()
}

/// Proof that the processor has AVX2: nothing but [`run_here`] names it.
struct Avx2;

impl Level for Avx2 {
    const FINDS_BRACES: bool = true;

    #[inline(always)]
    fn marks(window: &[u8; BLOCK], plain: &Plain) -> WideMarks {
        // SAFETY: by the type's meaning.
        let (low, high) = unsafe { halves(window, plain) };
        // SAFETY: by the type's meaning.
        WideMarks(unsafe { mask(low, high) })
    }

    #[inline(always)]
    fn braces(window: &[u8; BLOCK]) -> WideMarks {
        // SAFETY: by the type's meaning.
        WideMarks(unsafe { equal(window, b'}') })
    }

    #[inline(always)]
    fn pair(window: &[u8; 32], plain: &Plain) -> Marks {
        // SAFETY: by the type's meaning.
        Marks(unsafe { pair(window, plain) })
    }

    #[inline(always)]
    fn begins_with(window: &[u8; BLOCK], bytes: &[u8; BLOCK], run: u64) -> bool {
        // SAFETY: by the type's meaning.
        unsafe { begins_with(window, bytes, run) }
    }
}

/// A bit for each special byte.
///
/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn pair(window: &[u8; 32], plain: &Plain) -> u64 {
    // SAFETY: by the precondition; the load reads the bytes of the reference, and asks for no alignment.
    let bytes = unsafe { _mm256_loadu_si256(window.as_ptr().cast::<__m256i>()) };
    // SAFETY: by the precondition; these touch registers only.
    let marks = unsafe { _mm256_movemask_epi8(special(bytes, plain)) };
    u64::from(marks as u32)
}

/// Whether the two begin with the same bytes, so many as `run` has bits. The second half is only looked at where it matters.
///
/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn begins_with(window: &[u8; BLOCK], bytes: &[u8; BLOCK], run: u64) -> bool {
    let (here, there) = (window.as_ptr().cast::<__m256i>(), bytes.as_ptr().cast::<__m256i>());
    // SAFETY: by the precondition; the loads read the first 32 bytes of the references, and ask for no alignment; the rest touches registers only.
    let low = unsafe {
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256(here), _mm256_loadu_si256(there)))
    };
    if !low as u32 & run as u32 != 0 {
        return false;
    }
    let run = (run >> 32) as u32;
    if run == 0 {
        return true;
    }
    // SAFETY: by the precondition; the loads read the other 32 bytes of the references, and ask for no alignment; the rest touches registers only.
    let high = unsafe {
        _mm256_movemask_epi8(_mm256_cmpeq_epi8(
            _mm256_loadu_si256(here.add(1)),
            _mm256_loadu_si256(there.add(1)),
        ))
    };
    !high as u32 & run == 0
}

/// A bit for each byte that is `byte`.
///
/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn equal(window: &[u8; BLOCK], byte: u8) -> u64 {
    let half = window.as_ptr().cast::<__m256i>();
    // SAFETY: the loads read the bytes of the reference, and ask for no alignment.
    let (low, high) = unsafe { (_mm256_loadu_si256(half), _mm256_loadu_si256(half.add(1))) };
    // SAFETY: by the precondition; these touch registers only.
    unsafe {
        let byte = _mm256_set1_epi8(byte as i8);
        mask(_mm256_cmpeq_epi8(low, byte), _mm256_cmpeq_epi8(high, byte))
    }
}

/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
unsafe fn unescape_blocks(text: &[u8], out: &mut [u8], plain: &Plain) -> (usize, usize) {
    super::unescape::unescape(text, out, plain, |window| {
        // SAFETY: by the precondition.
        let (low, high) = unsafe { halves(window, plain) };
        // SAFETY: by the precondition.
        unsafe { mask(low, high) }
    })
}

/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
unsafe fn pass_blocks(text: &[u8], plain: &Plain) -> usize {
    super::unescape::pass(text, |window| {
        // SAFETY: by the precondition.
        let (low, high) = unsafe { halves(window, plain) };
        // SAFETY: by the precondition.
        unsafe { mask(low, high) }
    })
}

/// # Safety
/// The processor has AVX2.
#[target_feature(enable = "avx2")]
unsafe fn find_in_blocks(bytes: &[u8], plain: &Plain) -> usize {
    let mut at = 0;
    for window in bytes.chunks_exact(64).filter_map(|chunk| chunk.first_chunk()) {
        // SAFETY: by the precondition.
        let (low, high) = unsafe { halves(window, plain) };
        // SAFETY: by the precondition; it touches registers only.
        if unsafe { _mm256_movemask_epi8(_mm256_or_si256(low, high)) } != 0 {
            // SAFETY: by the precondition.
            return at + unsafe { mask(low, high) }.trailing_zeros() as usize;
        }
        at += 64;
    }
    super::find_in_last(bytes, |window| super::block(window, plain))
}

/// A byte with all bits for each special byte.
///
/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn halves(window: &[u8; 64], plain: &Plain) -> (__m256i, __m256i) {
    let half = window.as_ptr().cast::<__m256i>();
    // SAFETY: the loads read the 64 bytes of the reference, and ask for no alignment.
    let (low, high) = unsafe { (_mm256_loadu_si256(half), _mm256_loadu_si256(half.add(1))) };
    // SAFETY: by the precondition.
    unsafe { (special(low, plain), special(high, plain)) }
}

/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn special(bytes: __m256i, plain: &Plain) -> __m256i {
    let (flip, below) = (plain.flip.as_ptr().cast::<__m128i>(), plain.below.as_ptr().cast::<__m128i>());
    // SAFETY: by the precondition; the loads read the 16 bytes of each of the two, which lie at multiples of 16, and the rest touches registers only.
    unsafe {
        let flip = _mm256_broadcastsi128_si256(_mm_load_si128(flip));
        let below = _mm256_broadcastsi128_si256(_mm_load_si128(below));
        let low = _mm256_cmpgt_epi8(below, _mm256_xor_si256(bytes, flip));
        _mm256_or_si256(low, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(b'\\' as i8)))
    }
}

/// # Safety
/// The processor has AVX2.
#[inline]
#[target_feature(enable = "avx2")]
unsafe fn mask(low: __m256i, high: __m256i) -> u64 {
    // SAFETY: by the precondition; these touch registers only.
    let (low, high) = unsafe { (_mm256_movemask_epi8(low), _mm256_movemask_epi8(high)) };
    u64::from(low as u32) | u64::from(high as u32) << 32
}
