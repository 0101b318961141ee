//! E0597
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap(); // here
    std::thread::spawn(move || println!("{}", batch.len()));
}
