//! The other tables: barks, counters, articles, blobs, wide rows, and one table of three entity types.

use super::event::{Change, change};
use super::random::{Random, decimal};
use super::value::{Item, Value, item, number, text};

/// Changes of items that `make` makes. A MODIFY has another value in half of the attributes that are no keys.
fn changes(random: &mut Random, count: usize, keys: &[&str], make: fn(&mut Random) -> Item) -> Vec<Change> {
    let alter = |random: &mut Random, new: &Item| {
        let other = make(random);
        let mut old = new.clone();
        // Both come from one function, in one order.
        for (old, other) in old.iter_mut().zip(other) {
            if !keys.contains(&old.0.as_ref()) && random.percent(50) {
                *old = other;
            }
        }
        old
    };
    (0..count).map(|_| change(random, 50, make, alter)).collect()
}

pub fn barks(random: &mut Random) -> Vec<Change> {
    changes(random, 100, &["Username", "Timestamp"], |random| {
        let words = 5 + random.below(14);
        item! {
            "Username" => text(format!("{}_{}", random.pick(&["rex", "bello", "wanda", "laika"]), random.below(10_000))),
            "Timestamp" => text(random.time()),
            "Message" => text(random.words(words)),
        }
    })
}

pub fn counters(random: &mut Random) -> Vec<Change> {
    changes(random, 1_000, &["post_id"], |random| {
        item! {
            "post_id" => text(random.hex(12)),
            "likes" => number(random.below(100_000)),
            "shares" => number(random.below(1_000)),
            "views" => number(random.below(10_000_000)),
            "replies" => number(random.below(100)),
            "score" => number(decimal(random.below(1_000_000), 4)),
            "updated" => number(1_674_921_798_000 + random.below(1 << 30)),
        }
    })
}

pub fn articles(random: &mut Random) -> Vec<Change> {
    changes(random, 120, &["slug"], |random| {
        let korean = random.percent(33);
        let body = if korean { korean_text(random) } else { english_text(random) };
        item! {
            "slug" => text(format!("{}-{}", random.words(3).replace(' ', "-"), random.hex(6))),
            "title" => if korean { text("물레방아는 쉬지 않고 돈다") } else { text(random.words(7)) },
            "author" => text(random.pick(&["김민아", "Jonas Berg", "Aiko Tanaka"])),
            "language" => text(if korean { "ko" } else { "en" }),
            "word_count" => number(body.split(' ').count()),
            "published_at" => text(random.time()),
            "summary" => text(format!("\"{}\"\n— {}", random.words(20), random.words(3))),
            "body" => text(body),
            "tags" => Value::L((0..1 + random.below(4)).map(|_| text(random.words(1))).collect()),
        }
    })
}

/// Paragraphs with quotations, tabs and line ends, each of which is an escape in JSON.
fn english_text(random: &mut Random) -> String {
    let sentences = 20 + random.below(40);
    (0..sentences)
        .map(|_| {
            let words = 6 + random.below(18);
            let sentence = random.words(words);
            match random.below(6) {
                0 => format!("\"{sentence}\", she said. "),
                1 => format!("{sentence}.\n\n"),
                2 => format!("{sentence}:\t\\path\\to\\{}. ", random.hex(4)),
                _ => format!("{sentence}. "),
            }
        })
        .collect()
}

fn korean_text(random: &mut Random) -> String {
    const WORDS: &[&str] = &[
        "물레방아",
        "시냇물이",
        "아침",
        "햇빛에",
        "조용히",
        "흐르고",
        "오래된",
        "다리",
        "아래로",
        "편지를",
        "겨울",
        "항구의",
        "소리가",
        "들려온다",
    ];
    let words = 200 + random.below(400);
    (0..words)
        .map(|_| format!("{}{}", random.pick(WORDS), if random.percent(8) { ".\n" } else { " " }))
        .collect()
}

