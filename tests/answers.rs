//! Answers of DynamoDB's API: arrays of items and members of objects, against serde_json and against items decoded one by one.
#![cfg(feature = "derive")]

use millstream::{Decoder, ErrorKind, Item, Model};
use serde_json::value::RawValue;

#[derive(Debug, PartialEq, Model)]
struct Bark {
    user: String,
    likes: Option<u8>,
}

const ITEMS: &str = r#" [ {"user":{"S":"ann"},"likes":{"N":"1"}} , {"user":{"S":"\"bob\\"}},{"likes":{"N":"2"},"user":{"S":"eve"}} ] "#;

#[test]
fn items_are_what_each_alone_is() {
    let alone: Vec<&RawValue> = serde_json::from_str(ITEMS).unwrap();
    let mut decoder = Decoder::new();
    let all: Vec<Bark> = decoder.items::<Bark>(ITEMS).collect::<Result<_, _>>().unwrap();
    assert_eq!(all.len(), 3);
    for (bark, alone) in all.iter().zip(&alone) {
        assert_eq!(*bark, Decoder::new().decode_item::<Bark>(alone.get()).unwrap());
    }
    let each: Vec<Bark> =
        decoder.each::<Bark>(alone.iter().map(|json| json.get())).collect::<Result<_, _>>().unwrap();
    assert_eq!(each, all);
    let elements = decoder.elements(ITEMS).unwrap();
    assert_eq!(elements, alone.iter().map(|json| json.get()).collect::<Vec<_>>());
    assert!(decoder.items::<Item>("[]").next().is_none());
    assert!(decoder.elements(" [ ] ").unwrap().is_empty());
}

#[test]
fn an_item_that_does_not_fit_leaves_the_others() {
    let items =
        r#"[{"user":{"S":"ann"}},{"user":{"N":"1"}},7,{"likes":{"N":"1"}},{"user":{"S":"bob"},"x":{}}]"#;
    let mut decoder = Decoder::new();
    let found: Vec<String> = decoder
        .items::<Bark>(items)
        .map(|bark| {
            bark.map_or_else(|error| format!("{:?} {}", error.kind(), error.path()), |bark| bark.user)
        })
        .collect();
    assert_eq!(found, ["ann", "Type [1].user", "Type [2]", "Missing [3].user", "bob"]);
}

#[test]
fn members_are_in_their_order_and_as_they_stand() {
    let answer = r#" {"Count" : 1,"It\u0065ms":[ {} ], "Count":2, "Key": {"a" : "}"} } "#;
    let mut decoder = Decoder::new();
    let members = decoder.members(answer).unwrap();
    assert_eq!(members, [("Count", "1"), ("Items", "[ {} ]"), ("Count", "2"), ("Key", r#"{"a" : "}"}"#)]);
    assert!(decoder.members("{}").unwrap().is_empty());
    for (answer, kind) in [
        ("[]", ErrorKind::Type),
        ("", ErrorKind::UnexpectedEnd),
        ("{} x", ErrorKind::Syntax),
        ("{\"a\":1,}", ErrorKind::Syntax),
        ("{\"a\":01}", ErrorKind::Syntax),
    ] {
        assert_eq!(decoder.members(answer).unwrap_err().kind(), kind, "{answer}");
    }
    assert_eq!(decoder.members(b"{\"a\":\"\xff\"}").unwrap_err().kind(), ErrorKind::Utf8);
}

#[test]
fn whatever_is_cut_off_is_fatal() {
    let items = ITEMS.trim();
    for end in 0..items.len() {
        let cut = &items[..end];
        let last = Decoder::new().items::<Bark>(cut).last().unwrap().unwrap_err();
        assert!(last.is_fatal(), "{cut}");
        assert!(Decoder::new().elements(cut).unwrap_err().is_fatal(), "{cut}");
        let object = format!("{{\"Items\":{items}}}");
        assert!(Decoder::new().members(&object[..end + 10]).unwrap_err().is_fatal());
    }
    for behind in ["]", "{}", ",", "x"] {
        let text = format!("{items}{behind}");
        assert!(Decoder::new().items::<Bark>(&text).last().unwrap().unwrap_err().is_fatal());
    }
}

#[test]
fn nesting_ends_at_the_same_depth_as_in_an_item_alone() {
    let nested = |levels: usize| {
        let (open, close) = (r#"{"L":["#.repeat(levels), "]}".repeat(levels));
        format!(r#"{{"a":{open}{{"S":""}}{close}}}"#)
    };
    for levels in [1, 31, 32, 33, 40] {
        let item = nested(levels);
        let alone = Decoder::new().decode_item::<Item>(&item).is_ok();
        let among = format!("[{item},{item}]");
        assert!(Decoder::new().items::<Item>(&among).all(|read| read.is_ok() == alone), "{levels}");
    }
    // JSON that is stepped over may be nested far deeper, and not without end.
    for (levels, fits) in [(1_000, true), (1_100, false)] {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
        assert_eq!(Decoder::new().members(&deep).is_ok(), fits);
        assert_eq!(Decoder::new().elements(&format!("[{deep}]")).is_ok(), fits);
    }
}
