//! E0499
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let first = decoder.decode_item::<Item>(r#"{"a":{"S":"\n"}}"#).unwrap();
    let second = decoder.decode_item::<Item>(r#"{"a":{"S":"\t"}}"#).unwrap(); // here
    println!("{first} {second}");
}
