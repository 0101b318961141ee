//! Values as plain JSON, without types: for people, logs and pipes.

use std::fmt::{self, Display, Formatter, Write};

use super::{AttributeValue, Binary, Item};

/// Plain JSON on one line: S a string, N a JSON number with exactly its characters, B its base64 text, NULL null,
/// L and the sets arrays, M an object. It is JSON whatever width or precision is asked for.
impl Display for AttributeValue<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            AttributeValue::S(text) => write_text(f, text),
            AttributeValue::N(number) => f.write_str(number.as_str()),
            AttributeValue::B(binary) => binary.fmt(f),
            AttributeValue::Bool(value) => f.write_str(if *value { "true" } else { "false" }),
            AttributeValue::Null => f.write_str("null"),
            AttributeValue::M(item) => item.fmt(f),
            AttributeValue::L(list) => write_array(f, list, |f, value| value.fmt(f)),
            AttributeValue::Ss(set) => write_array(f, set, |f, text| write_text(f, text)),
            AttributeValue::Ns(set) => write_array(f, set, |f, number| f.write_str(number.as_str())),
            AttributeValue::Bs(set) => write_array(f, set, |f, binary| binary.fmt(f)),
        }
    }
}

/// Plain JSON on one line, members in the order they came.
impl Display for Item<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_char('{')?;
        for (place, (name, value)) in self.iter().enumerate() {
            if place > 0 {
                f.write_char(',')?;
            }
            write_text(f, name)?;
            f.write_char(':')?;
            value.fmt(f)?;
        }
        f.write_char('}')
    }
}

/// Its base64 text as a JSON string.
impl Display for Binary<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write_text(f, self.as_base64())
    }
}

fn write_array<T>(
    f: &mut Formatter<'_>,
    elements: &[T],
    each: impl Fn(&mut Formatter<'_>, &T) -> fmt::Result,
) -> fmt::Result {
    f.write_char('[')?;
    for (place, element) in elements.iter().enumerate() {
        if place > 0 {
            f.write_char(',')?;
        }
        each(f, element)?;
    }
    f.write_char(']')
}

/// A JSON string: only what must be escaped is.
pub(crate) fn write_text(f: &mut impl Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate().filter(|&(_, byte)| crate::scan::is_special(byte)) {
        f.write_str(&text[plain..at])?;
        plain = at + 1;
        match byte {
            b'"' => f.write_str("\\\"")?,
            b'\\' => f.write_str("\\\\")?,
            b'\n' => f.write_str("\\n")?,
            b'\r' => f.write_str("\\r")?,
            b'\t' => f.write_str("\\t")?,
            _ => write!(f, "\\u{byte:04x}")?,
        }
    }
    f.write_str(&text[plain..])?;
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use crate::value::{AttributeValue, Item, Number};

    /// A BOOL was cut off and filled up as a text is, in the middle of an item.
    #[test]
    fn json_stays_json() {
        let numbers = [Number::new("-12.345").unwrap(), Number::new("7").unwrap()];
        let entries = [
            ("yes", AttributeValue::Bool(true)),
            ("n", AttributeValue::N(numbers[0])),
            ("ns", AttributeValue::Ns(&numbers)),
            ("none", AttributeValue::Null),
            ("s", AttributeValue::S("text")),
        ];
        let item = Item::from_entries(&entries);
        let expected = r#"{"yes":true,"n":-12.345,"ns":[-12.345,7],"none":null,"s":"text"}"#;
        for shown in [item.to_string(), format!("{item:9}"), format!("{item:.1}"), format!("{item:+012.1}")] {
            assert_eq!(shown, expected);
        }
    }

    #[test]
    fn numbers_alone_have_a_width_and_keep_their_digits() {
        let show = |text| {
            let number = Number::new(text).unwrap();
            [format!("{number:>8}"), format!("{number:<8}|"), format!("{number:08.1}"), format!("{number:+}")]
        };
        assert_eq!(show("12.345"), ["  12.345", "12.345  |", "0012.345", "+12.345"]);
        assert_eq!(show("-1E5"), ["    -1E5", "-1E5    |", "-00001E5", "-1E5"]);
        assert_eq!(show("-0"), ["      -0", "-0      |", "-0000000", "-0"]);
    }
}
