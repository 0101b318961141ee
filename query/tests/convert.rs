//! Values to the SDK's and serde_dynamo's and back lose nothing, and serde_dynamo's own conversion comes to the same.

use millstream::{AttributeValue, Binary, Decoder, Item, Number};
use millstream_query::convert::{
    item_to_sdk, item_to_serde_dynamo, json_of_sdk, json_of_serde_dynamo, to_sdk, to_serde_dynamo,
};
use proptest::prelude::*;

/// An item of all ten types, nested.
fn with_item(text: &str, number: &str, base64: &str, flag: bool, check: impl Fn(Item<'_>)) {
    let number = Number::new(number).unwrap();
    let binary = Binary::from_base64(base64);
    let scalars = [
        ("s", AttributeValue::S(text)),
        ("n", AttributeValue::N(number)),
        ("b", AttributeValue::B(binary)),
        ("bool", AttributeValue::Bool(flag)),
        ("null", AttributeValue::Null),
    ];
    let list = scalars.map(|(_, value)| value);
    let entries = [
        ("m", AttributeValue::M(Item::from_entries(&scalars))),
        ("l", AttributeValue::L(&list)),
        ("empty", AttributeValue::L(&[])),
        (text, AttributeValue::Ss(&["x", "y"])),
        ("ns", AttributeValue::Ns(&[Number::ZERO, number])),
        ("bs", AttributeValue::Bs(&[binary])),
    ];
    check(Item::from_entries(&entries));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn there_and_back(text in "[^mlnbe].{0,20}", number in any::<i64>(), flag in any::<bool>()) {
        with_item(&text, &format!("{number}.5E3"), "AP8H", flag, |item| {
            let sdk = item_to_sdk(&item).unwrap();
            let json = json_of_sdk(&sdk).unwrap();
            assert_eq!(Decoder::new().decode_item::<Item>(&json).unwrap(), item);
            let serde = item_to_serde_dynamo(&item).unwrap();
            let json = json_of_serde_dynamo(&serde).unwrap();
            assert_eq!(Decoder::new().decode_item::<Item>(&json).unwrap(), item);
            // serde_dynamo converts its own to the SDK's.
            for (name, value) in serde {
                assert_eq!(aws_sdk_dynamodb::types::AttributeValue::from(value), sdk[&name]);
            }
        });
    }
}

#[test]
fn what_is_no_value_is_an_error() {
    assert!(to_sdk(&f64::NAN).is_err());
    assert!(to_serde_dynamo(&f32::INFINITY).is_err());
    assert!(to_sdk(&Binary::from_base64("?")).is_err());
    assert_eq!(to_sdk("x").unwrap().as_s().unwrap(), "x");
}
