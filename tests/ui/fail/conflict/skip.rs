use millstream::Model;

#[derive(Model)]
struct Bark<'a> {
    #[model(skip, rename = "a", alias = "b")]
    a: Option<&'a str>,
    #[model(skip, with = "module")]
    b: u8,
    #[model(skip, flatten)]
    c: u8,
    #[model(rest, skip)]
    d: u8,
    #[model(hash_key, skip)]
    e: u8,
    #[model(range_key, skip)]
    f: u8,
    #[model(skip, default = "seven")]
    fine: u8,
}

fn main() {}
