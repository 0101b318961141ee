use millstream::Model;

#[derive(Model)]
#[model(tag = "type")]
enum Entity<'a> {
    #[model(other, rename = "bark", alias = "b")]
    First(Bark<'a>),
    #[model(other)]
    Second(millstream::Item<'a>),
}

#[derive(Model)]
#[model(range_key = "sk")]
enum Prefixed {
    #[model(other, range_key_prefix = "BARK#")]
    Bark,
}

#[derive(Model)]
struct Bark<'a> {
    username: &'a str,
}

fn main() {}
