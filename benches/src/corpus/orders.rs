//! Orders: about 20 attributes, nested maps and lists, a fifth of the optional ones absent.

use super::event::{Change, change, texts};
use super::random::{Random, decimal};
use super::value::{Item, Value, item, number, text};

/// How the two images of a MODIFY differ.
#[derive(Clone, Copy, PartialEq)]
pub enum Difference {
    /// Half of the attributes.
    Half,
    /// One to four attributes: what most updates do.
    Few,
}

/// `unknown`: attributes that the model does not have, 5 to 16 of them, a third of all, so that the number of members crosses a table's capacity.
pub fn changes(random: &mut Random, count: usize, difference: Difference, unknown: bool) -> Vec<Change> {
    let make = |random: &mut Random| {
        let mut made = order(random);
        if unknown {
            made.extend(unknown_attributes(random));
        }
        made
    };
    let alter = |random: &mut Random, new: &Item| {
        let mut other = make(random);
        let fixed = ["customer_id", "order_id"];
        let mut old = new.clone();
        match difference {
            Difference::Half => {
                old.retain(|(name, _)| fixed.contains(&name.as_ref()) || random.percent(50));
                other.retain(|(name, _)| old.iter().all(|(kept, _)| kept != name));
                old.append(&mut other);
            }
            Difference::Few => {
                other.retain(|(name, _)| !fixed.contains(&name.as_ref()));
                random.shuffle(&mut other);
                other.truncate(1 + random.below(4));
                for (name, value) in other {
                    old.retain(|(kept, _)| *kept != name);
                    old.push((name, value));
                }
            }
        }
        old
    };
    (0..count).map(|_| change(random, 50, make, alter)).collect()
}

fn order(random: &mut Random) -> Item {
    let created = random.time();
    let mut order = item! {
        "customer_id" => text(random.uuid()),
        "order_id" => text(format!("{}#{}", created, random.hex(10))),
        "status" => text(random.pick(&["PENDING", "CONFIRMED", "PICKED", "SHIPPED", "DELIVERED", "CANCELLED"])),
        "channel" => text(random.pick(&["web", "ios", "android", "store"])),
        "created_at" => text(&created),
        "updated_at" => text(random.time()),
        "currency" => text(random.pick(&["EUR", "USD", "GBP", "KRW"])),
        "total" => number(random.price(200_000)),
        "tax" => number(random.price(30_000)),
        "item_count" => number(random.between(1, 40)),
        "version" => number(random.between(1, 2_000)),
        "warehouse" => number(random.between(100, 999)),
        "paid" => Value::Bool(random.percent(80)),
        "gift" => Value::Bool(random.percent(10)),
        "tags" => Value::Ss(set(random, 3, &["express", "fragile", "b2b", "returning", "newsletter", "vip", "cold-chain"])),
        "shipping_address" => address(random),
        "lines" => Value::L((0..1 + random.below(3)).map(|_| line(random)).collect()),
        "history" => Value::L((0..1 + random.below(2)).map(|_| event(random)).collect()),
    };
    for (name, value) in item! {
        "billing_address" => address(random),
        "discount" => number(random.price(5_000)),
        "coupon" => text(format!("SPRING-{}", random.hex(6).to_uppercase())),
        "email" => text(format!("{}.{}@example.com", random.pick(&["mina", "jonas", "aiko", "pedro", "li"]), random.hex(5))),
        "note" => { let words = 3 + random.below(9); text(random.words(words)) },
        "attributes" => texts([("utm_source", random.pick(&["mail", "search", "social"]).to_owned()), ("session", random.hex(16))]),
    } {
        if random.percent(80) {
            order.push((name, value));
        }
    }
    order
}

fn address(random: &mut Random) -> Value {
    let mut address = item! {
        "name" => text(format!("{} {}", random.pick(&["Mina", "Jonas", "Aiko", "Pedro", "Li"]), random.pick(&["Park", "Berg", "Tanaka", "Silva"]))),
        "street" => text(format!("{} {}", random.pick(&["Hauptstraße", "Rue de Lyon", "Mill Lane", "Calle Mayor"]), random.between(1, 250))),
        "city" => text(random.pick(&["Berlin", "Lyon", "Cambridge", "Madrid", "São Paulo"])),
        "postal_code" => text(random.between(10_000, 99_999).to_string()),
        "country" => text(random.pick(&["DE", "FR", "GB", "ES", "BR"])),
        "latitude" => number(decimal(30_000_000 + random.below(30_000_000), 6)),
        "longitude" => number(format!("-{}", decimal(1 + random.below(99_000_000), 6))),
    };
    if random.percent(80) {
        address.push(("phone".into(), text(format!("+49{}", random.between(1_000_000_000, 9_999_999_999)))));
    }
    Value::M(address)
}

fn line(random: &mut Random) -> Value {
    let mut line = item! {
        "sku" => text(format!("SKU-{}", random.between(100_000, 999_999))),
        "title" => { let words = 2 + random.below(4); text(random.words(words)) },
        "quantity" => number(random.between(1, 9)),
        "unit_price" => number(random.price(50_000)),
        "weight_grams" => number(random.between(20, 30_000)),
        "taxable" => Value::Bool(random.percent(90)),
    };
    if random.percent(80) {
        let options = (0..random.below(3))
            .map(|_| text(random.pick(&["gift-wrap", "engraving", "xl", "red"])))
            .collect();
        line.push(("options".into(), Value::L(options)));
    }
    Value::M(line)
}

fn event(random: &mut Random) -> Value {
    Value::M(item! {
        "at" => text(random.time()),
        "status" => text(random.pick(&["PENDING", "CONFIRMED", "PICKED", "SHIPPED"])),
        "by" => text(format!("worker-{}", random.below(64))),
    })
}

/// Members of a string set, which are never the same.
fn set(random: &mut Random, most: usize, from: &[&str]) -> Vec<String> {
    let mut chosen: Vec<String> = from.iter().map(|&text| text.to_owned()).collect();
    random.shuffle(&mut chosen);
    chosen.truncate(1 + random.below(most));
    chosen
}

const UNKNOWN: [&str; 16] = [
    "etl_batch",
    "legacy_id",
    "risk_score",
    "device",
    "locale",
    "ab_bucket",
    "ttl",
    "shard_hint",
    "carrier",
    "pickup_point",
    "invoice_no",
    "consents",
    "loyalty",
    "segment",
    "source_system",
    "retry_count",
];

fn unknown_attributes(random: &mut Random) -> Item {
    let mut names = UNKNOWN;
    random.shuffle(&mut names);
    let count = 5 + random.below(12);
    names[..count]
        .iter()
        .map(|&name| {
            let value = match random.below(5) {
                0 => number(random.below(1 << 30)),
                1 => Value::Bool(true),
                2 => texts([("id", random.hex(8)), ("kind", random.words(2))]),
                _ => text(random.words(3)),
            };
            (name.into(), value)
        })
        .collect()
}
