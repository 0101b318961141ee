//! Attributes that come more than once: the last one counts, and nothing of the earlier ones is left.

use std::collections::BTreeMap;

use millstream::{AttributeValue, Item, Model};

use crate::harness::Reader;
use crate::reader;

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Inner<'a> {
    id: u8,
    name: Option<&'a str>,
    #[model(default)]
    tags: &'a [&'a str],
}

#[derive(Model)]
struct Fields<'a> {
    #[model(alias = "Text")]
    text: Option<&'a str>,
    number: Option<i8>,
    #[model(default = "forty_two")]
    level: u64,
    inner: Option<Inner<'a>>,
    list: Option<&'a [Inner<'a>]>,
    pairs: Option<&'a [(&'a str, Inner<'a>)]>,
    any: Option<AttributeValue<'a>>,
    item: Option<Item<'a>>,
    #[model(flatten)]
    flat: Flat<'a>,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Flat<'a> {
    first: Option<&'a str>,
}

fn forty_two() -> u64 {
    42
}

fn shown(fields: &Fields<'_>, field: &str) -> String {
    match field {
        "text" => format!("{:?}", fields.text),
        "number" => format!("{:?}", fields.number),
        "level" => format!("{:?}", fields.level),
        "inner" => format!("{:?}", fields.inner),
        "list" => format!("{:?}", fields.list),
        "pairs" => format!("{:?}", fields.pairs),
        "any" => format!("{:?}", fields.any),
        "item" => format!("{:?}", fields.item),
        "first" => format!("{:?}", fields.flat.first),
        _ => format!("{:?}", fields.rest),
    }
}

const READER: Reader = reader!(Fields, shown, borrowed);

#[derive(Model)]
struct Owning {
    list: Option<Vec<i8>>,
    map: Option<BTreeMap<String, i8>>,
    boxed: Option<Box<OwnedInner>>,
    text: Option<String>,
}

#[derive(Model, Debug)]
#[allow(dead_code)]
struct OwnedInner {
    id: u8,
    name: Option<String>,
    #[model(default)]
    tags: Vec<String>,
}

fn shown_owning(fields: &Owning, field: &str) -> String {
    match field {
        "list" => format!("{:?}", fields.list),
        "map" => format!("{:?}", fields.map),
        "boxed" => format!("{:?}", fields.boxed),
        _ => format!("{:?}", fields.text),
    }
}

const OWNING: Reader = reader!(Owning, shown_owning, owned);

