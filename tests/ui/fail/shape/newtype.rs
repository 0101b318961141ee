use millstream::Model;

#[derive(Model)]
#[model(table = "Barks", rename_all = "camelCase", tag = "type")]
struct Newtype<'a>(#[model(rename = "name")] &'a str);

fn main() {}
