//! E0080: a model held by a batch must own nothing: read a model with String, Vec, Box or other owning fields by `stream` or by `read`
use millstream::{Decoder, Model};

#[derive(Model)]
struct Owner {
    inner: Box<u32>,
}

fn main() {
    let mut decoder = Decoder::new();
    println!("{}", decoder.decode::<Owner>(r#"{"Records":[]}"#).unwrap().len());
}
