//! Models within models, recursion, depth, and what absence means in them.

use millstream::{Decoder, ErrorKind, Item, Limits, Model};

use crate::harness::Reader;
use crate::reader;

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Inner<'a> {
    id: u8,
    name: Option<&'a str>,
    #[model(default)]
    tags: &'a [&'a str],
    #[model(default = "seven")]
    level: i64,
    leaf: Option<Leaf>,
}

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Leaf {
    flag: bool,
}

fn seven() -> i64 {
    7
}

#[derive(Model)]
struct Outer<'a> {
    inner: Option<Inner<'a>>,
    list: Option<&'a [Inner<'a>]>,
    twice: Option<Option<Inner<'a>>>,
    #[model(flatten)]
    flat: Flat<'a>,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Flat<'a> {
    first: Option<&'a str>,
    #[model(rename = "Second One", alias = "second")]
    second: Option<Leaf>,
}

fn shown(outer: &Outer<'_>, field: &str) -> String {
    match field {
        "inner" => format!("{:?}", outer.inner),
        "list" => format!("{:?}", outer.list),
        "twice" => format!("{:?}", outer.twice),
        "flat" => format!("{:?}", outer.flat),
        _ => format!("{:?}", outer.rest),
    }
}

const READER: Reader = reader!(Outer, shown, borrowed);

