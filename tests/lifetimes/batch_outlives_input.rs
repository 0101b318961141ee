//! E0597
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let batch = {
        let event = String::from(r#"{"Records":[]}"#);
        decoder.decode::<Item>(&event).unwrap() // here
    };
    println!("{}", batch.len());
}
