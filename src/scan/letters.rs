//! Short texts with letters beyond ASCII, checked to be UTF-8 without a branch for each.

use super::{Plain, STEP, imp};

/// Where the text ends that `window` begins with, if it ends there at a byte that is special in a text, and is UTF-8 up to it. `None` as well for what is
/// rare: characters of four bytes, and those of three that begin with `E0`.
///
/// Characters by the table of well-formed sequences in the Unicode standard (3.9, table 3-7): `C2..DF` with one continuation byte, `E1..EF` with two,
/// and behind `ED` the first is below `A0`.
#[inline(always)]
pub(crate) fn end_of_letters(window: &[u8; 2 * STEP]) -> Option<usize> {
    end_in_marks(imp::pair(window, &Plain::OF_TEXT), |low, high| imp::between(window, low, high))
}

/// The same, told by a bit for each special byte, and for each byte of a range.
#[inline(always)]
pub(super) fn end_in_marks(special: u32, between: impl Fn(u8, u8) -> u32) -> Option<usize> {
    let of = |low, high| u64::from(between(low, high));
    let special = u64::from(special);
    if special == 0 {
        return None;
    }
    // Up to the end and one further, where no character may go on.
    let inside = special ^ (special - 1);
    let (two, three, more) = (of(0xC2, 0xDF), of(0xE1, 0xEF), of(0x80, 0xBF));
    let due = (two | three) << 1 | three << 2;
    let surrogates = of(0xED, 0xED) << 1 & of(0xA0, 0xBF);
    let wrong = (more ^ due) | (two | three | more) ^ of(0x80, 0xFF) | surrogates;
    (wrong & inside == 0).then_some(special.trailing_zeros() as usize)
}
