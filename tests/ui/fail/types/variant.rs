use millstream::Model;

#[derive(Model)]
#[model(tag = "type")]
enum Entity<'a> {
    Number(i64),
    Any(millstream::AttributeValue<'a>),
    Fine(millstream::Item<'a>),
}

fn main() {}
