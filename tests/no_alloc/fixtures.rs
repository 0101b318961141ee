//! Events of many shapes and sizes, made here, the same in every run.

use millstream_testkit::event::{Event, Record};
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::types::{RefItem, RefRecord, RefRoot, RefValue};

/// Which model the items fit.
#[derive(Clone, Copy)]
pub enum Kind {
    Bark,
    Order,
    Mixed,
    Entity,
    Item,
}

pub struct Fixture {
    pub name: String,
    pub model: Kind,
    pub event: Vec<u8>,
    /// keys and images in it
    pub parts: usize,
}

const KB: usize = 1_000;
const MB: usize = 1_000_000;

/// Makes the item of a record.
type Make = fn(&mut Rng) -> RefItem;

pub fn small() -> Fixture {
    records("small", Kind::Item, Style::wire(), 2, bark)
}

pub fn all() -> Vec<Fixture> {
    let wire = Style::wire();
    let styles = Style::all(7);
    let style = |name: &str| *styles.iter().find(|style| style.name == name).unwrap();
    let (pretty, shuffled) = (style("pretty"), style("shuffled"));
    let (all_escaped, some_escaped) = (style("all escaped"), style("some escaped"));
    let mut all = vec![
        records("barks", Kind::Bark, wire, 2, bark),
        records("barks", Kind::Bark, wire, 10_000, bark),
        records("barks", Kind::Bark, pretty, 1_000, bark),
    ];
    for size in [10 * KB, 100 * KB, MB, 6 * MB] {
        all.push(sized("orders", Kind::Order, wire, size, order));
    }
    for style in [pretty, shuffled, all_escaped, style("GetRecords"), style("odd whitespace")] {
        all.push(sized("orders", Kind::Order, style, 300 * KB, order));
    }
    all.push(sized("single table", Kind::Entity, wire, MB, |rng| {
        if rng.one_in(2) { order(rng) } else { other(rng) }
    }));
    let flavors: [(&str, Make); 6] = [
        ("texts", texts),
        ("base64", base64),
        ("sets", sets),
        ("lists", lists),
        ("numbers", numbers),
        ("anything", anything),
    ];
    for (name, make) in flavors {
        for style in [wire, pretty, shuffled] {
            all.push(sized(name, Kind::Mixed, style, 200 * KB, make));
        }
        all.push(sized(name, Kind::Mixed, some_escaped, 200 * KB, make));
    }
    all.push(sized("sets", Kind::Mixed, wire, 6 * MB, sets));
    all.push(sized("texts", Kind::Mixed, some_escaped, 6 * MB, texts));
    for style in styles {
        all.push(sized("anything", Kind::Item, style, 100 * KB, anything));
    }
    let records_of_400_kb: [(&str, Make); 8] = [
        ("400 KB of text", |_| large("text", RefValue::S("all work and no play ".repeat(20 * KB)))),
        ("400 KB of quotes", |_| large("text", RefValue::S("\"\n".repeat(200 * KB)))),
        ("400 KB of bytes", |_| large("bytes", RefValue::B("QUJD".repeat(100 * KB)))),
        ("400 KB of digits in a set", |_| {
            large("integers", RefValue::Ns((0..60_000).map(|number| number.to_string()).collect()))
        }),
        ("400 KB of rows", |rng| large("rows", RefValue::L(vec_of(rng, 10_000, integers)))),
        ("400 KB of names", |rng| {
            large("names", RefValue::M((0..20_000).map(|i| (format!("name {i}"), short(rng))).collect()))
        }),
        ("400 KB of maps", |rng| {
            large("any", RefValue::L(vec_of(rng, 10_000, |rng| RefValue::M(line(rng)))))
        }),
        ("400 KB of attributes", |rng| {
            let attributes = (0..30_000).map(|place| (format!("extra {place}"), short(rng)));
            large("text", short(&mut Rng::new(1))).into_iter().chain(attributes).collect()
        }),
    ];
    for (name, make) in records_of_400_kb {
        all.push(records(name, Kind::Mixed, wire, 1, make));
    }
    all.push(records("32 levels", Kind::Mixed, wire, 100, |rng| {
        let deep = (0..32).fold(short(rng), |value, level| match level % 2 {
            0 => RefValue::L(vec![value]),
            _ => RefValue::M(vec![("level".into(), value)]),
        });
        large("any", deep)
    }));
    all
}

/// An event of so many records.
fn records(name: &str, model: Kind, style: Style, count: usize, make: Make) -> Fixture {
    event(name, model, style, |printed| printed.records < count, make)
}

/// An event of at least so many bytes.
fn sized(name: &str, model: Kind, style: Style, bytes: usize, make: Make) -> Fixture {
    event(name, model, style, |printed| printed.bytes < bytes, make)
}

struct Printed {
    records: usize,
    bytes: usize,
}

