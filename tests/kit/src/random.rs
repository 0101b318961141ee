//! A seeded generator of items, values and JSON, for where a strategy is too much: duplicates and unknown members that a printer
//! adds, and corruption tests.

use crate::event::{Event, Record};
use crate::tree::{Escapes, Layout, Tree};
use crate::types::{RefIdentity, RefItem, RefRecord, RefRoot, RefValue, RefWindow};

/// Words that mean something somewhere in an event: as attribute names, texts and unknown members they must mean nothing.
pub const WORDS: [&str; 28] = [
    "S",
    "N",
    "B",
    "BOOL",
    "NULL",
    "M",
    "L",
    "SS",
    "NS",
    "BS",
    "Item",
    "Records",
    "dynamodb",
    "Keys",
    "NewImage",
    "OldImage",
    "eventID",
    "eventName",
    "SequenceNumber",
    "SizeBytes",
    "userIdentity",
    "type",
    "window",
    "state",
    "true",
    "null",
    "s",
    "records",
];

const TEXTS: [&str; 14] = [
    "",
    "a",
    "naïve",
    "한국어 바다",
    "😀\u{10ffff}",
    "say \"hi\"",
    "back\\slash",
    "a/b",
    "\u{0}\u{1f}\u{7f}",
    "\r\n\t\u{8}\u{c}",
    "sixteen bytes ok!",
    "}}]},{\"S\":\"",
    "\u{2028}\u{fffd}\u{d7ff}\u{e000}",
    "thirty-two bytes of text, exactly",
];

const NUMBERS: [&str; 20] = [
    "0",
    "-0",
    "0.0",
    "1",
    "-1",
    "42",
    "3.14159",
    "100.0",
    "1E2",
    "1e-7",
    "-0.00",
    "0e5",
    "9223372036854775808",
    "18446744073709551616",
    "12345678901234567890123456789012345678",
    "-9.9999999999999999999999999999999999999E+125",
    "1E-130",
    "0.00000000000000000001",
    "1e999999999",
    "-1.5e-0000000000010",
];

/// The ARN of a stream.
pub const ARN: &str =
    "arn:aws:dynamodb:us-east-1:123456789012:table/Example-Table/stream/2016-12-01T00:00:00.000";

/// splitmix64: small, seeded, the same everywhere. It can be fed with choices made beforehand, which come first.
#[derive(Clone, Debug)]
pub struct Rng {
    state: u64,
    /// last first
    fed: Vec<u8>,
}

impl Rng {
    /// A generator whose numbers depend on the seed alone.
    pub fn new(seed: u64) -> Rng {
        Rng { state: seed, fed: Vec::new() }
    }

    /// A generator that a fuzzer steers: each number is made of the next bytes of `choices`, no more of them than it takes, so that one
    /// byte changed is one choice changed. Behind their end it goes on by itself.
    pub fn fed(choices: &[u8]) -> Rng {
        Rng { state: 0, fed: choices.iter().rev().copied().collect() }
    }

    /// The next `count` bytes that it was fed; `None` once there are no more.
    fn next_fed(&mut self, count: usize) -> Option<u64> {
        let rest = self.fed.len().checked_sub(count)?;
        Some(self.fed.drain(rest..).fold(0, |number, byte| number << 8 | u64::from(byte)))
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        if let Some(number) = self.next_fed(8) {
            return number;
        }
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.state;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ (bits >> 31)
    }

    /// A number below `bound`, which is not 0. (Not quite uniform, which no test needs.)
    pub fn below(&mut self, bound: usize) -> usize {
        let bytes = if bound <= 1 << 8 { 1 } else { 8 };
        let number = self.next_fed(bytes).unwrap_or_else(|| self.next_u64());
        (number % bound as u64) as usize
    }

    /// True once in `times`.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of the choices.
    pub fn pick<'c, T>(&mut self, choices: &'c [T]) -> &'c T {
        &choices[self.below(choices.len())]
    }

    /// Puts the elements in a random order.
    pub fn shuffle<T>(&mut self, elements: &mut [T]) {
        for at in (1..elements.len()).rev() {
            elements.swap(at, self.below(at + 1));
        }
    }

    fn list<T>(&mut self, most: usize, mut element: impl FnMut(&mut Rng) -> T) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| element(self)).collect()
    }

    fn maybe<T>(&mut self, value: impl FnOnce(&mut Rng) -> T) -> Option<T> {
        (!self.one_in(5)).then(|| value(self))
    }
}

