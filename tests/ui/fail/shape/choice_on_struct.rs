use millstream::Model;

#[derive(Model)]
#[model(tag = "type", hash_key = "pk", range_key = "sk")]
struct Bark<'a> {
    username: &'a str,
}

fn main() {}
