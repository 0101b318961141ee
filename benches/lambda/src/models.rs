//! Orders, once borrowed and once owned: what each function would write down.

/// The smallest real table: three texts.
#[derive(millstream::Model)]
#[model(table = "BarkTable")]
#[allow(dead_code, reason = "it is decoded, and its handler looks at nothing of it")]
pub struct Bark<'a> {
    #[model(hash_key, rename = "Username")]
    pub username: &'a str,
    #[model(range_key, rename = "Timestamp")]
    pub timestamp: &'a str,
    #[model(rename = "Message")]
    pub message: &'a str,
}

#[derive(millstream::Model)]
#[model(table = "shop-orders-prod")]
#[allow(dead_code, reason = "a handler looks at some of it; all of it is decoded")]
pub struct Order<'a> {
    #[model(hash_key)]
    pub customer_id: &'a str,
    #[model(range_key)]
    pub order_id: &'a str,
    pub status: &'a str,
    pub channel: &'a str,
    pub created_at: &'a str,
    pub updated_at: &'a str,
    pub currency: &'a str,
    pub total: f64,
    pub tax: f64,
    pub discount: Option<f64>,
    pub item_count: i64,
    pub version: i64,
    pub warehouse: i64,
    pub paid: bool,
    pub gift: bool,
    pub email: Option<&'a str>,
    pub coupon: Option<&'a str>,
    pub note: Option<&'a str>,
    pub tags: &'a [&'a str],
    pub shipping_address: Address<'a>,
    pub billing_address: Option<Address<'a>>,
    pub lines: &'a [Line<'a>],
    pub history: &'a [Step<'a>],
    pub attributes: Option<&'a [(&'a str, &'a str)]>,
}

#[derive(millstream::Model)]
#[allow(dead_code, reason = "as above")]
pub struct Address<'a> {
    pub name: &'a str,
    pub street: &'a str,
    pub city: &'a str,
    pub postal_code: &'a str,
    pub country: &'a str,
    pub latitude: f64,
    pub longitude: f64,
    pub phone: Option<&'a str>,
}

#[derive(millstream::Model)]
#[allow(dead_code, reason = "as above")]
pub struct Line<'a> {
    pub sku: &'a str,
    pub title: &'a str,
    pub quantity: i64,
    pub unit_price: f64,
    pub weight_grams: i64,
    pub taxable: bool,
    pub options: Option<&'a [&'a str]>,
}

#[derive(millstream::Model)]
#[allow(dead_code, reason = "as above")]
pub struct Step<'a> {
    pub at: &'a str,
    pub status: &'a str,
    pub by: &'a str,
}

/// What serde_dynamo reads into, which cannot lend texts.
pub mod owned {
    use std::collections::HashMap;

    use serde::Deserialize;

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "as above")]
    pub struct Order {
        pub customer_id: String,
        pub order_id: String,
        pub status: String,
        pub channel: String,
        pub created_at: String,
        pub updated_at: String,
        pub currency: String,
        pub total: f64,
        pub tax: f64,
        pub discount: Option<f64>,
        pub item_count: i64,
        pub version: i64,
        pub warehouse: i64,
        pub paid: bool,
        pub gift: bool,
        pub email: Option<String>,
        pub coupon: Option<String>,
        pub note: Option<String>,
        pub tags: Vec<String>,
        pub shipping_address: Address,
        pub billing_address: Option<Address>,
        pub lines: Vec<Line>,
        pub history: Vec<Step>,
        pub attributes: Option<HashMap<String, String>>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "as above")]
    pub struct Address {
        pub name: String,
        pub street: String,
        pub city: String,
        pub postal_code: String,
        pub country: String,
        pub latitude: f64,
        pub longitude: f64,
        pub phone: Option<String>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "as above")]
    pub struct Line {
        pub sku: String,
        pub title: String,
        pub quantity: i64,
        pub unit_price: f64,
        pub weight_grams: i64,
        pub taxable: bool,
        pub options: Option<Vec<String>>,
    }

    #[derive(Deserialize)]
    #[allow(dead_code, reason = "as above")]
    pub struct Step {
        pub at: String,
        pub status: String,
        pub by: String,
    }
}
