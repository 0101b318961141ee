//! An event before it is printed: what every decoder must find in it, and the spelling of its two JSON numbers.

use crate::types::{RefItem, RefRecord, RefRoot, RefTime};
use crate::wire_order;

/// An event to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The members beside `Records`.
    pub root: RefRoot,
    /// The records.
    pub records: Vec<Record>,
}

/// A record to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// What a decoder must find.
    pub decoded: RefRecord,
    /// How `decoded.created` is written, where there is one.
    pub created: String,
    /// How `decoded.size_bytes` is written, where there is one.
    pub size: String,
}

impl Event {
    /// Puts the attributes of every image in the order in which Lambda sends them.
    pub fn arrange(&mut self) {
        self.records.iter_mut().flat_map(Record::maps).for_each(wire_order::arrange);
    }

    /// The decoded records.
    pub fn decoded(&self) -> Vec<RefRecord> {
        self.records.iter().map(|record| record.decoded.clone()).collect()
    }
}

impl Record {
    /// A record with its numbers spelled in some way; see [`spell_time`] and [`spell_size`].
    pub fn new(decoded: RefRecord, time_spelling: usize, size_spelling: usize) -> Record {
        let created = decoded.created.map_or(String::new(), |time| spell_time(time, time_spelling));
        let size = decoded.size_bytes.map_or(String::new(), |size| spell_size(size, size_spelling));
        Record { decoded, created, size }
    }

    /// The keys and images that there are.
    fn maps(&mut self) -> impl Iterator<Item = &mut RefItem> {
        let RefRecord { keys, new, old, .. } = &mut self.decoded;
        [keys, new, old].into_iter().flatten()
    }
}

/// Writes a time in one of seven ways (the `spelling` modulo 7), all of the same value to the nanosecond.
pub fn spell_time((seconds, nanoseconds): RefTime, spelling: usize) -> String {
    let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    let sign = if total < 0 { "-" } else { "" };
    let magnitude = total.unsigned_abs();
    let whole = (magnitude / 1_000_000_000).to_string();
    let fraction = format!("{:09}", magnitude % 1_000_000_000);
    let short = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    let exponent = whole.len() - 1;
    let mantissa = format!("{}.{}", &digits[..1], digits[1..].trim_end_matches('0')); // `1.` where only zeros follow
    let mantissa = if mantissa.ends_with('.') { format!("{mantissa}0") } else { mantissa };
    match spelling % 7 {
        0 if short.is_empty() => format!("{sign}{whole}"),
        0 => format!("{sign}{whole}.{short}"),
        1 => format!("{sign}{whole}.{}", if short.is_empty() { "0" } else { short }), // as Python re-prints it
        2 => format!("{sign}{mantissa}E{exponent}"),                                  // as Java prints it
        3 => format!("{sign}{mantissa}e+{exponent:03}"),
        4 => format!("{sign}{}e-9", without_leading_zeros(&digits)),
        5 => format!("{sign}{whole}.{fraction}000"),
        // Digits beyond the nanosecond are cut off, and below zero that would be another nanosecond.
        _ if total < 0 => format!("{sign}{whole}.{fraction}"),
        _ => format!("{whole}.{fraction}987654321"),
    }
}

/// Writes a number of bytes in one of five ways (the `spelling` modulo 5), all of the same value.
pub fn spell_size(size: u64, spelling: usize) -> String {
    let digits = size.to_string();
    match spelling % 5 {
        0 => digits,
        1 => format!("{digits}.0"),
        2 if digits.len() > 1 => format!("{}.{}E{}", &digits[..1], &digits[1..], digits.len() - 1),
        2 => format!("{digits}E0"),
        3 if size == 0 => "-0".to_string(),
        3 => format!("{digits}00e-2"),
        _ => format!("{digits}.000e+0"),
    }
}

fn without_leading_zeros(digits: &str) -> &str {
    match digits.trim_start_matches('0') {
        "" => "0",
        stripped => stripped,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers;

    #[test]
    fn spells_times() {
        let spelled = |time| (0..7).map(|spelling| spell_time(time, spelling)).collect::<Vec<_>>();
        assert_eq!(
            spelled((1_674_921_798, 0)),
            [
                "1674921798",
                "1674921798.0",
                "1.674921798E9",
                "1.674921798e+009",
                "1674921798000000000e-9",
                "1674921798.000000000000",
                "1674921798.000000000987654321"
            ]
        );
        assert_eq!(
            spelled((-1, 500_000_000)),
            ["-0.5", "-0.5", "-0.5E0", "-0.5e+000", "-500000000e-9", "-0.500000000000", "-0.500000000"]
        );
        assert_eq!(
            spelled((0, 0)),
            ["0", "0.0", "0.0E0", "0.0e+000", "0e-9", "0.000000000000", "0.000000000987654321"]
        );
    }

    #[test]
    fn every_spelling_has_the_value() {
        for time in [
            (0, 0),
            (0, 1),
            (1_479_499_740, 0),
            (1_479_499_740, 120_000_000),
            (99_999_999_999, 999_999_999),
            (i64::MIN, 0),
            (-5, 1),
            (10, 10),
        ] {
            for spelling in 0..7 {
                let text = spell_time(time, spelling);
                assert!(numbers::is_number(&text), "{text}");
                assert_eq!(numbers::time(&text), Some(time), "{text}");
            }
        }
        for size in [0, 1, 9, 10, 112, 1000, u64::MAX] {
            for spelling in 0..5 {
                let text = spell_size(size, spelling);
                assert!(numbers::is_number(&text), "{text}");
                assert_eq!(numbers::size(&text), Some(size), "{text}");
            }
        }
    }
}
