//! Looking at 64 bytes at once, with the widest instructions that the machine has.
//!
//! What is worth it is done as a [`Task`], a loop that is compiled once for each level and chosen when it begins: a choice in the loop, or a
//! call for each window, would cost more than the instructions save.

use super::{BLOCK, Marks, Plain, STEP, common, imp, marks};

/// What a level can do.
pub(crate) trait Level {
    /// The special bytes of a window, one bit for each byte, the first byte in the lowest.
    fn marks(window: &[u8; BLOCK], plain: &Plain) -> WideMarks;

    /// Whether to look for the closing braces costs less than to wait for a text's end.
    const FINDS_BRACES: bool;

    /// The closing braces.
    fn braces(window: &[u8; BLOCK]) -> WideMarks;

    /// The special bytes of two steps.
    fn pair(window: &[u8; 2 * STEP], plain: &Plain) -> Marks;

    /// Whether the window begins with the same bytes as `bytes`, so many as `run` has bits, which are its lowest.
    fn begins_with(window: &[u8; BLOCK], bytes: &[u8; BLOCK], run: u64) -> bool;
}

/// Work that looks at many windows.
pub(crate) trait Task {
    type Output;

    /// Does it; to be inlined, and so compiled with the level's instructions.
    fn run<L: Level>(self) -> Self::Output;
}

/// Does the task at the best level.
#[inline(always)]
pub(crate) fn at_best_level<T: Task>(task: T) -> T::Output {
    #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
    let task = match super::avx2::run(task) {
        Ok(output) => return output,
        Err(task) => task,
    };
    base(task)
}

#[inline(never)]
fn base<T: Task>(task: T) -> T::Output {
    task.run::<Base>()
}

/// What every machine of the target has.
struct Base;

impl Level for Base {
    const FINDS_BRACES: bool = false;

    #[inline(always)]
    fn marks(window: &[u8; BLOCK], plain: &Plain) -> WideMarks {
        WideMarks(imp::block(window, plain))
    }

    #[inline(always)]
    fn braces(window: &[u8; BLOCK]) -> WideMarks {
        WideMarks(window.iter().rev().fold(0, |marks, &byte| marks << 1 | u64::from(byte == b'}')))
    }

    #[inline(always)]
    fn pair(window: &[u8; 2 * STEP], plain: &Plain) -> Marks {
        marks(window, plain)
    }

    #[inline(always)]
    fn begins_with(window: &[u8; BLOCK], bytes: &[u8; BLOCK], run: u64) -> bool {
        let (low, high) =
            (window.first_chunk().zip(bytes.first_chunk()), window.last_chunk().zip(bytes.last_chunk()));
        let same = |half: Option<(&[u8; 2 * STEP], &[u8; 2 * STEP])>| {
            half.map_or(0, |(one, other)| common(one, other))
        };
        let length = run.trailing_ones() as usize;
        match length.checked_sub(2 * STEP) {
            None | Some(0) => same(low) >= length,
            Some(more) => same(low) == 2 * STEP && same(high) >= more,
        }
    }
}

/// The places of all special bytes of a window, one bit for each byte, the first byte in the lowest.
#[derive(Clone, Copy)]
pub(crate) struct WideMarks(pub(super) u64);

impl WideMarks {
    /// The place of the first one; `BLOCK` if there is none.
    #[inline(always)]
    pub(crate) fn first(self) -> usize {
        self.0.trailing_zeros() as usize
    }

    /// Those from `place` on, a place of the window, which is the first one then.
    #[inline(always)]
    pub(crate) fn from(self, place: usize) -> WideMarks {
        WideMarks(self.0 >> place)
    }

    /// Whether `place` is the first one.
    #[inline(always)]
    pub(crate) fn is_first(self, place: usize) -> bool {
        self.0 << (63 - place as u32 % 64) == 1 << 63
    }

