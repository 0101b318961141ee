//! What is no JSON.

use millstream::Limits;

use super::{Row, check_events};

const ROWS: &[Row] = &[
    ("", "expected an event, found the end of the input at byte 0", (1, 1)),
    ("  \n ", "expected an event, found the end of the input at byte 4", (2, 2)),
    ("hunter2", "expected an event at byte 0", (1, 1)),
    ("{", "expected a member name, found the end of the input at byte 1", (1, 2)),
    (r#"{"Records"#, "expected the end of the string, found the end of the input at byte 9", (1, 10)),
    (r#"{"Records""#, "expected `:`, found the end of the input at byte 10", (1, 11)),
    (r#"{"Records":"#, "Records: expected an array, found the end of the input at byte 11", (1, 12)),
    (r#"{"Records" ["#, "expected `:` at byte 11", (1, 12)),
    (r#"{"Records":["#, "Records[0]: expected a JSON value, found the end of the input at byte 12", (1, 13)),
    (r#"{"Records":[]"#, "expected `,` or `}`, found the end of the input at byte 13", (1, 14)),
    (r#"{"Records":[]}}"#, "expected the end of the input at byte 14", (1, 15)),
    (r#"{"Records":[]} hunter2"#, "expected the end of the input at byte 15", (1, 16)),
    (r#"{"Records":[],}"#, "expected a member name at byte 14", (1, 15)),
    (r#"{"Records":[,]}"#, "Records[0]: expected a JSON value at byte 12", (1, 13)),
    (r#"{"Records":[{}{}]}"#, "Records: expected `,` or `]` at byte 14", (1, 15)),
    (r#"{"Records":[{},]}"#, "Records[1]: expected a JSON value at byte 15", (1, 16)),
    (r#"{Records:[]}"#, "expected a member name at byte 1", (1, 2)),
    (r#"{'Records':[]}"#, "expected a member name at byte 1", (1, 2)),
    (
        "{\n  \"Records\": [\n    {\"eventID\": \"1\"\n  ]\n}",
        "Records[0]: expected `,` or `}` at byte 39",
        (4, 3),
    ),
    (
        r#"{"Records":[{"eventID":"hunter2}]}"#,
        "Records[0]: expected the end of the string, found the end of the input at byte 34",
        (1, 35),
    ),
    (
        "{\"Records\":[{\"eventID\":\"hunter2\n\"}]}",
        "Records[0]: expected no control character in a string at byte 31",
        (1, 32),
    ),
    (r#"{"Records":[{"eventID":"hunter2\x"}]}"#, "Records[0]: expected an escape at byte 32", (1, 33)),
    (
        r#"{"Records":[{"eventID":"\u12"}]}"#,
        "Records[0]: expected four hexadecimal digits at byte 28",
        (1, 29),
    ),
    (
        r#"{"Records":[{"eventID":"\ud83d"}]}"#,
        "Records[0]: expected a whole surrogate pair at byte 26",
        (1, 27),
    ),
    (
        r#"{"Records":[{"eventID":"\ude00\ud83d"}]}"#,
        "Records[0]: expected a whole surrogate pair at byte 26",
        (1, 27),
    ),
    (
        r#"{"Records":[{"eventID":"1" "eventName":"INSERT"}]}"#,
        "Records[0]: expected `,` or `}` at byte 27",
        (1, 28),
    ),
    (r#"{"Records":[{"eventID":"1",}]}"#, "Records[0]: expected a member name at byte 27", (1, 28)),
    (r#"{"Records":[{"eventID"}]}"#, "Records[0]: expected `:` at byte 22", (1, 23)),
    (r#"{"Records":[{"x":tru}]}"#, "Records[0]: expected a JSON value at byte 20", (1, 21)),
    (r#"{"Records":[{"x":NaN}]}"#, "Records[0]: expected a JSON value at byte 17", (1, 18)),
    (r#"{"Records":[{"x":04711}]}"#, "Records[0]: expected `,` or `}` at byte 18", (1, 19)),
    (r#"{"Records":[{"x":4711.}]}"#, "Records[0]: expected a digit at byte 22", (1, 23)),
    (r#"{"Records":[{"x":-}]}"#, "Records[0]: expected a digit at byte 18", (1, 19)),
    (r#"{"Records":[{"x":4711e}]}"#, "Records[0]: expected a digit at byte 22", (1, 23)),
    (r#"{"Records":[{"x":+1}]}"#, "Records[0]: expected a JSON value at byte 17", (1, 18)),
    (r#"{"Records":[{"x":[1 2]}]}"#, "Records[0]: expected `,` or `]` at byte 20", (1, 21)),
    (r#"{"Records":[{"x":{"y" 1}}]}"#, "Records[0]: expected `:` at byte 22", (1, 23)),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"hunter2"}"count":{"N":"1"}}}}]}"#,
        "Records[0]: expected `,` or `}` at byte 57",
        (1, 58),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"hunter2"},}}}]}"#,
        "Records[0]: expected a member name at byte 58",
        (1, 59),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"hunter2""#,
        "Records[0]: expected `,` or `}`, found the end of the input at byte 56",
        (1, 57),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"hunter2"}},"OldImage":{"id":{"S":"hun"#,
        "Records[0]: expected the end of the string, found the end of the input at byte 85",
        (1, 86),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S" "hunter2"}}}}]}"#,
        "Records[0]: expected `:` at byte 47",
        (1, 48),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"hunter2"],"count":{"N":"1"}}}}]}"#,
        "Records[0]: expected `,` or `}` at byte 56",
        (1, 57),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"1"},"tags":{"SS":["hunter2",]}}}}]}"#,
        "Records[0]: expected a JSON value at byte 76",
        (1, 77),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":{"id":{"S":"1"},"unknown":{"S":hunter2}}}}]}"#,
        "Records[0]: expected a JSON value at byte 67",
        (1, 68),
    ),
];

#[test]
fn malformed_json() {
    check_events(ROWS, Limits::default());
}

#[test]
fn what_is_no_utf8() {
    let event = b"{\"Records\":[\n{\"eventID\":\"hunter2\xff\"}]}";
    let error = millstream::Decoder::new().decode::<super::Order<'_>>(event).map(|_| ()).unwrap_err();
    assert_eq!(error.to_string(), "expected UTF-8 at byte 32");
    let position = error.position(event);
    assert_eq!((position.line, position.column), (2, 20));
}
