//! Values to the SDK's and serde_dynamo's and back lose nothing, and serde_dynamo's own conversion comes to the same.

use std::collections::HashMap;

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

/// The number of an attribute value is any text, and would be written as it is: another attribute, if it says so.
#[test]
fn a_number_whose_text_is_none_is_an_error() {
    use aws_sdk_dynamodb::types::AttributeValue as Sdk;
    use serde_dynamo::AttributeValue as Serde;

    let another = r#"1"},"admin":{"BOOL":true},"b":{"N":"2"#;
    for text in [another, "NaN", "-Infinity", "", " 1", "1\n", "0x1", "1,2", "\""] {
        let (sdk, serde) = (|| Sdk::N(text.to_owned()), || Serde::N(text.to_owned()));
        let ones = || vec!["1".to_owned(), text.to_owned()];
        let in_map = HashMap::from([("n".to_owned(), serde())]);
        let sdk = [sdk(), Sdk::Ns(ones()), Sdk::L(vec![sdk()]), Sdk::M([("n".to_owned(), sdk())].into())];
        let serde = [serde(), Serde::Ns(ones()), Serde::L(vec![serde()]), Serde::M(in_map)];
        let sdk = sdk.map(|value| json_of_sdk(&HashMap::from([("a".to_owned(), value)])));
        let serde = serde.map(|value| json_of_serde_dynamo(&HashMap::from([("a".to_owned(), value)])));
        for json in sdk.into_iter().chain(serde) {
            assert_eq!(json.unwrap_err().to_string(), "a number whose text is none", "{text:?}");
        }
    }
    for text in ["0", "-1.50", "1E+3", "12345678901234567890123456789012345678"] {
        let item = HashMap::from([("a".to_owned(), Sdk::N(text.to_owned()))]);
        assert_eq!(json_of_sdk(&item).unwrap(), format!(r#"{{"a":{{"N":"{text}"}}}}"#));
    }
}
