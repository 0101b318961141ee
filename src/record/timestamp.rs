//! `ApproximateCreationDateTime`, exact to the nanosecond.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::value::Decimal;

/// A time since 1970-01-01T00:00:00Z, exact to the nanosecond.
///
/// DynamoDB Streams gives whole seconds, printed as `1479499740`, `1479499740.0` or `1.47949974E9`; see
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html>. Records of Kinesis Data Streams give
/// milliseconds or microseconds
/// (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds_gettingstarted.html>), which are told by their size: as many seconds
/// would lie beyond the year 5000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp {
    seconds: i64,
    nanos: u32,
}

impl Timestamp {
    /// Whole seconds, rounded down.
    pub const fn unix_seconds(self) -> i64 {
        self.seconds
    }

    /// Nanoseconds beyond the whole seconds, less than 1,000,000,000.
    pub const fn subsec_nanos(self) -> u32 {
        self.nanos
    }

    /// The same as the standard library's type; `None` where that cannot hold it.
    pub fn to_system_time(self) -> Option<SystemTime> {
        let nanos = Duration::from_nanos(self.nanos as u64);
        let seconds = Duration::from_secs(self.seconds.unsigned_abs());
        let whole =
            if self.seconds < 0 { UNIX_EPOCH.checked_sub(seconds) } else { UNIX_EPOCH.checked_add(seconds) };
        whole?.checked_add(nanos)
    }

    pub(crate) const fn whole(seconds: i64) -> Timestamp {
        Timestamp { seconds, nanos: 0 }
    }

    /// The time that a record tells, in seconds, or in what Kinesis Data Streams count. `None` if it is out of range.
    pub(crate) fn of_change(number: &str) -> Option<Timestamp> {
        const MILLIS: i64 = 100_000_000_000;
        const MICROS: i64 = 1_000 * MILLIS;
        const NANOS: i64 = 1_000 * MICROS;
        let time = Timestamp::from_seconds(number)?;
        Some(match time.seconds {
            ..MILLIS => time,
            MILLIS..MICROS => time.divided_by(1_000),
            MICROS..NANOS => time.divided_by(1_000_000),
            NANOS.. => time.divided_by(1_000_000_000),
        })
    }

    /// The time of which `self` counts so many parts as seconds, if it is not before 1970; parts of nanoseconds are rounded down.
    fn divided_by(self, parts: i64) -> Timestamp {
        let nanos = (self.seconds % parts) as i128 * 1_000_000_000 + self.nanos as i128;
        Timestamp { seconds: self.seconds / parts, nanos: (nanos / parts as i128) as u32 }
    }

    /// The time that a number of seconds means; digits beyond nanoseconds are rounded down. `None` if it is out of range.
    pub(crate) fn from_seconds(number: &str) -> Option<Timestamp> {
        if let Some(seconds) = crate::value::short_integer(number.as_bytes()) {
            return Some(Timestamp::whole(seconds));
        }
        let decimal = Decimal::parse(number)?;
        let (mut seconds, mut nanos, mut inexact) = (0i128, 0u32, false);
        // The first digit has the weight 10^(scale - 1); those of weight 10^0 and more make the seconds.
        let last = (decimal.scale() - decimal.digit_count()).min(0);
        let mut digits = decimal.digits();
        if decimal.scale() > 19 {
            return None;
        }
        let mut weight = decimal.scale();
        while weight > last {
            let digit = digits.next().map_or(0, |digit| digit - b'0');
            weight -= 1;
            match weight {
                0.. => seconds = seconds * 10 + digit as i128,
                -9..=-1 => nanos += digit as u32 * 10u32.pow((9 + weight) as u32),
                _ => {
                    // No digit of a decimal without zeros at its ends can undo this.
                    inexact = true;
                    break;
                }
            }
        }
        if decimal.is_negative() {
            let below = nanos + inexact as u32;
            (seconds, nanos) = if below == 0 { (-seconds, 0) } else { (-seconds - 1, 1_000_000_000 - below) };
        }
        Some(Timestamp { seconds: seconds.try_into().ok()?, nanos })
    }
}

#[cfg(test)]
mod tests {
    use super::Timestamp;

    #[test]
    fn what_kinesis_counts_is_told_by_its_size() {
        for (text, seconds, nanos) in [
            ("99999999999", 99_999_999_999, 0),
            ("1731924555370", 1_731_924_555, 370_000_000),
            ("1.731924555370E12", 1_731_924_555, 370_000_000),
            ("1731924555370.5", 1_731_924_555, 370_500_000),
            ("1731924555370123", 1_731_924_555, 370_123_000),
            ("1731924555370123456", 1_731_924_555, 370_123_456),
            ("100000000000", 100_000_000, 0),
            ("9223372036854775807", 9_223_372_036, 854_775_807),
            ("-1731924555370", -1_731_924_555_370, 0),
        ] {
            let found = Timestamp::of_change(text).map(|time| (time.unix_seconds(), time.subsec_nanos()));
            assert_eq!(found, Some((seconds, nanos)), "{text}");
        }
        assert_eq!(Timestamp::of_change("9223372036854775808"), None);
    }

    #[test]
    fn seconds_in_every_spelling() {
        let cases = [
            ("1479499740", 1_479_499_740, 0),
            ("1479499740.0", 1_479_499_740, 0),
            ("1479499740.5", 1_479_499_740, 500_000_000),
            ("1.674921798E9", 1_674_921_798, 0),
            ("1.4285376E9", 1_428_537_600, 0),
            ("1.674921798123456789E+9", 1_674_921_798, 123_456_789),
            ("1.6749217981234567899e9", 1_674_921_798, 123_456_789),
            ("0", 0, 0),
            ("-0.0", 0, 0),
            ("0.000000001", 0, 1),
            ("1E-9", 0, 1),
            ("1E-10", 0, 0),
            ("9E-400000", 0, 0),
            ("100E-2", 1, 0),
            ("12E18", 0, 0),
            ("-1", -1, 0),
            ("-1.5", -2, 500_000_000),
            ("-9223372036854775808", i64::MIN, 0),
            ("0E99999999999", 0, 0),
            ("1E-99999999999", 0, 0),
            ("-1E-10", -1, 999_999_999),
            ("9223372036854775807.999999999", i64::MAX, 999_999_999),
        ];
        for (text, seconds, nanos) in cases {
            let expected = (text != "12E18").then_some((seconds, nanos));
            let found = Timestamp::from_seconds(text).map(|time| (time.unix_seconds(), time.subsec_nanos()));
            assert_eq!(found, expected, "{text}");
        }
        for text in [
            "9223372036854775808",
            "1E19",
            "1E300",
            "1E99999999999",
            "-9223372036854775808.1",
            "-9223372036854775809",
        ] {
            assert_eq!(Timestamp::from_seconds(text), None, "{text}");
        }
    }
}
