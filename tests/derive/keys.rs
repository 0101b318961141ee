//! Keys by their marks, and without.

use millstream::{Decoder, Error, Item, Model};

use super::flatten::Audit;
use super::with::{Minutes, minutes};
use super::{missing, refused};

#[derive(Model, Debug, PartialEq)]
#[model(table = "BarkTable", rename_all = "PascalCase")]
struct Bark<'a> {
    #[model(hash_key)]
    username: &'a str,
    #[model(range_key, rename = "time", with = "minutes")]
    timestamp: Minutes,
    message: &'a str,
}

#[derive(Model)]
struct Counter {
    #[model(hash_key, alias = "ID")]
    id: CounterId,
    #[model(default)]
    count: u64,
}

#[derive(Model, Debug, Clone, PartialEq)]
struct CounterId(u64);

#[test]
fn keys() -> Result<(), Error> {
    let event = r#"{"Records":[{"eventName":"REMOVE","dynamodb":{"Keys":{"time":{"S":"1:00"},"Username":{"S":"ann"}}}}]}"#;
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Bark>(event)?;
    let record = batch.iter().next().unwrap()?;
    let keys: &BarkKeys = record.keys().unwrap();
    assert_eq!(keys, &BarkKeys { username: "ann", timestamp: Minutes(60) });
    assert_eq!(format!("{:?}", keys.clone()), r#"BarkKeys { username: "ann", timestamp: Minutes(60) }"#);

    // The keys are a model of their own, of the same table.
    assert_eq!((Bark::TABLE, BarkKeys::TABLE), (Some("BarkTable"), Some("BarkTable")));
    let keys = decoder
        .decode_item::<BarkKeys>(r#"{"Username":{"S":"b"},"time":{"S":"0:01"},"Message":{"N":"1"}}"#)?;
    assert_eq!((keys.username, keys.timestamp), ("b", Minutes(1)));
    assert_eq!(refused::<BarkKeys>(r#"{"time":{"S":"0:01"}}"#), missing("Username"));

    let counter = decoder.decode_item::<CounterKeys>(r#"{"ID":{"N":"5"}}"#)?;
    assert_eq!(counter, CounterKeys { id: CounterId(5) });
    assert_eq!((Counter::TABLE, CounterKeys::TABLE), (None, None));
    assert_eq!(decoder.decode_item::<Counter>(r#"{"id":{"N":"5"}}"#)?.count, 0);
    Ok(())
}

#[test]
fn keys_without_a_mark_are_an_item() -> Result<(), Error> {
    let event = r#"{"Records":[{"dynamodb":{"Keys":{"createdAt":{"N":"1"}}}}]}"#;
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Audit>(event)?;
    let record = batch.iter().next().unwrap()?;
    let keys: &Item = record.keys().unwrap();
    assert_eq!(keys.to_string(), r#"{"createdAt":1}"#);
    Ok(())
}
