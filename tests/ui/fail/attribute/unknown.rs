use millstream::Model;

#[derive(Model)]
#[model(name = "Barks")]
struct Bark<'a> {
    #[model(renmae = "Username")]
    username: &'a str,
    #[model(serialize_with("x"))]
    message: &'a str,
}

#[derive(Model)]
#[model(tag = "type", untagged)]
enum Entity<'a> {
    #[model(skip_all)]
    Bark(Bark<'a>),
}

fn main() {}
