//! E0502
use millstream::{Decoder, Item, Scratch};

fn main() {
    let (mut decoder, mut scratch) = (Decoder::new(), Scratch::new());
    let batch = decoder.read(r#"{"Records":[{}]}"#).unwrap();
    let record = batch.iter().next().unwrap().unwrap();
    let image = record.new_image::<Item>(&scratch).unwrap();
    scratch.reset(); // here
    println!("{image:?}");
}
