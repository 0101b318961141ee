use millstream::Model;

#[derive(Model)]
struct Bark<'a> {
    #[model(rest, rename = "a", alias = "b", with = "module", default)]
    a: millstream::Item<'a>,
    #[model(rest, hash_key)]
    b: millstream::Item<'a>,
}

fn main() {}
