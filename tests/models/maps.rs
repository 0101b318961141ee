//! M into pairs and maps: names of any kind, repeated ones, and the places of misfits.

use std::collections::{BTreeMap, HashMap};

use millstream::{AttributeValue, Decoder, Item, Model};

use crate::harness::Reader;
use crate::reader;

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Point {
    x: i8,
    y: Option<i8>,
}

#[derive(Model)]
#[allow(clippy::type_complexity)] // that is the point
struct Borrowed<'a> {
    integers: Option<&'a [(&'a str, i32)]>,
    optional: Option<&'a [(&'a str, Option<&'a str>)]>,
    points: Option<&'a [(&'a str, Point)]>,
    nested: Option<&'a [(&'a str, &'a [(&'a str, bool)])]>,
    lists: Option<&'a [(&'a str, &'a [&'a str])]>,
    anything: Option<&'a [(&'a str, AttributeValue<'a>)]>,
    item: Option<Item<'a>>,
}

fn shown(maps: &Borrowed<'_>, field: &str) -> String {
    match field {
        "integers" => format!("{:?}", maps.integers.unwrap()),
        "optional" => format!("{:?}", maps.optional.unwrap()),
        "points" => format!("{:?}", maps.points.unwrap()),
        "nested" => format!("{:?}", maps.nested.unwrap()),
        "lists" => format!("{:?}", maps.lists.unwrap()),
        "anything" => format!("{:?}", maps.anything.unwrap()),
        _ => format!("{:?}", maps.item.unwrap()),
    }
}

const BORROWED: Reader = reader!(Borrowed, shown, borrowed);

#[derive(Model)]
struct Owned<'a> {
    integers: Option<BTreeMap<String, i32>>,
    optional: Option<BTreeMap<&'a str, Option<String>>>,
    points: Option<BTreeMap<String, Box<Point>>>,
    nested: Option<BTreeMap<&'a str, BTreeMap<String, bool>>>,
    lists: Option<BTreeMap<String, Vec<&'a str>>>,
    anything: Option<BTreeMap<String, AttributeValue<'a>>>,
}

fn shown_sorted(maps: &Owned<'_>, field: &str) -> String {
    match field {
        "integers" => format!("{:?}", maps.integers.as_ref().unwrap()),
        "optional" => format!("{:?}", maps.optional.as_ref().unwrap()),
        "points" => format!("{:?}", maps.points.as_ref().unwrap()),
        "nested" => format!("{:?}", maps.nested.as_ref().unwrap()),
        "lists" => format!("{:?}", maps.lists.as_ref().unwrap()),
        _ => format!("{:?}", maps.anything.as_ref().unwrap()),
    }
}

const SORTED: Reader = reader!(Owned, shown_sorted, owned);

