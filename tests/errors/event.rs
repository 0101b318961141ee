//! JSON that is no event.

use millstream::Limits;

use super::{Row, check_events};

const ROWS: &[Row] = &[
    ("[]", "expected an event, found an array at byte 0", (1, 1)),
    ("null", "expected an event, found null at byte 0", (1, 1)),
    (r#""hunter2""#, "expected an event, found a string at byte 0", (1, 1)),
    ("4711", "expected an event, found a number at byte 0", (1, 1)),
    ("{}", "expected a member `Records` at byte 1", (1, 2)),
    (r#"{"records":[]}"#, "expected a member `Records` at byte 13", (1, 14)),
    (r#"{"Message":"hunter2"}"#, "expected a member `Records` at byte 20", (1, 21)),
    (r#"{"Records":null}"#, "Records: expected an array, found null at byte 11", (1, 12)),
    (r#"{"Records":{}}"#, "Records: expected an array, found an object at byte 11", (1, 12)),
    (r#"{"Records":"hunter2"}"#, "Records: expected an array, found a string at byte 11", (1, 12)),
    (r#"{"Records":[],"Records":[]}"#, "a second `Records` at byte 24", (1, 25)),
    (
        r#"{"Records":[],"window":"hunter2"}"#,
        "window: expected an object, found a string at byte 23",
        (1, 24),
    ),
    (
        r#"{"Records":[],"window":{"start":4711}}"#,
        "window.start: expected a string, found a number at byte 32",
        (1, 33),
    ),
    (r#"{"Records":[],"shardId":4711}"#, "shardId: expected a string, found a number at byte 24", (1, 25)),
    (
        r#"{"Records":[],"isFinalInvokeForWindow":"hunter2"}"#,
        "isFinalInvokeForWindow: expected a boolean, found a string at byte 39",
        (1, 40),
    ),
    (r#"{"shardId":{},"Records":[]}"#, "shardId: expected a string, found an object at byte 11", (1, 12)),
];

#[test]
fn what_is_no_event() {
    check_events(ROWS, Limits::default());
}
