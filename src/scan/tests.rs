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
    closing: fn(&[u8; STEP]) -> (u32, u32),
    /// takes a block at least
    find_in_many: fn(&[u8]) -> usize,
    unescape: fn(&str, &mut [u8]) -> (usize, usize),
    pass: fn(&[u8]) -> usize,
}

fn levels() -> Vec<Level> {
    let base = Level {
        name: "base",
        first_special: imp::first_special,
        pair: imp::pair,
        block: imp::block,
        closing: imp::closing,
        find_in_many: |bytes| find_in_blocks(bytes, imp::block),
        unescape: |text, out| unescape::unescape(text, out, imp::block),
        pass: |text| unescape::pass(text, imp::block),
    };
    #[cfg(not(any(millstream_scalar, miri)))]
    let twin = Level {
        name: "words",
        first_special: words::first_special,
        pair: words::pair,
        block: words::block,
        closing: words::closing,
        find_in_many: |bytes| find_in_blocks(bytes, words::block),
        unescape: |text, out| unescape::unescape(text, out, words::block),
        pass: |text| unescape::pass(text, words::block),
    };
    vec![
        #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
        Level {
            name: "avx2",
            find_in_many: |bytes| avx2::find(bytes).unwrap_or_else(|| naive(bytes)),
            unescape: |text, out| avx2::unescape(text, out).unwrap_or((0, 0)),
            pass: |text| avx2::pass(text).unwrap_or_else(|| unescape::pass(text, imp::block)),
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

/// Numbers below a bound, the same in every run.
fn noise() -> impl FnMut(usize) -> usize {
    let mut state = 1u64;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    }
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
    let mut random = noise();
    let mut window = [0; BLOCK];
    for _ in 0..if cfg!(miri) { 20 } else { 20_000 } {
        for byte in &mut window {
            *byte = random(256) as u8 & if random(2) == 0 { 0x7f } else { 0x3f };
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

const ESCAPES: &[&str] =
    &[r"\n", r#"\""#, r"\\", r"\/", r"\b", r"\f", r"\r", r"\t", r"\u00e9", r"\uD55c", r"\u0041", r"\u0000"];
const STOPS: &[&str] = &["\"", "\n", r"\x", r"\u12g4", r"\ud83d\ude00", r"\uD83D", r"\", r"\u1", "\u{1f}"];

/// What was read, unescaped by serde_json, is what was written; and only what it is told to leave ends it. What is passed over is text too,
/// and ends at the same place or nearer to the end.
fn check_unescape(text: &str, room: usize) {
    for level in levels() {
        let mut out = vec![0xff; room];
        let (read, written) = (level.unescape)(text, &mut out);
        let expected: Result<String, _> = serde_json::from_str(&format!("\"{}\"", &text[..read]));
        let short = text.len() < read + 300 || room < written + 300;
        let left = STOPS.iter().any(|stop| text[read..].starts_with(stop));
        assert!(
            expected.is_ok_and(|expected| expected.as_bytes() == &out[..written]) && (short || left),
            "{}, room {room}, stopped at {read}: {text:?}",
            level.name
        );
        let passed = (level.pass)(text.as_bytes());
        let whole = (0..=passed).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let is_text = serde_json::from_str::<String>(&format!("\"{}\"", &text[..whole])).is_ok();
        let ended = text.len() < passed + BLOCK || STOPS.iter().any(|stop| text[whole..].starts_with(stop));
        assert!(is_text && ended && passed >= read, "{}, passed {passed}: {text:?}", level.name);
    }
}

#[test]
fn every_escape_at_every_place() {
    for escape in ESCAPES.iter().chain(STOPS) {
        for (before, plain) in (0..if cfg!(miri) { 3 } else { 270 }).flat_map(|n| [(n, "x"), (n / 3, "한")])
        {
            let text = [&*plain.repeat(before), escape, escape, &*plain.repeat(600)].concat();
            check_unescape(&text, text.len());
        }
    }
}

#[test]
fn escapes_of_noise() {
    let mut random = noise();
    for round in 0..if cfg!(miri) { 5 } else { 3_000 } {
        let mut text = String::new();
        let density = 1 + round % 40;
        while text.len() < 1_500 {
            match random(density) {
                0 => text.push_str(ESCAPES[random(ESCAPES.len())]),
                1 if random(20) == 0 => text.push_str(STOPS[random(STOPS.len())]),
                _ => text.push_str(["a", "b ", "é", "한", "😀", "plain text"][random(6)]),
            }
        }
        check_unescape(&text, text.len());
        check_unescape(&text, random(text.len()));
    }
}

#[test]
fn every_run_of_closing_brackets() {
    for bits in 0..1u64 << STEP {
        for count in [0, 1, 5, STEP - 1, STEP] {
            let window = std::array::from_fn(|at| match bits >> at & 1 {
                _ if at == count => b',',
                1 => b'}',
                _ => b']',
            });
            let (braces, run) = closing(&window);
            assert_eq!(run, count);
            assert_eq!(braces & !(u64::MAX << count), bits & !(u64::MAX << count));
            for level in levels() {
                let (found, others) = (level.closing)(&window);
                assert_eq!(u64::from(found), braces, "{}", level.name);
                let comma = if count < STEP { 1 << count } else { 0 };
                assert_eq!(found ^ others, 0xFFFF ^ comma, "{}", level.name);
            }
        }
    }
}
