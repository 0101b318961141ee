//! What is more than the limits allow.

use millstream::{Decoder, Limits};

use super::{Order, Row, check_events, told};

const ROWS: &[Row] = &[
    (r#"{"Records":[{},{},{},{}]}"#, "Records: more than 3 records at byte 21", (1, 22)),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"1"},"any":{"L":[{"M":{"a":{"L":["hunter2"]}}}]}}}}]}"#,
        "Records[0].NewImage.any[0].a: more than 2 levels of maps and lists at byte 80",
        (1, 81),
    ),
];

#[test]
fn more_than_limits_allow() {
    check_events(ROWS, Limits { records: 3, nesting: 2, ..Limits::default() });
}

/// What has no room for the records fails as a whole; what lends one after the other fails where the record needs it.
#[test]
fn more_memory_than_limits_allow() {
    let event = r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"hunter2\n"}}}}]}"#;
    let mut decoder = Decoder::with_limits(Limits { arena_bytes: 0, ..Limits::default() });
    let whole = "more memory than `Limits::arena_bytes` at byte 12";
    let error = decoder.decode::<Order<'_>>(event).map(|_| ()).unwrap_err();
    assert_eq!(told(event, &error), (whole.to_owned(), (1, 13)));
    let error = decoder.read(event).map(|_| ()).unwrap_err();
    assert_eq!(told(event, &error), (whole.to_owned(), (1, 13)));

    let one = "Records[0].NewImage.id: more memory than `Limits::arena_bytes` at byte 55";
    let error = decoder.stream::<Order<'_>>(event).next().unwrap().map(|_| ()).unwrap_err();
    assert_eq!(told(event, &error), (one.to_owned(), (1, 56)));
}

/// Nesting of the JSON itself, in what nobody asked for.
#[test]
fn deeper_than_json_may_be() {
    let event = format!("{{\"Records\":[{{\"x\":{}", "[".repeat(2_000));
    let error = Decoder::new().decode::<Order<'_>>(&event).map(|_| ()).unwrap_err();
    let (text, place) = told(&event, &error);
    assert_eq!((text.as_str(), place), ("Records[0]: more than 1024 levels of JSON at byte 1038", (1, 1039)));
}
