use millstream::Model;

#[derive(Model)]
#[model(rename_all = "camelCase")]
struct Bark<'a> {
    user_name: &'a str,
    #[model(rename = "userName")]
    second: &'a str,
    #[model(alias = "second")]
    third: &'a str,
    #[model(alias = "fourth", alias = "4", alias = "4")]
    fourth: &'a str,
    #[model(skip)]
    fine: u8,
    #[model(rename = "fine")]
    also_fine: u8,
}

fn main() {}
