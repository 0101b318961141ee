//! Decodes an input by every way that millstream has, and asserts that each agrees with the reference.
#![allow(dead_code)] // each test binary uses a part of it

use millstream::{
    AttributeValue, Decoder, Envelope, Error, Input, Item, Limits, RawRecord, Record, Root, Scratch,
    StreamArn,
};
use millstream_testkit::plain::{self, RefArn};
use millstream_testkit::reference::{decode_event, decode_item, decode_record};
use millstream_testkit::types::{
    self, Fatal, Misfit, RefBatch, RefError, RefIdentity, RefItem, RefLazyRecord, RefRecord, RefRoot,
    RefValue, RefWindow,
};

/// One decoder, used again and again, as users do: what a call leaves behind must not matter to the next.
pub struct Agree {
    decoder: Decoder,
    scratch: Scratch,
    limits: types::Limits,
}

impl Agree {
    pub fn new() -> Agree {
        Agree::with_limits(Limits::default())
    }

    pub fn with_limits(limits: Limits) -> Agree {
        Agree {
            decoder: Decoder::with_limits(limits),
            scratch: Scratch::with_limits(limits),
            limits: types::Limits {
                records: limits.records,
                nesting: limits.nesting,
                json_depth: Limits::JSON_NESTING,
            },
        }
    }

    /// Decodes a whole event by all ways; the answer is the reference's.
    #[track_caller]
    pub fn event(&mut self, input: impl AsRef<[u8]>) -> Result<RefBatch, Fatal> {
        let input = input.as_ref();
        let expected = decode_event(input, self.limits);
        self.decoded(input, input, &expected);
        if let Ok(text) = std::str::from_utf8(input) {
            self.decoded(text, input, &expected);
        }
        self.streamed(input, &expected);
        self.read(input, &expected);
        expected
    }

    /// Decodes a bare item; the answer is the reference's.
    #[track_caller]
    pub fn item(&mut self, input: impl AsRef<[u8]>) -> Result<RefItem, RefError> {
        let input = input.as_ref();
        let expected = decode_item(input, self.limits);
        match (self.decoder.decode_item::<Item>(input), &expected) {
            (Ok(item), Ok(expected)) => same_item(&item, expected, input),
            (Err(error), Err(expected)) => same_error(&error, expected, input),
            (found, expected) => panic!("{found:?}\nexpected {expected:?}\nitem {}", shown(input)),
        }
        expected
    }

    /// Decodes a bare record; the answer is the reference's.
    #[track_caller]
    pub fn record(&mut self, input: impl AsRef<[u8]>) -> Result<RefRecord, RefError> {
        let input = input.as_ref();
        let expected = decode_record(input, self.limits);
        match (self.decoder.decode_record::<Item>(input), &expected) {
            (Ok(record), Ok(expected)) => assert_eq!(&record_of(&record), expected, "{}", shown(input)),
            (Err(error), Err(expected)) => same_error(&error, expected, input),
            (found, expected) => panic!("{found:?}\nexpected {expected:?}\nrecord {}", shown(input)),
        }
        expected
    }

    #[track_caller]
    fn decoded<'s>(&'s mut self, given: impl Input<'s>, input: &[u8], expected: &Result<RefBatch, Fatal>) {
        match (self.decoder.decode::<Item>(given), expected) {
            (Ok(batch), Ok(expected)) => {
                assert_eq!(root_of(&batch), expected.root, "decode: {}", shown(input));
                assert_eq!(batch.len(), expected.records.len(), "decode: {}", shown(input));
                for (index, found) in batch.iter().enumerate() {
                    same_record("decode", found, expected, index, input);
                }
            }
            (Err(error), Err(_)) => is_fatal(&error, input),
            (found, expected) => panic!("decode: {found:?}\nexpected {expected:?}\nevent {}", shown(input)),
        }
    }

    #[track_caller]
    fn streamed(&mut self, input: &[u8], expected: &Result<RefBatch, Fatal>) {
        let mut stream = self.decoder.stream::<Item>(input);
        let mut index = 0;
        while let Some(found) = stream.next() {
            match (found, expected) {
                (Err(error), expected) if error.is_fatal() => {
                    assert!(
                        expected.is_err(),
                        "stream: {error:?}\nexpected {expected:?}\nevent {}",
                        shown(input)
                    );
                    is_fatal(&error, input);
                    assert!(
                        stream.next().is_none(),
                        "stream: goes on behind a fatal error: {}",
                        shown(input)
                    );
                    return;
                }
                (found, Ok(expected)) => {
                    same_record("stream", found.as_ref().map_err(Error::clone), expected, index, input);
                }
                // Records in front of what is malformed are handed out.
                (_, Err(_)) => {}
            }
            index += 1;
        }
        let Ok(expected) = expected else {
            panic!("stream: ends without an error\nexpected {expected:?}\nevent {}", shown(input));
        };
        assert_eq!(index, expected.records.len(), "stream: {}", shown(input));
        assert_eq!(root_of(&stream.root()), expected.root, "stream: {}", shown(input));
        assert!(stream.next().is_none(), "stream: goes on behind its end: {}", shown(input));
    }

    #[track_caller]
    fn read(&mut self, input: &[u8], expected: &Result<RefBatch, Fatal>) {
        match (self.decoder.read(input), expected) {
            (Ok(batch), Ok(expected)) => {
                assert_eq!(root_of(&batch), expected.root, "read: {}", shown(input));
                assert_eq!(batch.len(), expected.lazy.len(), "read: {}", shown(input));
                for (index, found) in batch.iter().enumerate() {
                    self.scratch.reset();
                    match (found, &expected.lazy[index]) {
                        (Ok(record), Ok(lazy)) => {
                            same_lazy_record(record, lazy, &self.scratch, input);
                            assert_eq!((record.raw(), record.index()), (&*expected.raw[index], index));
                        }
                        (Err(error), Err(misfit)) => {
                            same_failure("read", &error, misfit, expected, index, input)
                        }
                        (found, lazy) => panic!("read: {found:?}\nexpected {lazy:?}\nevent {}", shown(input)),
                    }
                }
            }
            (Err(error), Err(_)) => is_fatal(&error, input),
            (found, expected) => panic!("read: {found:?}\nexpected {expected:?}\nevent {}", shown(input)),
        }
    }
}

