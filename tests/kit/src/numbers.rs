//! Exact arithmetic on the text of decimal numbers. Every function takes a text that follows the JSON grammar ([`is_number`]).

use crate::types::RefTime;

/// More digits than i64 seconds in nanoseconds or u64 bytes ever have; such numbers fit an `i128`.
const MOST_DIGITS: i128 = 30;

/// Whether the text is `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?` and nothing else.
pub fn is_number(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let unsigned = mantissa.strip_prefix('-').unwrap_or(mantissa);
    let (whole, fraction) = match unsigned.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (unsigned, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(|exponent| digits(exponent.strip_prefix(['+', '-']).unwrap_or(exponent)))
}

/// Whether the text may stand in an N: a JSON number whose exponent, leading zeros stripped, has at most 9 digits.
pub fn is_attribute_number(text: &str) -> bool {
    let exponent = text.split_once(['e', 'E']).map_or("", |(_, exponent)| exponent);
    is_number(text) && exponent.trim_start_matches(['+', '-', '0']).len() <= 9
}

/// A time as seconds and nanoseconds, rounded down; `None` where the number is beyond i64. One of 12 digits and more counts milliseconds, of 15
/// microseconds, of 18 nanoseconds, as records of Kinesis do.
pub fn time(text: &str) -> Option<RefTime> {
    let (billionths, _exact) = scaled(text, 9)?;
    let count = i64::try_from(billionths.div_euclid(1_000_000_000)).ok()?;
    let digits = if count < 0 { 0 } else { count.to_string().len() };
    let in_a_second = match digits {
        ..12 => 1,
        12..15 => 1_000,
        15..18 => 1_000_000,
        18.. => 1_000_000_000,
    };
    let nanoseconds = billionths.div_euclid(in_a_second);
    let seconds = i64::try_from(nanoseconds.div_euclid(1_000_000_000)).ok()?;
    Some((seconds, nanoseconds.rem_euclid(1_000_000_000) as u32))
}

/// A number of bytes; `None` where the number is not an integer, or beyond u64.
pub fn size(text: &str) -> Option<u64> {
    match scaled(text, 0)? {
        (bytes, true) => u64::try_from(bytes).ok(),
        (_, false) => None,
    }
}

/// `text * 10^shift` rounded down, and whether that is exact; `None` where it has more than [`MOST_DIGITS`] digits.
fn scaled(text: &str, shift: i128) -> Option<(i128, bool)> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let negative = mantissa.starts_with('-');
    let unsigned = mantissa.trim_start_matches('-');
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits = format!("{whole}{fraction}");
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some((0, true));
    }
    // An exponent too long for i128 is as good as the greatest: no input is long enough to make up for it.
    let size_of_exponent = exponent.trim_start_matches(['+', '-']).parse::<i128>().unwrap_or(i128::MAX / 2);
    let exponent = if exponent.starts_with('-') { -size_of_exponent } else { size_of_exponent };

    // The number is `digits * 10^power`.
    let power = exponent - fraction.len() as i128 + shift;
    let length = digits.len() as i128 + power;
    if length > MOST_DIGITS {
        return None;
    }
    let kept = &digits[..length.clamp(0, digits.len() as i128) as usize];
    let zeros = "0".repeat(power.max(0) as usize);
    let magnitude: i128 = format!("0{kept}{zeros}").parse().expect("at most MOST_DIGITS digits");
    let exact = digits[kept.len()..].bytes().all(|digit| digit == b'0');
    let value = if negative { -magnitude - i128::from(!exact) } else { magnitude };
    Some((value, exact))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grammar() {
        for text in [
            "0",
            "-0",
            "1",
            "10",
            "-1.50",
            "0.0",
            "1e5",
            "1E+05",
            "1e-0",
            "12345678901234567890123456789012345678",
            "0e999999999999",
        ] {
            assert!(is_number(text), "{text}");
        }
        for text in [
            "", "-", "01", "-01", "00", ".5", "5.", "+1", "1e", "1e+", "e5", "1e5.0", "1.2.3", "0x1", "NaN",
            "Infinity", " 1", "1 ", "1_0", "１", "--1", "1e--1", "1E5e5",
        ] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn an_exponent_has_nine_digits_at_most() {
        for text in
            ["1e999999999", "1E-999999999", "1e+000000000000001", "0e0000000000000000", "1e0999999999"]
        {
            assert!(is_attribute_number(text), "{text}");
        }
        for text in ["1e1000000000", "0e9999999999", "1E-1000000000", "1e", "x"] {
            assert!(!is_attribute_number(text), "{text}");
        }
    }

    #[test]
    fn times_are_exact_and_round_down() {
        let cases: [(&str, Option<RefTime>); 32] = [
            ("1479499740", Some((1_479_499_740, 0))),
            ("1479499740.0", Some((1_479_499_740, 0))),
            ("1479499740.5", Some((1_479_499_740, 500_000_000))),
            ("1.674921798E9", Some((1_674_921_798, 0))),
            ("1.4285376E9", Some((1_428_537_600, 0))),
            ("1.4285376e+09", Some((1_428_537_600, 0))),
            ("14794997401234e-4", Some((1_479_499_740, 123_400_000))),
            ("1479499740.123456789", Some((1_479_499_740, 123_456_789))),
            ("1479499740.1234567899999", Some((1_479_499_740, 123_456_789))),
            ("1479499740.12345678900", Some((1_479_499_740, 123_456_789))),
            ("0", Some((0, 0))),
            ("-0.0e5", Some((0, 0))),
            ("0e99999999999999999999999999999999999999999999", Some((0, 0))),
            ("-0.5", Some((-1, 500_000_000))),
            ("-1", Some((-1, 0))),
            ("-1.0000000001", Some((-2, 999_999_999))),
            ("-1.0000000010", Some((-2, 999_999_999))),
            ("1e-10", Some((0, 0))),
            ("1e-9", Some((0, 1))),
            ("-1e-99999999999999999999999999999999999999999999", Some((-1, 999_999_999))),
            ("1e-99999999999999999999999999999999999999999999", Some((0, 0))),
            ("99999999999.999999999999", Some((99_999_999_999, 999_999_999))),
            ("1731924555370", Some((1_731_924_555, 370_000_000))),
            ("1731924555370.9999999", Some((1_731_924_555, 370_999_999))),
            ("1.731924555370123E15", Some((1_731_924_555, 370_123_000))),
            ("9223372036854775807.999999999999", Some((9_223_372_036, 854_775_807))),
            ("9223372036854775808", None),
            ("-9223372036854775808", Some((i64::MIN, 0))),
            ("-9223372036854775808.0000000001", None),
            ("9.3e18", None),
            ("1e20", None),
            ("1e99999999999999999999999999999999999999999999", None),
        ];
        for (text, expected) in cases {
            assert_eq!(time(text), expected, "{text}");
        }
    }

    #[test]
    fn sizes_are_integers_by_value() {
        let cases = [
            ("112", Some(112)),
            ("1.12E2", Some(112)),
            ("100.0", Some(100)),
            ("1.000", Some(1)),
            ("10e-1", Some(1)),
            ("0", Some(0)),
            ("-0", Some(0)),
            ("-0.000e7", Some(0)),
            ("18446744073709551615", Some(u64::MAX)),
            ("18446744073709551615.000", Some(u64::MAX)),
            ("1844674407370955161500000e-5", Some(u64::MAX)),
            ("18446744073709551616", None),
            ("1e20", None),
            ("1e999999999999", None),
            ("0.5", None),
            ("1.125e2", None),
            ("1e-1", None),
            ("1e-999999999999999999", None),
            ("-1", None),
        ];
        for (text, expected) in cases {
            assert_eq!(size(text), expected, "{text}");
        }
    }
}
