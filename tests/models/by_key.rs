//! Variants that a record's keys choose: the same ones whether the keys were decoded, and tell their texts, or are looked through.

use millstream::value::Shape;
use millstream::{Decoder, Item, Model, Parts};

#[derive(Debug, Model)]
#[model(range_key = "sk")]
enum Entity<'a> {
    #[model(range_key_prefix = "ORDER#")]
    Order(Item<'a>),
    #[model(range_key_prefix = "7")]
    Counted(Item<'a>),
    #[model(other)]
    Other(Item<'a>),
}

#[derive(Debug, Model)]
#[allow(dead_code)] // shown by `Debug`
struct EntityKeys<'a> {
    sk: &'a str,
    pk: Option<&'a str>,
}

#[derive(Debug, Model)]
#[allow(dead_code)] // shown by `Debug`
struct AliasedKeys<'a> {
    #[model(alias = "range")]
    sk: &'a str,
}

#[derive(Debug, Model)]
#[allow(dead_code)] // shown by `Debug`
struct DefaultKeys<'a> {
    #[model(default = "order")]
    sk: &'a str,
}

fn order() -> &'static str {
    "ORDER#"
}

/// The same entity with keys of a model of their own.
macro_rules! with_keys {
    ($($name:ident: $keys:ident;)*) => { $(
        struct $name;

        impl Model for $name {
            type State = <Entity<'static> as Shape>::State;
            type KeysState = <$keys<'static> as Shape>::State;
            type View<'a> = Entity<'a>;
            type Keys<'a> = $keys<'a>;
        }
    )* };
}

with_keys! {
    WithKeys: EntityKeys;
    WithAliasedKeys: AliasedKeys;
    WithDefaultKeys: DefaultKeys;
}

/// What both ways make of the image.
fn images(record: &str) -> String {
    images_of::<Entity<'_>>(record)
}

fn images_of<M: for<'a> Model<View<'a> = Entity<'a>>>(record: &str) -> String {
    let event = format!(r#"{{"Records":[{record}]}}"#);
    let mut decoder = Decoder::new();
    let [with_keys, without] = [Parts::ALL, Parts::IMAGES].map(|parts| {
        let batch = decoder.only(parts).decode::<M>(&event).unwrap();
        let record = batch.iter().next().unwrap().unwrap();
        assert_eq!(record.keys().is_some(), parts == Parts::ALL);
        format!("{:?} {:?}", record.new_image(), record.old_image())
    });
    assert_eq!(with_keys, without, "{event}");
    with_keys
}

/// A record as Lambda writes it, with these members between the time and the sequence number.
fn in_wire_order(members: &str) -> String {
    format!(
        concat!(
            r#"{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"MODIFY","eventVersion":"1.1","#,
            r#""eventSource":"aws:dynamodb","awsRegion":"us-west-2","dynamodb":{{"ApproximateCreationDateTime":1.47949974E9,{members},"#,
            r#""SequenceNumber":"13021600000000001596893679","SizeBytes":112,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"#,
            r#""arn:aws:dynamodb:us-east-1:123456789012:table/BarkTable/stream/2016-11-16T20:42:48.104"}}"#
        ),
        members = members
    )
}

const IMAGES: &str = r#""NewImage":{"total":{"N":"1"}},"OldImage":{"total":{"N":"2"}}"#;

