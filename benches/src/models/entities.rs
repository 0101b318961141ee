//! One table of three entity types, which the range key's prefix tells apart.

use millstream::Model;

describe! {
    struct Customer {
        pk: &'a str = "pk";
        sk: &'a str = "sk";
        name: &'a str = "name";
        email: &'a str = "email";
        since: &'a str = "since";
        level: i64 = "level";
        newsletter: bool = "newsletter";
    }
    struct Purchase {
        pk: &'a str = "pk";
        sk: &'a str = "sk";
        status: &'a str = "status";
        total: f64 = "total";
        item_count: i64 = "item_count";
        skus: &'a [&'a str] = "skus";
    }
    struct Payment {
        pk: &'a str = "pk";
        sk: &'a str = "sk";
        amount: f64 = "amount";
        currency: &'a str = "currency";
        method: &'a str = "method";
        captured: bool = "captured";
        attempts: i64 = "attempts";
    }
    struct EntityKeys {
        pk: &'a str = "pk";
        sk: &'a str = "sk";
    }
}

#[derive(Model)]
#[model(range_key = "sk")]
pub enum Entity<'a> {
    #[model(range_key_prefix = "PROFILE#")]
    Customer(Customer<'a>),
    #[model(range_key_prefix = "ORDER#")]
    Purchase(Purchase<'a>),
    #[model(range_key_prefix = "PAYMENT#")]
    Payment(Payment<'a>),
}
