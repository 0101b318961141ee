use millstream::Model;

#[derive(Model)]
#[model]
#[model = "Barks"]
#[model(table = Barks)]
struct Bark<'a> {
    #[model(rename)]
    a: &'a str,
    #[model(rename =)]
    b: &'a str,
    #[model(rename("b"))]
    c: &'a str,
    #[model(rename = 'd', alias = 5)]
    d: &'a str,
    #[model("e")]
    e: &'a str,
    #[model(,)]
    f: &'a str,
    #[model(default alias = "g", rename "h")]
    g: &'a str,
    #[model(skip = true, rest(h))]
    h: &'a str,
    #[model(hash_key = "pk")]
    i: &'a str,
    #[model(default = 5)]
    j: u8,
}

fn main() {}
