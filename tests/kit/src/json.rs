//! JSON as a tree that loses nothing: members in input order with duplicates, and the text of every value as it stood in the input.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// Any JSON value, with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Json<'a> {
    /// The value as it stands in the input, from its first character to its last.
    pub text: &'a str,
    /// What the text means.
    pub kind: Kind<'a>,
}

/// The meaning of a JSON value. A number has none beyond its text.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number; see [`Json::text`].
    Number,
    /// A string, unescaped.
    String(String),
    /// The elements in order.
    Array(Vec<Json<'a>>),
    /// The members in order, repeated names included; names are unescaped.
    Object(Vec<(String, Json<'a>)>),
}

/// Parses one JSON value with nothing but whitespace around it. Arrays and objects may be nested `max_depth` deep (`[]` is 1 deep).
///
/// serde_json does the parsing, one level at a time: it checks the grammar of everything below a level while it finds the elements,
/// and the strings (escapes, surrogates) when their own level is reached. That is quadratic in the depth, and no recursion of its own.
///
/// # Errors
/// The input is not JSON, or nested too deep: a text for people.
pub fn parse(text: &str, max_depth: usize) -> Result<Json<'_>, String> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
    level(raw.get(), max_depth)
}

fn level(text: &str, depth_left: usize) -> Result<Json<'_>, String> {
    let kind = match text.as_bytes()[0] {
        b'{' => Kind::Object(members(text, one_level_less(depth_left)?)?),
        b'[' => Kind::Array(elements(text, one_level_less(depth_left)?)?),
        b'"' => Kind::String(read(text)?),
        b't' => Kind::Bool(true),
        b'f' => Kind::Bool(false),
        b'n' => Kind::Null,
        _ => Kind::Number,
    };
    Ok(Json { text, kind })
}

fn one_level_less(depth_left: usize) -> Result<usize, String> {
    depth_left.checked_sub(1).ok_or_else(|| "nested too deep".to_string())
}

// Loops and not iterators in the two functions that recurse: in a debug build each closure would be another frame of the stack.

fn members(text: &str, depth_left: usize) -> Result<Vec<(String, Json<'_>)>, String> {
    let Members(raw) = read(text)?;
    let mut members = Vec::with_capacity(raw.len());
    for (name, value) in raw {
        members.push((name, level(value.get(), depth_left)?));
    }
    Ok(members)
}

fn elements(text: &str, depth_left: usize) -> Result<Vec<Json<'_>>, String> {
    let raw: Vec<&RawValue> = read(text)?;
    let mut elements = Vec::with_capacity(raw.len());
    for value in raw {
        elements.push(level(value.get(), depth_left)?);
    }
    Ok(elements)
}

fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

/// One object's members, values unparsed.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(InOrder).map(Members)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(text: &str) -> Kind<'_> {
        parse(text, 1024).unwrap().kind
    }

    #[test]
    fn keeps_order_duplicates_and_number_text() {
        let json = parse(" {\"a\" : 1.50E+007 , \"b\":[ ] ,\"a\": null}\r\n", 10).unwrap();
        assert_eq!(json.text, "{\"a\" : 1.50E+007 , \"b\":[ ] ,\"a\": null}");
        let Kind::Object(members) = json.kind else { panic!() };
        let seen: Vec<_> = members.iter().map(|(name, value)| (name.as_str(), value.text)).collect();
        assert_eq!(seen, [("a", "1.50E+007"), ("b", "[ ]"), ("a", "null")]);
        assert_eq!(kind("1e999999999999"), Kind::Number);
    }

    #[test]
    fn unescapes_names_and_strings() {
        assert_eq!(kind(r#""\u0041\/\ud83d\ude00\n""#), Kind::String("A/\u{1f600}\n".into()));
        let Kind::Object(members) = kind(r#"{"\u0041":true}"#) else { panic!() };
        assert_eq!(members[0].0, "A");
    }

    #[test]
    fn refuses_what_is_not_json() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{,}",
            "01",
            "-",
            "1.",
            ".5",
            "+1",
            "1e",
            "nul",
            "True",
            "'a'",
            "\"\t\"",
            "\"\\x\"",
            "\"\\u12G4\"",
            "\"\\ud800\"",
            "\"\\udc00\"",
            "\"\\ud800\\u0041\"",
            "\"\\ud800\\ud800\"",
            "[\"\\ud800\"]",
            "{\"\\ud800\":1}",
            "{\"a\":{\"b\":[\"\\udfff\"]}}",
            "1 2",
            "[] x",
            "\u{feff}1",
            "[\u{a0}1]",
            "[1\u{c}]",
            "{1:2}",
            "\"a",
            "[[[",
        ] {
            assert!(parse(text, 1024).is_err(), "{text:?}");
        }
    }

    #[test]
    fn depth_is_counted_in_brackets() {
        assert!(parse("[[]]", 2).is_ok());
        assert!(parse("[{\"a\":[]}]", 2).is_err());
        assert!(parse("1", 0).is_ok());
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(&nested(1024), 1024).is_ok());
        assert!(parse(&nested(1025), 1024).is_err());
        assert!(parse(&nested(20_000), 1024).is_err());
        assert!(parse(&"[".repeat(200_000), 1024).is_err());
    }
}
