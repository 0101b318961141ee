//! Fields read by functions.

use millstream::{AttributeValue, Decoder, Error, ErrorKind, Model};

use super::{missing, refused};

/// Minutes, written as "1:30".
#[derive(Debug, PartialEq, Clone, Copy, Default)]
pub(super) struct Minutes(pub(super) u32);

pub(super) mod minutes {
    use super::{AttributeValue, Minutes};

    pub fn decode(value: AttributeValue<'_>) -> Result<Minutes, &'static str> {
        let (hours, minutes) = value.as_str().and_then(|text| text.split_once(':')).ok_or("not a time")?;
        match (hours.parse::<u32>(), minutes.parse::<u32>()) {
            (Ok(hours), Ok(minutes)) => Ok(Minutes(hours * 60 + minutes)),
            _ => Err("not a time"),
        }
    }
}

mod trimmed {
    use super::AttributeValue;

    /// It borrows from the input, and its error is a String.
    pub fn decode(value: AttributeValue<'_>) -> Result<&str, String> {
        value.as_str().map(str::trim).ok_or_else(|| format!("a {}, not a text", value.tag().name()))
    }
}

mod maybe {
    use super::{AttributeValue, Minutes};

    pub fn decode(value: AttributeValue<'_>) -> Result<Option<Minutes>, &'static str> {
        match value {
            AttributeValue::Null => Ok(None),
            value => super::minutes::decode(value).map(Some),
        }
    }
}

fn noon() -> Minutes {
    Minutes(720)
}

#[derive(Model, Debug, PartialEq)]
struct Times<'a> {
    #[model(with = "minutes")]
    start: Minutes,
    #[model(with = "minutes", default)]
    length: Minutes,
    #[model(with = "minutes", default = "noon", rename = "End", alias = "until")]
    end: Minutes,
    #[model(with = "trimmed")]
    title: &'a str,
    #[model(with = "maybe")]
    pause: Option<Minutes>,
}

#[test]
fn with() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"start":{"S":"1:30"},"title":{"S":" lunch "},"pause":{"NULL":true}}"#;
    let expected =
        Times { start: Minutes(90), length: Minutes(0), end: Minutes(720), title: "lunch", pause: None };
    assert_eq!(decoder.decode_item::<Times>(item)?, expected);
    let item = r#"{"start":{"S":"1:30"},"title":{"S":"x"},"pause":{"S":"0:01"},"length":{"S":"0:10"},"until":{"S":"1:40"}}"#;
    let times = decoder.decode_item::<Times>(item)?;
    assert_eq!((times.length, times.end, times.pause), (Minutes(10), Minutes(100), Some(Minutes(1))));

    let custom = |path, message| (ErrorKind::Custom, format!("{path}: {message}"));
    assert_eq!(
        refused::<Times>(r#"{"start":{"S":"soon"},"title":{"S":"x"},"pause":{"NULL":true}}"#),
        custom("start", "not a time")
    );
    assert_eq!(
        refused::<Times>(r#"{"start":{"S":"1:30"},"title":{"L":[]},"pause":{"NULL":true}}"#),
        custom("title", "a L, not a text")
    );
    // It is required whatever its type is, since no type is told by its spelling.
    assert_eq!(refused::<Times>(r#"{"start":{"S":"1:30"},"title":{"S":"x"}}"#), missing("pause"));
    Ok(())
}