pub fn blobs(random: &mut Random) -> Vec<Change> {
    changes(random, 150, &["id"], |random| {
        let bytes = 8_192 - random.below(1_024);
        item! {
            "id" => text(random.uuid()),
            "mime" => text(random.pick(&["image/png", "application/zip", "audio/ogg"])),
            "size" => number(bytes),
            "etag" => Value::B((0..16).map(|_| random.next() as u8).collect()),
            "content" => Value::B((0..bytes).map(|_| random.next() as u8).collect()),
        }
    })
}

const UNITS: [&str; 15] = [
    "engine",
    "gearbox",
    "battery",
    "cabin",
    "brakes",
    "cooling",
    "fuel_pump",
    "tyre_front_left",
    "tyre_front_right",
    "tyre_rear_left",
    "tyre_rear_right",
    "hydraulics",
    "compressor",
    "alternator",
    "steering",
];

/// Rows of 150 attributes as a machine reports them: two keys, and ten measures of each unit, the last of them of eight.
pub fn wide(random: &mut Random) -> Vec<Change> {
    changes(random, 100, &["machine", "reported_at"], |random| {
        let mut row = item! {
            "machine" => text(random.uuid()),
            "reported_at" => text(random.time()),
        };
        for unit in UNITS {
            let measures = item! {
                "temperature" => number(decimal(random.below(150_000), 3)),
                "pressure" => number(decimal(random.below(90_000), 2)),
                "load" => number(decimal(random.below(10_000), 4)),
                "starts" => number(random.below(5_000)),
                "faults" => number(random.below(100)),
                "runtime_minutes" => number(random.below(1_000_000)),
                "status" => text(random.pick(&["ok", "warning", "service due", "unknown"])),
                "part_code" => text(format!("{}-{}", random.pick(&["AX", "KJ", "M"]), random.hex(7))),
                "enabled" => Value::Bool(random.percent(70)),
                "alarm" => Value::Bool(random.percent(5)),
            };
            row.extend(measures.into_iter().map(|(name, value)| (format!("{unit}_{name}").into(), value)));
        }
        row.truncate(150);
        row
    })
}

/// Three entity types, interleaved; the range key's prefix tells them apart.
pub fn single_table(random: &mut Random) -> Vec<Change> {
    (0..1_000)
        .flat_map(|_| {
            let make = [customer, order, payment][random.below(3)];
            changes(random, 1, &["pk", "sk"], make)
        })
        .collect()
}

fn customer(random: &mut Random) -> Item {
    let id = random.hex(12);
    item! {
        "pk" => text(format!("CUSTOMER#{id}")),
        "sk" => text(format!("PROFILE#{id}")),
        "name" => text(random.pick(&["Mina Park", "Jonas Berg", "Aiko Tanaka", "Pedro Silva"])),
        "email" => text(format!("{}@example.com", random.hex(9))),
        "since" => text(random.time()),
        "level" => number(random.between(1, 9)),
        "newsletter" => Value::Bool(random.percent(50)),
    }
}

fn order(random: &mut Random) -> Item {
    item! {
        "pk" => text(format!("CUSTOMER#{}", random.hex(12))),
        "sk" => text(format!("ORDER#{}", random.time())),
        "status" => text(random.pick(&["PENDING", "SHIPPED", "DELIVERED"])),
        "total" => number(random.price(200_000)),
        "item_count" => number(random.between(1, 40)),
        "skus" => Value::L((0..1 + random.below(4)).map(|_| text(format!("SKU-{}", random.between(1_000, 9_999)))).collect()),
    }
}

fn payment(random: &mut Random) -> Item {
    item! {
        "pk" => text(format!("CUSTOMER#{}", random.hex(12))),
        "sk" => text(format!("PAYMENT#{}", random.time())),
        "amount" => number(random.price(200_000)),
        "currency" => text(random.pick(&["EUR", "USD", "KRW"])),
        "method" => text(random.pick(&["card", "transfer", "voucher"])),
        "captured" => Value::Bool(random.percent(90)),
        "attempts" => number(random.between(1, 3)),
    }
}
