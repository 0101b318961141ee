use millstream::Model;

#[derive(Model)]
enum Nothing {}

#[derive(Model)]
enum Unsaid<'a> {
    Bark(Bark<'a>),
}

#[derive(Model)]
#[model(tag = "type", hash_key = "pk", range_key = "sk")]
enum Thrice<'a> {
    Bark(Bark<'a>),
}

#[derive(Model)]
struct Bark<'a> {
    username: &'a str,
}

fn main() {}
