//! Values that own memory are dropped: once each, whatever becomes of the record around them.
//!
//! Every `Counted` that is made must be dropped; `.ci/run` also has valgrind look for leaks here.
#![cfg(feature = "derive")]

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicIsize, Ordering::SeqCst};
use std::sync::{Mutex, MutexGuard};

use millstream::{AttributeValue, Decoder, ErrorKind, Item, Model, Scratch};

/// A text of its own, counted as long as it lives.
#[derive(Debug, PartialEq)]
struct Counted(String);

static ALIVE: AtomicIsize = AtomicIsize::new(0);

impl Counted {
    fn new(text: &str) -> Counted {
        ALIVE.fetch_add(1, SeqCst);
        Counted(text.to_owned())
    }
}

impl Default for Counted {
    fn default() -> Counted {
        Counted::new("")
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, SeqCst);
    }
}

/// The counter is one for all tests: one of them at a time. In the end none may be alive.
struct Alone(#[allow(dead_code)] MutexGuard<'static, ()>);

fn alone() -> Alone {
    static ONE: Mutex<()> = Mutex::new(());
    let guard = ONE.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
    ALIVE.store(0, SeqCst);
    Alone(guard)
}

impl Drop for Alone {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            assert_eq!(alive(), 0, "alive in the end");
        }
    }
}

fn alive() -> isize {
    ALIVE.load(SeqCst)
}

mod counted {
    use super::Counted;
    use millstream::AttributeValue;

    pub fn decode(value: AttributeValue<'_>) -> Result<Counted, &'static str> {
        value.as_str().map(Counted::new).ok_or("expected a text")
    }
}

#[derive(Model)]
struct Owner<'a> {
    #[model(with = "counted", default)]
    first: Counted,
    #[model(default)]
    inner: Option<Box<Inner>>,
    #[model(default)]
    many: Vec<Inner>,
    #[model(default)]
    sorted: BTreeMap<String, Inner>,
    #[model(default)]
    hashed: HashMap<&'a str, Vec<Inner>>,
    #[model(flatten)]
    flat: Flat,
    #[model(skip)]
    skipped: Counted,
    #[model(rest)]
    rest: Item<'a>,
}

#[derive(Model)]
struct Inner {
    #[model(with = "counted")]
    text: Counted,
    number: Option<i8>,
}

#[derive(Model)]
struct Flat {
    #[model(with = "counted", default)]
    flat: Counted,
}

/// Fields that are `Counted` whatever the input holds: `first`, `skipped` and `flat`.
const ALWAYS: isize = 3;

const FULL: &str = r#"{
    "first": {"S": "one"},
    "inner": {"M": {"text": {"S": "two"}}},
    "many": {"L": [{"M": {"text": {"S": "three"}}}, {"M": {"text": {"S": "four"}}}]},
    "sorted": {"M": {"b": {"M": {"text": {"S": "five"}}}, "a": {"M": {"text": {"S": "six"}}}}},
    "hashed": {"M": {"k": {"L": [{"M": {"text": {"S": "seven"}}}]}}},
    "flat": {"S": "eight"},
    "other": {"S": "no owner"}
}"#;
/// Those of `FULL`.
const ALL: isize = 9;

/// Repeated attributes replace what came before.
const REPEATED: &str = r#"{
    "first": {"S": "one"}, "first": {"S": "uno"}, "first": {"S": "eins"},
    "inner": {"M": {"text": {"S": "two"}, "text": {"S": "due"}}}, "inner": {"M": {"text": {"S": "zwei"}}},
    "many": {"L": [{"M": {"text": {"S": "three"}}}]}, "many": {"L": []},
    "sorted": {"M": {"b": {"M": {"text": {"S": "five"}}}, "b": {"M": {"text": {"S": "cinque"}}}}},
    "hashed": {"M": {"k": {"L": [{"M": {"text": {"S": "seven"}}}]}}}, "hashed": {"M": {}},
    "flat": {"S": "eight"}, "flat": {"S": "otto"}
}"#;

/// Items that break off or do not fit, each behind values that were made by then.
fn misfits() -> Vec<String> {
    let endings = [
        r#""first": {"N": "1"}}"#,
        r#""inner": {"M": {"text": {"S": "x"}, "number": {"N": "1000"}}}}"#,
        r#""many": {"L": [{"M": {"text": {"S": "x"}}}, {"M": {}}]}}"#,
        r#""many": {"L": [{"M": {"text": {"S": "x"}}}, {"S": ""}]}}"#,
        r#""sorted": {"M": {"x": {"M": {"text": {"S": "x"}}}, "y": {"M": {"text": {"N": "1"}}}}}}"#,
        r#""hashed": {"M": {"x": {"L": [{"M": {"text": {"S": "x"}}}, {"NULL": true}]}}}}"#,
        r#""flat": {"BOOL": true}}"#,
        r#""rest": {"S": 1}}"#,
    ];
    let start = FULL.strip_suffix("\n}").unwrap();
    endings.map(|ending| format!("{start}, {ending}")).into()
}

fn event(image: &str) -> String {
    format!(
        r#"{{"Records": [{{"dynamodb": {{"NewImage": {image}, "OldImage": {image}}}}}, {{}}, {{"dynamodb": {{"OldImage": {image}}}}}]}}"#
    )
}

