//! Every back end that this machine can run, and the twin, behind one face: tests and fuzz targets hold each against plain code.

use super::*;

#[cfg(not(any(millstream_scalar, miri)))]
#[path = "words.rs"]
mod words;

/// One way to do what the scan does, and what it is to find.
pub struct BackEnd {
    /// what it is made of, and what is plain for it, for messages
    pub name: &'static str,
    /// whether it is to find this byte
    pub is_special: fn(u8) -> bool,
    /// the place of the first special byte, 16 if there is none
    pub first_special: fn(&[u8; STEP]) -> usize,
    /// a bit for each special byte
    pub pair: fn(&[u8; 2 * STEP]) -> u32,
    /// a bit for each special byte
    pub block: fn(&[u8; BLOCK]) -> u64,
    /// a bit for each `}`, and one for each `]`
    pub closing: fn(&[u8; STEP]) -> (u32, u32),
    /// a bit for each byte from the one to the other
    pub between: fn(&[u8; 2 * STEP], u8, u8) -> u32,
    /// the end of a short text with letters beyond ASCII
    pub end_of_letters: fn(&[u8; 2 * STEP]) -> Option<usize>,
    /// how many bytes the two begin with in common
    pub common: fn(&[u8; 2 * STEP], &[u8; 2 * STEP]) -> usize,
    /// the place of the first special byte
    pub find: fn(&[u8]) -> usize,
    /// the same, in a block at least
    pub find_in_many: fn(&[u8]) -> usize,
    /// how much it read and wrote
    pub unescape: fn(&[u8], &mut [u8]) -> (usize, usize),
    /// how many bytes of a text it passed over
    pub pass: fn(&[u8]) -> usize,
}

/// Those where `$plain` is plain, `$what`.
macro_rules! back_ends_of {
    ($plain:expr, $what:literal, $is_special:expr) => {{
        const PLAIN: &Plain = &$plain;
        let base = BackEnd {
            name: concat!("base, ", $what),
            is_special: $is_special,
            first_special: |window| imp::first_special(window, PLAIN),
            pair: |window| imp::pair(window, PLAIN),
            block: |window| imp::block(window, PLAIN),
            closing: imp::closing,
            between: imp::between,
            end_of_letters,
            common: imp::common,
            find: |bytes| find_special(bytes, PLAIN),
            find_in_many: |bytes| find_in_blocks(bytes, |window| imp::block(window, PLAIN)),
            unescape: |text, out| unescape::unescape(text, out, PLAIN, |window| imp::block(window, PLAIN)),
            pass: |text| unescape::pass(text, |window| imp::block(window, PLAIN)),
        };
        #[cfg(not(any(millstream_scalar, miri)))]
        let twin = BackEnd {
            name: concat!("words, ", $what),
            first_special: |window| words::first_special(window, PLAIN),
            pair: |window| words::pair(window, PLAIN),
            block: |window| words::block(window, PLAIN),
            closing: words::closing,
            between: words::between,
            end_of_letters: |window| {
                letters::end_in_marks(words::pair(window, &Plain::OF_TEXT), |low, high| {
                    words::between(window, low, high)
                })
            },
            common: words::common,
            find_in_many: |bytes| find_in_blocks(bytes, |window| words::block(window, PLAIN)),
            unescape: |text, out| unescape::unescape(text, out, PLAIN, |window| words::block(window, PLAIN)),
            pass: |text| unescape::pass(text, |window| words::block(window, PLAIN)),
            ..base
        };
        [
            // Without AVX2 it does what the base does.
            #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
            BackEnd {
                name: concat!("avx2, ", $what),
                find_in_many: |bytes| {
                    avx2::find(bytes, PLAIN)
                        .unwrap_or_else(|| find_in_blocks(bytes, |window| imp::block(window, PLAIN)))
                },
                unescape: |text, out| super::unescape(text, out, PLAIN),
                pass: |text| super::pass(text, PLAIN),
                ..base
            },
            base,
            #[cfg(not(any(millstream_scalar, miri)))]
            twin,
        ]
    }};
}

/// All of them.
pub fn back_ends() -> Vec<BackEnd> {
    let of_text = back_ends_of!(Plain::OF_TEXT, "of text", is_special);
    let of_ascii = back_ends_of!(Plain::ASCII, "of ASCII", |byte| is_special(byte) || !byte.is_ascii());
    of_text.into_iter().chain(of_ascii).collect()
}
