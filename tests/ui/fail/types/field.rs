use millstream::Model;

#[derive(Model)]
struct Bark<'a> {
    username: &'a str,
    time: std::time::Duration,
    // With it there is no straight-line code, whose every call repeats the error.
    #[model(flatten)]
    nothing: Nothing,
}

#[derive(Model)]
struct Nothing {}

fn main() {}