#[test]
fn models_within_models() {
    let full = r#"{"inner":{"M":{"id":{"N":"1"},"name":{"S":"x"},"tags":{"SS":["a"]},"level":{"N":"-1"},"leaf":{"M":{"flag":{"BOOL":true}}}}}}"#;
    let shown =
        r#"Some(Inner { id: 1, name: Some("x"), tags: ["a"], level: -1, leaf: Some(Leaf { flag: true }) })"#;
    READER.check("inner", full, Ok(shown));
    READER.check("twice", &full.replace("inner", "twice"), Ok(&format!("Some({shown})")));
    let bare = r#"Some(Inner { id: 1, name: None, tags: [], level: 7, leaf: None })"#;
    READER.check("inner", r#"{"inner":{"M":{"id":{"N":"1"}}}}"#, Ok(bare));
    READER.check(
        "inner",
        r#"{"inner":{"M":{"id":{"N":"1"},"name":{"NULL":true},"leaf":{"NULL":true}}}}"#,
        Ok(bare),
    );
    for item in [r#"{}"#, r#"{"inner":{"NULL":true}}"#] {
        READER.check("inner", item, Ok("None"));
    }
    // Unknown attributes, at every place and of every type.
    for unknown in [
        r#""x":{"S":"y"}"#,
        r#""x":{"M":{"id":{"N":"x"}}}"#,
        r#""x":{"L":[]}"#,
        r#""x":{"no type":[1,{}]}"#,
        r#""x":null"#,
    ] {
        READER.check("inner", &format!(r#"{{"inner":{{"M":{{"id":{{"N":"1"}},{unknown}}}}}}}"#), Ok(bare));
        READER.check("inner", &format!(r#"{{"inner":{{"M":{{{unknown},"id":{{"N":"1"}}}}}}}}"#), Ok(bare));
        READER.check(
            "inner",
            &format!(r#"{{"inner":{{"M":{{{unknown},"id":{{"N":"1"}},{unknown}}}}}}}"#),
            Ok(bare),
        );
    }
}

#[test]
fn misfits_within_models() {
    let cases = [
        (r#"{"inner":{"M":{}‡}}"#, "inner.id: missing"),
        (r#"{"inner":{"M":{"name":{"S":"x"}}‡}}"#, "inner.id: missing"),
        (r#"{"inner":{"M":{"id":{"N":"‸256"}}}}"#, "inner.id: expected u8, found a number out of its range"),
        (r#"{"inner":{"M":{"id":{"N":"1"},"name":{"N":"‸1"}}}}"#, "inner.name: expected S, found N"),
        (
            r#"{"inner":{"M":{"id":{"N":"1"},"tags":{"NULL":‸true}}}}"#,
            "inner.tags: expected SS or L, found NULL",
        ),
        (r#"{"inner":{"M":{"id":{"N":"1"},"leaf":{"M":{}‡}}}}"#, "inner.leaf.flag: missing"),
        (
            r#"{"inner":{"M":{"id":{"N":"1"},"leaf":{"M":{"flag":{"NULL":‸true}}}}}}"#,
            "inner.leaf.flag: expected BOOL, found NULL",
        ),
        (r#"{"inner":{"M":{"id":{"N":"1"},"leaf":{"L":[‡]}}}}"#, "inner.leaf: expected M, found L"),
        (
            r#"{"list":{"L":[{"M":{"id":{"N":"1"}}},{"M":{"id":{"N":"2"},"leaf":{"M":{}‡}}}]}}"#,
            "list[1].leaf.flag: missing",
        ),
        (r#"{"list":{"M":{‡}}}"#, "list: expected L, found M"),
        (r#"{"twice":{"M":{}‡}}"#, "twice.id: missing"),
        (r#"{"first":{"N":"‸1"}}"#, "first: expected S, found N"),
        (r#"{"Second One":{"M":{"flag":{"S":"‸"}}}}"#, "Second One.flag: expected BOOL, found S"),
        (r#"{"second":{"M":{}‡}}"#, "second.flag: missing"),
        (r#"{"other":{"N":"‸x"}}"#, "other: expected a number"),
        (r#"{"other":{"M":{"deep":‸1}}}"#, "other.deep: expected an attribute value, found a number"),
    ];
    for (item, words) in cases {
        READER.check("inner", item, Err(words));
    }
}

#[test]
fn flattened_and_rest() {
    let item = r#"{"a":{"S":"1"},"first":{"S":"x"},"b":{"M":{"c":{"N":"2"}}},"second":{"M":{"flag":{"BOOL":false}}},"c":{"NULL":true}}"#;
    READER.check("flat", item, Ok(r#"Flat { first: Some("x"), second: Some(Leaf { flag: false }) }"#));
    READER.check("rest", item, Ok(r#"{"a": S("1"), "b": M({"c": N(2)}), "c": Null}"#));
    READER.check("flat", "{}", Ok("Flat { first: None, second: None }"));
    READER.check("rest", "{}", Ok("{}"));
}

#[derive(Model, Debug, PartialEq)]
struct Tree {
    value: i32,
    left: Option<Box<Tree>>,
    right: Option<Box<Tree>>,
    #[model(default)]
    #[allow(clippy::vec_box)] // only a box may hold the type that holds it
    more: Vec<Box<Tree>>,
}

fn shown_tree(tree: &Tree, _: &str) -> String {
    fn sum(tree: &Tree) -> i32 {
        let children = tree.left.iter().chain(&tree.right).chain(&tree.more);
        tree.value + children.map(|tree| sum(tree)).sum::<i32>()
    }
    sum(tree).to_string()
}

const TREE: Reader = reader!(Tree, shown_tree, owned);

#[test]
fn a_model_may_hold_itself_in_a_box() {
    TREE.check("", r#"{"value":{"N":"1"}}"#, Ok("1"));
    TREE.check(
        "",
        r#"{"value":{"N":"1"},"left":{"M":{"value":{"N":"2"},"right":{"M":{"value":{"N":"3"}}}}},"more":{"L":[{"M":{"value":{"N":"4"},"left":{"NULL":true}}},{"M":{"right":{"M":{"value":{"N":"5"}}},"value":{"N":"6"}}}]}}"#,
        Ok("21"),
    );
    TREE.check(
        "",
        r#"{"value":{"N":"1"},"left":{"M":{"value":{"N":"2"},"right":{"M":{"left":{"NULL":true}}‡}}}}"#,
        Err("left.right.value: missing"),
    );
    TREE.check(
        "",
        r#"{"value":{"N":"1"},"more":{"L":[{"M":{"value":{"N":"2"},"left":{"S":"‸"}}}]}}"#,
        Err("more[0].left: expected M, found S"),
    );
}

/// `levels` maps around a value.
fn nested(levels: usize) -> String {
    let start: String =
        (0..levels).map(|level| format!(r#""value":{{"N":"{level}"}},"left":{{"M":{{"#)).collect();
    format!(r#"{{{start}"value":{{"N":"7"}}{}}}"#, "}}".repeat(levels))
}

#[test]
fn models_are_nested_as_deep_as_dynamodb_allows() {
    let mut decoder = Decoder::new();
    let tree = decoder.decode_item::<Tree>(&nested(32)).unwrap();
    assert_eq!(shown_tree(&tree, ""), (7 + (0..32).sum::<i32>()).to_string());
    let error = decoder.decode_item::<Tree>(&nested(33)).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Limit);
    assert!(!error.is_fatal());
    assert_eq!(error.path(), vec!["left"; 33].join("."));
    assert!(error.to_string().contains(": more than 32 levels of maps and lists at byte "), "{error}");

    let mut decoder = Decoder::with_limits(Limits { nesting: 2, ..Limits::default() });
    assert!(decoder.decode_item::<Tree>(&nested(2)).is_ok());
    let error = decoder.decode_item::<Tree>(&nested(3)).unwrap_err();
    assert!(
        error.to_string().starts_with("left.left.left: more than 2 levels of maps and lists at byte "),
        "{error}"
    );
    // What is skipped is not counted.
    let skipped = nested(3).replace("left", "unknown");
    assert!(decoder.decode_item::<Tree>(&skipped).is_ok());
}

/// Keys and images have models of their own, and fail each for itself where they are asked for.
#[test]
fn keys_are_a_model_too() {
    #[derive(Model)]
    struct Keyed<'a> {
        #[model(hash_key)]
        id: u32,
        #[model(range_key, rename = "at")]
        time: &'a str,
        text: Option<&'a str>,
    }

    let event = |keys: &str| {
        format!(
            r#"{{"Records":[{{"eventID":"7","dynamodb":{{"Keys":{keys},"NewImage":{{"id":{{"N":"1"}},"at":{{"S":"now"}}}},"SequenceNumber":"99"}}}}]}}"#
        )
    };
    let mut decoder = Decoder::new();
    let fitting = event(r#"{"at":{"S":"now"},"id":{"N":"1"}}"#);
    let batch = decoder.decode::<Keyed>(&fitting).unwrap();
    let record = batch.iter().next().unwrap().unwrap();
    let (keys, new) = (record.keys().unwrap(), record.new_image().unwrap());
    assert_eq!((keys.id, keys.time, new.id, new.time, new.text), (1, "now", 1, "now", None));

    for (keys, words) in [
        (r#"{"id":{"N":"1"}}"#, "Records[0].Keys.at: missing"),
        (r#"{"id":{"S":"1"},"at":{"S":""}}"#, "Records[0].Keys.id: expected N, found S"),
        (
            r#"{"id":{"N":"-1"},"at":{"S":""}}"#,
            "Records[0].Keys.id: expected u32, found a number out of its range",
        ),
        (r#"[]"#, "Records[0].Keys: expected an object, found an array"),
    ] {
        let event = event(keys);
        let batch = decoder.decode::<Keyed>(&event).unwrap();
        let [error] = batch.failures() else { panic!("one failure") };
        assert!(error.to_string().starts_with(words), "{error}");
        assert_eq!(
            (error.record_index(), error.event_id(), error.sequence_number()),
            (Some(0), Some("7"), Some("99"))
        );
        assert_eq!(&event[error.record_bytes().unwrap()], &event[12..event.len() - 2]);
    }
}
