//! Finding the bytes that matter: the first byte of a text that is not plain: `"`, `\`, a control character or, where the input is not known to be
//! UTF-8, any that is not ASCII.
//!
//! One back end is compiled in: SSE2 on x86-64 and NEON on aarch64, which are part of the base instruction sets, words elsewhere. Only long
//! texts ask whether the processor has more (AVX2), where it pays. `--cfg millstream_scalar` chooses the words everywhere, so that tests can
//! run both.

#[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
mod avx2;
#[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
#[path = "sse2.rs"]
mod imp;
#[cfg(all(target_arch = "aarch64", target_endian = "little", not(millstream_scalar), not(miri)))]
#[path = "neon.rs"]
mod imp;
#[cfg(any(
    not(any(target_arch = "x86_64", all(target_arch = "aarch64", target_endian = "little"))),
    millstream_scalar,
    miri
))]
#[path = "words.rs"]
mod imp;

#[cfg(any(test, fuzzing))]
mod back_ends;
#[cfg(test)]
mod tests;

mod letters;
mod level;
mod plain;
mod run;
mod unescape;

#[cfg(fuzzing)]
pub use back_ends::{BackEnd, back_ends};
pub(crate) use letters::end_of_letters;
pub(crate) use level::{Level, Task, at_best_level};
pub(crate) use plain::{Plain, is_special};
pub(crate) use run::{run, run_at_end};

#[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
use level::WideMarks;

/// Bytes looked at in one step.
pub(crate) const STEP: usize = 16;

/// Bytes of a block, for each of which a mask has a bit.
pub(crate) const BLOCK: usize = 64;

/// The place of the first special byte of `window`, `STEP` if there is none.
#[inline(always)]
pub(crate) fn first_special(window: &[u8; STEP], plain: &Plain) -> usize {
    imp::first_special(window, plain)
}

/// How many bytes the two begin with in common.
#[inline(always)]
pub(crate) fn common(one: &[u8; 2 * STEP], other: &[u8; 2 * STEP]) -> usize {
    imp::common(one, other)
}

/// The special bytes of two steps: most texts are shorter, and none of these costs a branch.
#[inline(always)]
pub(crate) fn marks(window: &[u8; 2 * STEP], plain: &Plain) -> Marks {
    Marks(imp::pair(window, plain).into())
}

/// A bit for each special byte of a block, the first byte's is the lowest.
#[inline(always)]
pub(crate) fn block(window: &[u8; BLOCK], plain: &Plain) -> u64 {
    imp::block(window, plain)
}

/// Which bytes of the run of closing brackets that `window` begins with are braces, a bit for each byte, and how long the run is.
#[inline(always)]
pub(crate) fn closing(window: &[u8; STEP]) -> (u64, usize) {
    let (braces, brackets) = imp::closing(window);
    (u64::from(braces), (!(braces | brackets)).trailing_zeros() as usize)
}

/// The places of special bytes, a bit for each byte of a window, the first byte's is the lowest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u64);

impl Marks {
    #[inline(always)]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The place of the first one; no place of the window if there is none.
    #[inline(always)]
    pub(crate) fn first(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    /// All bits up to the lowest one that is set, which tell the first place without counting; all if there is none.
    #[inline(always)]
    pub(crate) fn up_to_first(self) -> u64 {
        self.0 ^ self.0.wrapping_sub(1)
    }
}

/// The place of the first special byte; the length of `bytes` if there is none.
///
/// The first block goes by small steps: a length that the processor guesses is there sooner than one that is counted from a wide mask.
#[inline(always)]
pub(crate) fn find_special(bytes: &[u8], plain: &Plain) -> usize {
    let Some((first, rest)) = bytes.split_first_chunk::<BLOCK>() else { return find_in_few(bytes, plain) };
    for step in 0..BLOCK / STEP {
        let special = first[step * STEP..].first_chunk().map_or(STEP, |window| first_special(window, plain));
        if special < STEP {
            return step * STEP + special;
        }
    }
    BLOCK + find_in_rest(rest, plain)
}

#[inline(always)]
fn find_in_few(bytes: &[u8], plain: &Plain) -> usize {
    let mut at = 0;
    while let Some(window) = bytes[at..].first_chunk() {
        let special = first_special(window, plain);
        if special < STEP {
            return at + special;
        }
        at += STEP;
    }
    at + bytes[at..].iter().take_while(|&&byte| !plain.is_special(byte)).count()
}

/// Behind the first block, with the widest steps that the processor has.
#[inline(never)]
fn find_in_rest(bytes: &[u8], plain: &Plain) -> usize {
    if bytes.len() < BLOCK {
        return find_in_few(bytes, plain);
    }
    #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
    if let Some(place) = avx2::find(bytes, plain) {
        return place;
    }
    find_in_blocks(bytes, |window| block(window, plain))
}

/// In a block at least, with what every processor of this kind has.
fn find_in_blocks(bytes: &[u8], block: impl Fn(&[u8; BLOCK]) -> u64) -> usize {
    for (index, window) in bytes.chunks_exact(BLOCK).filter_map(|chunk| chunk.first_chunk()).enumerate() {
        let special = block(window);
        if special != 0 {
            return index * BLOCK + special.trailing_zeros() as usize;
        }
    }
    find_in_last(bytes, block)
}

/// In the last block of `bytes`, where what lies before the unfinished one is plain, so that the two may overlap.
#[inline(always)]
fn find_in_last(bytes: &[u8], block: impl Fn(&[u8; BLOCK]) -> u64) -> usize {
    match bytes.last_chunk().map_or(0, block) {
        0 => bytes.len(),
        special => bytes.len() - BLOCK + special.trailing_zeros() as usize,
    }
}

/// Copies the beginning of `text` to `out` with its escapes replaced; see [`unescape::unescape`].
pub(crate) fn unescape(text: &[u8], out: &mut [u8], plain: &Plain) -> (usize, usize) {
    #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
    if let Some(done) = avx2::unescape(text, out, plain) {
        return done;
    }
    unescape::unescape(text, out, plain, |window| block(window, plain))
}

/// How many bytes the beginning of a text takes, escapes included; see [`unescape::pass`].
pub(crate) fn pass(text: &[u8], plain: &Plain) -> usize {
    #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
    if let Some(length) = avx2::pass(text, plain) {
        return length;
    }
    unescape::pass(text, |window| block(window, plain))
}
