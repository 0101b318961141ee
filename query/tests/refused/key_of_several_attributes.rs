//! `hash` takes a text
use millstream::{Encode, Model};

#[derive(Model, Encode)]
#[model(table = "Posts")]
#[model(global_index(name = "by-place", hash = ["country", "city"]))] // here
struct Post<'a> {
    #[model(hash_key)]
    id: u64,
    country: &'a str,
    city: &'a str,
}

fn main() {}
