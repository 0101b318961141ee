//! E0499
use millstream::{Decoder, Item};

fn main() {
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Item>(r#"{"Records":[{},{}]}"#);
    let first = stream.next();
    let second = stream.next(); // here
    println!("{} {}", first.is_some(), second.is_some());
}
