//! Every back end that this machine can run, and the twin, against the plainest code, by one runner.

use super::back_ends::{BackEnd, back_ends};
use super::*;

impl BackEnd {
    fn naive(&self, bytes: &[u8]) -> usize {
        bytes.iter().position(|&byte| (self.is_special)(byte)).unwrap_or(bytes.len())
    }

    /// A bit for each special byte.
    fn naive_mask(&self, bytes: &[u8]) -> u64 {
        bytes.iter().rev().fold(0, |mask, &byte| mask << 1 | u64::from((self.is_special)(byte)))
    }
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
    for back_end in back_ends() {
        for byte in 0..=255u8 {
            for (lane, neighbour) in (0..BLOCK).flat_map(|lane| [(lane, b'a'), (lane, b'"'), (lane, 0xff)]) {
                let mut window = [neighbour; BLOCK];
                window[lane] = byte;
                let told = format!("{}: {byte:#x} in lane {lane} of {neighbour:#x}", back_end.name);
                assert_eq!((back_end.block)(&window), back_end.naive_mask(&window), "{told}");
                let pair = window.first_chunk().unwrap();
                assert_eq!(u64::from((back_end.pair)(pair)), back_end.naive_mask(pair), "{told}");
                let step = window.first_chunk().unwrap();
                assert_eq!((back_end.first_special)(step), back_end.naive(step), "{told}");
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
            *byte = random(256) as u8 & [0x7f, 0x3f, 0xff][random(3)];
        }
        for back_end in back_ends() {
            let mask = back_end.naive_mask(&window);
            assert_eq!((back_end.block)(&window), mask, "{} {window:x?}", back_end.name);
            let marks = Marks((back_end.pair)(window.first_chunk().unwrap()).into());
            let first = (mask as u32 as u64).trailing_zeros();
            assert_eq!(marks.first() as u32, first);
            assert_eq!(marks.up_to_first(), u64::MAX >> 63_u32.saturating_sub(first));
        }
    }
}

/// Lengths up to some blocks and alignments up to half of one, so that each end meets each step of each back_end.
#[test]
fn every_length_and_alignment_and_the_first_of_two() {
    let (most, starts) = if cfg!(miri) { (70, 2) } else { (3 * BLOCK + 9, 32) };
    for back_end in back_ends() {
        every_length_and_alignment(&back_end, most, starts);
    }
}

fn every_length_and_alignment(back_end: &BackEnd, most: usize, starts: usize) {
    // As high as a plain byte may be.
    let plain = (0..=255).rev().find(|&byte| !(back_end.is_special)(byte)).unwrap();
    // What lies beyond the end must not be seen.
    let mut bytes = vec![b'"'; most + starts + 1];
    for start in 0..starts {
        for len in 0..=most {
            bytes[start..start + len].fill(plain);
            for at in 0..=len {
                if at < len {
                    bytes[start + at] = [b'"', b'\\', 0x1f][at % 3];
                    bytes[start + len - 1] = b'"';
                }
                let text = &bytes[start..start + len];
                assert_eq!((back_end.find)(text), at, "{} {start} {len}", back_end.name);
                if len >= BLOCK {
                    assert_eq!((back_end.find_in_many)(text), at, "{} {start} {len}", back_end.name);
                }
                bytes[start..start + len].fill(plain);
            }
            bytes[start..start + len].fill(b'"');
        }
    }
}

const ESCAPES: &[&str] = &[
    r"\n",
    r#"\""#,
    r"\\",
    r"\/",
    r"\b",
    r"\f",
    r"\r",
    r"\t",
    r"\u00e9",
    r"\uD55c",
    r"\u0041",
    r"\u0000",
    r"\ud83d\ude00",
    r"\uD800\uDC00",
    r"\udbff\udfff",
];
const STOPS: &[&str] = &[
    "\"",
    "\n",
    r"\x",
    r"\u12g4",
    r"\uD83D",
    r"\udc00",
    r"\ud83d\u0041",
    r"\ud83d\ud83d",
    r"\ud83d\ue000",
    r"\ud83d\n",
    r"\",
    r"\u1",
    "\u{1f}",
];

/// What was read, unescaped by serde_json, is what was written; and only what it is told to leave ends it. What is passed over is text too,
/// and ends at the same place or nearer to the end.
fn check_unescape(text: &str, room: usize) {
    for back_end in back_ends() {
        let mut out = vec![0xff; room];
        let (read, written) = (back_end.unescape)(text.as_bytes(), &mut out);
        let expected: Result<String, _> = serde_json::from_str(&format!("\"{}\"", &text[..read]));
        let short = text.len() < read + 300 || room < written + 300;
        let stops = |at: usize| {
            let is_special = text[at..].bytes().next().is_some_and(back_end.is_special);
            STOPS.iter().any(|stop| text[at..].starts_with(stop))
                || is_special && !text[at..].starts_with('\\')
        };
        let left = stops(read);
        assert!(
            expected.is_ok_and(|expected| expected.as_bytes() == &out[..written]) && (short || left),
            "{}, room {room}, stopped at {read}: {text:?}",
            back_end.name
        );
        let passed = (back_end.pass)(text.as_bytes());
        let whole = (0..=passed).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let is_text = serde_json::from_str::<String>(&format!("\"{}\"", &text[..whole])).is_ok();
        let ended = text.len() < passed + BLOCK || stops(whole);
        assert!(is_text && ended && passed >= read, "{}, passed {passed}: {text:?}", back_end.name);
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
            for back_end in back_ends() {
                let (found, others) = (back_end.closing)(&window);
                assert_eq!(u64::from(found), braces, "{}", back_end.name);
                let comma = if count < STEP { 1 << count } else { 0 };
                assert_eq!(found ^ others, 0xFFFF ^ comma, "{}", back_end.name);
            }
        }
    }
}