#[derive(Model)]
struct Hashed<'a> {
    integers: Option<HashMap<String, i32>>,
    optional: Option<HashMap<&'a str, Option<String>>>,
    points: Option<Vec<(&'a str, Box<Point>)>>,
    nested: Option<HashMap<&'a str, HashMap<String, bool>>>,
    lists: Option<Vec<(&'a str, Vec<String>)>>,
    anything: Option<HashMap<String, AttributeValue<'a>>>,
}

fn sorted<K: Ord, V>(map: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    map.into_iter().collect()
}

fn shown_hashed(maps: &Hashed<'_>, field: &str) -> String {
    match field {
        "integers" => format!("{:?}", sorted(maps.integers.as_ref().unwrap())),
        "optional" => format!("{:?}", sorted(maps.optional.as_ref().unwrap())),
        "points" => {
            format!("{:?}", sorted(maps.points.as_ref().unwrap().iter().map(|(name, point)| (name, point))))
        }
        "nested" => {
            let nested = maps.nested.as_ref().unwrap().iter().map(|(name, map)| (name, sorted(map)));
            format!("{:?}", sorted(nested))
        }
        "lists" => {
            format!("{:?}", sorted(maps.lists.as_ref().unwrap().iter().map(|(name, list)| (name, list))))
        }
        _ => format!("{:?}", sorted(maps.anything.as_ref().unwrap())),
    }
}

const HASHED: Reader = reader!(Hashed, shown_hashed, owned);

/// The value as pairs in the order of the input, and as a map in the order of names.
#[track_caller]
fn holds(field: &str, value: &str, pairs: &str, map: &str) {
    let item = format!(r#"{{"{field}":{value}}}"#);
    BORROWED.check(field, &item, Ok(pairs));
    SORTED.check(field, &item, Ok(map));
    HASHED.check(field, &item, Ok(map));
}

#[track_caller]
fn refuses(field: &str, value: &str, words: &str) {
    let item = format!(r#"{{"{field}":{value}}}"#);
    for reader in [BORROWED, SORTED, HASHED] {
        reader.check(field, &item, Err(&format!("{field}{words}")));
    }
}

#[test]
fn maps_hold_their_members() {
    holds("integers", r#"{"M":{}}"#, "[]", "{}");
    holds(
        "integers",
        r#"{"M":{"b":{"N":"1"},"a":{"N":"2"},"":{"N":"3"}}}"#,
        r#"[("b", 1), ("a", 2), ("", 3)]"#,
        r#"{"": 3, "a": 2, "b": 1}"#,
    );
    holds(
        "optional",
        r#"{"M":{"a":{"S":"x"},"b":{"NULL":true}}}"#,
        r#"[("a", Some("x")), ("b", None)]"#,
        r#"{"a": Some("x"), "b": None}"#,
    );
    holds(
        "points",
        r#"{"M":{"p":{"M":{"y":{"N":"2"},"x":{"N":"1"}}},"o":{"M":{"x":{"N":"0"}}}}}"#,
        r#"[("p", Point { x: 1, y: Some(2) }), ("o", Point { x: 0, y: None })]"#,
        r#"{"o": Point { x: 0, y: None }, "p": Point { x: 1, y: Some(2) }}"#,
    );
    holds(
        "nested",
        r#"{"M":{"a":{"M":{"b":{"BOOL":true}}},"c":{"M":{}}}}"#,
        r#"[("a", [("b", true)]), ("c", [])]"#,
        r#"{"a": {"b": true}, "c": {}}"#,
    );
    holds(
        "lists",
        r#"{"M":{"a":{"SS":["x","y"]},"b":{"L":[{"S":"z"}]}}}"#,
        r#"[("a", ["x", "y"]), ("b", ["z"])]"#,
        r#"{"a": ["x", "y"], "b": ["z"]}"#,
    );
    holds(
        "anything",
        r#"{"M":{"S":{"S":"x"},"N":{"M":{"N":{"N":"1"}}}}}"#,
        r#"[("S", S("x")), ("N", M({"N": N(1)}))]"#,
        r#"{"N": M({"N": N(1)}), "S": S("x")}"#,
    );
    // Names with escapes live in the arena or in memory of their own.
    holds(
        "integers",
        r#"{"M":{"\"\n\ud83d\ude00":{"N":"1"},"한국어":{"N":"2"}}}"#,
        r#"[("\"\n😀", 1), ("한국어", 2)]"#,
        r#"{"\"\n😀": 1, "한국어": 2}"#,
    );
}

/// The first place, the last value; all of them must fit.
#[test]
fn repeated_names_stand_once() {
    holds(
        "integers",
        r#"{"M":{"a":{"N":"1"},"b":{"N":"2"},"\u0061":{"N":"3"},"b":{"N":"4"},"a":{"N":"5"}}}"#,
        r#"[("a", 5), ("b", 4)]"#,
        r#"{"a": 5, "b": 4}"#,
    );
    holds(
        "points",
        r#"{"M":{"p":{"M":{"y":{"N":"2"},"x":{"N":"1"}}},"p":{"M":{"x":{"N":"3"}}}}}"#,
        r#"[("p", Point { x: 3, y: None })]"#,
        r#"{"p": Point { x: 3, y: None }}"#,
    );
    refuses("integers", r#"{"M":{"a":{"S":"‸x"},"a":{"N":"3"}}}"#, ".a: expected N, found S");
    BORROWED.check(
        "item",
        r#"{"item":{"M":{"a":{"N":"1"},"b":{"NULL":true},"a":{"S":"x"}}}}"#,
        Ok(r#"{"a": S("x"), "b": Null}"#),
    );
}

#[test]
fn misfits_are_named_by_their_names() {
    refuses("integers", r#"{"M":{"a":{"N":"1"},"b":{"S":"‸x"}}}"#, ".b: expected N, found S");
    refuses("integers", r#"{"M":{"a":{"NULL":‸true}}}"#, ".a: expected N, found NULL");
    refuses("integers", r#"{"M":{"a":‸1}}"#, ".a: expected an attribute value, found a number");
    refuses("integers", r#"{"M":{"a":{"N":"1"‸,"N":"2"}}}"#, ".a: expected an attribute value of one type");
    refuses("integers", r#"{"L":[‡]}"#, ": expected M, found L");
    refuses("integers", r#"{"M":{"":{"N":"‸x"}}}"#, ".: expected a number");
    refuses("points", r#"{"M":{"p":{"M":{"y":{"N":"1"}}‡}}}"#, ".p.x: missing");
    refuses("nested", r#"{"M":{"a":{"M":{"b":{"N":"‸1"}}}}}"#, ".a.b: expected BOOL, found N");
    refuses("lists", r#"{"M":{"a":{"SS":["x",‸1]}}}"#, ".a[1]: expected a string, found a number");
    refuses("anything", r#"{"M":{"a":{"L":[{"M":{"b":{"N":"‸"}}}]}}}"#, ".a[0].b: expected a number");
    // Names are shown as they are, but on one line, and not at any length.
    refuses("integers", r#"{"M":{"a.b c":{"N":"‸"}}}"#, ".a.b c: expected a number");
    refuses("integers", r#"{"M":{"\n\u0000":{"N":"‸"}}}"#, r".\n\u{0}: expected a number");
    let (name, shown) = ("é".repeat(65), "é".repeat(64));
    refuses(
        "integers",
        &format!(r#"{{"M":{{"{name}":{{"N":"‸"}}}}}}"#),
        &format!(".{shown}…: expected a number"),
    );
    refuses(
        "integers",
        &format!(r#"{{"M":{{"{shown}":{{"N":"‸"}}}}}}"#),
        &format!(".{shown}: expected a number"),
    );
}

/// Few names are searched, many are sorted.
#[test]
fn maps_of_every_size() {
    let mut decoder = Decoder::new();
    for size in [0, 1, 2, 3, 8, 64, 255, 256, 257, 258, 600, 5_000] {
        for repeated in [0, 1, size / 2] {
            let members = (0..size).chain(0..repeated.min(size)).enumerate();
            let members: Vec<_> =
                members.map(|(value, name)| format!(r#""name {name}":{{"N":"{value}"}}"#)).collect();
            let item = format!(r#"{{"integers":{{"M":{{{}}}}}}}"#, members.join(","));
            let expected: Vec<(String, i32)> = (0..size)
                .map(|name| {
                    (format!("name {name}"), if name < repeated.min(size) { size + name } else { name })
                })
                .collect();
            let found = decoder.decode_item::<Borrowed>(&item).unwrap().integers.unwrap();
            let found: Vec<_> = found.iter().map(|(name, value)| (name.to_string(), *value)).collect();
            assert_eq!(found, expected, "{size} {repeated}");
            let sorted = decoder.decode_item::<Owned>(&item).unwrap().integers.unwrap();
            assert_eq!(sorted, expected.iter().cloned().collect(), "{size} {repeated}");
            let hashed = decoder.decode_item::<Hashed>(&item).unwrap().integers.unwrap();
            assert_eq!(hashed, expected.into_iter().collect(), "{size} {repeated}");
        }
    }
}
