//! Every back end that this machine can run, and the twin, behind one face: tests and fuzz targets hold each against plain code.

use super::*;

#[cfg(not(any(millstream_scalar, miri)))]
#[path = "words.rs"]
mod words;

/// One way to do what the scan does.
pub struct BackEnd {
    /// what it is made of, for messages
    pub name: &'static str,
    /// the place of the first special byte, 16 if there is none
    pub first_special: fn(&[u8; STEP]) -> usize,
    /// a bit for each special byte
    pub pair: fn(&[u8; 2 * STEP]) -> u32,
    /// a bit for each special byte
    pub block: fn(&[u8; BLOCK]) -> u64,
    /// a bit for each `}`, and one for each `]`
    pub closing: fn(&[u8; STEP]) -> (u32, u32),
    /// how many bytes the two begin with in common
    pub common: fn(&[u8; 2 * STEP], &[u8; 2 * STEP]) -> usize,
    /// the place of the first special byte, in a block at least
    pub find_in_many: fn(&[u8]) -> usize,
    /// how much it read and wrote
    pub unescape: fn(&str, &mut [u8]) -> (usize, usize),
    /// how many bytes of a text it passed over
    pub pass: fn(&[u8]) -> usize,
}

/// All of them.
pub fn back_ends() -> Vec<BackEnd> {
    let base = BackEnd {
        name: "base",
        first_special: imp::first_special,
        pair: imp::pair,
        block: imp::block,
        closing: imp::closing,
        common: imp::common,
        find_in_many: |bytes| find_in_blocks(bytes, imp::block),
        unescape: |text, out| unescape::unescape(text, out, imp::block),
        pass: |text| unescape::pass(text, imp::block),
    };
    #[cfg(not(any(millstream_scalar, miri)))]
    let twin = BackEnd {
        name: "words",
        first_special: words::first_special,
        pair: words::pair,
        block: words::block,
        closing: words::closing,
        common: words::common,
        find_in_many: |bytes| find_in_blocks(bytes, words::block),
        unescape: |text, out| unescape::unescape(text, out, words::block),
        pass: |text| unescape::pass(text, words::block),
    };
    vec![
        // Without AVX2 it does what the base does.
        #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
        BackEnd {
            name: "avx2",
            find_in_many: |bytes| avx2::find(bytes).unwrap_or_else(|| find_in_blocks(bytes, imp::block)),
            unescape: |text, out| {
                avx2::unescape(text, out).unwrap_or_else(|| unescape::unescape(text, out, imp::block))
            },
            pass: |text| avx2::pass(text).unwrap_or_else(|| unescape::pass(text, imp::block)),
            ..base
        },
        base,
        #[cfg(not(any(millstream_scalar, miri)))]
        twin,
    ]
}
