//! E0499
use millstream::Decoder;

fn main() {
    let mut decoder = Decoder::new();
    let batch = decoder.read(r#"{"Records":[{}]}"#).unwrap();
    let record = *batch.iter().next().unwrap().unwrap();
    let other = decoder.read(r#"{"Records":[{}]}"#).unwrap(); // here
    println!("{:?} {}", record.event_id(), other.len());
}
