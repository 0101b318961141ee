//! The events that peers decode, made from their names alone: the same bytes on every machine.

mod event;
mod order;
mod orders;
mod random;
mod tables;
mod value;

use event::Writer;
use order::Order;
use orders::Difference;
use random::Random;

/// The model that a corpus is decoded into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    Bark,
    Order,
    Counter,
    Article,
    Blob,
    Wide,
    Entity,
}

pub struct Corpus {
    pub name: &'static str,
    pub about: &'static str,
    pub model: Model,
    pub records: usize,
    pub event: Vec<u8>,
}

type Make = fn(&mut Random) -> Vec<event::Change>;

struct Recipe {
    name: &'static str,
    about: &'static str,
    model: Model,
    table: &'static str,
    keys: &'static [&'static str],
    order: Order,
    make: Make,
}

const ORDER_KEYS: &[&str] = &["customer_id", "order_id"];

const fn orders(name: &'static str, about: &'static str, order: Order, make: Make) -> Recipe {
    Recipe { name, about, model: Model::Order, table: "shop-orders-prod", keys: ORDER_KEYS, order, make }
}

const fn table(
    name: &'static str,
    about: &'static str,
    model: Model,
    table: &'static str,
    keys: &'static [&'static str],
    make: Make,
) -> Recipe {
    Recipe { name, about, model, table, keys, order: Order::Lambda, make }
}

fn plain(random: &mut Random, count: usize) -> Vec<event::Change> {
    orders::changes(random, count, Difference::Half, false)
}

#[rustfmt::skip]
const RECIPES: [Recipe; 16] = [
    table("barks", "100 flat records of 3 texts", Model::Bark, "BarkTable", &["Username", "Timestamp"], tables::barks),
    orders("orders", "1,000 records of about 20 attributes, nested maps and lists", Order::Lambda, |r| plain(r, 1_000)),
    orders("orders-delta", "a MODIFY changes 1 to 4 attributes", Order::Lambda, |r| orders::changes(r, 1_000, Difference::Few, false)),
    orders("orders-shuffled", "every image in random order", Order::Shuffled, |r| plain(r, 1_000)),
    orders("orders-unknown", "a third of the attributes are not in the model", Order::Lambda, |r| orders::changes(r, 1_000, Difference::Half, true)),
    orders("orders-kinesis", "in the order of Kinesis Data Streams records", Order::Kinesis, |r| plain(r, 1_000)),
    orders("orders-sorted", "in the order of GetRecords: by name", Order::Sorted, |r| plain(r, 1_000)),
    table("counters", "1,000 tiny records of numbers", Model::Counter, "post-counters", &["post_id"], tables::counters),
    table("articles", "120 long texts with escapes, a third of them Korean", Model::Article, "articles", &["slug"], tables::articles),
    table("blobs", "150 records with a binary of 8 KB", Model::Blob, "uploads", &["id"], tables::blobs),
    table("wide", "100 records of 150 attributes", Model::Wide, "fleet.telemetry_v2", &["machine", "reported_at"], tables::wide),
    table("single-table", "1,000 records of three entity types", Model::Entity, "app-main", &["pk", "sk"], tables::single_table),
    orders("growing-10", "10 orders", Order::Lambda, |r| plain(r, 10)),
    orders("growing-100", "100 orders", Order::Lambda, |r| plain(r, 100)),
    orders("growing-1000", "1,000 orders", Order::Lambda, |r| plain(r, 1_000)),
    orders("growing-10000", "10,000 orders", Order::Lambda, |r| plain(r, 10_000)),
];

/// The names of all corpora.
pub fn names() -> impl Iterator<Item = &'static str> + Clone {
    RECIPES.iter().map(|recipe| recipe.name)
}

/// The model of a corpus.
pub fn model(name: &str) -> Option<Model> {
    RECIPES.iter().find(|recipe| recipe.name == name).map(|recipe| recipe.model)
}

/// Makes a corpus; `None` for a name that is not one.
pub fn make(name: &str) -> Option<Corpus> {
    let recipe = RECIPES.iter().find(|recipe| recipe.name == name)?;
    // The variants of the orders hold the same records, in other orders.
    let variant =
        ["orders-shuffled", "orders-kinesis", "orders-sorted"].contains(&name) || name.starts_with("growing");
    let seed = if variant { "orders" } else { name };
    let mut random = Random::new(seed);
    let changes = (recipe.make)(&mut random);
    let records = changes.len();
    let writer = Writer { table: recipe.table, keys: recipe.keys, order: recipe.order };
    let event = writer.event(changes, &mut random);
    Some(Corpus { name: recipe.name, about: recipe.about, model: recipe.model, records, event })
}
