use millstream::Model;

#[derive(Model)]
struct Bark {
    #[model(with = "other_type", default)]
    other_type: u8,
    #[model(with = "undefined")]
    undefined: u8,
    #[model(with = "other_type")]
    without_blank: Undefaulted,
}

struct Undefaulted;

mod other_type {
    pub fn decode(_: millstream::AttributeValue<'_>) -> Result<String, &'static str> {
        Ok(String::new())
    }
}

fn main() {}
