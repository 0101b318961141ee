use millstream::Model;

#[derive(Model)]
#[model(tag = "type", rename_all = "snake_case")]
enum Entity<'a> {
    DogBark(Bark<'a>),
    #[model(rename = "dog_bark")]
    Second(Bark<'a>),
    #[model(alias = "second", alias = "third")]
    Third(Bark<'a>),
    #[model(range_key_prefix = "BARK#")]
    Fourth(Bark<'a>),
    #[model(hash_key_prefix = "BARK#")]
    Fifth(Bark<'a>),
}

#[derive(Model)]
struct Bark<'a> {
    username: &'a str,
}

fn main() {}
