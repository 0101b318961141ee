use millstream::Model;

#[derive(Model)]
struct Bark<'a> {
    #[model(default)]
    undefaulted: Id<'a>,
    #[model(default = "text")]
    text: u8,
    #[model(default = "nowhere")]
    nowhere: u8,
    #[model(flatten)]
    flatten: &'a str,
    #[model(rest)]
    rest: &'a str,
}

#[derive(Model)]
struct Id<'a>(&'a str);

fn text() -> &'static str {
    "text"
}

fn main() {}
