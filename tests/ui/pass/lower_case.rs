//! What an item is allowed to be called, so are the types that are made of it.
#![deny(warnings)]

use millstream::{Encode, Model};

#[allow(non_camel_case_types)]
#[derive(Model, Encode)]
#[model(global_index(name = "by-author", hash = "author"))]
pub struct post_v2<'a> {
    #[model(hash_key)]
    pub id: &'a str,
    pub author: &'a str,
}

fn main() {
    let _ = post_v2ByAuthor;
    let post = post_v2 { id: "1", author: "ann" };
    assert!(millstream::encode::item_to_json(&post).is_ok());
}
