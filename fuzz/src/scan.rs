//! Every back end of the scan sees in every window what plain code sees.

use millstream::{BackEnd, back_ends};

pub fn check(input: &[u8]) {
    for back_end in back_ends() {
        for start in 0..input.len() {
            window(&back_end, &input[start..]);
        }
        // Any end, so that the last block overlaps the one before it by any length.
        for end in 64..=input.len() {
            let bytes = &input[..end];
            assert_eq!(
                (back_end.find_in_many)(bytes),
                first(&back_end, bytes),
                "{}: {bytes:x?}",
                back_end.name
            );
        }
        for start in 0..input.len().saturating_sub(63) {
            let bytes = &input[start..];
            assert_eq!(
                (back_end.find_in_many)(bytes),
                first(&back_end, bytes),
                "{}: {bytes:x?}",
                back_end.name
            );
        }
    }
}

/// The windows at the beginning of `bytes`.
fn window(back_end: &BackEnd, bytes: &[u8]) {
    let name = back_end.name;
    if let Some(window) = bytes.first_chunk() {
        assert_eq!((back_end.first_special)(window), first(back_end, window), "{name}: {window:x?}");
        let (braces, brackets) = (back_end.closing)(window);
        assert_eq!(u64::from(braces), marks(window, |byte| byte == b'}'), "{name}: {window:x?}");
        assert_eq!(u64::from(brackets), marks(window, |byte| byte == b']'), "{name}: {window:x?}");
    }
    if let Some(window) = bytes.first_chunk() {
        assert_eq!(
            u64::from((back_end.pair)(window)),
            marks(window, back_end.is_special),
            "{name}: {window:x?}"
        );
        assert_eq!((back_end.end_of_letters)(window), end_of_letters(window), "{name}: {window:x?}");
        if let Some(other) = bytes[window.len()..].first_chunk() {
            let same = window.iter().zip(other).take_while(|(one, other)| one == other).count();
            assert_eq!((back_end.common)(window, other), same, "{name}: {window:x?} {other:x?}");
        }
    }
    if let Some(window) = bytes.first_chunk() {
        assert_eq!((back_end.block)(window), marks(window, back_end.is_special), "{name}: {window:x?}");
    }
}

fn first(back_end: &BackEnd, bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| (back_end.is_special)(byte)).unwrap_or(bytes.len())
}

/// By the standard library, but for characters that are left to it.
fn end_of_letters(window: &[u8]) -> Option<usize> {
    let end = window.iter().position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\')?;
    let text = std::str::from_utf8(&window[..end]).ok()?;
    let left = |char: char| char.len_utf8() == 4 || ('\u{800}'..'\u{1000}').contains(&char);
    (!text.chars().any(left)).then_some(end)
}

fn marks(bytes: &[u8], is_marked: impl Fn(u8) -> bool) -> u64 {
    (0..).zip(bytes).filter(|&(_, &byte)| is_marked(byte)).map(|(at, _)| 1 << at).sum()
}
