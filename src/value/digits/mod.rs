//! Short numbers, 16 digits at a time. What is not of the plain shape is left to [`Number`](super::Number).
//!
//! A number is seen through windows of 16 bytes: one begins with the number and tells where its digits end, others end with its digits and
//! tell their value, so that neither depends on how many digits there are.

#[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
#[path = "sse2.rs"]
mod imp;
#[cfg(any(test, not(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))))]
mod words;
#[cfg(not(all(target_arch = "x86_64", not(millstream_scalar), not(miri))))]
use words as imp;

use crate::cursor::Cursor;

/// The digits whose value an `i64` and an `f64` hold exactly, whatever they are.
const DIGITS: usize = 15;
/// Powers of ten that an `f64` holds exactly.
const POWERS: [f64; DIGITS + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The integer that a quote follows: an optional sign and 1 to 15 digits, no zero before others. The cursor is left behind the quote, or,
/// where it is another or `convert` refuses it, where it was.
#[inline(always)]
pub(crate) fn integer<T>(cursor: &mut Cursor<'_>, convert: impl Fn(i64) -> Option<T>) -> Option<T> {
    let around = cursor.window_around()?;
    let window = window_to(around, 16)?;
    let sign = (window[0] == b'-') as usize;
    let length = first(others_behind(sign, window));
    let count = length - sign;
    if !is_plain(window, sign, count) {
        return None;
    }
    let value = imp::value(window_to(around, length)?, count) as i64;
    let mask = -(sign as i64);
    let value = convert((value ^ mask) - mask)?;
    cursor.pass_short_text(length as u8).then_some(value)
}

/// The decimal that a quote follows: an optional sign and 1 to 15 digits, a dot between them or not. The cursor is left as by [`integer`].
///
/// Digits and power of ten are integers that an `f64` holds exactly, so that the one rounding, of the division, is the right one.
#[inline(always)]
pub(crate) fn float<T>(cursor: &mut Cursor<'_>, convert: impl Fn(f64) -> Option<T>) -> Option<T> {
    let around = cursor.window_around()?;
    let window = window_to(around, 16)?;
    let sign = (window[0] == b'-') as usize;
    let others = others_behind(sign, window);
    let dot = first(others);
    let whole = dot - sign;
    if !is_plain(window, sign, whole) {
        return None;
    }
    let (value, length) = if window.get(dot) == Some(&b'.') {
        let length = first(others & (others - 1));
        let fraction = length - dot - 1;
        if fraction.wrapping_sub(1) >= DIGITS || whole + fraction > DIGITS {
            return None;
        }
        let digits = imp::joined(window_to(around, length)?, whole + fraction, fraction);
        (digits as i64 as f64 / POWERS[fraction], length)
    } else {
        (imp::value(window_to(around, dot)?, whole) as i64 as f64, dot)
    };
    let value = convert(if sign == 1 { -value } else { value })?;
    cursor.pass_short_text(length as u8).then_some(value)
}

/// The text of the number that a quote follows, of the same shape as [`float`] reads. The cursor is left behind the quote, or where it was.
#[inline(always)]
pub(crate) fn text<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let window = cursor.window::<16>()?;
    let sign = (window[0] == b'-') as usize;
    let others = others_behind(sign, window);
    let dot = first(others);
    // Where the number ends is found in one way with a dot and without.
    let fraction = (window[dot % 16] == b'.') as u32;
    let length = first(others & others.wrapping_sub(fraction));
    let (whole, zero) = (dot - sign, window[sign] == b'0');
    // Digits in front of the dot, no zero before others, and digits behind it: one branch, which nearly always is the same.
    let plain = (whole.wrapping_sub(1) < DIGITS) & !(zero & (whole > 1)) & (length != dot + 1);
    if plain { cursor.take_ascii_text(length as u8) } else { None }
}

/// How many digits stand `ahead` bytes from here, 16 at most, and their value; `None` unless they are 1 to 15.
#[inline(always)]
pub(crate) fn natural(cursor: &Cursor<'_>, ahead: usize) -> Option<(usize, u64)> {
    let around = cursor.window_around()?;
    let count = first(others_behind(0, window_to(around, 16 + ahead)?));
    if count.wrapping_sub(1) >= DIGITS {
        return None;
    }
    Some((count, imp::value(window_to(around, ahead + count)?, count)))
}

/// The 16 bytes that end `length` bytes behind the middle's beginning.
#[inline(always)]
fn window_to(around: &[u8; 48], length: usize) -> Option<&[u8; 16]> {
    around.get(length..)?.first_chunk()
}

/// A bit for each byte that is no digit, but for the sign, 0 or 1, and one for what stands behind the window.
#[inline(always)]
fn others_behind(sign: usize, window: &[u8; 16]) -> u32 {
    // The sign is none, so that its bit is set.
    (imp::others(window) - sign as u32) | 1 << 16
}

/// The place of the lowest bit.
#[inline(always)]
fn first(others: u32) -> usize {
    others.trailing_zeros() as usize
}

