use millstream::{AttributeValue, Encode, Model};

#[derive(Model, Encode)]
#[model(
    global_index(name = "by-flag", hash = "flag", range = "parts"),
    global_index(name = "by-any", hash = "any"),
    local_index(name = "by-parts", range = "parts")
)]
struct Odd<'a> {
    #[model(hash_key)]
    id: u64,
    #[model(range_key)]
    at: u64,
    flag: bool,
    parts: Vec<u64>,
    any: AttributeValue<'a>,
}

/// An item without the attribute is not in the index.
#[derive(Model, Encode)]
#[model(global_index(name = "by-author", hash = "author", range = "digest"))]
struct Sparse<'a> {
    #[model(hash_key)]
    id: u64,
    author: Option<&'a str>,
    digest: Option<&'a [u8]>,
}

fn main() {}
