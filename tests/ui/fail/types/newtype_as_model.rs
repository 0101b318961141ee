use millstream::Model;

#[derive(Model)]
struct Newtype<'a>(&'a str);

fn decode<M: millstream::Model>() {}

fn run() {
    decode::<Newtype>();
}

fn main() {}
