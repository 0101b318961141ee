//! Whether two values mean the same to DynamoDB, however they are written.

use std::collections::HashSet;
use std::hash::Hash;

use super::by_name::ByName;
use super::{AttributeValue, Binary, Item};
use crate::base64;

impl AttributeValue<'_> {
    /// Whether both mean the same: numbers by value, sets without order and each member once, maps without order, lists in order, binaries by
    /// their bytes.
    ///
    /// `==` differs from it where the same bytes or the same set are spelled in two ways: it compares binaries as text, so that base64 with
    /// padding is another value than without, and takes sets for different if one lists a member once more than the other. AWS sends
    /// neither; programs that write events anew do. A binary that is not base64 is only like one of the same text.
    ///
    /// It takes time in proportion to both values, and memory where sets of more than 16 members or maps of more than 32 differ in order. It
    /// recurses as deep as the values are nested, which a decoder [limits](crate::Limits::nesting).
    ///
    /// ```
    /// use millstream::{AttributeValue, Binary, Number};
    ///
    /// let sizes = AttributeValue::Ns(&[Number::new("1")?, Number::new("20")?]);
    /// assert!(sizes.same_as(&AttributeValue::Ns(&[Number::new("2E1")?, Number::new("1.0")?])));
    ///
    /// let (padded, bare) = (Binary::from_base64("Zm8="), Binary::from_base64("Zm8"));
    /// assert!(AttributeValue::B(padded).same_as(&AttributeValue::B(bare)) && padded != bare);
    /// # Ok::<(), millstream::NumberError>(())
    /// ```
    pub fn same_as(&self, other: &AttributeValue<'_>) -> bool {
        use AttributeValue::{B, Bool, Bs, L, M, N, Ns, Null, S, Ss};
        match (self, other) {
            (S(a), S(b)) => a == b,
            (N(a), N(b)) => a == b,
            (B(a), B(b)) => a == b || bytes(a) == bytes(b),
            (Bool(a), Bool(b)) => a == b,
            (Null, Null) => true,
            (M(a), M(b)) => a.same_as(b),
            (L(a), L(b)) => a.len() == b.len() && a.iter().zip(*b).all(|(a, b)| a.same_as(b)),
            (Ss(a), Ss(b)) => same_set(a, b, |text| *text),
            (Ns(a), Ns(b)) => same_set(a, b, |number| *number),
            (Bs(a), Bs(b)) => same_set(a, b, bytes),
            _ => false,
        }
    }
}

impl Item<'_> {
    /// Whether both have the same names, in any order, with values that [mean the same](AttributeValue::same_as).
    pub fn same_as(&self, other: &Item<'_>) -> bool {
        let mut twins = ByName::new(other.as_entries());
        self.len() == other.len()
            && self.iter().all(|(name, value)| twins.find(name).is_some_and(|twin| value.same_as(twin)))
    }
}

/// Up to so many members are searched for one by one. More are hashed, with keys that nobody can guess.
const SEARCHED: usize = 16;

/// Equal as sets of what `meaning` makes of their members. The order mostly is the same.
fn same_set<T: PartialEq, M: Eq + Hash>(a: &[T], b: &[T], meaning: fn(&T) -> M) -> bool {
    if a == b {
        return true;
    }
    if a.len().max(b.len()) <= SEARCHED {
        let is_in = |member: &T, set: &[T]| set.iter().any(|other| meaning(other) == meaning(member));
        return a.iter().all(|member| is_in(member, b)) && b.iter().all(|member| is_in(member, a));
    }
    let set = |members: &[T]| members.iter().map(meaning).collect::<HashSet<M>>();
    set(a) == set(b)
}

/// A text that two binaries share when they hold the same bytes. Base64 writes them in one way, but for the padding; what is no base64
/// stands for itself, and can not be taken for other bytes, since base64 stays base64 when its padding is taken off.
fn bytes<'a>(binary: &Binary<'a>) -> &'a str {
    let text = binary.as_base64();
    if base64::is_valid(text) { text.trim_end_matches('=') } else { text }
}
