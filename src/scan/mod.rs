//! Finding the bytes that matter: the first byte of a text that is not plain (`"`, `\` or a control character).
//!
//! One back end is compiled in: SSE2 on x86-64, where it is part of the base instruction set, words elsewhere. `--cfg
//! millstream_scalar` chooses the words everywhere, so that tests can run both.

#[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
#[path = "sse2.rs"]
mod imp;
#[cfg(not(all(target_arch = "x86_64", not(millstream_scalar), not(miri))))]
#[path = "words.rs"]
mod imp;

/// Bytes looked at in one step.
pub(crate) const STEP: usize = 16;

/// The place of the first special byte of `window`, `STEP` if there is none.
#[inline(always)]
pub(crate) fn first_special(window: &[u8; STEP]) -> usize {
    imp::first_special(window)
}

/// The special bytes of two steps: most texts are shorter, and none of these costs a branch.
#[inline(always)]
pub(crate) fn marks(window: &[u8; 2 * STEP]) -> Marks {
    imp::marks(window)
}

/// The places of special bytes, some bits for each byte of a window, the first byte in the lowest.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Marks(u64);

impl Marks {
    /// The place of the first one; no place of the window if there is none.
    #[inline(always)]
    pub(crate) fn first(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    /// The lowest bit alone, which tells the first place without counting.
    #[inline(always)]
    pub(crate) fn lowest(self) -> u64 {
        self.0 & self.0.wrapping_neg()
    }
}

/// The place of the first special byte at or after `from`; the length of `bytes` if there is none.
#[inline]
pub(crate) fn find_special(bytes: &[u8], mut from: usize) -> usize {
    while let Some(window) = bytes.get(from..).and_then(|rest| rest.first_chunk::<STEP>()) {
        let at = first_special(window);
        if at < STEP {
            return from + at;
        }
        from += STEP;
    }
    while bytes.get(from).is_some_and(|&byte| !is_special(byte)) {
        from += 1;
    }
    from
}

/// Ends a run of plain text: RFC 8259, section 7 allows every other byte unescaped.
#[inline(always)]
pub(crate) const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn naive(bytes: &[u8], from: usize) -> usize {
        (from..bytes.len()).find(|&at| is_special(bytes[at])).unwrap_or(bytes.len())
    }

    #[test]
    fn every_byte_in_every_lane() {
        for byte in 0..=255u8 {
            for lane in 0..STEP {
                let mut window = [b'a'; STEP];
                window[lane] = byte;
                assert_eq!(first_special(&window), naive(&window, 0), "{byte:#x} in lane {lane}");
            }
            for lane in 0..2 * STEP {
                let mut window = [b'a'; 2 * STEP];
                window[lane] = byte;
                let marks = marks(&window);
                let expected = naive(&window, 0);
                assert_eq!(marks.first().min(2 * STEP), expected, "{byte:#x} in lane {lane}");
                assert_eq!(marks.lowest() == 0, expected == 2 * STEP);
            }
        }
    }

    #[test]
    fn every_length_and_start_and_the_first_of_two() {
        for len in 0..if cfg!(miri) { 20 } else { 100 } {
            for from in 0..=len {
                assert_eq!(find_special(&vec![0xe9; len], from), len);
                for special in [b'"', b'\\', 0x1f] {
                    for at in 0..len {
                        let mut bytes = vec![b'x'; len];
                        bytes[at] = special;
                        bytes[len - 1] = b'"';
                        assert_eq!(find_special(&bytes, from), naive(&bytes, from), "{len} {from} {at}");
                    }
                }
            }
        }
    }
}
