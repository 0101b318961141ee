//! E0499
use millstream::{Decoder, Model};

#[derive(Model)]
struct Bark<'a> {
    message: &'a str,
}

fn main() {
    let mut decoder = Decoder::new();
    let events = [r#"{"Records":[{"dynamodb":{"NewImage":{"message":{"S":"wuff"}}}}]}"#; 2];
    let mut messages = Vec::new();
    for event in events {
        let batch = decoder.decode::<Bark>(event).unwrap(); // here
        for record in batch.iter().flatten() {
            messages.extend(record.new_image().map(|bark| bark.message));
        }
    }
    println!("{messages:?}");
}
