use millstream::Model;

#[derive(Model)]
struct Bark<'a> {
    #[model(flatten, rename = "a", alias = "b")]
    a: Address<'a>,
    #[model(flatten, default)]
    b: Address<'a>,
    #[model(flatten, with = "module")]
    c: Address<'a>,
    #[model(flatten, rest)]
    d: Address<'a>,
    #[model(flatten, hash_key)]
    e: Address<'a>,
}

#[derive(Model)]
struct Address<'a> {
    city: &'a str,
}

fn main() {}
