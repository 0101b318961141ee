//! What the fixtures are decoded into; the items that fit are made in `fixtures`.
#![allow(dead_code)] // the fields are decoded, not looked at

use millstream::{AttributeValue, Binary, Item, Model, Number};

#[derive(Model)]
pub struct Bark<'a> {
    #[model(hash_key, rename = "Username")]
    username: &'a str,
    #[model(range_key, rename = "Timestamp")]
    timestamp: &'a str,
    #[model(rename = "Message")]
    message: &'a str,
}

#[derive(Model)]
#[model(rename_all = "camelCase")]
pub struct Order<'a> {
    #[model(hash_key)]
    pk: &'a str,
    #[model(range_key)]
    sk: &'a str,
    customer: Customer<'a>,
    lines: &'a [Line<'a>],
    total: Number<'a>,
    item_count: u32,
    paid: bool,
    note: Option<&'a str>,
    #[model(default)]
    tags: &'a [&'a str],
    #[model(default)]
    history: &'a [i64],
}

#[derive(Model)]
pub struct Customer<'a> {
    id: u64,
    name: &'a str,
    address: Address<'a>,
}

#[derive(Model)]
pub struct Address<'a> {
    street: &'a str,
    city: &'a str,
    zip: Option<&'a str>,
}

#[derive(Model)]
pub struct Line<'a> {
    sku: &'a str,
    quantity: u16,
    price: f64,
}

/// Every type that borrows.
#[derive(Model)]
pub struct Mixed<'a> {
    #[model(hash_key)]
    pk: &'a str,
    text: Option<&'a str>,
    texts: Option<&'a [&'a str]>,
    number: Option<f64>,
    numbers: Option<&'a [Number<'a>]>,
    integers: Option<&'a [i64]>,
    bytes: Option<&'a [u8]>,
    blobs: Option<&'a [&'a [u8]]>,
    base64: Option<Binary<'a>>,
    flags: Option<&'a [Option<bool>]>,
    names: Option<&'a [(&'a str, &'a str)]>,
    rows: Option<&'a [&'a [i64]]>,
    any: Option<AttributeValue<'a>>,
    item: Option<Item<'a>>,
    #[model(flatten)]
    more: More<'a>,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Model)]
pub struct More<'a> {
    #[model(with = "first_letter", default)]
    letter: Option<&'a str>,
    count: Option<u8>,
}

mod first_letter {
    use millstream::AttributeValue;

    pub fn decode(value: AttributeValue<'_>) -> Result<Option<&str>, &'static str> {
        let text = value.as_str().ok_or("expected a text")?;
        Ok(text.char_indices().nth(1).map(|(end, _)| &text[..end]))
    }
}

/// A table with several entity types.
#[derive(Model)]
#[model(range_key = "sk")]
pub enum Entity<'a> {
    #[model(range_key_prefix = "ORDER#")]
    Order(Order<'a>),
    #[model(other)]
    Other(Item<'a>),
}
