//! What values mean, in plain code: a JSON value that two of them share when they mean the same.

use millstream_testkit::print::Style;
use millstream_testkit::types::RefValue;
use serde_json::{Map, Value, json};

/// The meaning of a value, made of the JSON that stands for it.
pub fn meaning(value: &RefValue) -> Value {
    let item = Style::wire().item(&vec![("x".to_string(), value.clone())]);
    let item: Value = serde_json::from_str(&item).unwrap();
    of_json(&item["x"])
}

fn of_json(value: &Value) -> Value {
    let (tag, value) = value.as_object().unwrap().iter().next().unwrap();
    let value = match &**tag {
        "N" => json!(decimal(value.as_str().unwrap())),
        "B" => bytes(value),
        "NULL" => json!(null),
        "M" => value
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.clone(), of_json(value)))
            .collect::<Map<_, _>>()
            .into(),
        "L" => value.as_array().unwrap().iter().map(of_json).collect(),
        "SS" => set(value, Value::clone),
        "NS" => set(value, |number| json!(decimal(number.as_str().unwrap()))),
        "BS" => set(value, bytes),
        _ => value.clone(),
    };
    json!({ tag: value })
}

/// The members in one order, each once.
fn set(members: &Value, meaning: impl Fn(&Value) -> Value) -> Value {
    let mut members: Vec<_> = members.as_array().unwrap().iter().map(meaning).collect();
    members.sort_by_key(Value::to_string);
    members.dedup();
    members.into()
}

/// A number as an integer without zeros at its end, and a power of ten; both as text.
pub fn decimal(number: &str) -> String {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let mut exponent: i64 = exponent.parse().unwrap();
    let sign = if mantissa.starts_with('-') { "-" } else { "" };
    let (whole, fraction) = mantissa.trim_start_matches('-').split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{}{fraction}", whole.trim_start_matches('-'));
    exponent -= fraction.len() as i64;
    let short = digits.trim_end_matches('0');
    exponent += (digits.len() - short.len()) as i64;
    match short.trim_start_matches('0') {
        "" => "0".to_string(),
        digits => format!("{sign}{digits}e{exponent}"),
    }
}

/// The bytes that base64 stands for, or the text where it is none.
fn bytes(text: &Value) -> Value {
    decode(text.as_str().unwrap()).map_or(text.clone(), |bytes| json!(bytes))
}

/// Base64 with its padding whole or absent, and without bits that no byte has (RFC 4648, sections 3.2 and 3.5).
fn decode(text: &str) -> Option<Vec<u8>> {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text.trim_end_matches('=');
    let padding = text.len() - digits.len();
    if padding > 0 && (padding > 2 || text.len() % 4 != 0) {
        return None;
    }
    let mut bits = String::new();
    for digit in digits.chars() {
        bits.push_str(&format!("{:06b}", ALPHABET.find(digit)?));
    }
    let (bytes, rest) = bits.split_at(bits.len() / 8 * 8);
    if rest.len() >= 6 || rest.contains('1') {
        return None;
    }
    (0..bytes.len() / 8).map(|at| u8::from_str_radix(&bytes[8 * at..][..8], 2).ok()).collect()
}

#[test]
fn numbers_by_hand() {
    let same = [
        vec!["0", "-0", "0.000", "-0.0e5", "0E-999999999"],
        vec!["1", "1.0", "1E0", "10e-1", "0.1E+01", "1000.00e-3"],
        vec!["-1.5", "-15e-1", "-0.0015E3"],
        vec!["100", "1e2", "0.1E3"],
        vec!["1e999999999", "10e999999998"],
    ];
    for (at, numbers) in same.iter().enumerate() {
        for number in numbers {
            let found = same.iter().position(|twins| decimal(twins[0]) == decimal(number));
            assert_eq!(found, Some(at), "{number}");
        }
    }
}

#[test]
fn base64_by_hand() {
    for (text, bytes) in [("", ""), ("Zg==", "f"), ("Zg", "f"), ("Zm8=", "fo"), ("Zm9v", "foo")] {
        assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()), "{text}");
    }
    for text in ["Z", "Zg=", "Zh==", "Z===", "====", "Zm9v=", "Zg==Zg==", "Z g=", "é"] {
        assert_eq!(decode(text), None, "{text}");
    }
}
