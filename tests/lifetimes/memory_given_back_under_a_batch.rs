//! E0499
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap();
    decoder.shrink_to(0); // here
    println!("{}", batch.len());
}
