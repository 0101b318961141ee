//! Whether a short text is a number, eight characters at a time in plain integers (SWAR). Nothing is converted.

/// Whether the first `length` bytes of `window`, up to 15, are an optional sign and digits, with a dot among them or not, and no zero too
/// many in front. Numbers in other shapes are left to [`Decimal`](super::Decimal).
#[inline(always)]
pub(super) fn is_plain_number(window: &[u8; 16], length: usize) -> bool {
    let [low, high] = [window.first_chunk(), window.last_chunk()]
        .map(|half| half.map_or(0, |&half| u64::from_le_bytes(half)));
    let first = (low as u8 == b'-') as usize;
    let mut others = others(low);
    if length > 8 {
        others |= self::others(high) << 8;
    }
    // The end of the number is one of them, so that there is a first: the dot, or the end.
    others = (others >> first << first | 1 << length) & (2 << length) - 1;
    let point = others.trailing_zeros() as usize;
    let fraction = others & (others - 1) == 1 << length && window[point & 15] == b'.' && point + 1 < length;
    let leading_zero = window[first] == b'0';
    length < 16 && point > first && (point == length || fraction) && (!leading_zero || point == first + 1)
}

/// One bit for each byte that is no digit, the first byte in the lowest.
#[inline(always)]
fn others(word: u64) -> u32 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let word = word ^ 0x3030_3030_3030_3030;
    // No sum carries into the next byte.
    let marks = ((word & LOW) + 0x7676_7676_7676_7676 | word) & !LOW;
    // The multiplication moves bit 8n to bit 56 + n.
    ((marks >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::Decimal;

    /// All texts of up to five characters, and longer ones with one or two foreign characters at every place.
    #[test]
    fn what_is_plain_is_a_number() {
        let alphabet = b"019-.e+:/";
        let mut texts = vec![String::new()];
        let mut last = 0;
        for _ in 0..if cfg!(miri) { 2 } else { 5 } {
            let more: Vec<String> = texts[last..]
                .iter()
                .flat_map(|text| alphabet.iter().map(move |&byte| format!("{text}{}", byte as char)))
                .collect();
            last = texts.len();
            texts.extend(more);
        }
        for length in 6..=16 {
            let digits = &"1234567890123456"[..length];
            for at in 0..length {
                for byte in ['0', '.', '-', 'e', '\u{7f}', '\0'] {
                    let one = format!("{}{byte}{}", &digits[..at], &digits[at + 1..]);
                    texts.extend((0..length).map(|dot| format!("{}.{}", &one[..dot], &one[dot + 1..])));
                    texts.push(one);
                }
            }
        }
        let mut plain = 0;
        for text in &texts {
            let mut window = [b'"'; 16];
            window[..text.len()].copy_from_slice(text.as_bytes());
            let digits = text.bytes().filter(u8::is_ascii_digit).count();
            let number = Decimal::parse(text).is_some() && !text.contains('e');
            let expected = number && text.len() < 16;
            assert_eq!(is_plain_number(&window, text.len()), expected, "{text:?} {digits}");
            plain += expected as usize;
        }
        assert!(plain > 1_000, "{plain}");
    }
}