/// A text: short or long, with anything in it.
pub fn text(rng: &mut Rng) -> String {
    match rng.below(4) {
        0 => rng.pick(&WORDS).to_string(),
        1 => rng.pick(&TEXTS).to_string(),
        2 => rng.list(3, |rng| rng.pick(&TEXTS).to_string()).concat(),
        _ => rng.list(70, |rng| char::from(b' ' + rng.below(95) as u8)).into_iter().collect(),
    }
}

/// The text of a number as N may hold it.
pub fn number(rng: &mut Rng) -> String {
    match rng.below(3) {
        0 => rng.pick(&NUMBERS).to_string(),
        1 => (rng.next_u64() >> rng.below(64)).to_string(),
        _ => format!("-{}.{}", rng.below(10_000), rng.below(10_000)),
    }
}

/// Base64 text of up to 20 bytes.
pub fn binary(rng: &mut Rng) -> String {
    let bytes = rng.list(20, |rng| rng.next_u64() as u8);
    base64(&bytes)
}

/// The standard alphabet, with padding.
pub fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits =
            chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..4 {
            let digit = ALPHABET[(bits >> (18 - 6 * place)) as usize & 63];
            text.push(if place <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    text
}

/// A value of any type, within `levels` more levels of M and L.
pub fn value(rng: &mut Rng, levels: usize) -> RefValue {
    match rng.below(if levels == 0 { 8 } else { 10 }) {
        0 => RefValue::S(text(rng)),
        1 => RefValue::N(number(rng)),
        2 => RefValue::B(binary(rng)),
        3 => RefValue::Bool(rng.one_in(2)),
        4 => RefValue::Null,
        5 => RefValue::Ss(rng.list(3, text)),
        6 => RefValue::Ns(rng.list(3, number)),
        7 => RefValue::Bs(rng.list(3, binary)),
        8 => RefValue::M(item(rng, 3, levels - 1)),
        _ => RefValue::L(rng.list(3, |rng| value(rng, levels - 1))),
    }
}

/// An item of at most so many attributes, whose values are within `levels` levels of M and L.
pub fn item(rng: &mut Rng, most: usize, levels: usize) -> RefItem {
    let mut item: RefItem = Vec::new();
    for _ in 0..rng.below(most + 1) {
        let name = text(rng);
        if !name.is_empty() && item.iter().all(|(seen, _)| *seen != name) {
            item.push((name, value(rng, levels)));
        }
    }
    item
}

/// A record in which most members are present, half of the time as Lambda writes it.
pub fn record(rng: &mut Rng) -> Record {
    let image = |rng: &mut Rng| item(rng, 6, 3);
    let mut decoded = RefRecord {
        event_id: Some(text(rng)),
        event_name: Some(rng.pick(&["INSERT", "MODIFY", "REMOVE"]).to_string()),
        event_version: Some("1.1".to_string()),
        event_source: Some("aws:dynamodb".to_string()),
        aws_region: Some("us-east-1".to_string()),
        arn: Some(ARN.to_string()),
        table: None,
        identity: None,
        created: Some((1_000_000_000 + rng.below(1_000_000_000) as i64, 0)),
        keys: Some(item(rng, 2, 0)),
        new: rng.maybe(image),
        old: rng.maybe(image),
        sequence_number: Some(format!("1{:024}", rng.next_u64())),
        size_bytes: Some(1 + rng.below(400_000) as u64),
        view_type: Some("NEW_AND_OLD_IMAGES".to_string()),
    };
    if rng.one_in(2) {
        return Record::new(decoded, 2, 0);
    }
    decoded.event_version = Some(text(rng));
    decoded.identity = rng.maybe(|rng| RefIdentity { kind: rng.maybe(text), principal_id: rng.maybe(text) });
    decoded.created = Some((rng.below(2_000_000_000) as i64, rng.below(1_000_000_000) as u32));
    decoded.size_bytes = Some(rng.next_u64() >> rng.below(64));
    decoded.keys = decoded.keys.filter(|_| !rng.one_in(5));
    decoded.created = decoded.created.filter(|_| !rng.one_in(5));
    decoded.size_bytes = decoded.size_bytes.filter(|_| !rng.one_in(5));
    for text in [
        &mut decoded.event_id,
        &mut decoded.event_name,
        &mut decoded.event_version,
        &mut decoded.event_source,
        &mut decoded.aws_region,
        &mut decoded.arn,
        &mut decoded.sequence_number,
        &mut decoded.view_type,
    ] {
        *text = text.take().filter(|_| !rng.one_in(5));
    }
    decoded.table = rng.maybe(text).filter(|_| decoded.arn.is_none());
    Record::new(decoded, rng.below(7), rng.below(5))
}

/// The members of an event beside its records.
pub fn root(rng: &mut Rng) -> RefRoot {
    RefRoot {
        window: rng.maybe(|rng| RefWindow { start: rng.maybe(text), end: rng.maybe(text) }),
        state: rng.maybe(|rng| {
            Tree::Object(vec![(text(rng), json(rng, 2))])
                .print(Layout::Odd, Escapes::Some, rng)
                .trim()
                .to_string()
        }),
        shard_id: rng.maybe(text),
        arn: rng.maybe(text),
        is_final: rng.maybe(|rng| rng.one_in(2)),
        is_terminated: rng.maybe(|rng| rng.one_in(2)),
    }
}

/// An event of at most so many records.
pub fn event(rng: &mut Rng, most: usize) -> Event {
    Event { root: root(rng), records: rng.list(most, record) }
}

/// Puts the attributes of an item, and of the maps in it, in a random order.
pub fn shuffle(rng: &mut Rng, item: &mut RefItem) {
    rng.shuffle(item);
    for (_, value) in item {
        shuffle_value(rng, value);
    }
}

fn shuffle_value(rng: &mut Rng, value: &mut RefValue) {
    match value {
        RefValue::M(item) => shuffle(rng, item),
        RefValue::L(elements) => elements.iter_mut().for_each(|element| shuffle_value(rng, element)),
        _ => {}
    }
}

/// Any JSON value, within so many more levels.
pub fn json(rng: &mut Rng, levels: usize) -> Tree {
    match rng.below(if levels == 0 { 4 } else { 6 }) {
        0 => Tree::Raw(rng.pick(&["null", "true", "false"]).to_string()),
        1 => Tree::raw(&number(rng)),
        2 => Tree::Text(text(rng)),
        3 => Tree::Object(vec![(rng.pick(&WORDS).to_string(), Tree::Text(text(rng)))]),
        4 => Tree::Array(rng.list(3, |rng| json(rng, levels - 1))),
        _ => Tree::Object(rng.list(3, |rng| (text(rng), json(rng, levels - 1)))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::is_attribute_number;

    #[test]
    fn splitmix64_as_published() {
        let mut rng = Rng::new(1_234_567);
        let seen: Vec<u64> = (0..3).map(|_| rng.next_u64()).collect();
        assert_eq!(seen, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn what_it_is_fed_comes_first_and_byte_by_byte() {
        let mut rng = Rng::fed(&[7, 200, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        assert_eq!((rng.below(10), rng.below(256)), (7, 200));
        assert_eq!(rng.next_u64(), u64::from_le_bytes([1, 2, 3, 4, 5, 6, 7, 8]));
        assert_eq!(rng.below(3), 0);
        assert_eq!(rng.next_u64(), Rng::new(0).next_u64());
    }

    #[test]
    fn base64_of_the_rfc() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), expected);
        }
        assert_eq!(base64(&[0xff, 0xef, 0xbe]), "/+++");
    }

    #[test]
    fn numbers_fit() {
        let mut rng = Rng::new(1);
        for _ in 0..1000 {
            let number = number(&mut rng);
            assert!(is_attribute_number(&number), "{number}");
        }
    }
}
