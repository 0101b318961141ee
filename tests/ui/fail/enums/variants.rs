use millstream::Model;

#[derive(Model)]
#[model(tag = "type")]
enum Entity<'a> {
    Named { username: &'a str },
    Two(Bark<'a>, Bark<'a>),
    None(),
    Attributed(#[model(rename = "bark")] Bark<'a>),
}

#[derive(Model)]
struct Bark<'a> {
    username: &'a str,
}

fn main() {}
