//! E0597
use millstream::{Decoder, Item};

fn main() {
    let event = String::from(r#"{"Records":[]}"#);
    let batch = {
        let mut decoder = Decoder::new();
        decoder.decode::<Item>(&event).unwrap() // here
    };
    println!("{}", batch.len());
}
