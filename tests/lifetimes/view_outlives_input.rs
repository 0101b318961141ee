//! E0597
use millstream::{Decoder, Item, Scratch};

fn main() {
    let scratch = Scratch::new();
    let image = {
        let event = String::from(r#"{"Records":[{}]}"#);
        let mut decoder = Decoder::new();
        let batch = decoder.read(&event).unwrap(); // here
        let record = batch.iter().next().unwrap().unwrap();
        record.new_image::<Item>(&scratch).unwrap()
    };
    println!("{image:?}");
}
