//! What the functions are given, made of the barometer's orders.

use crate::corpus;
use millstream::{Decoder, RawRecord};

pub struct Event {
    pub about: &'static str,
    pub records: usize,
    pub json: Vec<u8>,
}

const RECORDS: usize = 1_000;

/// Records with one image, which are 2 MB.
pub fn inserts() -> Event {
    made("orders that came and went", |record| !(record.has_new_image() && record.has_old_image()))
}

/// As they come in the barometer's corpus: half of them with both images.
pub fn all_changes() -> Event {
    made("orders that came, changed and went", |_| true)
}

fn made(about: &'static str, choice: impl Fn(&RawRecord<'_>) -> bool) -> Event {
    let corpus = corpus::make("growing-10000").expect("a corpus of the barometer");
    let mut decoder = Decoder::new();
    let batch = decoder.read(&corpus.event).expect("an event");
    let records = batch.iter().map(|record| record.expect("a record"));
    let chosen: Vec<&str> =
        records.filter(|record| choice(record)).map(|record| record.raw()).take(RECORDS).collect();
    let json = format!(r#"{{"Records":[{}]}}"#, chosen.join(",")).into_bytes();
    Event { about, records: chosen.len(), json }
}