/// Whether there are 1 to 15 digits behind the sign, the first no zero before another.
#[inline(always)]
fn is_plain(window: &[u8; 16], sign: usize, count: usize) -> bool {
    count.wrapping_sub(1) < DIGITS && (count == 1 || window[sign] != b'0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::limits::Limits;

    /// What is read of `text` in a string, and how many bytes were stepped over. So many bytes stand before and behind the string.
    fn read<T>(
        text: &str,
        before: usize,
        behind: usize,
        read: impl Fn(&mut Cursor<'_>) -> Option<T>,
    ) -> (Option<T>, usize) {
        let input = format!("{}{text}\"{}", "7".repeat(before), "8".repeat(behind));
        let arena = Arena::with_limit(0);
        let mut cursor = Cursor::new(input.as_str(), &arena, &Limits::default());
        cursor.seek(before);
        let value = read(&mut cursor);
        (value, cursor.at() - before)
    }

    fn is_plain(text: &str) -> bool {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let zero = digits.starts_with('0') && digits.as_bytes().get(1).is_some_and(u8::is_ascii_digit);
        digits.starts_with(|c: char| c.is_ascii_digit()) && !zero
    }

    /// Texts of every length with a foreign byte at every place.
    fn texts() -> Vec<String> {
        let mut texts: Vec<String> =
            ["", "-", ".", "-.", "1.", ".5", "00", "0.0", "-0", "1..2", "1.2.3", "9.99"]
                .map(String::from)
                .into();
        for length in 1..=18 {
            for digits in
                ["123456789012345678", "999999999999999999", "000000000000000000", "100000000000000001"]
            {
                let text = &digits[..length];
                texts.push(text.to_owned());
                for at in 0..length {
                    for byte in ['.', '-', '+', 'e', '/', ':', ' ', '\0', '\u{7f}'] {
                        texts.push(format!("{}{byte}{}", &text[..at], &text[at + 1..]));
                        texts.push(format!("-{}{byte}{}", &text[..at], &text[at + 1..]));
                    }
                }
            }
        }
        texts
    }

    #[test]
    fn plain_numbers_are_read_and_others_left() {
        let (mut integers, mut floats) = (0, 0);
        for text in texts() {
            let count = text.bytes().filter(u8::is_ascii_digit).count();
            let short = count <= 15 && is_plain(&text);
            let length = |read: bool| if read { text.len() + 1 } else { 0 };
            let expected = text.parse::<i64>().ok().filter(|_| short);
            assert_eq!(
                read(&text, 16, 400, |cursor| integer(cursor, Some)),
                (expected, length(expected.is_some())),
                "{text:?}"
            );
            integers += expected.is_some() as usize;
            // Sign, dot and digits together fit into one window.
            let plain = short && text.len() <= 16 && !text.ends_with('.') && !text.contains(['e', '+']);
            let expected = text.parse::<f64>().ok().filter(|_| plain).map(f64::to_bits);
            let found = read(&text, 16, 400, |cursor| float(cursor, Some).map(f64::to_bits));
            assert_eq!(found, (expected, length(expected.is_some())), "{text:?}");
            floats += expected.is_some() as usize;
            let found = read(&text, 16, 400, |cursor| super::text(cursor).map(str::len));
            assert_eq!(found, (expected.map(|_| text.len()), length(expected.is_some())), "{text:?}");
            let leading = text.bytes().take_while(u8::is_ascii_digit).count();
            let expected =
                (1..=15).contains(&leading).then(|| (leading, text[..leading].parse::<u64>().unwrap()));
            for ahead in ["", "1.", "0123456789abcdef"] {
                let found = read(&format!("{ahead}{text}"), 16, 400, |cursor| natural(cursor, ahead.len()));
                assert_eq!(found, (expected, 0), "{text:?} behind {ahead:?}");
            }
        }
        assert!(integers > 60 && floats > 600, "{integers} {floats}");
    }

    #[test]
    fn near_either_end_of_the_input_a_number_is_read_or_left() {
        for before in 0..18 {
            for behind in (0..18).chain(300..340) {
                for text in ["7", "-12", "123456789012345", "1.5", "-0.25", "12345678.125"] {
                    let inside = before >= 16 && behind >= 320;
                    let (value, length) = read(text, before, behind, |cursor| float(cursor, Some));
                    assert!(value.is_some() || !inside, "{text} {before} {behind}");
                    assert!(value.is_none_or(|value| Ok(value) == text.parse()), "{text} {before} {behind}");
                    assert_eq!(length, if value.is_some() { text.len() + 1 } else { 0 });
                    let (found, _) = read(text, before, behind, |cursor| super::text(cursor).map(str::len));
                    assert!(found == Some(text.len()) || found.is_none() && behind < 320, "{text} {behind}");
                    let (value, _) = read("1.5", before, behind, |cursor| natural(cursor, "1.".len()));
                    assert!(value == Some((1, 5)) || value.is_none() && !inside, "{before} {behind}");
                    let (value, _) = read(text, before, behind, |cursor| integer(cursor, Some));
                    assert!(value.is_none_or(|value| Ok(value) == text.parse()), "{text} {before} {behind}");
                }
            }
        }
    }

    #[test]
    fn both_back_ends_see_the_same() {
        for byte in 0..=255 {
            for place in 0..16 {
                let mut window = *b"0123456789012345";
                window[place] = byte;
                assert_eq!(imp::others(&window), words::others(&window), "{byte} at {place}");
                assert_eq!(words::others(&window) != 0, !byte.is_ascii_digit());
            }
        }
        let b = b"9876543210987654";
        for count in 0..=16 {
            assert_eq!(imp::value(b, count), words::value(b, count), "{count}");
            for tail in 0..=count {
                // One byte is left out, so that there is room for 15.
                if count == 16 || tail == 16 {
                    continue;
                }
                let (found, twin) = (imp::joined(b, count, tail), words::joined(b, count, tail));
                assert_eq!(found, twin, "{count} {tail}");
                let text = [&b[15 - count..15 - tail], &b[16 - tail..]].concat();
                let text = std::str::from_utf8(&text).unwrap();
                assert_eq!(twin, if count == 0 { 0 } else { text.parse().unwrap() });
            }
        }
    }
}
