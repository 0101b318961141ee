use millstream::Model;

#[derive(Model)]
struct Twice<'a> {
    #[model(hash_key)]
    a: &'a str,
    #[model(hash_key)]
    b: &'a str,
    #[model(range_key)]
    c: &'a str,
    #[model(range_key)]
    d: &'a str,
}

#[derive(Model)]
struct Alone<'a> {
    #[model(range_key)]
    timestamp: &'a str,
}

#[derive(Model)]
struct Both<'a> {
    #[model(hash_key, range_key)]
    id: &'a str,
}

#[derive(Model)]
struct Absent<'a> {
    #[model(hash_key, default)]
    id: &'a str,
    #[model(range_key, default = "none")]
    range: &'a str,
}

fn main() {}
