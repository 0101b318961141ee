//! Orders: nested maps and lists, optional attributes, all kinds of values.

describe! {
    struct Order {
        [hash_key] customer_id: &'a str = "customer_id";
        [range_key] order_id: &'a str = "order_id";
        status: &'a str = "status";
        channel: &'a str = "channel";
        created_at: &'a str = "created_at";
        updated_at: &'a str = "updated_at";
        currency: &'a str = "currency";
        total: f64 = "total";
        tax: f64 = "tax";
        discount: Option<f64> = "discount";
        item_count: i64 = "item_count";
        version: i64 = "version";
        warehouse: i64 = "warehouse";
        paid: bool = "paid";
        gift: bool = "gift";
        email: Option<&'a str> = "email";
        coupon: Option<&'a str> = "coupon";
        note: Option<&'a str> = "note";
        tags: &'a [&'a str] = "tags";
        shipping_address: Address<'a> = "shipping_address";
        billing_address: Option<Address<'a>> = "billing_address";
        lines: &'a [Line<'a>] = "lines";
        history: &'a [Step<'a>] = "history";
        attributes: Option<&'a [(&'a str, &'a str)]> = "attributes";
    }
    struct Address {
        name: &'a str = "name";
        street: &'a str = "street";
        city: &'a str = "city";
        postal_code: &'a str = "postal_code";
        country: &'a str = "country";
        latitude: f64 = "latitude";
        longitude: f64 = "longitude";
        phone: Option<&'a str> = "phone";
    }
    struct Line {
        sku: &'a str = "sku";
        title: &'a str = "title";
        quantity: i64 = "quantity";
        unit_price: f64 = "unit_price";
        weight_grams: i64 = "weight_grams";
        taxable: bool = "taxable";
        options: Option<&'a [&'a str]> = "options";
    }
    struct Step {
        at: &'a str = "at";
        status: &'a str = "status";
        by: &'a str = "by";
    }
    keys OrderKeys {
        customer_id: &'a str = "customer_id";
        order_id: &'a str = "order_id";
    }
}

family!(Orders = Order, OrderKeys, Order<'static>);