fn event(name: &str, model: Kind, style: Style, more: impl Fn(&Printed) -> bool, make: Make) -> Fixture {
    let mut rng = Rng::new(42);
    let mut printed = Printed { records: 0, bytes: 0 };
    let mut event = Event { root: RefRoot::default(), records: Vec::new() };
    while more(&printed) {
        let record = record(&mut rng, printed.records, make);
        printed.bytes += style.record(&record).len();
        printed.records += 1;
        event.records.push(record);
    }
    event.arrange();
    if style.name == "shuffled" {
        let images =
            event.records.iter_mut().flat_map(|record| [&mut record.decoded.new, &mut record.decoded.old]);
        images.flatten().for_each(|image| random::shuffle(&mut rng, image));
    }
    let parts = |record: &Record| {
        let RefRecord { keys, new, old, .. } = &record.decoded;
        [keys, new, old].into_iter().flatten().count()
    };
    Fixture {
        name: format!("{name}, {}", style.name),
        model,
        parts: event.records.iter().map(parts).sum(),
        event: style.event(&event).into_bytes(),
    }
}

const KEYS: [&str; 4] = ["pk", "sk", "Username", "Timestamp"];

fn record(rng: &mut Rng, place: usize, make: Make) -> Record {
    let new = make(rng);
    let keys =
        new.iter().filter(|(name, _)| ["pk", "sk", "Username", "Timestamp"].contains(&&**name)).cloned();
    let keys = Some(keys.collect());
    let (event_name, new, old) = match place % 3 {
        0 => ("INSERT", Some(new), None),
        1 => ("MODIFY", Some(changed(rng, &new, make)), Some(new)),
        _ => ("REMOVE", None, Some(new)),
    };
    let text = |text: &str| Some(text.to_owned());
    let decoded = RefRecord {
        event_id: Some(format!("{:016x}{:016x}", rng.next_u64(), place)),
        event_name: text(event_name),
        event_version: text("1.1"),
        event_source: text("aws:dynamodb"),
        aws_region: text("us-east-1"),
        arn: text(
            "arn:aws:dynamodb:us-east-1:123456789012:table/Example-Table/stream/2016-12-01T00:00:00.000",
        ),
        table: None,
        identity: None,
        created: Some((1_479_499_740 + place as i64, 0)),
        keys,
        new,
        old,
        sequence_number: Some(format!("1302160000000000{:010}", place)),
        size_bytes: Some(112),
        view_type: text("NEW_AND_OLD_IMAGES"),
    };
    Record::new(decoded, 2, 0)
}

/// Another item of the same entity type, under the same keys.
fn changed(rng: &mut Rng, old: &RefItem, make: Make) -> RefItem {
    let is_order = |item: &RefItem| item.iter().any(|(name, _)| name == "lines");
    let mut new = make(rng);
    while is_order(&new) != is_order(old) {
        new = make(rng);
    }
    for (name, value) in new.iter_mut().filter(|(name, _)| KEYS.contains(&&**name)) {
        value.clone_from(&old.iter().find(|(key, _)| key == name).unwrap().1);
    }
    new
}

fn named<const N: usize>(members: [(&str, RefValue); N]) -> RefItem {
    members.map(|(name, value)| (name.to_owned(), value)).into()
}

fn vec_of<T>(rng: &mut Rng, count: usize, mut element: impl FnMut(&mut Rng) -> T) -> Vec<T> {
    (0..count).map(|_| element(rng)).collect()
}

fn text(text: impl Into<String>) -> RefValue {
    RefValue::S(text.into())
}

fn number(number: impl ToString) -> RefValue {
    RefValue::N(number.to_string())
}

fn short(rng: &mut Rng) -> RefValue {
    text(*rng.pick(&["", "a", "naïve", "fourteen bytes", "sixteen bytes ok", "a little more than that"]))
}

fn words(rng: &mut Rng) -> RefValue {
    let count = rng.below(30);
    text(vec_of(rng, count, |rng| *rng.pick(&["bark", "woof", "say \"hi\"", "한국어", "\n", "😀"])).join(" "))
}

fn bark(rng: &mut Rng) -> RefItem {
    named([("Username", short(rng)), ("Timestamp", text("2016-11-18:12:09:36")), ("Message", words(rng))])
}

fn order(rng: &mut Rng) -> RefItem {
    let address = named([("street", words(rng)), ("city", short(rng)), ("zip", text("8001"))]);
    let customer = named([
        ("id", number(rng.next_u64() >> 11)),
        ("name", short(rng)),
        ("address", RefValue::M(address)),
    ]);
    let count = 1 + rng.below(6);
    let lines = vec_of(rng, count, |rng| RefValue::M(line(rng)));
    let mut order = named([
        ("pk", text(format!("CUSTOMER#{}", rng.below(1_000)))),
        ("sk", text(format!("ORDER#{}", rng.next_u64()))),
        ("customer", RefValue::M(customer)),
        ("lines", RefValue::L(lines)),
        ("total", number(format!("{}.{:02}", rng.below(10_000), rng.below(100)))),
        ("itemCount", number(count)),
        ("paid", RefValue::Bool(rng.one_in(2))),
        ("note", if rng.one_in(2) { RefValue::Null } else { words(rng) }),
    ]);
    if rng.one_in(2) {
        order.extend(named([("tags", RefValue::Ss(vec!["gift".into(), "express".into()]))]));
        order.extend(named([(
            "history",
            RefValue::Ns(vec_of(rng, 5, |rng| rng.next_u64() >> 2).iter().map(u64::to_string).collect()),
        )]));
        order.extend(named([("unknown", RefValue::M(line(rng)))]));
    }
    order
}

