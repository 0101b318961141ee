use millstream::Model;

#[derive(Model)]
#[model(table = "Barks", rename_all = "camelCase")]
#[model(table = "Barks", rename_all = "PascalCase")]
struct Bark<'a> {
    #[model(rename = "Username", rename = "User")]
    username: &'a str,
    #[model(default)]
    #[model(default = "none")]
    message: Option<&'a str>,
    #[model(skip, skip)]
    skipped: u8,
    #[model(with = "module", with = "module")]
    with: u8,
}

#[derive(Model)]
#[model(range_key = "sk", range_key = "sk")]
enum Entity<'a> {
    #[model(range_key_prefix = "BARK#", range_key_prefix = "B#")]
    Bark(Bark<'a>),
    #[model(other, other)]
    Other,
}

fn main() {}
