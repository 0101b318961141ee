//! What once was wrong, each with the smallest input that showed it.
#![cfg(feature = "derive")]

use millstream::{AttributeValue, Change, Decoder, Item, Limits, Model, Number};

/// Attributes that tie for a place come in either order; the error named the later one of the table, not the one that was not closed.
#[test]
fn an_error_behind_ties_names_the_attribute_that_was_read_last() {
    #[derive(Model)]
    #[allow(dead_code)]
    struct Ties<'a> {
        #[model(rename = "Aa")]
        aa: &'a str,
        #[model(rename = "BB")]
        bb: &'a str,
    }
    let behind = " ".repeat(80);
    for (image, name) in [
        (r#"{"BB":{"S":"1"},"Aa":{"S":"x","N":"1"}}"#, "Aa"),
        (r#"{"Aa":{"S":"1"},"BB":{"S":"x","N":"1"}}"#, "BB"),
    ] {
        let error = Decoder::new().decode_item::<Ties>(&format!("{image}{behind}")).map(|_| ()).unwrap_err();
        assert_eq!(error.path(), name, "{error}");
    }
}

/// Comparing sets in another order looked for each member among all: half a minute for an item that DynamoDB allows.
#[test]
fn large_sets_in_another_order_are_equal() {
    let texts: Vec<String> = (0..40_000).map(|n| n.to_string()).collect();
    let set: Vec<Number<'_>> = texts.iter().map(|text| Number::new(text).unwrap()).collect();
    let mut rotated = set.clone();
    rotated.rotate_left(20_000);
    assert_eq!(AttributeValue::Ns(&set), AttributeValue::Ns(&rotated));
    rotated[7] = Number::new("-1").unwrap();
    assert_ne!(AttributeValue::Ns(&set), AttributeValue::Ns(&rotated));
    let entries: Vec<_> = texts.iter().map(|text| (text.as_str(), AttributeValue::S(text))).collect();
    let mut reversed = entries.clone();
    reversed.reverse();
    assert_eq!(Item::from_entries(&entries), Item::from_entries(&reversed));
    reversed[7].1 = AttributeValue::Null;
    assert_ne!(Item::from_entries(&entries), Item::from_entries(&reversed));
}

/// Ids that had to be unescaped filled the memory for records, and then were not told any more.
#[test]
fn failed_records_keep_their_ids_however_little_memory_there_is() {
    let record = format!(
        r#"{{"eventID":"{}\n","dynamodb":{{"NewImage":5,"SequenceNumber":"\u0037"}}}}"#,
        "x".repeat(1_000)
    );
    let event = format!(r#"{{"Records":[{}]}}"#, vec![record.as_str(); 100].join(","));
    let mut decoder = Decoder::with_limits(Limits { arena_bytes: 120_000, ..Limits::default() });
    let mut stream = decoder.stream::<Item>(&event);
    let mut failed = 0;
    while let Some(record) = stream.next() {
        let error = record.map(|_| ()).unwrap_err();
        assert_eq!((error.event_id().map(str::len), error.sequence_number()), (Some(1_001), Some("7")));
        failed += 1;
    }
    assert_eq!(failed, 100);
}

/// What stands in front of the records was taken for the size of each, so that room was made for one after the other, each time anew.
#[test]
fn a_large_member_in_front_of_the_records_costs_no_memory() {
    let records = vec!["{}"; 5_000].join(",");
    let event = format!(r#"{{"state":"{}","Records":[{records}]}}"#, "x".repeat(4 << 20));
    let mut decoder = Decoder::with_limits(Limits { arena_bytes: 16 << 20, ..Limits::default() });
    assert_eq!(decoder.decode::<Item>(&event).unwrap().len(), 5_000);
    assert_eq!(decoder.read(&event).unwrap().len(), 5_000);
}

/// A change holds references only, so that it can be copied whatever the model is.
#[test]
fn changes_are_copied_though_models_are_not() {
    #[derive(Model)]
    struct Owning {
        text: String,
    }
    let mut decoder = Decoder::new();
    let event = r#"{"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{"text":{"S":"a"}}}}]}"#;
    let mut stream = decoder.stream::<Owning>(event);
    let record = stream.next().unwrap().unwrap();
    let change = record.change();
    for change in [change, change] {
        assert!(matches!(change, Change::Insert { new } if new.text == "a"));
    }
}
