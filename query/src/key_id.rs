//! Keys compared by value: `1000` and `1E3` are one.

use std::hash::{Hash, Hasher};

use millstream::Number;
use millstream::keys::KeySchema;

use crate::convert::{SdkItem, SdkValue};

/// The key of an item, to be found in a hash table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KeyId(Option<Part>, Option<Part>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    S(String),
    N(ByValue),
    B(Vec<u8>),
}

/// A number's text. DynamoDB's BatchGetItem takes `1000` and `1E3` for two keys, and its BatchWriteItem for one, and refuses it.
#[derive(Clone, Debug)]
struct ByValue(String);

impl KeyId {
    /// The key of `item` by a schema; the item may have more attributes.
    pub(crate) fn of<S: KeySchema + ?Sized>(item: &SdkItem) -> KeyId {
        let part = |name: &str| match item.get(name)? {
            SdkValue::S(text) => Some(Part::S(text.clone())),
            SdkValue::N(number) => Some(Part::N(ByValue(number.clone()))),
            SdkValue::B(bytes) => Some(Part::B(bytes.as_ref().to_vec())),
            _ => None,
        };
        KeyId(part(S::HASH_KEY.name), S::RANGE_KEY.and_then(|key| part(key.name)))
    }
}

impl PartialEq for ByValue {
    fn eq(&self, other: &Self) -> bool {
        match (Number::new(&self.0), Number::new(&other.0)) {
            (Ok(this), Ok(other)) => this == other,
            _ => self.0 == other.0,
        }
    }
}

impl Eq for ByValue {}

impl Hash for ByValue {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match Number::new(&self.0) {
            Ok(number) => number.hash(state),
            Err(_) => self.0.hash(state),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{ByValue, Part};

    #[test]
    fn numbers_are_one_if_their_values_are() {
        let texts = ["1000", "1e3", "1E+3", "1000.00", "0.1e4"];
        let set: HashSet<Part> = texts.map(|text| Part::N(ByValue(text.into()))).into();
        assert_eq!(set.len(), 1);
        let texts = ["1000", "1001", "-1000", "", "x", "00"];
        let set: HashSet<Part> = texts.map(|text| Part::N(ByValue(text.into()))).into();
        assert_eq!(set.len(), texts.len());
    }
}
