//! Types are told by what they implement: one type, spelled in several ways in one model.

use millstream::{Decoder, Item, Model};

type Name<'a> = &'a str;

mod others {
    pub use millstream::Item;
    pub type Line<'a> = super::Line<'a>;
}

#[derive(Debug, PartialEq, Model)]
pub struct Line<'a> {
    title: Name<'a>,
    sku: &'a str,
}

#[derive(Debug, PartialEq, Model)]
struct Order<'a> {
    id: Name<'a>,
    customer: &'a str,
    note: Option<&'a str>,
    reason: std::option::Option<Name<'a>>,
    lines: &'a [Line<'a>],
    more: &'a [others::Line<'a>],
    any: Item<'a>,
    other: others::Item<'a>,
}

#[derive(Debug, PartialEq, Model)]
#[model(tag = "type")]
enum Kind<'a> {
    One(Line<'a>),
    Other(others::Line<'a>),
}

#[test]
fn one_type_in_several_spellings() {
    let line = r#"{"title":{"S":"t"},"sku":{"S":"s"}}"#;
    let list = format!(r#"{{"L":[{{"M":{line}}}]}}"#);
    let text = format!(
        r#"{{"id":{{"S":"i"}},"customer":{{"S":"c"}},"reason":{{"S":"r"}},"lines":{list},"more":{list},"any":{{"M":{{}}}},"other":{{"M":{line}}}}}"#
    );
    let mut decoder = Decoder::new();
    let order = decoder.decode_item::<Order>(&text).unwrap();
    let expected = Line { title: "t", sku: "s" };
    assert_eq!((order.id, order.customer, order.note, order.reason), ("i", "c", None, Some("r")));
    assert_eq!((order.lines, order.more), (std::slice::from_ref(&expected), std::slice::from_ref(&expected)));
    assert_eq!((order.any.len(), order.other.len()), (0, 2));
    for (name, is_one) in [("One", true), ("Other", false)] {
        let text = line.replacen('{', &format!(r#"{{"type":{{"S":"{name}"}},"#), 1);
        let mut decoder = Decoder::new();
        let kind = decoder.decode_item::<Kind>(&text).unwrap();
        assert_eq!(
            kind,
            if is_one {
                Kind::One(Line { title: "t", sku: "s" })
            } else {
                Kind::Other(Line { title: "t", sku: "s" })
            }
        );
    }
}
