//! `serde::Serialize`, in the shape of plain JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::{AttributeValue, Binary, Item, Number};

/// As an integer where it is one that fits 64 bits, as an `f64` where that is the same number, otherwise as its text, so that nothing is
/// lost.
impl Serialize for Number<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(value) = i64::try_from(*self) {
            return serializer.serialize_i64(value);
        }
        if let Ok(value) = u64::try_from(*self) {
            return serializer.serialize_u64(value);
        }
        match self.to_f64() {
            // `{:e}` writes the shortest text that reads back as the same float.
            Ok(value) if Number::new(&format!("{value:e}")).is_ok_and(|exact| exact == *self) => {
                serializer.serialize_f64(value)
            }
            _ => serializer.serialize_str(self.as_str()),
        }
    }
}

/// As its base64 text.
impl Serialize for Binary<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_base64())
    }
}

/// As the value that it holds, without its type.
impl Serialize for AttributeValue<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            AttributeValue::S(text) => serializer.serialize_str(text),
            AttributeValue::N(number) => number.serialize(serializer),
            AttributeValue::B(binary) => binary.serialize(serializer),
            AttributeValue::Bool(value) => serializer.serialize_bool(*value),
            AttributeValue::Null => serializer.serialize_unit(),
            AttributeValue::M(item) => item.serialize(serializer),
            AttributeValue::L(list) => serializer.collect_seq(*list),
            AttributeValue::Ss(set) => serializer.collect_seq(*set),
            AttributeValue::Ns(set) => serializer.collect_seq(*set),
            AttributeValue::Bs(set) => serializer.collect_seq(*set),
        }
    }
}

/// As a map, in the order its attributes came.
impl Serialize for Item<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