#[test]
fn what_two_windows_begin_with_in_common() {
    let one: [u8; 2 * STEP] = std::array::from_fn(|at| (at * 7) as u8);
    for first in 0..=2 * STEP {
        for second in first..=2 * STEP {
            for bit in 0..8 {
                let mut other = one;
                for at in [first, second].into_iter().filter(|&at| at < 2 * STEP) {
                    other[at] = !one[at] ^ 1 << bit;
                }
                let expected = one.iter().zip(&other).take_while(|(one, other)| one == other).count();
                for back_end in back_ends() {
                    assert_eq!((back_end.common)(&one, &other), expected, "{}", back_end.name);
                }
            }
        }
    }
}

#[test]
fn bytes_of_every_range() {
    const EDGES: [u8; 12] = [0, 1, 0x22, 0x7f, 0x80, 0xa0, 0xbf, 0xc2, 0xdf, 0xed, 0xfe, 0xff];
    for (low, high) in
        EDGES.iter().flat_map(|&low| EDGES.map(|high| (low, high))).filter(|(low, high)| low <= high)
    {
        for byte in (0..=255u8).step_by(if cfg!(miri) { 51 } else { 1 }) {
            let mut window = [low.wrapping_sub(1); 2 * STEP];
            window[byte as usize % (2 * STEP)] = byte;
            let expected =
                window.iter().rev().fold(0, |bits, here| bits << 1 | u32::from((low..=high).contains(here)));
            for back_end in back_ends() {
                assert_eq!(
                    (back_end.between)(&window, low, high),
                    expected,
                    "{} {low:x}..={high:x}",
                    back_end.name
                );
            }
        }
    }
}

/// What the standard library takes for UTF-8, but for what is left to it.
fn naive_end_of_letters(window: &[u8; 2 * STEP]) -> Option<usize> {
    let end = window.iter().position(|&byte| is_special(byte))?;
    let text = std::str::from_utf8(&window[..end]).ok()?;
    let is_common = text.chars().all(|char| char.len_utf8() < 4 && !('\u{800}'..'\u{1000}').contains(&char));
    is_common.then_some(end)
}

fn check_letters(window: &[u8; 2 * STEP]) {
    let expected = naive_end_of_letters(window);
    for back_end in back_ends() {
        assert_eq!((back_end.end_of_letters)(window), expected, "{} {window:x?}", back_end.name);
    }
}

#[test]
fn every_character_in_a_short_text() {
    for char in ('\u{20}'..=char::MAX).step_by(if cfg!(miri) { 9_973 } else { 1 }) {
        let mut window = [b'a'; 2 * STEP];
        let at = char as usize % (2 * STEP - 4);
        char.encode_utf8(&mut window[at..]);
        window[at + char.len_utf8()] = b'"';
        check_letters(&window);
    }
}

/// Every sequence of four bytes from those where something begins or ends, at both ends of the window and where its halves meet.
#[test]
fn every_sequence_of_bytes_in_a_short_text() {
    const EDGES: &[u8] = &[
        0x1f, b'"', b'\\', b'a', 0x7f, 0x80, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec,
        0xed, 0xee, 0xef, 0xf0, 0xf4, 0xff,
    ];
    let sequences = EDGES.len().pow(4);
    for sequence in (0..sequences).step_by(if cfg!(miri) { 4_999 } else { 1 }) {
        for at in [0, STEP - 2, 2 * STEP - 4] {
            let mut window = [b'"'; 2 * STEP];
            window[..at].fill(b'a');
            let mut rest = sequence;
            for byte in &mut window[at..at + 4] {
                *byte = EDGES[rest % EDGES.len()];
                rest /= EDGES.len();
            }
            check_letters(&window);
        }
    }
}
