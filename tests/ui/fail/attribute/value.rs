use millstream::Model;

#[derive(Model)]
#[model(table = "", rename_all = "camel_case", crate = "mill stream")]
struct Bark<'a> {
    #[model(rename = "", alias = "")]
    a: &'a str,
    #[model(with = "not a path")]
    b: &'a str,
    #[model(default = "7")]
    c: u8,
}

#[derive(Model)]
#[model(tag = "")]
enum Entity<'a> {
    #[model(rename = "")]
    Bark(Bark<'a>),
}

#[derive(Model)]
#[model(range_key = "sk")]
enum Prefixed<'a> {
    #[model(range_key_prefix = "")]
    Bark(Bark<'a>),
}

fn main() {}