    /// Whether the byte at `PLACE` is special.
    #[inline(always)]
    pub(crate) fn has<const PLACE: usize>(self) -> bool {
        self.0 >> PLACE & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct AllMarks<'w>(&'w [u8; BLOCK], Plain);

    impl Task for AllMarks<'_> {
        type Output = (WideMarks, WideMarks, [Marks; 2]);

        #[inline(always)]
        fn run<L: Level>(self) -> Self::Output {
            let pairs = [0, BLOCK / 2].map(|at| L::pair(self.0[at..].first_chunk().unwrap(), &self.1));
            (L::marks(self.0, &self.1), L::braces(self.0), pairs)
        }
    }

    /// What both levels find, which is the same.
    fn marks(window: &[u8; BLOCK], plain: Plain) -> WideMarks {
        let ((marks, braces, pairs), base) =
            (at_best_level(AllMarks(window, plain)), base(AllMarks(window, plain)));
        assert_eq!((marks.0, braces.0), (base.0.0, base.1.0), "{window:x?}");
        assert!(pairs == base.2, "{window:x?}");
        for (pair, half) in pairs.into_iter().zip([marks.0 as u32, (marks.0 >> 32) as u32]) {
            let up_to_first = u64::MAX >> 63_u32.saturating_sub(u64::from(half).trailing_zeros());
            assert_eq!((pair.is_empty(), pair.up_to_first()), (half == 0, up_to_first));
        }
        let expected = window.iter().rev().fold(0, |bits, &byte| bits << 1 | u64::from(byte == b'}'));
        assert_eq!(braces.0, expected, "{window:x?}");
        marks
    }

    #[test]
    fn every_byte_in_every_lane() {
        for plain in [Plain::OF_TEXT, Plain::ASCII] {
            for (byte, lane) in (0..=255).flat_map(|byte| (0..BLOCK).map(move |lane| (byte, lane))) {
                let mut window = [b'a'; BLOCK];
                window[lane] = byte;
                let expected = if plain.is_special(byte) { 1 << lane } else { 0 };
                assert_eq!(marks(&window, plain).0, expected, "{byte:#x} in lane {lane}, {plain:?}");
            }
        }
    }

    #[test]
    fn all_marks_of_a_window() {
        let bytes = b"\"\"\\a\x1f\x20!\"\x23[\x5d\x80\xa2\xdc\0\xff";
        let window: [u8; BLOCK] = std::array::from_fn(|at| bytes[at * 7 % 16]);
        for plain in [Plain::OF_TEXT, Plain::ASCII] {
            let marks = marks(&window, plain);
            for place in 0..BLOCK {
                let next = (place..BLOCK).find(|&at| plain.is_special(window[at]));
                assert_eq!(marks.from(place).first(), next.map_or(BLOCK, |next| next - place));
                assert_eq!(marks.from(place).has::<0>(), next == Some(place));
            }
        }
    }

    struct Begins<'w>(&'w [u8; BLOCK], &'w [u8; BLOCK], u64);

    impl Task for Begins<'_> {
        type Output = bool;

        #[inline(always)]
        fn run<L: Level>(self) -> bool {
            L::begins_with(self.0, self.1, self.2)
        }
    }

    #[test]
    fn a_window_begins_with_what_is_the_same() {
        let window: [u8; BLOCK] = std::array::from_fn(|at| (at * 7) as u8);
        for length in 0..=BLOCK {
            let run = u64::MAX.checked_shr((BLOCK - length) as u32).unwrap_or(0);
            for other in 0..=BLOCK {
                for bit in 0..8 {
                    let mut bytes = window;
                    if let Some(byte) = bytes.get_mut(other) {
                        *byte ^= 1 << bit;
                    }
                    let expected = length <= other;
                    let begins = at_best_level(Begins(&window, &bytes, run));
                    assert_eq!((begins, base(Begins(&window, &bytes, run))), (expected, expected));
                }
            }
        }
    }
}
