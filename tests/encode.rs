//! What is written is what is read: a round trip of every field type, and of every shape of model, loses nothing. The text that is written
//! is also looked at by the reference, serde_json, which knows nothing of this crate.
#![cfg(feature = "derive")]

use std::collections::{BTreeMap, HashMap};

use millstream::encode::{EncodeItem, Set, item_to_json, to_json};
use millstream::{AttributeValue, Binary, Decoder, Encode, Item, Model, Number};
use proptest::prelude::*;

/// Encodes, looks at the text with serde_json, and decodes.
fn there_and_back<M>(item: &M, check: impl FnOnce(&M::View<'_>))
where
    M: Model + EncodeItem,
{
    let json = item_to_json(item).unwrap();
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&json).unwrap();
    let mut decoder = Decoder::new();
    check(&decoder.decode_item::<M>(&json).unwrap());
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Numbers {
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    usize: usize,
    f32: f32,
    f64: f64,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(rename_all = "camelCase")]
struct Owned {
    text: String,
    truth: bool,
    bytes: Vec<u8>,
    maybe: Option<String>,
    boxed: Box<u32>,
    list: Vec<String>,
    numbers_in_a_list: Vec<i64>,
    maybes: Vec<Option<u8>>,
    lists_of_bytes: Vec<Vec<u8>>,
    lists_of_lists: Vec<Vec<u16>>,
    #[model(set)]
    tags: Vec<String>,
    #[model(set, rename = "number set")]
    number_set: Vec<i32>,
    #[model(set)]
    binary_set: Vec<Vec<u8>>,
    sorted: BTreeMap<String, Option<i32>>,
    hashed: HashMap<String, Vec<String>>,
    inner: Inner,
    inners: Vec<Inner>,
    wrapped: Wrapped,
    wraps: Vec<Wrapped>,
    #[model(with = "hex", encode_with = "hex")]
    hex: u64,
    #[model(default)]
    defaulted: u16,
    #[model(flatten)]
    flat: Flat,
    node: Node,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Inner {
    a: Option<i8>,
    #[model(alias = "old b")]
    b: String,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Wrapped(String);

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Flat {
    flat_one: i32,
    flat_two: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Node {
    next: Option<Box<Node>>,
}

mod hex {
    use millstream::AttributeValue;

    pub fn decode(value: AttributeValue<'_>) -> Result<u64, &'static str> {
        let text = value.as_str().ok_or("no text")?;
        u64::from_str_radix(text, 16).map_err(|_| "no hex")
    }

    pub fn encode(value: &u64) -> Result<String, &'static str> {
        Ok(format!("{value:x}"))
    }
}

fn numbers() -> impl Strategy<Value = Numbers> {
    let floats = (
        any::<f32>().prop_filter("finite", |float| float.is_finite()),
        any::<f64>().prop_filter("finite", |float| float.is_finite()),
    );
    let signed = (any::<i8>(), any::<i16>(), any::<i32>(), any::<i64>(), any::<i128>(), any::<isize>());
    let unsigned = (any::<u8>(), any::<u16>(), any::<u32>(), any::<u64>(), any::<u128>(), any::<usize>());
    (signed, unsigned, floats).prop_map(|(s, u, (f32, f64))| Numbers {
        i8: s.0,
        i16: s.1,
        i32: s.2,
        i64: s.3,
        i128: s.4,
        isize: s.5,
        u8: u.0,
        u16: u.1,
        u32: u.2,
        u64: u.3,
        u128: u.4,
        usize: u.5,
        f32,
        f64,
    })
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![".{0,40}", proptest::collection::vec(any::<char>(), 0..20).prop_map(String::from_iter)]
}

fn inner() -> impl Strategy<Value = Inner> {
    (any::<Option<i8>>(), text()).prop_map(|(a, b)| Inner { a, b })
}

fn several<T: std::fmt::Debug>(of: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    proptest::collection::vec(of, 0..4)
}

fn owned() -> impl Strategy<Value = Owned> {
    let bytes = || proptest::collection::vec(any::<u8>(), 0..40);
    let scalars = (text(), any::<bool>(), bytes(), proptest::option::of(text()), any::<u32>());
    let lists = (
        several(text()),
        several(any::<i64>()),
        several(any::<Option<u8>>()),
        several(bytes()),
        several(several(any::<u16>())),
    );
    let sets = (
        proptest::collection::btree_set(text(), 0..4),
        proptest::collection::btree_set(any::<i32>(), 0..4),
        proptest::collection::btree_set(bytes(), 0..4),
    );
    let maps = (
        proptest::collection::btree_map(text(), any::<Option<i32>>(), 0..4),
        proptest::collection::hash_map(text(), several(text()), 0..4),
    );
    let models = (inner(), several(inner()), text(), several(text()));
    let rest = (any::<u64>(), any::<u16>(), any::<i32>(), any::<Option<bool>>(), 0..20usize);
    (scalars, lists, sets, maps, models, rest).prop_map(|(scalars, lists, sets, maps, models, rest)| {
        let end = Node { next: None };
        Owned {
            text: scalars.0,
            truth: scalars.1,
            bytes: scalars.2,
            maybe: scalars.3,
            boxed: Box::new(scalars.4),
            list: lists.0,
            numbers_in_a_list: lists.1,
            maybes: lists.2,
            lists_of_bytes: lists.3,
            lists_of_lists: lists.4,
            tags: sets.0.into_iter().collect(),
            number_set: sets.1.into_iter().collect(),
            binary_set: sets.2.into_iter().collect(),
            sorted: maps.0,
            hashed: maps.1,
            inner: models.0,
            inners: models.1,
            wrapped: Wrapped(models.2),
            wraps: models.3.into_iter().map(Wrapped).collect(),
            hex: rest.0,
            defaulted: rest.1,
            flat: Flat { flat_one: rest.2, flat_two: rest.3 },
            node: (0..rest.4).fold(end, |next, _| Node { next: Some(Box::new(next)) }),
        }
    })
}

#[derive(Debug, PartialEq, Model, Encode)]
struct Borrowed<'a> {
    text: &'a str,
    bytes: &'a [u8],
    number: Number<'a>,
    binary: Binary<'a>,
    texts: &'a [&'a str],
    #[model(set)]
    tags: &'a [&'a str],
    #[model(set)]
    exact: Vec<Number<'a>>,
    pairs: Vec<(&'a str, bool)>,
    any: AttributeValue<'a>,
    item: Item<'a>,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Debug, PartialEq, Model, Encode)]
#[model(tag = "type", rename_all = "camelCase")]
enum Entity<'a> {
    #[model(alias = "purchase")]
    Order(Order<'a>),
    Heartbeat,
    #[model(other)]
    Other(Item<'a>),
}

#[derive(Debug, PartialEq, Model, Encode)]
#[model(range_key = "sk")]
enum Row<'a> {
    #[model(range_key_prefix = "ORDER#")]
    Order(Order<'a>),
    #[model(other)]
    Unknown,
}

#[derive(Debug, PartialEq, Model, Encode)]
struct Order<'a> {
    sk: &'a str,
}

#[derive(Debug, PartialEq, Model, Encode)]
struct Page<T> {
    item: T,
    all: Vec<T>,
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn every_number(numbers in numbers()) {
        there_and_back(&numbers, |back| assert_eq!(back, &numbers));
    }

    #[test]
    fn every_owned_type(owned in owned()) {
        there_and_back(&owned, |back| assert_eq!(back, &owned));
    }

    #[test]
    fn every_borrowed_type(
        text in text(), bytes in several(any::<u8>()), number in any::<i64>(), texts in several(text()),
    ) {
        let number = format!("{number}e-7");
        let texts: Vec<&str> = texts.iter().map(|text| &**text).collect();
        let entries = [("a", AttributeValue::Bool(true)), ("b", AttributeValue::Ss(&["x", "y"]))];
        let more = [("unknown", AttributeValue::Null), ("list", AttributeValue::L(&[AttributeValue::S("z")]))];
        let borrowed = Borrowed {
            text: &text,
            bytes: &bytes,
            number: Number::new(&number).unwrap(),
            binary: Binary::from_base64("Zm9v"),
            texts: &texts,
            tags: &["a", "b"],
            exact: vec![Number::new("1e100").unwrap(), Number::new("0.30").unwrap()],
            pairs: vec![("one", true), ("two", false)],
            any: AttributeValue::Ns(&[Number::ZERO]),
            item: Item::from_entries(&entries),
            rest: Item::from_entries(&more),
        };
        there_and_back(&borrowed, |back| assert_eq!(back, &borrowed));
    }
}

#[test]
fn enums_are_written_with_what_chooses_them() {
    let order = || Order { sk: "ORDER#7" };
    let text = r#"{"type":{"S":"order"},"sk":{"S":"ORDER#7"}}"#;
    assert_eq!(item_to_json(&Entity::Order(order())).unwrap(), text);
    assert_eq!(item_to_json(&Entity::Heartbeat).unwrap(), r#"{"type":{"S":"heartbeat"}}"#);
    let entries = [("type", AttributeValue::S("new"))];
    for entity in [Entity::Order(order()), Entity::Heartbeat, Entity::Other(Item::from_entries(&entries))] {
        there_and_back(&entity, |back| assert_eq!(back, &entity));
    }
    there_and_back(&Row::Order(order()), |back| assert_eq!(back, &Row::Order(order())));
    let error = item_to_json(&Row::Unknown).unwrap_err();
    assert_eq!(error.to_string(), "`Unknown` holds no attributes that could be written");
}

#[test]
fn generic_models_are_written() {
    let page = Page { item: 7u8, all: vec![1, 2] };
    assert_eq!(item_to_json(&page).unwrap(), r#"{"item":{"N":"7"},"all":{"B":"AQI="}}"#);
    there_and_back(&page, |back| assert_eq!(back, &page));
}

#[test]
fn an_empty_set_is_an_absent_attribute() {
    #[derive(Debug, PartialEq, Model, Encode)]
    struct Tagged<'a> {
        #[model(set)]
        tags: &'a [&'a str],
    }
    assert_eq!(item_to_json(&Tagged { tags: &[] }).unwrap(), "{}");
    assert_eq!(Decoder::new().decode_item::<Tagged>("{}").unwrap().tags, [""; 0]);
    assert_eq!(to_json(&Set(vec![1u16, 2])).unwrap(), r#"{"NS":["1","2"]}"#);
}

#[test]
fn what_dynamodb_has_no_value_for_is_an_error_with_a_place() {
    #[derive(Model, Encode)]
    struct Readings {
        all: BTreeMap<String, Vec<f32>>,
    }
    let readings = Readings { all: BTreeMap::from([("oslo".to_owned(), vec![1.0, f32::INFINITY])]) };
    let error = item_to_json(&readings).unwrap_err();
    assert_eq!(error.to_string(), "all.oslo[1]: a float that is no finite number");
}

#[test]
fn floats_are_short_at_any_size() {
    for (float, text) in [
        (0.1, "0.1"),
        (-0.0, "-0"),
        (1e15, "1000000000000000"),
        (1e16, "1E16"),
        (1.5e-7, "1.5E-7"),
        (f64::MAX, "1.7976931348623157E308"),
    ] {
        assert_eq!(to_json(&float).unwrap(), format!(r#"{{"N":"{text}"}}"#));
    }
}