#[track_caller]
fn same_record(
    way: &str,
    found: Result<&Record<'_, Item<'_>>, Error>,
    expected: &RefBatch,
    index: usize,
    input: &[u8],
) {
    match (found, &expected.records[index]) {
        (Ok(record), Ok(fits)) => {
            assert_eq!(&record_of(record), fits, "{way}: {}", shown(input));
            assert_eq!(
                (record.raw(), record.index()),
                (&*expected.raw[index], index),
                "{way}: {}",
                shown(input)
            );
            for (item, expected) in [
                (record.keys(), &fits.keys),
                (record.new_image(), &fits.new),
                (record.old_image(), &fits.old),
            ] {
                if let (Some(item), Some(expected)) = (item, expected) {
                    same_item(item, expected, input);
                }
            }
            same_arn(record.stream_arn(), fits, input);
        }
        (Err(error), Err(misfit)) => same_failure(way, &error, misfit, expected, index, input),
        (found, fits) => panic!("{way}: {found:?}\nexpected {fits:?}\nevent {}", shown(input)),
    }
}

/// What an error of a record tells: the path, and which record it is.
#[track_caller]
fn same_failure(way: &str, error: &Error, misfit: &Misfit, expected: &RefBatch, index: usize, input: &[u8]) {
    assert!(!error.is_fatal(), "{way}: {error:?}\nevent {}", shown(input));
    assert_eq!(error.path(), misfit.0, "{way}: {error:?}\nevent {}", shown(input));
    assert_eq!(error.record_index(), Some(index), "{way}: {error:?}\nevent {}", shown(input));
    let bytes = error.record_bytes().expect("an error of a record knows where that is");
    assert_eq!(
        &input[bytes.clone()],
        expected.raw[index].as_bytes(),
        "{way}: {error:?}\nevent {}",
        shown(input)
    );
    assert!(
        bytes.start <= error.offset() && error.offset() <= bytes.end,
        "{way}: {error:?}\nevent {}",
        shown(input)
    );
    if let Ok(lazy) = &expected.lazy[index] {
        let RefRecord { event_id, sequence_number, .. } = &lazy.envelope;
        assert!(
            event_id.is_none() || error.event_id() == event_id.as_deref(),
            "{way}: {error:?} {}",
            shown(input)
        );
        assert!(
            sequence_number.is_none() || error.sequence_number() == sequence_number.as_deref(),
            "{way}: {error:?} {}",
            shown(input)
        );
    }
}

#[track_caller]
fn same_lazy_record(record: &RawRecord<'_>, expected: &RefLazyRecord, scratch: &Scratch, input: &[u8]) {
    assert_eq!(envelope_of(record), expected.envelope, "read: {}", shown(input));
    assert_eq!(record.has_new_image(), expected.new.is_some(), "read: {}", shown(input));
    assert_eq!(record.has_old_image(), expected.old.is_some(), "read: {}", shown(input));
    same_arn(record.stream_arn(), &expected.envelope, input);
    let parts = [
        (record.keys::<Item>(scratch), &expected.keys),
        (record.new_image::<Item>(scratch), &expected.new),
        (record.old_image::<Item>(scratch), &expected.old),
    ];
    for (found, expected) in parts {
        match (found, expected) {
            (Ok(None), None) => {}
            (Ok(Some(item)), Some(Ok(expected))) => same_item(&item, expected, input),
            (Err(error), Some(Err(Misfit(path)))) => {
                assert_eq!(&error.path(), path, "read: {error:?}\nevent {}", shown(input));
                assert!(!error.is_fatal(), "read: {error:?}\nevent {}", shown(input));
            }
            (found, expected) => panic!("read: {found:?}\nexpected {expected:?}\nevent {}", shown(input)),
        }
    }
}

