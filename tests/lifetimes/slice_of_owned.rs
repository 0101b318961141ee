//! E0080: a slice in an arena must own nothing: write `Vec<T>` for elements that hold String, Vec or Box, and read it with `stream` or `read`
use millstream::{Decoder, Model};

#[derive(Model)]
struct Owner<'a> {
    list: &'a [String],
}

fn main() {
    let mut decoder = Decoder::new();
    println!("{}", decoder.stream::<Owner>(r#"{"Records":[]}"#).next().is_some());
}
