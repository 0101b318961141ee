//! Models whose attributes are written by more than one part of them: a rest beside fields, a tag beside a model, a default, a function.
#![cfg(feature = "derive")]

use millstream::encode::item_to_json;
use millstream::keys::{Path, Paths};
use millstream::{AttributeValue, Decoder, Encode, Item, Model};

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Page<'a> {
    id: u64,
    #[model(alias = "headline")]
    title: Option<&'a str>,
    #[model(flatten)]
    author: Author<'a>,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Author<'a> {
    name: Option<&'a str>,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(tag = "kind")]
enum Document<'a> {
    Draft(Page<'a>),
    Published(Page<'a>),
    Named(Kind<'a>),
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Kind<'a> {
    kind: &'a str,
}

/// The names of an item's attributes as they were written, in order.
fn names(json: &str) -> Vec<String> {
    let mut decoder = Decoder::new();
    decoder.members(json).unwrap().into_iter().map(|(name, _)| name.to_owned()).collect()
}

#[test]
fn what_a_field_holds_wins_over_a_rest() {
    let any = [
        ("id", AttributeValue::S("x")),
        ("headline", AttributeValue::S("old")),
        ("name", AttributeValue::S("old")),
        ("list", AttributeValue::L(&[AttributeValue::Null])),
        ("title", AttributeValue::M(Item::from_entries(&[("id", AttributeValue::Bool(true))]))),
        ("map", AttributeValue::M(Item::from_entries(&[("id", AttributeValue::Bool(true))]))),
    ];
    let page =
        Page { id: 7, title: None, author: Author { name: Some("ann") }, rest: Item::from_entries(&any) };
    let json = item_to_json(&page).unwrap();
    assert_eq!(
        json,
        r#"{"id":{"N":"7"},"name":{"S":"ann"},"list":{"L":[{"NULL":true}]},"map":{"M":{"id":{"BOOL":true}}}}"#
    );
    let mut decoder = Decoder::new();
    let back = decoder.decode_item::<Page>(&json).unwrap();
    assert_eq!((back.id, back.title, back.author), (7, None, Author { name: Some("ann") }));
    assert_eq!(back.rest.len(), 2);
}

#[test]
fn a_tag_wins_over_what_the_model_holds() {
    let text = r#"{"kind":{"S":"Draft"},"id":{"N":"7"}}"#;
    let mut decoder = Decoder::new();
    let Document::Draft(page) = decoder.decode_item::<Document>(text).unwrap() else {
        panic!("no draft");
    };
    // The rest has the tag, and the document is published all the same.
    assert!(page.rest.get("kind").is_some());
    let published = item_to_json(&Document::Published(page)).unwrap();
    assert_eq!(published, r#"{"kind":{"S":"Published"},"id":{"N":"7"}}"#);
    let named = item_to_json(&Document::Named(Kind { kind: "Draft" })).unwrap();
    assert_eq!(names(&named), ["kind"]);
    let mut decoder = Decoder::new();
    assert_eq!(decoder.decode_item::<Document>(&named).unwrap(), Document::Named(Kind { kind: "Named" }));
}

fn five() -> Option<u8> {
    Some(5)
}

#[test]
fn none_comes_back_in_spite_of_a_default() {
    #[derive(Debug, PartialEq, Model, Encode)]
    struct Limits {
        #[model(default = "five")]
        most: Option<u8>,
        #[model(default)]
        least: Option<u8>,
        #[model(default = "String::new")]
        name: String,
    }
    let limits = |most| Limits { most, least: None, name: "x".to_owned() };
    assert_eq!(item_to_json(&limits(None)).unwrap(), r#"{"most":{"NULL":true},"name":{"S":"x"}}"#);
    for most in [None, Some(7), five()] {
        let json = item_to_json(&limits(most)).unwrap();
        assert_eq!(Decoder::new().decode_item::<Limits>(&json).unwrap(), limits(most));
    }
    assert_eq!(Decoder::new().decode_item::<Limits>(r#"{"name":{"S":"x"}}"#).unwrap(), limits(five()));
}

/// Numbers as hexadecimal texts.
mod hex {
    use millstream::AttributeValue;

    pub fn decode(value: AttributeValue<'_>) -> Result<Option<u64>, &'static str> {
        let AttributeValue::S(text) = value else { return Err("no text") };
        u64::from_str_radix(text, 16).map(Some).map_err(|_| "no hexadecimal number")
    }

    pub fn encode(number: &Option<u64>) -> Result<Option<String>, &'static str> {
        Ok(number.map(|number| format!("{number:x}")))
    }
}

#[derive(Debug, PartialEq, Model, Encode)]
struct File {
    #[model(with = "hex", encode_with = "hex", default)]
    sum: Option<u64>,
}

#[test]
fn a_function_leaves_an_attribute_out() {
    for (sum, text) in [(None, "{}"), (Some(255), r#"{"sum":{"S":"ff"}}"#)] {
        assert_eq!(item_to_json(&File { sum }).unwrap(), text);
        assert_eq!(Decoder::new().decode_item::<File>(text).unwrap(), File { sum });
    }
}

/// A value of the field's own type would be written as what the function does not read.
#[test]
fn what_a_function_writes_is_given_as_an_attribute_value() {
    let path: Path<AttributeValue<'static>> = File::PATHS.sum;
    assert_eq!(path.to_string(), "sum");
}
