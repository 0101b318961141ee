use millstream::Model;

#[derive(Model)]
struct Unit;

#[derive(Model)]
struct Tuple<'a>(&'a str, u8);

#[derive(Model)]
struct Nothing();

#[derive(Model)]
union Union {
    a: u8,
}

fn main() {}
