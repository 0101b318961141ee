//! A model agrees with what the reference says of its attributes, and one of few attributes with one that looks every name up.

use millstream::{Decoder, Error, Record};
use millstream_testkit::event::{Event, Record as Printed};
use millstream_testkit::print::Style;
use millstream_testkit::reference::decode_event;
use millstream_testkit::types::{Limits, RefItem, RefRecord, RefRoot, RefValue};

use crate::model::{Few, Flat, Typed};

pub fn check(input: &[u8]) {
    check_few(input);
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

/// What is stepped over is no attribute value for certain, so that the reference may refuse it.
fn check_few(input: &[u8]) {
    let (mut few, mut flat) = (Decoder::new(), Decoder::new());
    let (mut few, mut flat) = (few.stream::<Few>(input), flat.stream::<Flat>(input));
    loop {
        match (few.next(), flat.next()) {
            (Some(Ok(few)), Some(Ok(flat))) => {
                let found = [few.new_image(), few.old_image()];
                let expected = [flat.new_image(), flat.old_image()].map(|image| image.map(|flat| &flat.few));
                assert_eq!(format!("{found:?}"), format!("{expected:?}"));
            }
            (Some(Err(few)), Some(Err(flat))) => assert_eq!(few.to_string(), flat.to_string()),
            (None, None) => break,
            (few, flat) => panic!("{:?} {:?}", few.map(Result::err), flat.map(Result::err)),
        }
    }
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
