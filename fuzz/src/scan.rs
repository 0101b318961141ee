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
            assert_eq!((back_end.find_in_many)(bytes), first(bytes), "{}: {bytes:x?}", back_end.name);
        }
        for start in 0..input.len().saturating_sub(63) {
            let bytes = &input[start..];
            assert_eq!((back_end.find_in_many)(bytes), first(bytes), "{}: {bytes:x?}", back_end.name);
        }
    }
}

/// The windows at the beginning of `bytes`.
fn window(back_end: &BackEnd, bytes: &[u8]) {
    let name = back_end.name;
    if let Some(window) = bytes.first_chunk() {
        assert_eq!((back_end.first_special)(window), first(window), "{name}: {window:x?}");
        let (braces, brackets) = (back_end.closing)(window);
        assert_eq!(u64::from(braces), marks(window, |byte| byte == b'}'), "{name}: {window:x?}");
        assert_eq!(u64::from(brackets), marks(window, |byte| byte == b']'), "{name}: {window:x?}");
    }
    if let Some(window) = bytes.first_chunk() {
        assert_eq!(u64::from((back_end.pair)(window)), marks(window, is_special), "{name}: {window:x?}");
        if let Some(other) = bytes[window.len()..].first_chunk() {
            let same = window.iter().zip(other).take_while(|(one, other)| one == other).count();
            assert_eq!((back_end.common)(window, other), same, "{name}: {window:x?} {other:x?}");
        }
    }
    if let Some(window) = bytes.first_chunk() {
        assert_eq!((back_end.block)(window), marks(window, is_special), "{name}: {window:x?}");
    }
}

/// RFC 8259, section 7: what a string may not hold unescaped.
fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

fn first(bytes: &[u8]) -> usize {
    bytes.iter().position(|&byte| is_special(byte)).unwrap_or(bytes.len())
}

fn marks(bytes: &[u8], is_marked: impl Fn(u8) -> bool) -> u64 {
    (0..).zip(bytes).filter(|&(_, &byte)| is_marked(byte)).map(|(at, _)| 1 << at).sum()
}
