use millstream::Model;

#[derive(Model)]
struct Bark<'a, 'b, 'c> {
    username: &'a str,
    message: &'b str,
    tags: &'c [&'a str],
}

#[derive(Model)]
#[model(tag = "type")]
enum Entity<'a, 'b> {
    Bark(Bark<'a, 'b, 'a>),
}

fn main() {}