/// Each item, and the same with other attributes between the repeated ones.
#[track_caller]
fn check(reader: &Reader, field: &str, attributes: &[&str], expected: Result<&str, &str>) {
    let joined = |between: &str| format!("{{{}}}", attributes.join(between));
    reader.check(field, &joined(","), expected);
    reader.check(field, &joined(r#","unknown":{"L":[{"S":"x"}]},"#), expected);
}

#[test]
fn the_last_one_counts() {
    check(&READER, "text", &[r#""text":{"S":"a"}"#, r#""text":{"S":"b"}"#], Ok(r#"Some("b")"#));
    check(&READER, "text", &[r#""text":{"S":"a"}"#, r#""Text":{"S":"b"}"#], Ok(r#"Some("b")"#));
    check(&READER, "text", &[r#""Text":{"S":"a"}"#, r#""\u0074ext":{"S":"b"}"#], Ok(r#"Some("b")"#));
    check(&READER, "text", &[r#""text":{"S":"a"}"#, r#""text":{"NULL":true}"#], Ok("None"));
    check(&READER, "text", &[r#""text":{"NULL":true}"#, r#""text":{"S":"b"}"#], Ok(r#"Some("b")"#));
    check(
        &READER,
        "number",
        &[r#""number":{"N":"1"}"#, r#""number":{"N":"2"}"#, r#""number":{"N":"3"}"#],
        Ok("Some(3)"),
    );
    check(&READER, "level", &[r#""level":{"N":"1"}"#, r#""level":{"N":"2"}"#], Ok("2"));
    check(&READER, "first", &[r#""first":{"S":"a"}"#, r#""first":{"S":"b"}"#], Ok(r#"Some("b")"#));
    check(&READER, "any", &[r#""any":{"S":"a"}"#, r#""any":{"N":"1"}"#], Ok("Some(N(1))"));
}

#[test]
fn nothing_of_an_earlier_one_is_left() {
    check(
        &READER,
        "inner",
        &[
            r#""inner":{"M":{"id":{"N":"1"},"name":{"S":"x"},"tags":{"SS":["a"]}}}"#,
            r#""inner":{"M":{"id":{"N":"2"}}}"#,
        ],
        Ok("Some(Inner { id: 2, name: None, tags: [] })"),
    );
    check(
        &READER,
        "inner",
        &[r#""inner":{"M":{"id":{"N":"1"},"id":{"N":"3"},"name":{"S":"x"},"name":{"NULL":true}}}"#],
        Ok("Some(Inner { id: 3, name: None, tags: [] })"),
    );
    check(
        &READER,
        "list",
        &[
            r#""list":{"L":[{"M":{"id":{"N":"1"},"name":{"S":"x"}}},{"M":{"id":{"N":"2"}}}]}"#,
            r#""list":{"L":[{"M":{"id":{"N":"3"}}}]}"#,
        ],
        Ok("Some([Inner { id: 3, name: None, tags: [] }])"),
    );
    check(
        &READER,
        "pairs",
        &[
            r#""pairs":{"M":{"a":{"M":{"id":{"N":"1"},"name":{"S":"x"}}},"b":{"M":{"id":{"N":"2"}}}}}"#,
            r#""pairs":{"M":{"a":{"M":{"id":{"N":"3"}}}}}"#,
        ],
        Ok(r#"Some([("a", Inner { id: 3, name: None, tags: [] })])"#),
    );
    check(
        &READER,
        "item",
        &[r#""item":{"M":{"a":{"S":"x"}}}"#, r#""item":{"M":{"b":{"S":"y"}}}"#],
        Ok(r#"Some({"b": S("y")})"#),
    );
    check(
        &OWNING,
        "list",
        &[r#""list":{"L":[{"N":"1"},{"N":"2"}]}"#, r#""list":{"NS":["3"]}"#],
        Ok("Some([3])"),
    );
    check(
        &OWNING,
        "map",
        &[r#""map":{"M":{"a":{"N":"1"},"b":{"N":"2"}}}"#, r#""map":{"M":{"c":{"N":"3"}}}"#],
        Ok(r#"Some({"c": 3})"#),
    );
    check(
        &OWNING,
        "boxed",
        &[
            r#""boxed":{"M":{"id":{"N":"1"},"name":{"S":"x"},"tags":{"SS":["a"]}}}"#,
            r#""boxed":{"M":{"id":{"N":"2"}}}"#,
        ],
        Ok("Some(OwnedInner { id: 2, name: None, tags: [] })"),
    );
    check(
        &OWNING,
        "text",
        &[r#""text":{"S":"long enough to be moved"}"#, r#""text":{"S":""}"#],
        Ok(r#"Some("")"#),
    );
}

#[test]
fn unknown_ones_keep_their_first_place() {
    let item = r#"{"b":{"S":"1"},"a":{"S":"2"},"b":{"N":"3"},"text":{"S":"x"},"a":{"M":{"c":{"S":"4"},"c":{"S":"5"}}}}"#;
    READER.check("rest", item, Ok(r#"{"b": N(3), "a": M({"c": S("5")})}"#));
}

#[test]
fn every_occurrence_must_fit() {
    check(
        &READER,
        "text",
        &[r#""text":{"N":"‸1"}"#, r#""text":{"S":"b"}"#],
        Err("text: expected S, found N"),
    );
    check(
        &READER,
        "number",
        &[r#""number":{"N":"1"}"#, r#""number":{"N":"‸1000"}"#],
        Err("number: expected i8, found a number out of its range"),
    );
    check(
        &READER,
        "number",
        &[r#""number":{"N":"‸1000"}"#, r#""number":{"N":"1"}"#],
        Err("number: expected i8, found a number out of its range"),
    );
    check(
        &READER,
        "inner",
        &[r#""inner":{"M":{}‡}"#, r#""inner":{"M":{"id":{"N":"2"}}}"#],
        Err("inner.id: missing"),
    );
    check(
        &READER,
        "inner",
        &[r#""inner":{"M":{"id":{"N":"2"}}}"#, r#""inner":{"M":{}‡}"#],
        Err("inner.id: missing"),
    );
    check(
        &READER,
        "inner",
        &[r#""inner":{"M":{"id":{"N":"2"}}}"#, r#""inner":{"S":"‸"}"#],
        Err("inner: expected M, found S"),
    );
    check(&READER, "rest", &[r#""x":{"N":"‸"}"#, r#""x":{"N":"1"}"#], Err("x: expected a number"));
    check(
        &OWNING,
        "map",
        &[r#""map":{"M":{"a":{"S":"‸"}}}"#, r#""map":{"M":{}}"#],
        Err("map.a: expected N, found S"),
    );
}
