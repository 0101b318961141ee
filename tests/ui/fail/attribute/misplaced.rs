use millstream::Model;

#[derive(Model)]
#[model(rename = "Barks", other)]
struct Bark<'a> {
    #[model(table = "Barks")]
    username: &'a str,
    #[model(range_key_prefix = "BARK#")]
    message: &'a str,
}

#[derive(Model)]
#[model(tag = "type")]
enum Entity<'a> {
    #[model(rename_all = "camelCase", default)]
    Bark(Bark<'a>),
}

fn main() {}