#[test]
fn items_are_dropped_with_what_they_own() {
    let _alone = alone();
    let mut decoder = Decoder::new();
    for (item, count) in [(FULL, ALL), (REPEATED, ALWAYS + 2), ("{}", ALWAYS)] {
        let owner = decoder.decode_item::<Owner>(item).unwrap();
        assert_eq!(alive(), count, "{item}");
        if item == FULL {
            assert_eq!((&*owner.first.0, &*owner.flat.flat.0, &*owner.skipped.0), ("one", "eight", ""));
            assert_eq!(owner.inner.as_ref().unwrap().text.0, "two");
            assert_eq!(owner.inner.as_ref().unwrap().number, None);
            assert_eq!(owner.many.iter().map(|inner| &*inner.text.0).collect::<Vec<_>>(), ["three", "four"]);
            assert_eq!(
                owner.sorted.values().map(|inner| &*inner.text.0).collect::<Vec<_>>(),
                ["six", "five"]
            );
            assert_eq!(owner.hashed["k"][0].text.0, "seven");
            assert_eq!(owner.rest.get("other"), Some(&AttributeValue::S("no owner")));
        }
        if item == REPEATED {
            assert_eq!((&*owner.first.0, &*owner.inner.as_ref().unwrap().text.0), ("eins", "zwei"));
            assert_eq!((owner.many.len(), &*owner.sorted["b"].text.0, owner.hashed.len()), (0, "cinque", 0));
        }
        drop(owner);
        assert_eq!(alive(), 0, "{item}");
    }
}

#[test]
fn values_outlive_the_decoder_when_they_own_all() {
    let _alone = alone();
    let inner = {
        let mut decoder = Decoder::new();
        let owner = decoder.decode_item::<Owner>(FULL).unwrap();
        owner.inner
    };
    assert_eq!(inner.unwrap().text.0, "two");
}

#[test]
fn records_of_a_stream_are_dropped_one_by_one() {
    let _alone = alone();
    let event = event(FULL);
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Owner>(&event);
    for count in [2 * ALL, 0, ALL] {
        let record = stream.next().unwrap().unwrap();
        assert_eq!(alive(), count);
        drop(record);
        assert_eq!(alive(), 0);
    }
    assert!(stream.next().is_none());
}

#[test]
fn a_stream_that_is_left_early_leaves_nothing() {
    let _alone = alone();
    let event = event(FULL);
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<Owner>(&event);
    let record = stream.next().unwrap().unwrap();
    assert_eq!(record.new_image().unwrap().first.0, "one");
    drop(record);
    drop(stream);
    assert_eq!(alive(), 0);
}

#[test]
fn lazy_parts_are_dropped_with_what_they_own() {
    let _alone = alone();
    let event = event(FULL);
    let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    let batch = decoder.read(&event).unwrap();
    let mut kept = Vec::new();
    for record in &batch {
        let record = record.unwrap();
        kept.push(record.new_image::<Owner>(&scratch).unwrap());
        drop(record.old_image::<Owner>(&scratch).unwrap());
    }
    assert_eq!(alive(), ALL);
    drop(kept);
    assert_eq!(alive(), 0);
}

#[test]
fn bare_records_are_dropped_with_what_they_own() {
    let _alone = alone();
    let record =
        format!(r#"{{"dynamodb": {{"NewImage": {FULL}, "OldImage": {FULL}, "OldImage": {REPEATED}}}}}"#);
    let mut decoder = Decoder::new();
    let record = decoder.decode_record::<Owner>(&record).unwrap();
    assert_eq!(alive(), ALL + ALWAYS + 2);
    assert_eq!(record.old_image().unwrap().first.0, "eins");
    drop(record);
    assert_eq!(alive(), 0);
}

#[test]
fn misfits_leave_nothing() {
    let _alone = alone();
    let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    for item in misfits() {
        assert_eq!(
            decoder.decode_item::<Owner>(&item).map(|_| ()).map_err(|error| error.is_fatal()),
            Err(false),
            "{item}"
        );
        assert_eq!(alive(), 0, "{item}");

        let event = event(&item);
        let mut stream = decoder.stream::<Owner>(&event);
        let mut failures = 0;
        while let Some(record) = stream.next() {
            failures += record.is_err() as usize;
            drop(record);
            assert_eq!(alive(), 0, "{item}");
        }
        assert_eq!(failures, 2, "{item}");

        let batch = decoder.read(&event).unwrap();
        let record = batch.iter().next().unwrap().unwrap();
        assert!(record.new_image::<Owner>(&scratch).is_err());
        assert_eq!(alive(), 0, "{item}");
    }
}

#[test]
fn broken_json_leaves_nothing() {
    let _alone = alone();
    let event = event(FULL);
    let mut decoder = Decoder::new();
    for end in (0..event.len()).step_by(if cfg!(miri) { 97 } else { 1 }) {
        let mut stream = decoder.stream::<Owner>(&event[..end]);
        let mut last = None;
        while let Some(record) = stream.next() {
            last = record.err();
            assert_eq!(alive(), 0, "{end}");
        }
        let error = last.expect("a cut event ends with an error");
        assert!(error.is_fatal() && error.kind() == ErrorKind::UnexpectedEnd, "{end}: {error}");
    }
}
