//! E0505
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap();
    drop(decoder); // here
    println!("{}", batch.len());
}
