//! Attributes that do not fit the model.

use super::{Row, check_items};

const ROWS: &[Row] = &[
    // Missing.
    (r#"{}"#, "id: missing at byte 2", (1, 3)),
    (r#"{"ID":{"S":"hunter2"}}"#, "id: missing at byte 22", (1, 23)),
    (r#"{"id":{"NULL":true}}"#, "id: expected S, found NULL at byte 14", (1, 15)),
    (
        r#"{"id":{"S":"1"},"lines":{"L":[{"M":{"sku":{"S":"hunter2"}}}]}}"#,
        "lines[0].quantity: missing at byte 58",
        (1, 59),
    ),
    // Another type.
    (r#"{"id":{"N":"4711"}}"#, "id: expected S, found N at byte 12", (1, 13)),
    (r#"{"id":{"BOOL":true}}"#, "id: expected S, found BOOL at byte 14", (1, 15)),
    (r#"{"id":{"L":[{"S":"hunter2"}]}}"#, "id: expected S, found L at byte 12", (1, 13)),
    (r#"{"id":{"S":"1"},"count":{"S":"4711"}}"#, "count: expected N, found S at byte 30", (1, 31)),
    (r#"{"id":{"S":"1"},"price":{"B":"aHVudGVyMg=="}}"#, "price: expected N, found B at byte 30", (1, 31)),
    (r#"{"id":{"S":"1"},"paid":{"S":"hunter2"}}"#, "paid: expected BOOL, found S at byte 29", (1, 30)),
    (r#"{"id":{"S":"1"},"data":{"S":"hunter2"}}"#, "data: expected B, found S at byte 29", (1, 30)),
    (r#"{"id":{"S":"1"},"tags":{"S":"hunter2"}}"#, "tags: expected SS or L, found S at byte 29", (1, 30)),
    (r#"{"id":{"S":"1"},"tags":{"NS":["4711"]}}"#, "tags: expected SS or L, found NS at byte 30", (1, 31)),
    (
        r#"{"id":{"S":"1"},"tags":{"L":[{"S":"1"},{"N":"4711"}]}}"#,
        "tags[1]: expected S, found N at byte 45",
        (1, 46),
    ),
    (
        r#"{"id":{"S":"1"},"scores":{"SS":["hunter2"]}}"#,
        "scores: expected NS or L, found SS at byte 32",
        (1, 33),
    ),
    (r#"{"id":{"S":"1"},"lines":{"M":{}}}"#, "lines: expected L, found M at byte 30", (1, 31)),
    (
        r#"{"id":{"S":"1"},"lines":{"L":[{"S":"hunter2"}]}}"#,
        "lines[0]: expected M, found S at byte 36",
        (1, 37),
    ),
    (
        r#"{"id":{"S":"1"},"lines":{"L":[{"M":{"sku":{"S":"1"},"quantity":{"S":"4711"}}}]}}"#,
        "lines[0].quantity: expected N, found S at byte 69",
        (1, 70),
    ),
    (r#"{"id":{"S":"1"},"labels":{"L":[]}}"#, "labels: expected M, found L at byte 31", (1, 32)),
    (
        r#"{"id":{"S":"1"},"labels":{"M":{"a":{"S":"hunter2"}}}}"#,
        "labels.a: expected N, found S at byte 41",
        (1, 42),
    ),
    (r#"{"id":{"S":"1"},"payment":{"S":"hunter2"}}"#, "payment: expected M, found S at byte 32", (1, 33)),
    (r#"{"id":{"S":"1"},"map":{"S":"hunter2"}}"#, "map: expected M, found S at byte 28", (1, 29)),
    // No attribute value.
    (r#"{"id":"hunter2"}"#, "id: expected an attribute value, found a string at byte 6", (1, 7)),
    (r#"{"id":null}"#, "id: expected an attribute value, found null at byte 6", (1, 7)),
    (r#"{"id":{}}"#, "id: expected one type, such as S or N at byte 7", (1, 8)),
    (r#"{"id":{"s":"hunter2"}}"#, "id: expected a type such as S or N at byte 7", (1, 8)),
    (r#"{"id":{"hunter":"hunter2"}}"#, "id: expected a type such as S or N at byte 7", (1, 8)),
    (
        r#"{"id":{"S":"hunter2","N":"4711"}}"#,
        "id: expected an attribute value of one type at byte 20",
        (1, 21),
    ),
    (r#"{"id":{"S":4711}}"#, "id: expected a string, found a number at byte 11", (1, 12)),
    (r#"{"id":{"S":null}}"#, "id: expected a string, found null at byte 11", (1, 12)),
    (
        r#"{"id":{"S":"1"},"count":{"N":4711}}"#,
        "count: expected N's number as a string, found a number at byte 29",
        (1, 30),
    ),
    (
        r#"{"id":{"S":"1"},"paid":{"BOOL":"true"}}"#,
        "paid: expected `true` or `false`, found a string at byte 31",
        (1, 32),
    ),
    (
        r#"{"id":{"S":"1"},"paid":{"NULL":4711}}"#,
        "paid: expected `true` or `false`, found a number at byte 31",
        (1, 32),
    ),
    (
        r#"{"id":{"S":"1"},"tags":{"SS":"hunter2"}}"#,
        "tags: expected an array, found a string at byte 29",
        (1, 30),
    ),
    (
        r#"{"id":{"S":"1"},"tags":{"SS":["a",4711]}}"#,
        "tags[1]: expected a string, found a number at byte 34",
        (1, 35),
    ),
    (r#"{"id":{"S":"1"},"lines":{"L":{}}}"#, "lines: expected an array, found an object at byte 29", (1, 30)),
    (
        r#"{"id":{"S":"1"},"lines":{"L":[null]}}"#,
        "lines[0]: expected an attribute value, found null at byte 30",
        (1, 31),
    ),
    (
        r#"{"id":{"S":"1"},"any":{"M":["hunter2"]}}"#,
        "any: expected an object, found an array at byte 27",
        (1, 28),
    ),
    (
        r#"{"id":{"S":"1"},"any":{"L":[{"M":{"a\tb":{"X":"hunter2"}}}]}}"#,
        "any[0].a\\tb: expected a type such as S or N at byte 42",
        (1, 43),
    ),
    (r#"{"id":{"S":"1"},"map":{"M":{"":{"N":""}}}}"#, "map.: expected a number at byte 37", (1, 38)),
    // Numbers.
    (
        r#"{"id":{"S":"1"},"count":{"N":"4711"}}"#,
        "count: expected u8, found a number out of its range at byte 30",
        (1, 31),
    ),
    (
        r#"{"id":{"S":"1"},"count":{"N":"-1"}}"#,
        "count: expected u8, found a number out of its range at byte 30",
        (1, 31),
    ),
    (r#"{"id":{"S":"1"},"count":{"N":"47.11"}}"#, "count: expected u8, found a fraction at byte 30", (1, 31)),
    (r#"{"id":{"S":"1"},"count":{"N":"hunter2"}}"#, "count: expected a number at byte 30", (1, 31)),
    (r#"{"id":{"S":"1"},"count":{"N":""}}"#, "count: expected a number at byte 30", (1, 31)),
    (
        r#"{"id":{"S":"1"},"total":{"N":"1e4711"}}"#,
        "total: expected i64, found a number out of its range at byte 30",
        (1, 31),
    ),
    (r#"{"id":{"S":"1"},"total":{"N":" 4711"}}"#, "total: expected a number at byte 30", (1, 31)),
    (
        r#"{"id":{"S":"1"},"ratio":{"N":"4711e99"}}"#,
        "ratio: expected f32, found a number out of its range at byte 30",
        (1, 31),
    ),
    (r#"{"id":{"S":"1"},"ratio":{"N":"NaN"}}"#, "ratio: expected a number at byte 30", (1, 31)),
    (r#"{"id":{"S":"1"},"price":{"N":"47,11"}}"#, "price: expected a number at byte 30", (1, 31)),
    (r#"{"id":{"S":"1"},"price":{"N":"1e4711471147"}}"#, "price: expected a number at byte 30", (1, 31)),
    (
        r#"{"id":{"S":"1"},"scores":{"NS":["1","4711471147"]}}"#,
        "scores[1]: expected i32, found a number out of its range at byte 37",
        (1, 38),
    ),
    (
        r#"{"id":{"S":"1"},"labels":{"M":{"a":{"N":"-4711"}}}}"#,
        "labels.a: expected u32, found a number out of its range at byte 41",
        (1, 42),
    ),
    // Base64.
    (r#"{"id":{"S":"1"},"data":{"B":"hunter2!"}}"#, "data: expected base64 at byte 29", (1, 30)),
    (r#"{"id":{"S":"1"},"data":{"B":"aHVudGVyMg="}}"#, "data: expected base64 at byte 29", (1, 30)),
    // Enums and functions.
    (
        r#"{"id":{"S":"1"},"payment":{"M":{"method":{"S":"hunter2"}}}}"#,
        "payment: no variant for the value of `method` at byte 32",
        (1, 33),
    ),
    (
        r#"{"id":{"S":"1"},"payment":{"M":{"holder":{"S":"hunter2"}}}}"#,
        "payment: no S or N `method` that would choose a variant at byte 32",
        (1, 33),
    ),
    (
        r#"{"id":{"S":"1"},"payment":{"M":{"method":{"N":"4711"}}}}"#,
        "payment: no variant for the value of `method` at byte 32",
        (1, 33),
    ),
    (
        r#"{"id":{"S":"1"},"payment":{"M":{"method":{"S":"card"}}}}"#,
        "payment.holder: missing at byte 54",
        (1, 55),
    ),
    (r#"{"id":{"S":"1"},"colour":{"S":"hunter2"}}"#, "colour: expected a colour at byte 31", (1, 32)),
];

#[test]
fn attributes() {
    check_items(ROWS);
}
