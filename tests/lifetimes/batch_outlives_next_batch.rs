//! E0499
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let first = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap();
    let second = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap(); // here
    println!("{} {}", first.len(), second.len());
}
