//! compiles
use millstream::{Decoder, Error, Item, Model};

#[derive(Model)]
struct Owner {
    text: String,
    list: Vec<Box<str_of::Text>>,
}

mod str_of {
    #[derive(millstream::Model)]
    pub struct Text(pub String);
}

/// Errors, and values that own all they hold, go anywhere.
fn errors() -> Vec<Error> {
    let mut decoder = Decoder::new();
    let event = String::from(r#"{"Records":[{"eventID":1}]}"#);
    let batch = decoder.decode::<Item>(&event).unwrap();
    batch.failures().to_vec()
}

fn owner() -> Owner {
    let item = String::from(r#"{"text":{"S":"a"},"list":{"L":[{"S":"b"}]}}"#);
    Decoder::new().decode_item::<Owner>(&item).unwrap()
}

fn main() {
    assert_eq!(errors()[0].to_string(), "Records[0].eventID: expected a string, found a number at byte 23");
    let owner = owner();
    assert_eq!((&*owner.text, &*owner.list[0].0), ("a", "b"));
    let mut decoder = Decoder::new();
    for event in [r#"{"Records":[{}]}"#, r#"{"Records":[{},{}]}"#] {
        let mut stream = decoder.stream::<Owner>(event);
        while let Some(record) = stream.next() {
            assert!(record.unwrap().keys().is_none());
        }
    }
}
