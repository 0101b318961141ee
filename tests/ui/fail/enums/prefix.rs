use millstream::Model;

#[derive(Model)]
#[model(range_key = "sk", rename_all = "snake_case")]
enum ByRange<'a> {
    Unsaid(Bark<'a>),
    #[model(rename = "bark", alias = "b", range_key_prefix = "BARK#")]
    Renamed(Bark<'a>),
    #[model(hash_key_prefix = "BARK#")]
    Wrong(Bark<'a>),
    #[model(range_key_prefix = "BARK#")]
    Twice(Bark<'a>),
    #[model(range_key_prefix = "BARK#2")]
    Fine(Bark<'a>),
}

#[derive(Model)]
#[model(hash_key = "pk")]
enum ByHash<'a> {
    #[model(range_key_prefix = "BARK#")]
    Wrong(Bark<'a>),
}

#[derive(Model)]
struct Bark<'a> {
    username: &'a str,
}

fn main() {}
