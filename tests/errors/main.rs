//! What errors say, to the letter: a hundred bad inputs, each with its text, line and column.
//!
//! The text begins with the path and ends with the offset. All contents in these inputs are made of a few words that no message may
//! hold. To write a new row, put in any text: the failure shows the right one, to be read as somebody would who was woken by it.
#![cfg(feature = "derive")]

mod attribute;
mod event;
mod json;
mod limit;
mod record;

use millstream::{AttributeValue, Decoder, Error, Item, Limits, Model, Number, Parts, Scratch};

/// An input, the error's text, and its line and column.
type Row = (&'static str, &'static str, (usize, usize));

/// What the inputs hold, as it is written and as base64.
const CONTENTS: [&str; 4] = ["hunter2", "4711", "aHVudGVyMg", "geheim"];

#[derive(Model)]
#[allow(dead_code)]
struct Order<'a> {
    #[model(hash_key)]
    id: &'a str,
    count: Option<u8>,
    total: Option<i64>,
    ratio: Option<f32>,
    price: Option<Number<'a>>,
    paid: Option<bool>,
    data: Option<&'a [u8]>,
    tags: Option<&'a [&'a str]>,
    scores: Option<&'a [i32]>,
    lines: Option<&'a [Line<'a>]>,
    labels: Option<&'a [(&'a str, u32)]>,
    payment: Option<Payment<'a>>,
    any: Option<AttributeValue<'a>>,
    map: Option<Item<'a>>,
    #[model(with = "colour", default)]
    colour: u8,
}

#[derive(Model)]
#[allow(dead_code)]
struct Line<'a> {
    sku: &'a str,
    quantity: u16,
}

#[derive(Model)]
#[model(tag = "method")]
#[allow(dead_code)]
enum Payment<'a> {
    #[model(rename = "card")]
    Card(Card<'a>),
    #[model(rename = "cash")]
    Cash,
}

#[derive(Model)]
#[allow(dead_code)]
struct Card<'a> {
    holder: &'a str,
}

mod colour {
    use millstream::AttributeValue;

    pub fn decode(value: AttributeValue<'_>) -> Result<u8, &'static str> {
        match value {
            AttributeValue::S("red") => Ok(1),
            _ => Err("expected a colour"),
        }
    }
}

/// What an error tells, and shows to nobody.
fn told(input: &str, error: &Error) -> (String, (usize, usize)) {
    let position = error.position(input);
    let (text, debug) = (error.to_string(), format!("{error:?}"));
    for contents in CONTENTS {
        assert!(!text.contains(contents) && !debug.contains(contents), "{contents} is seen in {debug}");
    }
    let path = error.path();
    let rest = if path.is_empty() { &text } else { text.strip_prefix(&format!("{path}: ")).expect("a path") };
    assert!(rest.ends_with(&format!(" at byte {}", error.offset())), "{text}");
    assert_eq!(text.lines().count(), 1, "{text}");
    (text, (position.line, position.column))
}

/// Compares all rows before it fails.
#[track_caller]
fn check_rows(rows: &[Row], found: impl Fn(&str) -> (String, (usize, usize))) {
    let mut wrong = String::new();
    for &(input, text, place) in rows {
        let found = found(input);
        if found != (text.to_owned(), place) {
            wrong += &format!("    (r#\"{input}\"#, \"{}\", {:?}),\n", found.0, found.1);
        }
    }
    assert!(wrong.is_empty(), "these say something else:\n{wrong}");
}

/// An event by every way: all tell the same.
#[track_caller]
fn check_events(rows: &[Row], limits: Limits) {
    check_rows(rows, |event| {
        let mut decoder = Decoder::with_limits(limits);
        let decoded = match decoder.decode::<Order<'_>>(event) {
            Ok(batch) => batch.failures().first().cloned().expect("an error"),
            Err(error) => error,
        };
        assert_eq!(decoded.is_fatal(), decoded.record_index().is_none(), "{decoded:?}");
        let found = told(event, &decoded);

        let mut stream = decoder.stream::<Order<'_>>(event);
        let streamed = std::iter::from_fn(|| stream.next().map(|record| record.err())).flatten().next();
        assert_eq!(told(event, &streamed.expect("an error")), found, "streamed");

        let mut stream = decoder.only(Parts::ALL).stream::<Order<'_>>(event);
        let chosen = std::iter::from_fn(|| stream.next().map(|record| record.err())).flatten().next();
        assert_eq!(told(event, &chosen.expect("an error")), found, "chosen");

        let scratch = Scratch::with_limits(limits);
        let lazy = match decoder.read(event) {
            Ok(batch) => batch.iter().find_map(|record| match record {
                Ok(record) => {
                    let images =
                        [record.new_image::<Order<'_>>(&scratch), record.old_image::<Order<'_>>(&scratch)];
                    let keys = record.keys::<Order<'_>>(&scratch).err();
                    keys.or_else(|| images.into_iter().find_map(Result::err))
                }
                Err(error) => Some(error),
            }),
            Err(error) => Some(error),
        };
        assert_eq!(told(event, &lazy.expect("an error")), found, "lazy");
        found
    });
}

/// An item alone, and as the image of a record, where the same is told of another place.
#[track_caller]
fn check_items(rows: &[Row]) {
    const BEFORE: &str = r#"{"Records":[{"eventID":"1","dynamodb":{"NewImage":"#;
    check_rows(rows, |item| {
        let mut decoder = Decoder::new();
        let alone = decoder.decode_item::<Order<'_>>(item).map(|_| ()).expect_err(item);
        let event = format!("{BEFORE}{item}}}}}]}}");
        if !alone.is_fatal() {
            let mut stream = decoder.stream::<Order<'_>>(&event);
            let error = stream.next().expect("a record").map(|_| ()).expect_err(item);
            told(&event, &error);
            assert_eq!(error.offset(), alone.offset() + BEFORE.len(), "{error}");
            let path = alone.path();
            let dot = if path.is_empty() { "" } else { "." };
            assert_eq!(error.path(), format!("Records[0].NewImage{dot}{path}"));
            assert_eq!(error.kind(), alone.kind());
        }
        told(item, &alone)
    });
}