#[test]
fn keys_of_each_type_and_spelling() {
    for (keys, variant) in [
        (r#"{"pk":{"S":"p"},"sk":{"S":"ORDER#1"}}"#, "Order"),
        (r#"{"sk":{"S":"ORDER#1"},"pk":{"S":"p"}}"#, "Order"),
        (r#"{"sk":{"S":"ORDER#1"}}"#, "Order"),
        (r#"{"sk":{"N":"71"}}"#, "Counted"),
        (r#"{"sk":{"S":"\u004fRDER#1"},"pk":{"S":"p"}}"#, "Order"),
        (r#"{"\u0073k":{"S":"ORDER#1"},"pk":{"S":"p"}}"#, "Order"),
        (r#"{"sk":{"S":"ORDER#1"},"sk":{"S":"7"}}"#, "Counted"),
        (r#"{"sk":{"S":"ORDER#1"},"sk":{"B":"NzE="}}"#, "Other"),
        (r#"{"sk":{"B":"NzE="},"sk":{"S":"ORDER#1"}}"#, "Order"),
        (r#"{"sk":{"B":"NzE="},"pk":{"S":"ORDER#1"}}"#, "Other"),
        (r#"{"pk":{"S":"ORDER#1"}}"#, "Other"),
        (r#"{"a":{"S":"a"},"b":{"S":"b"},"sk":{"S":"ORDER#1"}}"#, "Order"),
        (r#"{}"#, "Other"),
    ] {
        let [wire, other] = [
            in_wire_order(&format!(r#""Keys":{keys},{IMAGES}"#)),
            format!(r#"{{"dynamodb":{{{IMAGES},"Keys":{keys}}}}}"#),
        ];
        for record in [wire, other] {
            let expected =
                format!(r#"Some({variant}({{"total": N(1)}})) Some({variant}({{"total": N(2)}}))"#);
            assert_eq!(images(&record), expected, "{record}");
        }
    }
}

#[test]
fn keys_of_a_model_tell_too() {
    for (keys, variant) in [
        (r#"{"pk":{"S":"p"},"sk":{"S":"ORDER#1"}}"#, "Order"),
        (r#"{"sk":{"S":"\u004fRDER#1"}}"#, "Order"),
        (r#"{"sk":{"S":"ORDER#1"},"sk":{"S":"7"}}"#, "Counted"),
        (r#"{"pk":{"S":"ORDER#1"},"sk":{"S":""}}"#, "Other"),
    ] {
        let expected = format!(r#"Some({variant}({{"total": N(1)}})) Some({variant}({{"total": N(2)}}))"#);
        assert_eq!(images_of::<WithKeys>(&in_wire_order(&format!(r#""Keys":{keys},{IMAGES}"#))), expected);
        let several = format!(r#"{{"dynamodb":{{"Keys":{{"sk":{{"S":"x"}}}},{IMAGES},"Keys":{keys}}}}}"#);
        assert_eq!(images_of::<WithKeys>(&several), expected);
    }
}

/// A field that is not what stands on the wire under its name tells nothing.
#[test]
fn keys_of_other_names_and_of_none_choose_nothing() {
    let record = in_wire_order(&format!(r#""Keys":{{"range":{{"S":"ORDER#1"}}}},{IMAGES}"#));
    let other = r#"Some(Other({"total": N(1)})) Some(Other({"total": N(2)}))"#;
    assert_eq!(images_of::<WithAliasedKeys>(&record), other);
    assert_eq!(images_of::<WithDefaultKeys>(&record), other);
}

#[test]
fn of_several_keys_the_last_ones_count() {
    let (order, counted) = (r#""Keys":{"sk":{"S":"ORDER#1"}}"#, r#""Keys":{"sk":{"S":"71"}}"#);
    for record in [
        format!(r#"{{"dynamodb":{{{order},{IMAGES},{counted}}}}}"#),
        format!(r#"{{"dynamodb":{{{order},{counted},{IMAGES}}}}}"#),
        format!(r#"{{"dynamodb":{{{IMAGES},{order},{counted}}}}}"#),
    ] {
        assert!(images(&record).starts_with("Some(Counted("), "{record}");
    }
}

/// What one record tells is forgotten with the next.
#[test]
fn the_record_before_tells_nothing() {
    let records =
        [r#""Keys":{"sk":{"S":"ORDER#1"}}"#, r#""Keys":{"pk":{"S":"p"}}"#, r#""Keys":{"sk":{"N":"7"}}"#]
            .map(|keys| in_wire_order(&format!("{keys},{IMAGES}")));
    let event = format!(r#"{{"Records":[{}]}}"#, records.join(","));
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Entity<'_>>(&event).unwrap();
    let variants: Vec<_> = batch
        .iter()
        .map(|record| match record.unwrap().old_image().unwrap() {
            Entity::Order(_) => "Order",
            Entity::Counted(_) => "Counted",
            Entity::Other(_) => "Other",
        })
        .collect();
    assert_eq!(variants, ["Order", "Other", "Counted"]);
}
