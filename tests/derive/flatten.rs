//! Fields of flattened models, and the rest.

use std::collections::BTreeMap;

use millstream::{Decoder, Error, ErrorKind, Item, Model};

use super::{misfit, missing, refused};

#[derive(Model, Debug, PartialEq)]
struct Person<'a> {
    name: &'a str,
    #[model(flatten)]
    address: Address<'a>,
    #[model(flatten)]
    audit: Audit,
    #[model(rest)]
    others: Item<'a>,
}

#[derive(Model, Debug, PartialEq)]
struct Address<'a> {
    #[model(alias = "ort")]
    city: &'a str,
    zip: Option<u32>,
    #[model(flatten)]
    point: Point,
}

#[derive(Model, Debug, PartialEq)]
struct Point {
    x: i32,
    #[model(default)]
    y: i32,
}

#[derive(Model, Debug, PartialEq)]
pub(super) struct Audit {
    #[model(rename = "createdAt")]
    created: u64,
}

#[test]
fn flatten_and_rest() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"unknown":{"L":[]},"city":{"S":"Bonn"},"x":{"N":"-1"},"name":{"S":"ann"},"createdAt":{"N":"5"},
        "more":{"M":{"a":{"N":"1"}}},"y":{"N":"2"},"unknown":{"BOOL":true}}"#;
    let person = decoder.decode_item::<Person>(item)?;
    assert_eq!(person.name, "ann");
    assert_eq!(person.address, Address { city: "Bonn", zip: None, point: Point { x: -1, y: 2 } });
    assert_eq!(person.audit, Audit { created: 5 });
    // Each name once, the last value.
    let others: BTreeMap<_, _> =
        person.others.iter().map(|(name, value)| (name, value.to_string())).collect();
    assert_eq!(others, [("unknown", "true".to_owned()), ("more", r#"{"a":1}"#.to_owned())].into());
    assert_eq!(person.others.len(), 2);

    let exact =
        r#"{"name":{"S":"ann"},"ort":{"S":"Bonn"},"zip":{"N":"53"},"x":{"N":"1"},"createdAt":{"N":"5"}}"#;
    let person = decoder.decode_item::<Person>(exact)?;
    assert_eq!(person.address, Address { city: "Bonn", zip: Some(53), point: Point { x: 1, y: 0 } });
    assert!(person.others.is_empty());

    // Paths are those of the wire, where nothing is nested.
    let misfitting = r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"x":{"S":"1"},"createdAt":{"N":"5"}}"#;
    assert_eq!(refused::<Person>(misfitting), misfit("x", "N", "S"));
    assert_eq!(
        refused::<Person>(r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"createdAt":{"N":"5"}}"#),
        missing("x")
    );
    assert_eq!(
        refused::<Person>(r#"{"name":{"S":"ann"},"x":{"N":"1"},"createdAt":{"N":"5"}}"#),
        missing("city")
    );
    assert_eq!(
        refused::<Person>(r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"x":{"N":"1"}}"#),
        missing("createdAt")
    );
    // What is kept must be an attribute value; what is ignored, only JSON.
    assert_eq!(
        refused::<Person>(
            r#"{"name":{"S":"ann"},"city":{"S":"Bonn"},"x":{"N":"1"},"createdAt":{"N":"5"},"no":1}"#
        )
        .0,
        ErrorKind::Type
    );
    assert_eq!(decoder.decode_item::<Audit>(r#"{"no":1,"createdAt":{"N":"5"}}"#)?, Audit { created: 5 });
    Ok(())
}

#[derive(Model, Debug, PartialEq)]
struct OnlyRest<'a> {
    #[model(rest)]
    all: Item<'a>,
}

#[derive(Model, Debug, PartialEq)]
struct Nothing {}

#[test]
fn models_without_attributes() -> Result<(), Error> {
    let mut decoder = Decoder::new();
    let item = r#"{"a":{"N":"1"},"b":{"S":"x"}}"#;
    assert_eq!(decoder.decode_item::<OnlyRest>(item)?.all.to_string(), r#"{"a":1,"b":"x"}"#);
    assert!(decoder.decode_item::<OnlyRest>("{}")?.all.is_empty());
    assert_eq!(decoder.decode_item::<Nothing>(item)?, Nothing {});
    Ok(())
}
