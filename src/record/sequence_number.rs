use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

/// A record's sequence number: 21 to 40 decimal digits, more than an integer holds, unique within its shard.
///
/// Sequence numbers are ordered by value. Text that is no number, as emulators write it, comes behind all numbers, by length and bytes.
///
/// ```
/// use millstream::SequenceNumber;
///
/// let (a, b) = (SequenceNumber::new("99900000000000000000001"), SequenceNumber::new("100100000000000000000001"));
/// assert!(a < b && a.as_str() > b.as_str());
/// assert_eq!(format!("{a:>24}"), " 99900000000000000000001");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct SequenceNumber<'a>(&'a str);

impl<'a> SequenceNumber<'a> {
    /// A sequence number of this text.
    pub const fn new(text: &'a str) -> SequenceNumber<'a> {
        SequenceNumber(text)
    }

    /// The text as it came: what `batchItemFailures` must name, to the letter.
    pub const fn as_str(&self) -> &'a str {
        self.0
    }

    /// What it is ordered by.
    fn rank(&self) -> (bool, usize, &'a str) {
        let is_number = !self.0.is_empty() && self.0.bytes().all(|byte| byte.is_ascii_digit());
        let digits = if is_number { self.0.trim_start_matches('0') } else { self.0 };
        (!is_number, digits.len(), digits)
    }
}

impl fmt::Display for SequenceNumber<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.0)
    }
}

impl Ord for SequenceNumber<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.rank().cmp(&other.rank())
    }
}

impl PartialOrd for SequenceNumber<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for SequenceNumber<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}

impl Eq for SequenceNumber<'_> {}

impl Hash for SequenceNumber<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.rank().hash(state);
    }
}
