//! E0502
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let mut event = br#"{"Records":[]}"#.to_vec();
    let batch = decoder.decode::<Item>(&event).unwrap();
    event.clear(); // here
    println!("{}", batch.len());
}
