use millstream::Model;

#[derive(Model)]
struct Flag {
    #[model(hash_key)]
    id: bool,
}

#[derive(Model)]
struct Optional<'a> {
    #[model(hash_key)]
    id: Option<&'a str>,
    #[model(range_key)]
    range: &'a [&'a str],
}

#[derive(Model)]
struct Fine<'a> {
    #[model(hash_key)]
    id: Id<'a>,
    #[model(range_key)]
    range: &'a [u8],
}

#[derive(Model, Clone, Debug, PartialEq)]
struct Id<'a>(&'a str);

fn main() {}