fn line(rng: &mut Rng) -> RefItem {
    named([
        ("sku", text(format!("SKU-{:06}", rng.below(1_000_000)))),
        ("quantity", number(rng.below(100))),
        ("price", number(format!("{}.5", rng.below(1_000)))),
    ])
}

fn other(rng: &mut Rng) -> RefItem {
    named([
        ("pk", short(rng)),
        ("sk", text(format!("USER#{}", rng.below(100)))),
        ("likes", number(rng.below(100))),
    ])
}

/// An item of `Mixed`.
fn large(name: &str, value: RefValue) -> RefItem {
    named([("pk", text("1")), (name, value)])
}

fn texts(rng: &mut Rng) -> RefItem {
    let list = if rng.one_in(2) {
        RefValue::L(vec_of(rng, 5, words))
    } else {
        RefValue::Ss(vec_of(rng, 5, random::text))
    };
    let names = vec_of(rng, 4, |rng| (format!("\"{}\"", rng.next_u64()), words(rng)));
    named([
        ("pk", short(rng)),
        ("text", words(rng)),
        ("texts", list),
        ("names", RefValue::M(names)),
        ("any", words(rng)),
        ("letter", words(rng)),
        ("extra\n", words(rng)),
    ])
}

fn base64(rng: &mut Rng) -> RefItem {
    let binaries = |rng: &mut Rng| vec_of(rng, 4, random::binary);
    let long = vec_of(rng, 300, |rng| rng.next_u64() as u8);
    named([
        ("pk", short(rng)),
        ("bytes", RefValue::B(random::base64(&long))),
        ("blobs", RefValue::Bs(binaries(rng))),
        ("base64", RefValue::B(random::base64(&long[..100]))),
        ("any", RefValue::Bs(binaries(rng))),
    ])
}

fn sets(rng: &mut Rng) -> RefItem {
    let digits = |rng: &mut Rng| RefValue::Ns(vec_of(rng, 200, |rng| rng.below(10).to_string()));
    let letters = |rng: &mut Rng| RefValue::Ss(vec_of(rng, 200, |rng| rng.pick(&["", "a"]).to_string()));
    named([
        ("pk", short(rng)),
        ("integers", digits(rng)),
        ("numbers", digits(rng)),
        ("texts", letters(rng)),
        ("blobs", RefValue::Bs(vec!["".into(); 200])),
        ("any", letters(rng)),
        ("extra", digits(rng)),
    ])
}

fn integers(rng: &mut Rng) -> RefValue {
    RefValue::L(vec_of(rng, 4, |rng| number(rng.below(100))))
}

fn lists(rng: &mut Rng) -> RefItem {
    let flag = |rng: &mut Rng| if rng.one_in(3) { RefValue::Null } else { RefValue::Bool(rng.one_in(2)) };
    let empty = |_: &mut Rng| RefValue::L(vec![]);
    named([
        ("pk", short(rng)),
        ("flags", RefValue::L(vec_of(rng, 50, flag))),
        ("rows", RefValue::L(vec_of(rng, 20, integers))),
        ("any", RefValue::L(vec_of(rng, 50, empty))),
        ("item", RefValue::M(vec![("list".into(), RefValue::L(vec_of(rng, 50, flag)))])),
        ("extra", RefValue::L(vec_of(rng, 20, integers))),
    ])
}

fn numbers(rng: &mut Rng) -> RefItem {
    const FITTING: [&str; 6] =
        ["0", "-1.5", "12345678901234567890123456789012345678", "1E2", "0.00000000000000000001", "1e-130"];
    let any = |rng: &mut Rng| rng.pick(&FITTING).to_string();
    let long = format!("{}.{}", "9".repeat(126), "1".repeat(40));
    named([
        ("pk", short(rng)),
        ("number", number(any(rng))),
        ("numbers", RefValue::Ns(vec_of(rng, 20, any))),
        ("integers", RefValue::L(vec_of(rng, 20, |rng| number(rng.next_u64() >> (1 + rng.below(60)))))),
        ("count", number("1e2")),
        ("any", number(long)),
        ("extra", number(any(rng))),
    ])
}

fn anything(rng: &mut Rng) -> RefItem {
    let mut item = named([
        ("pk", short(rng)),
        ("any", random::value(rng, 4)),
        ("item", RefValue::M(random::item(rng, 6, 3))),
    ]);
    item.extend((0..rng.below(5)).map(|place| (format!("extra {place}"), random::value(rng, 3))));
    item
}
