//! What every input must hold, as functions: fuzzers call them, and so do tests, so that a crash becomes a test by one more seed.
//!
//! `cargo fuzz run dynamic --features libfuzzer fuzz/corpus/dynamic fuzz/seeds` runs one of them from the repository's root.
#![forbid(unsafe_code)]

#[path = "../../tests/agree/mod.rs"]
mod agree;

use std::fmt::Debug;

use millstream::{Decoder, Error, Item, Model, Record, Scratch};
use millstream_testkit::event::{Event, Record as Printed};
use millstream_testkit::print::Style;
use millstream_testkit::reference::decode_event;
use millstream_testkit::types::{Limits, RefItem, RefRecord, RefRoot, RefValue};

/// Every way of reading an event or an item without a model agrees with the reference.
pub fn dynamic(input: &[u8]) {
    let mut agree = agree::Agree::new();
    let _ = agree.event(input);
    let _ = agree.item(input);
}

/// A model agrees with what the reference says of its attributes.
pub fn typed(input: &[u8]) {
    let Ok(expected) = decode_event(input, Limits::default()) else {
        assert!(Decoder::new().decode::<Typed>(input).is_err_and(|error| error.is_fatal()));
        return;
    };
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Typed>(input).unwrap();
    assert_eq!(batch.len(), expected.records.len());
    for (record, expected) in batch.iter().zip(&expected.records) {
        match (record, expected) {
            (Ok(record), Ok(expected)) => same(record, expected),
            (Ok(_), Err(misfit)) => panic!("the reference refuses {misfit:?}"),
            // The reference knows no model. It also forgets what a repeated attribute was before, which need not fit.
            (Err(error), Ok(expected)) if fits(expected) => once_more(expected, &error),
            (Err(error), _) => assert!(!error.is_fatal()),
        }
    }
}

/// What a lazy record gives is what an eager one holds, part by part; where a part fails, the record does.
pub fn lazy(input: &[u8]) {
    let (mut decoder, mut other, scratch) = (Decoder::new(), Decoder::new(), Scratch::new());
    let (lazy, eager) = match (decoder.read(input), other.decode::<Typed>(input)) {
        (Ok(lazy), Ok(eager)) => (lazy, eager),
        (lazy, eager) => return assert!(lazy.is_err() && eager.is_err()),
    };
    for (lazy, eager) in lazy.iter().zip(eager.iter()) {
        let Ok(lazy) = lazy else {
            assert!(eager.is_err());
            continue;
        };
        let parts = (
            lazy.keys::<Typed>(&scratch),
            lazy.new_image::<Typed>(&scratch),
            lazy.old_image::<Typed>(&scratch),
        );
        match &eager {
            Ok(eager) => {
                part(&parts.0, eager.keys());
                part(&parts.1, eager.new_image());
                part(&parts.2, eager.old_image());
            }
            // A part that a later one replaces is no concern of a lazy record.
            Err(error) => assert!(!error.is_fatal()),
        }
        let alone = Decoder::new()
            .decode_record::<Typed>(lazy.raw())
            .map(|record| format!("{:?}", record.new_image()));
        assert_eq!(alone.is_ok(), eager.is_ok(), "{}", lazy.raw());
    }
}

fn part<T: Debug>(lazy: &Result<Option<T>, Error>, eager: Option<&T>) {
    assert_eq!(format!("{:?}", lazy.as_ref().unwrap().as_ref()), format!("{eager:?}"));
}

/// Attributes of several types; all others are kept, so that they are checked too.
#[derive(Model, Debug)]
struct Typed<'a> {
    pk: Option<&'a str>,
    n: Option<i64>,
    list: Option<&'a [Option<&'a str>]>,
    inner: Option<Inner<'a>>,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Model, Debug)]
struct Inner<'a> {
    flag: bool,
    set: Option<&'a [&'a str]>,
    #[model(rest)]
    rest: Item<'a>,
}

