//! E0597
use millstream::{Decoder, Item, Scratch};

fn main() {
    let mut decoder = Decoder::new();
    let batch = decoder.read(r#"{"Records":[{}]}"#).unwrap();
    let record = batch.iter().next().unwrap().unwrap();
    let image = {
        let scratch = Scratch::new();
        record.new_image::<Item>(&scratch).unwrap() // here
    };
    println!("{image:?}");
}
