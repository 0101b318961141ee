//! Attribute values as they are stored, and as JSON.

use std::borrow::Cow;
use std::fmt::Write;

use base64_simd::STANDARD;

/// An item or a map: attributes in no order that matters.
pub type Item = Vec<(Cow<'static, str>, Value)>;

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    S(String),
    N(String),
    B(Vec<u8>),
    Bool(bool),
    M(Item),
    L(Vec<Value>),
    Ss(Vec<String>),
}

pub fn text(text: impl Into<String>) -> Value {
    Value::S(text.into())
}

pub fn number(number: impl ToString) -> Value {
    Value::N(number.to_string())
}

/// `item! { "name" => value, ... }`
macro_rules! item {
    ($($name:expr => $value:expr),* $(,)?) => { vec![$((std::borrow::Cow::from($name), $value)),*] };
}
pub(super) use item;

impl Value {
    /// What DynamoDB counts it as: <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>.
    fn size(&self) -> usize {
        match self {
            Value::S(text) => text.len(),
            Value::N(number) => number.len() / 2 + 1,
            Value::B(bytes) => bytes.len(),
            Value::Bool(_) => 1,
            Value::M(item) => 3 + size(item) + item.len(),
            Value::L(list) => 3 + list.iter().map(|value| value.size() + 1).sum::<usize>(),
            Value::Ss(set) => set.iter().map(String::len).sum(),
        }
    }

    pub fn write(&self, json: &mut String) {
        match self {
            Value::S(text) => in_tag(json, "S", |json| write_string(json, text)),
            Value::N(number) => in_tag(json, "N", |json| write_string(json, number)),
            Value::B(bytes) => {
                in_tag(json, "B", |json| write_string(json, &STANDARD.encode_to_string(bytes)))
            }
            Value::Bool(value) => in_tag(json, "BOOL", |json| write!(json, "{value}").unwrap()),
            Value::M(item) => in_tag(json, "M", |json| write_item(json, item)),
            Value::L(list) => {
                in_tag(json, "L", |json| write_list(json, list, |json, value| value.write(json)))
            }
            Value::Ss(set) => {
                in_tag(json, "SS", |json| write_list(json, set, |json, text| write_string(json, text)))
            }
        }
    }
}

pub fn size(item: &Item) -> usize {
    item.iter().map(|(name, value)| name.len() + value.size()).sum()
}

fn in_tag(json: &mut String, tag: &str, inner: impl FnOnce(&mut String)) {
    write!(json, r#"{{"{tag}":"#).unwrap();
    inner(json);
    json.push('}');
}

fn write_list<T>(json: &mut String, list: &[T], mut write: impl FnMut(&mut String, &T)) {
    json.push('[');
    for (place, value) in list.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        write(json, value);
    }
    json.push(']');
}

/// The attributes in the order they are in.
pub fn write_item(json: &mut String, item: &Item) {
    json.push('{');
    for (place, (name, value)) in item.iter().enumerate() {
        if place > 0 {
            json.push(',');
        }
        write_string(json, name);
        json.push(':');
        value.write(json);
    }
    json.push('}');
}

/// As the service writes it: UTF-8 as it is, no escape that is not needed.
pub fn write_string(json: &mut String, text: &str) {
    json.push('"');
    for letter in text.chars() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => json.push_str("\\\\"),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            letter if letter < ' ' => write!(json, "\\u{:04x}", u32::from(letter)).unwrap(),
            letter => json.push(letter),
        }
    }
    json.push('"');
}