fn same(record: &Record<'_, Typed<'_>>, expected: &RefRecord) {
    assert!(fits(expected), "{expected:?}");
    let images = [(record.new_image(), &expected.new), (record.old_image(), &expected.old)];
    for (image, expected) in images {
        assert_eq!(image.is_some(), expected.is_some());
        let (Some(image), Some(expected)) = (image, expected) else { continue };
        assert_eq!(image.pk, expected.get("pk").and_then(RefValue::text));
        let n = expected.get("n").filter(|value| **value != RefValue::Null).map(integer);
        assert_eq!(image.n, n.map(Option::unwrap));
        assert_eq!(image.list.map(<[_]>::len), expected.get("list").and_then(RefValue::length));
        let inner = expected.get("inner").and_then(RefValue::map);
        assert_eq!(
            image.inner.as_ref().map(|inner| inner.flag),
            inner.map(|inner| inner.get("flag") == Some(&RefValue::Bool(true)))
        );
        let names = expected
            .iter()
            .map(|(name, _)| &**name)
            .filter(|name| !["pk", "n", "list", "inner"].contains(name));
        assert!(image.rest.iter().map(|(name, _)| name).eq(names));
    }
}

/// Decodes what the reference found, each attribute written once: now it must fit.
fn once_more(expected: &RefRecord, error: &Error) {
    let record = Printed::new(expected.clone(), 0, 0);
    let event = Style::wire().event(&Event { root: RefRoot::default(), records: vec![record] });
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<Typed>(&event).unwrap();
    assert!(batch.failures().is_empty(), "{error}\n{:?}\n{event}", batch.failures());
}

fn fits(record: &RefRecord) -> bool {
    [&record.new, &record.old].into_iter().flatten().all(|item| {
        let is = |name: &str, fits: fn(&RefValue) -> bool| {
            item.get(name).is_none_or(|value| *value == RefValue::Null || fits(value))
        };
        is("pk", |value| value.text().is_some())
            && is("n", |value| integer(value).is_some())
            && is("list", |value| match value {
                RefValue::L(list) => {
                    list.iter().all(|element| matches!(element, RefValue::S(_) | RefValue::Null))
                }
                _ => false,
            })
            && is("inner", |value| {
                value.map().is_some_and(|inner| {
                    matches!(inner.get("flag"), Some(RefValue::Bool(_)))
                        && inner.get("set").is_none_or(|set| match set {
                            RefValue::Ss(_) | RefValue::Null => true,
                            RefValue::L(list) => list.iter().all(|element| matches!(element, RefValue::S(_))),
                            _ => false,
                        })
                })
            })
    })
}

/// An N as an integer, if it is one that fits; by the text's digits alone.
fn integer(value: &RefValue) -> Option<i64> {
    let RefValue::N(text) = value else { return None };
    i64::try_from(millstream::Number::new(text).unwrap()).ok()
}

/// How the reference's values are looked at here.
trait Look {
    fn text(&self) -> Option<&str>;
    fn length(&self) -> Option<usize>;
    fn map(&self) -> Option<&RefItem>;
}

impl Look for RefValue {
    fn text(&self) -> Option<&str> {
        if let RefValue::S(text) = self { Some(text) } else { None }
    }

    fn length(&self) -> Option<usize> {
        if let RefValue::L(list) = self { Some(list.len()) } else { None }
    }

    fn map(&self) -> Option<&RefItem> {
        if let RefValue::M(item) = self { Some(item) } else { None }
    }
}

trait Get {
    fn get(&self, name: &str) -> Option<&RefValue>;
}

impl Get for RefItem {
    fn get(&self, name: &str) -> Option<&RefValue> {
        self.iter().find(|(seen, _)| seen == name).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use millstream_testkit::random::Rng;

    /// Each seed as it is, cut off, and with a few bytes changed.
    #[test]
    fn seeds_hold() {
        let mut seeds = 0;
        for seed in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/seeds")).unwrap() {
            let seed = fs::read(seed.unwrap().path()).unwrap();
            seeds += 1;
            let mut rng = Rng::new(seeds);
            for round in 0..20_000 {
                let mut input = seed.clone();
                for _ in 0..round.min(3) {
                    let (at, from) = (rng.below(input.len()), rng.below(input.len()));
                    match rng.below(3) {
                        0 => input[at] = rng.next_u64() as u8,
                        1 => input[at] = seed[from],
                        _ => input.truncate(at.max(1)),
                    }
                }
                super::dynamic(&input);
                super::typed(&input);
                super::lazy(&input);
            }
        }
        assert!(seeds >= 5);
    }
}
