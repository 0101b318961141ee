//! Short numbers, eight digits at a time in plain integers (SWAR). What is not of the plain shape is left to [`Number`](super::Number).

/// Eight times the digit zero.
const ZEROS: u64 = 0x3030_3030_3030_3030;
const HIGH: u64 = 0x8080_8080_8080_8080;
/// Powers of ten that an `f64` holds exactly.
const POWERS: [f64; 16] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// The integer in the first `length` bytes of `window`: an optional sign and 1 to 15 digits, no zero before others.
#[inline(always)]
pub(crate) fn integer(window: &[u8; 16], length: usize) -> Option<i64> {
    let (negative, text, length) = sign(window, length);
    if length == 0 || length > 15 || text as u8 == b'0' && length > 1 {
        return None;
    }
    let value = digits(text, length)? as i64;
    Some(if negative { -value } else { value })
}

/// The decimal in the first `length` bytes of `window`: an optional sign and 1 to 15 digits, a dot among them or not.
///
/// Digits and power of ten are integers that an `f64` holds exactly, so that the one rounding, of the division, is the right one.
#[inline(always)]
pub(crate) fn float(window: &[u8; 16], length: usize) -> Option<f64> {
    let (negative, text, length) = sign(window, length);
    let dot = first_dot(text).min(length);
    if dot == 0 || length > 16 || text as u8 == b'0' && dot > 1 {
        return None;
    }
    let (text, count, fraction) = match length - dot {
        0 => (text, length, 0),
        1 => return None, // a dot at the end
        rest => (without_byte(text, dot), length - 1, rest - 1),
    };
    if count > 15 {
        return None;
    }
    let value = digits(text, count)? as f64 / POWERS[fraction];
    Some(if negative { -value } else { value })
}

/// How many digits the window begins with.
#[inline(always)]
pub(crate) fn run(window: &[u8; 16]) -> usize {
    let text = u128::from_le_bytes(*window);
    match (not_digits(text as u64 ^ ZEROS), not_digits((text >> 64) as u64 ^ ZEROS)) {
        (0, 0) => 16,
        (0, high) => 8 + high.trailing_zeros() as usize / 8,
        (low, _) => low.trailing_zeros() as usize / 8,
    }
}

/// The value of that many leading digits, at most 15.
#[inline(always)]
pub(crate) fn value(window: &[u8; 16], length: usize) -> Option<u64> {
    if length == 0 || length > 15 { None } else { digits(u128::from_le_bytes(*window), length) }
}

/// Takes a minus sign off.
#[inline(always)]
fn sign(window: &[u8; 16], length: usize) -> (bool, u128, usize) {
    let text = u128::from_le_bytes(*window);
    match window[0] {
        b'-' if length > 0 => (true, text >> 8, length - 1),
        _ => (false, text, length),
    }
}

/// The value of 1 to 15 digits, the first in the lowest byte.
#[inline(always)]
fn digits(text: u128, length: usize) -> Option<u64> {
    if length <= 8 {
        // Bytes before the number become zeros, which count nothing.
        let word = (text as u64 ^ ZEROS) << (64 - 8 * length);
        return (not_digits(word) == 0).then(|| eight(word));
    }
    let text = (text ^ (ZEROS as u128 | (ZEROS as u128) << 64)) << (128 - 8 * length);
    let (head, tail) = (text as u64, (text >> 64) as u64);
    (not_digits(head) | not_digits(tail) == 0).then(|| eight(head) * 100_000_000 + eight(tail))
}

/// The top bit of each byte above 9; the first of them is right, later ones may be marked by a carry.
#[inline(always)]
const fn not_digits(word: u64) -> u64 {
    (word.wrapping_add(0x7676_7676_7676_7676) | word) & HIGH
}

/// The value of eight digits, the first in the lowest byte, by adding neighbours: twice two, twice four, twice eight.
#[inline(always)]
const fn eight(word: u64) -> u64 {
    let pairs = (word.wrapping_mul(10) + (word >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs.wrapping_mul(100) + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    (fours.wrapping_mul(10_000) + (fours >> 32)) & 0xFFFF_FFFF
}

/// Where the first dot stands, 16 if nowhere.
#[inline(always)]
fn first_dot(text: u128) -> usize {
    match dots(text as u64) {
        0 => 8 + (dots((text >> 64) as u64).trailing_zeros() as usize / 8),
        low => low.trailing_zeros() as usize / 8,
    }
}

/// The top bit of each byte that is a dot; as above, the first is right.
#[inline(always)]
const fn dots(word: u64) -> u64 {
    let zero = word ^ 0x2E2E_2E2E_2E2E_2E2E;
    zero.wrapping_sub(0x0101_0101_0101_0101) & !zero & HIGH
}

/// The text without its byte at `at`.
#[inline(always)]
fn without_byte(text: u128, at: usize) -> u128 {
    let before = (1u128 << (8 * at)) - 1;
    text & before | (text >> 8) & !before
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(text: &str) -> ([u8; 16], usize) {
        let mut window = [b'"'; 16];
        let length = text.len().min(16);
        window[..length].copy_from_slice(&text.as_bytes()[..length]);
        (window, length)
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
        for length in 1..=16 {
            for digits in ["1234567890123456", "9999999999999999", "0000000000000000", "1000000000000001"] {
                let text = &digits[..length];
                texts.push(text.to_owned());
                for at in 0..length {
                    for byte in ['.', '-', '+', 'e', '/', ':', ' ', '\0', '\u{7f}'] {
                        texts.push(format!("{}{byte}{}", &text[..at], &text[at + 1..]));
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
            let (window, length) = window(&text);
            let count = text.bytes().filter(u8::is_ascii_digit).count();
            let expected = text.parse::<i64>().ok().filter(|_| is_plain(&text) && count <= 15);
            assert_eq!(integer(&window, length), expected, "{text:?}");
            integers += expected.is_some() as usize;
            let plain = is_plain(&text) && count <= 15 && !text.ends_with('.') && !text.contains(['e', '+']);
            let expected = text.parse::<f64>().ok().filter(|_| plain);
            assert_eq!(float(&window, length).map(f64::to_bits), expected.map(f64::to_bits), "{text:?}");
            floats += expected.is_some() as usize;
            let leading = text.bytes().take(16).take_while(u8::is_ascii_digit).count();
            assert_eq!(run(&window), leading, "{text:?}");
            let expected = if leading > 15 { None } else { text[..leading].parse().ok() };
            assert_eq!(value(&window, leading), expected, "{text:?}");
        }
        assert!(integers > 40 && floats > 300, "{integers} {floats}");
    }
}