#[track_caller]
fn same_item(item: &Item<'_>, expected: &RefItem, input: &[u8]) {
    assert_eq!(&item_of(item), expected, "{}", shown(input));
    assert_eq!(item.to_string(), plain::plain_item(expected), "{}", shown(input));
    for (name, value) in expected {
        assert_eq!(item.get(name).map(value_of).as_ref(), Some(value), "{name} of {}", shown(input));
    }
}

#[track_caller]
fn same_arn(found: Option<StreamArn<'_>>, record: &RefRecord, input: &[u8]) {
    let found = found.map(|arn| RefArn {
        partition: arn.partition(),
        region: arn.region(),
        account: arn.account(),
        table: arn.table_name(),
        label: arn.label(),
    });
    assert_eq!(found, record.arn.as_deref().and_then(plain::arn), "{}", shown(input));
}

/// The error of a bare record or item.
#[track_caller]
fn same_error(error: &Error, expected: &RefError, input: &[u8]) {
    match expected {
        RefError::Fatal(_) => is_fatal(error, input),
        RefError::Misfit(Misfit(path)) => {
            assert!(!error.is_fatal(), "{error:?}\nexpected a misfit of {path}\ninput {}", shown(input));
            assert_eq!(&error.path(), path, "{error:?}\ninput {}", shown(input));
            assert!(error.offset() <= input.len(), "{error:?}\ninput {}", shown(input));
        }
    }
}

#[track_caller]
fn is_fatal(error: &Error, input: &[u8]) {
    assert!(error.is_fatal(), "{error:?}\ninput {}", shown(input));
    assert!(error.offset() <= input.len(), "{error:?}\ninput {}", shown(input));
    assert!(error.position(input).line >= 1, "{error:?}\ninput {}", shown(input));
}

/// A record in the reference's form.
fn record_of(record: &Record<'_, Item<'_>>) -> RefRecord {
    RefRecord {
        keys: record.keys().map(item_of),
        new: record.new_image().map(item_of),
        old: record.old_image().map(item_of),
        ..envelope_of(record)
    }
}

fn envelope_of(envelope: &Envelope<'_>) -> RefRecord {
    let text = |text: Option<&str>| text.map(str::to_owned);
    RefRecord {
        event_id: text(envelope.event_id()),
        event_name: envelope.event_name().map(|name| name.as_str().to_owned()),
        event_version: text(envelope.event_version()),
        event_source: text(envelope.event_source()),
        aws_region: text(envelope.region()),
        arn: text(envelope.event_source_arn()),
        table: text(envelope.table_name()).filter(|_| envelope.stream_arn().is_none()),
        identity: envelope.user_identity().map(|identity| RefIdentity {
            kind: text(identity.kind),
            principal_id: text(identity.principal_id),
        }),
        created: envelope.created().map(|time| (time.unix_seconds(), time.subsec_nanos())),
        sequence_number: envelope.sequence_number().map(|number| number.as_str().to_owned()),
        size_bytes: envelope.size_bytes(),
        view_type: envelope.stream_view_type().map(|view| view.as_str().to_owned()),
        keys: None,
        new: None,
        old: None,
    }
}

fn root_of(root: &Root<'_>) -> RefRoot {
    let text = |text: Option<&str>| text.map(str::to_owned);
    RefRoot {
        window: root.window().map(|window| RefWindow { start: text(window.start), end: text(window.end) }),
        state: text(root.state()),
        shard_id: text(root.shard_id()),
        arn: text(root.event_source_arn()),
        is_final: root.is_final_invoke_for_window(),
        is_terminated: root.is_window_terminated_early(),
    }
}

/// An item in the reference's form.
pub fn item_of(item: &Item<'_>) -> RefItem {
    item.iter().map(|(name, value)| (name.to_owned(), value_of(value))).collect()
}

pub fn value_of(value: &AttributeValue<'_>) -> RefValue {
    match value {
        AttributeValue::S(text) => RefValue::S(text.to_string()),
        AttributeValue::N(number) => RefValue::N(number.as_str().to_owned()),
        AttributeValue::B(binary) => RefValue::B(binary.as_base64().to_owned()),
        AttributeValue::Bool(value) => RefValue::Bool(*value),
        AttributeValue::Null => RefValue::Null,
        AttributeValue::M(item) => RefValue::M(item_of(item)),
        AttributeValue::L(elements) => RefValue::L(elements.iter().map(value_of).collect()),
        AttributeValue::Ss(set) => RefValue::Ss(set.iter().map(|text| text.to_string()).collect()),
        AttributeValue::Ns(set) => {
            RefValue::Ns(set.iter().map(|number| number.as_str().to_owned()).collect())
        }
        AttributeValue::Bs(set) => {
            RefValue::Bs(set.iter().map(|binary| binary.as_base64().to_owned()).collect())
        }
    }
}

/// The input for a message: as text, and not a megabyte of it.
fn shown(input: &[u8]) -> String {
    const MOST: usize = 4000;
    let text = String::from_utf8_lossy(&input[..input.len().min(MOST)]).into_owned();
    if input.len() > MOST { format!("{text}… ({} bytes)", input.len()) } else { text }
}
