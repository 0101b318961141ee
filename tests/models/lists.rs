//! L and the sets into slices and vectors: elements, and the places of those that do not fit.

use millstream::{AttributeValue, Binary, Decoder, Item, Model, Number};

use crate::harness::Reader;
use crate::reader;

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Point {
    x: i8,
    y: Option<i8>,
}

#[derive(Model, Debug)]
struct Id(#[allow(dead_code)] u32);

macro_rules! lists {
    ($module:ident, $how:ident: $($field:ident: $type:ty;)*) => {
        mod $module {
            use super::*;

            #[derive(Model)]
            struct Lists<'a> {
                $($field: Option<$type>,)*
                note: Option<&'a str>,
            }

            fn shown(lists: &Lists<'_>, field: &str) -> String {
                match field {
                    $(stringify!($field) => format!("{:?}", lists.$field.as_ref().unwrap()),)*
                    _ => format!("{:?}", lists.note),
                }
            }

            pub const READER: Reader = reader!(Lists, shown, $how);
        }
    };
}

lists! { slices, borrowed:
    texts: &'a [&'a str];
    booleans: &'a [bool];
    integers: &'a [i32];
    small: &'a [Option<u8>];
    floats: &'a [f32];
    numbers: &'a [Number<'a>];
    bytes: &'a [u8];
    blobs: &'a [&'a [u8]];
    binaries: &'a [Binary<'a>];
    optional: &'a [Option<&'a str>];
    rows: &'a [&'a [i32]];
    sets: &'a [&'a [&'a str]];
    deep: &'a [&'a [&'a [bool]]];
    points: &'a [Point];
    ids: &'a [Id];
    items: &'a [Item<'a>];
    anythings: &'a [AttributeValue<'a>];
    maps: &'a [&'a [(&'a str, i32)]];
}

lists! { vectors, owned:
    texts: Vec<String>;
    booleans: Vec<bool>;
    integers: Vec<i32>;
    small: Vec<Option<u8>>;
    floats: Vec<f32>;
    numbers: Vec<Number<'a>>;
    bytes: Vec<u8>;
    blobs: Vec<Vec<u8>>;
    binaries: Vec<Binary<'a>>;
    optional: Vec<Option<String>>;
    rows: Vec<Vec<i32>>;
    sets: Vec<&'a [&'a str]>;
    deep: Vec<Vec<Vec<bool>>>;
    points: Vec<Box<Point>>;
    ids: Vec<Id>;
    items: Vec<Item<'a>>;
    anythings: Vec<AttributeValue<'a>>;
    maps: Vec<Vec<(&'a str, i32)>>;
}

#[track_caller]
fn check(field: &str, value: &str, expected: Result<&str, &str>) {
    let expected = expected.map_err(|words| format!("{field}{words}"));
    for reader in [slices::READER, vectors::READER] {
        let item = format!(r#"{{"{field}":{value}}}"#);
        reader.check(field, &item, expected.as_ref().map(|shown| *shown).map_err(String::as_str));
    }
}

#[test]
fn lists_and_sets_hold_their_elements_in_order() {
    let cases = [
        ("texts", r#"{"SS":[]}"#, "[]"),
        ("texts", r#"{"SS":["b","","a","b"]}"#, r#"["b", "", "a", "b"]"#),
        ("texts", r#"{"L":[{"S":"b"},{"S":""},{"S":"\n"}]}"#, r#"["b", "", "\n"]"#),
        ("booleans", r#"{"L":[{"BOOL":true},{"BOOL":false}]}"#, "[true, false]"),
        ("integers", r#"{"NS":["3","-2","1E2"]}"#, "[3, -2, 100]"),
        ("integers", r#"{"L":[{"N":"3"},{"N":"-2"},{"N":"1.0"}]}"#, "[3, -2, 1]"),
        ("small", r#"{"L":[{"N":"255"},{"NULL":true},{"NULL":false}]}"#, "[Some(255), None, None]"),
        ("floats", r#"{"NS":["0.1","1E2"]}"#, "[0.1, 100.0]"),
        ("numbers", r#"{"NS":["0.10","1E2"]}"#, "[0.10, 1E2]"),
        ("bytes", r#"{"B":"AAH/"}"#, "[0, 1, 255]"),
        ("blobs", r#"{"BS":["QQ==","","QUI="]}"#, "[[65], [], [65, 66]]"),
        ("blobs", r#"{"L":[{"B":"QQ"},{"B":""}]}"#, "[[65], []]"),
        ("binaries", r#"{"BS":["QQ==","?"]}"#, r#"[Binary("QQ=="), Binary("?")]"#),
        ("binaries", r#"{"L":[{"B":"QQ=="}]}"#, r#"[Binary("QQ==")]"#),
        ("optional", r#"{"L":[{"S":"a"},{"NULL":true},{"S":"b"}]}"#, r#"[Some("a"), None, Some("b")]"#),
        ("rows", r#"{"L":[{"L":[]},{"L":[{"N":"1"},{"N":"2"}]},{"NS":["3"]}]}"#, "[[], [1, 2], [3]]"),
        ("sets", r#"{"L":[{"SS":["a"]},{"L":[{"S":"b"}]},{"SS":[]}]}"#, r#"[["a"], ["b"], []]"#),
        ("deep", r#"{"L":[{"L":[{"L":[{"BOOL":true}]},{"L":[]}]},{"L":[]}]}"#, "[[[true], []], []]"),
        (
            "points",
            r#"{"L":[{"M":{"x":{"N":"1"},"y":{"N":"2"}}},{"M":{"x":{"N":"3"}}}]}"#,
            "[Point { x: 1, y: Some(2) }, Point { x: 3, y: None }]",
        ),
        ("ids", r#"{"NS":["7"]}"#, "[Id(7)]"),
        ("ids", r#"{"L":[{"N":"7"}]}"#, "[Id(7)]"),
        ("items", r#"{"L":[{"M":{}},{"M":{"a":{"N":"1"}}}]}"#, r#"[{}, {"a": N(1)}]"#),
        ("anythings", r#"{"L":[{"S":"a"},{"NULL":true},{"L":[{"N":"1"}]}]}"#, r#"[S("a"), Null, L([N(1)])]"#),
        ("maps", r#"{"L":[{"M":{}},{"M":{"b":{"N":"1"},"a":{"N":"2"}}}]}"#, r#"[[], [("b", 1), ("a", 2)]]"#),
    ];
    for (field, value, shown) in cases {
        check(field, value, Ok(shown));
    }
}

#[test]
fn misfits_are_named_by_their_place() {
    let cases = [
        // Elements of lists.
        ("texts", r#"{"L":[{"S":"a"},{"N":"‸1"}]}"#, "[1]: expected S, found N"),
        ("texts", r#"{"L":[{"S":"a"},{"S":‸1}]}"#, "[1]: expected a string, found a number"),
        ("texts", r#"{"L":[{"S":"a"},‸"b"]}"#, "[1]: expected an attribute value, found a string"),
        ("texts", r#"{"L":[{"S":"a"},{‸}]}"#, "[1]: expected one type, such as S or N"),
        ("texts", r#"{"L":[{"S":"a"},{"NULL":‸true}]}"#, "[1]: expected S, found NULL"),
        ("texts", r#"{"L":[{"S":"a"‸,"N":"1"}]}"#, "[0]: expected an attribute value of one type"),
        ("booleans", r#"{"L":[{"BOOL":‸"true"}]}"#, "[0]: expected `true` or `false`, found a string"),
        (
            "small",
            r#"{"L":[{"NULL":true},{"N":"‸256"}]}"#,
            "[1]: expected u8, found a number out of its range",
        ),
        ("optional", r#"{"L":[{"NULL":true},{"N":"‸1"}]}"#, "[1]: expected S, found N"),
        // Elements of sets.
        ("texts", r#"{"SS":["a",‸1]}"#, "[1]: expected a string, found a number"),
        ("texts", r#"{"SS":["a",‸{"S":"b"}]}"#, "[1]: expected a string, found an object"),
        ("texts", r#"{"SS":["a",‸null]}"#, "[1]: expected a string, found null"),
        ("integers", r#"{"NS":["1","2","‸x"]}"#, "[2]: expected a number"),
        ("integers", r#"{"NS":["‸1.5"]}"#, "[0]: expected i32, found a fraction"),
        ("integers", r#"{"NS":["‸2147483648"]}"#, "[0]: expected i32, found a number out of its range"),
        ("integers", r#"{"NS":[‸1]}"#, "[0]: expected a string, found a number"),
        ("numbers", r#"{"NS":["1","‸NaN"]}"#, "[1]: expected a number"),
        ("floats", r#"{"NS":["‸1e39"]}"#, "[0]: expected f32, found a number out of its range"),
        ("blobs", r#"{"BS":["QQ==","‸QQ="]}"#, "[1]: expected base64"),
        // A set of another type, a list of sets, and deeper.
        ("texts", r#"{"NS":[‡"1"]}"#, ": expected SS or L, found NS"),
        ("integers", r#"{"SS":[‡"1"]}"#, ": expected NS or L, found SS"),
        ("bytes", r#"{"L":[‡{"N":"1"}]}"#, ": expected B, found L"),
        ("bytes", r#"{"NS":[‡"1"]}"#, ": expected B, found NS"),
        ("small", r#"{"NS":[‡"1"]}"#, ": expected L, found NS"),
        ("rows", r#"{"L":[{"L":[]},{"L":[{"N":"1"},{"S":"‸2"}]}]}"#, "[1][1]: expected N, found S"),
        ("rows", r#"{"L":[{"NS":["1","‸x"]}]}"#, "[0][1]: expected a number"),
        ("rows", r#"{"L":[{"SS":[‡]}]}"#, "[0]: expected NS or L, found SS"),
        (
            "deep",
            r#"{"L":[{"L":[]},{"L":[{"L":[{"BOOL":true},{"N":"‸1"}]}]}]}"#,
            "[1][0][1]: expected BOOL, found N",
        ),
        ("points", r#"{"L":[{"M":{"x":{"N":"1"}}},{"M":{"y":{"N":"1"}}‡}]}"#, "[1].x: missing"),
        ("points", r#"{"L":[{"M":{"x":{"N":"1"},"y":{"S":"‸"}}}]}"#, "[0].y: expected N, found S"),
        ("points", r#"{"L":[{"L":[‡]}]}"#, "[0]: expected M, found L"),
        ("ids", r#"{"NS":["1","‸-1"]}"#, "[1]: expected u32, found a number out of its range"),
        ("items", r#"{"L":[{"M":{"a":{"N":"‸x"}}}]}"#, "[0].a: expected a number"),
        ("items", r#"{"L":[{"S":"‸x"}]}"#, "[0]: expected M, found S"),
        ("anythings", r#"{"L":[{"L":[{"M":{"a":{"NS":["1","‸"]}}}]}]}"#, "[0][0].a[1]: expected a number"),
        ("maps", r#"{"L":[{"M":{"a":{"N":"1"},"b":{"N":"‸x"}}}]}"#, "[0].b: expected a number"),
    ];
    for (field, value, words) in cases {
        check(field, value, Err(words));
    }
}

/// Slices grow in the arena while their elements are put there too.
#[test]
fn lists_of_every_length() {
    #[derive(Model)]
    struct Lists<'a> {
        texts: &'a [&'a str],
        integers: &'a [i64],
        blobs: &'a [&'a [u8]],
        rows: &'a [&'a [u16]],
    }

    #[derive(Model)]
    struct Vectors {
        texts: Vec<String>,
        integers: Vec<i64>,
        blobs: Vec<Vec<u8>>,
        rows: Vec<Vec<u16>>,
    }

    let mut decoder = Decoder::new();
    let joined = |length: usize, element: &dyn Fn(usize) -> String| {
        (0..length).map(element).collect::<Vec<_>>().join(",")
    };
    for length in (0..70).chain([127, 128, 129, 1_000, 10_000]) {
        let item = format!(
            r#"{{"texts":{{"SS":[{}]}},"integers":{{"L":[{}]}},"blobs":{{"BS":[{}]}},"rows":{{"L":[{}]}}}}"#,
            joined(length, &|place| format!(r#""text\t{place}""#)),
            joined(length, &|place| format!(r#"{{"N":"-{place}"}}"#)),
            joined(length, &|_| r#""QUI=""#.into()),
            joined(length, &|place| format!(r#"{{"NS":["{place}","{}"]}}"#, place + 1)),
        );
        let lists = decoder.decode_item::<Lists>(&item).unwrap();
        assert!(
            lists.texts.iter().copied().eq((0..length).map(|place| format!("text\t{place}"))),
            "{length}"
        );
        assert!(lists.integers.iter().copied().eq((0..length as i64).map(|place| -place)), "{length}");
        assert!(lists.blobs.len() == length && lists.blobs.iter().all(|blob| *blob == b"AB"), "{length}");
        assert!(
            lists.rows.iter().copied().eq((0..length as u16).map(|place| [place, place + 1])),
            "{length}"
        );
        let vectors = decoder.decode_item::<Vectors>(&item).unwrap();
        assert!(
            vectors
                .texts
                .iter()
                .eq((0..length).map(|place| format!("text\t{place}")).collect::<Vec<_>>().iter()),
            "{length}"
        );
        assert!(vectors.integers.iter().copied().eq((0..length as i64).map(|place| -place)), "{length}");
        assert!(vectors.blobs.len() == length && vectors.blobs.iter().all(|blob| *blob == b"AB"), "{length}");
        assert!(
            vectors
                .rows
                .iter()
                .eq((0..length as u16).map(|place| vec![place, place + 1]).collect::<Vec<_>>().iter()),
            "{length}"
        );
    }
}
