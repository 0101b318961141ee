//! Every back end that this machine can run, and the twin, against the plainest code, by one runner.

use super::*;

#[cfg(not(any(millstream_scalar, miri)))]
#[path = "words.rs"]
mod words;

struct Level {
    name: &'static str,
    first_special: fn(&[u8; STEP]) -> usize,
    pair: fn(&[u8; 2 * STEP]) -> u32,
    block: fn(&[u8; BLOCK]) -> u64,
    /// takes a block at least
    find_in_many: fn(&[u8]) -> usize,
}

fn levels() -> Vec<Level> {
    let base = Level {
        name: "base",
        first_special: imp::first_special,
        pair: imp::pair,
        block: imp::block,
        find_in_many: |bytes| find_in_blocks(bytes, imp::block),
    };
    #[cfg(not(any(millstream_scalar, miri)))]
    let twin = Level {
        name: "words",
        first_special: words::first_special,
        pair: words::pair,
        block: words::block,
        find_in_many: |bytes| find_in_blocks(bytes, words::block),
    };
    vec![
        #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
        Level {
            name: "avx2",
            find_in_many: |bytes| avx2::find(bytes).unwrap_or_else(|| naive(bytes)),
            ..base
        },
        base,
        #[cfg(not(any(millstream_scalar, miri)))]
        twin,
    ]
}

fn naive(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| is_special(byte)).unwrap_or(bytes.len())
}

/// A bit for each special byte.
fn naive_mask(bytes: &[u8]) -> u64 {
    bytes.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from(is_special(byte)))
}

#[test]
fn every_byte_in_every_lane() {
    for level in levels() {
        for byte in 0..=255u8 {
            for (lane, neighbour) in (0..BLOCK).flat_map(|lane| [(lane, b'a'), (lane, b'"'), (lane, 0xff)]) {
                let mut window = [neighbour; BLOCK];
                window[lane] = byte;
                let told = format!("{}: {byte:#x} in lane {lane} of {neighbour:#x}", level.name);
                assert_eq!((level.block)(&window), naive_mask(&window), "{told}");
                let pair = window.first_chunk().unwrap();
                assert_eq!(u64::from((level.pair)(pair)), naive_mask(pair), "{told}");
                let step = window.first_chunk().unwrap();
                assert_eq!((level.first_special)(step), naive(step), "{told}");
            }
        }
    }
}

#[test]
fn masks_of_noise() {
    let mut state = 1u64;
    let mut window = [0; BLOCK];
    for _ in 0..if cfg!(miri) { 20 } else { 20_000 } {
        for byte in &mut window {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            *byte = (state >> 56) as u8 & if state & 1 << 50 == 0 { 0x7f } else { 0x3f };
        }
        for level in levels() {
            assert_eq!((level.block)(&window), naive_mask(&window), "{} {window:x?}", level.name);
        }
        let marks = marks(window.first_chunk().unwrap());
        assert_eq!(marks.lowest().trailing_zeros(), naive_mask(&window[..2 * STEP]).trailing_zeros());
        assert_eq!(marks.first() as u32, marks.lowest().trailing_zeros());
    }
}

/// Lengths up to some blocks and alignments up to half of one, so that each end meets each step of each level.
#[test]
fn every_length_and_alignment_and_the_first_of_two() {
    let (most, starts) = if cfg!(miri) { (70, 2) } else { (3 * BLOCK + 9, 32) };
    let levels = levels();
    // What lies beyond the end must not be seen.
    let mut bytes = vec![b'"'; most + starts + 1];
    for start in 0..starts {
        for len in 0..=most {
            bytes[start..start + len].fill(0xe9);
            for at in 0..=len {
                if at < len {
                    bytes[start + at] = [b'"', b'\\', 0x1f][at % 3];
                    bytes[start + len - 1] = b'"';
                }
                let text = &bytes[start..start + len];
                assert_eq!(find_special(text), at, "{start} {len}");
                for level in levels.iter().filter(|_| len >= BLOCK) {
                    assert_eq!((level.find_in_many)(text), at, "{} {start} {len}", level.name);
                }
                bytes[start..start + len].fill(0xe9);
            }
            bytes[start..start + len].fill(b'"');
        }
    }
}
