//! What a Rust Lambda does today: `aws_lambda_events` through serde_json, then each map of attributes through `serde_dynamo`.

use std::marker::PhantomData;

use aws_lambda_events::event::dynamodb::{Event, EventRecord, StreamViewType};
use serde::de::DeserializeOwned;
use serde_dynamo::{AttributeValue, Item};

use super::part::leaf;
use super::{Decode, Job, Pass, Peer};
use crate::digest::{Digest, Sink};
use crate::models::Family;

pub const PEER: Peer = Peer {
    name: "aws_lambda_events+serde_dynamo",
    about: "aws_lambda_events through serde_json::from_slice, each image through serde_dynamo::from_item",
    start: |job, model| {
        Some(match job {
            Job::Dynamic => Box::new(Dynamic { parse }),
            _ => {
                with_family!(model, F => Box::new(Run::<F> { job, parse, family: PhantomData }) as Box<dyn Pass>)
            }
        })
    },
};

pub const LAMBDA_RUNTIME: Peer = Peer {
    name: "lambda_runtime+serde_dynamo",
    about: "the same with serde_path_to_error around serde_json, as lambda_runtime deserializes its events",
    start: |job, model| {
        let parse = parse_as_lambda_runtime;
        Some(match job {
            Job::Dynamic => Box::new(Dynamic { parse }),
            _ => {
                with_family!(model, F => Box::new(Run::<F> { job, parse, family: PhantomData }) as Box<dyn Pass>)
            }
        })
    },
};

type Parse = fn(&[u8]) -> Event;

fn parse_as_lambda_runtime(event: &[u8]) -> Event {
    serde_path_to_error::deserialize(&mut serde_json::Deserializer::from_slice(event)).expect("an event")
}

fn parse(event: &[u8]) -> Event {
    serde_json::from_slice(event).expect("an event")
}

/// An owned model.
pub trait FromItem: Sized {
    /// `range_key`: of the record, by which an entity type is chosen.
    fn from_item(item: Item, range_key: &str) -> Self;
}

impl<T: DeserializeOwned> FromItem for T {
    #[inline]
    fn from_item(item: Item, _: &str) -> T {
        serde_dynamo::from_item(item).expect("an item that fits")
    }
}

struct Run<F> {
    job: Job,
    parse: Parse,
    family: PhantomData<F>,
}

struct Record<K, V> {
    envelope: EventRecord,
    keys: K,
    new: Option<V>,
    old: Option<V>,
}

impl<F: Family> Decode for Run<F> {
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S) {
        let event = (self.parse)(event);
        match self.job {
            Job::TypedCollected => {
                let records: Vec<_> = event.records.into_iter().map(|record| typed::<F>(record)).collect();
                for Record { envelope, keys, new, old } in &records {
                    digest(envelope, true, sink);
                    parts(Some(keys), new.as_ref(), old.as_ref(), sink);
                }
            }
            Job::Typed => {
                for record in event.records {
                    let Record { envelope, keys, new, old } = typed::<F>(record);
                    digest(&envelope, true, sink);
                    parts(Some(&keys), new.as_ref(), old.as_ref(), sink);
                }
            }
            _ => {
                for mut record in event.records {
                    digest(&record, false, sink);
                    let change = &mut record.change;
                    let keys = F::OwnedKeys::from_item(std::mem::take(&mut change.keys), "");
                    let old = (!change.old_image.is_empty()).then_some(Present);
                    let range_key = F::owned_range_key(&keys);
                    if self.job == Job::KeysOnly {
                        let new = (!change.new_image.is_empty()).then_some(Present);
                        parts(Some(&keys), new.as_ref(), old.as_ref(), sink);
                    } else {
                        let new: Option<F::OwnedView> =
                            image(std::mem::take(&mut change.new_image), range_key);
                        parts(Some(&keys), new.as_ref(), old.as_ref(), sink);
                    }
                }
            }
        }
    }
}

/// An image that is not converted.
struct Present;

impl Digest for Present {
    fn digest<S: Sink>(&self, _: &mut S) {}
}

#[inline(never)]
fn typed<F: Family>(mut record: EventRecord) -> Record<F::OwnedKeys, F::OwnedView> {
    let change = &mut record.change;
    let keys = F::OwnedKeys::from_item(std::mem::take(&mut change.keys), "");
    let range_key = F::owned_range_key(&keys);
    let new = image(std::mem::take(&mut change.new_image), range_key);
    let old = image(std::mem::take(&mut change.old_image), range_key);
    Record { envelope: record, keys, new, old }
}

/// `aws_lambda_events` gives an absent image as an empty one.
fn image<T: FromItem>(item: Item, range_key: &str) -> Option<T> {
    (!item.is_empty()).then(|| T::from_item(item, range_key))
}

fn parts<K: Digest, N: Digest, O: Digest, S: Sink>(
    keys: Option<&K>,
    new: Option<&N>,
    old: Option<&O>,
    sink: &mut S,
) {
    part(keys, sink);
    part(new, sink);
    part(old, sink);
}

/// As an `Option` of a value feeds.
fn part<T: Digest, S: Sink>(part: Option<&T>, sink: &mut S) {
    sink.word(u64::from(part.is_some()));
    if let Some(part) = part {
        part.digest(sink);
    }
}

fn digest<S: Sink>(record: &EventRecord, all: bool, sink: &mut S) {
    let text = |text: &Option<String>, sink: &mut S| sink.text(text.as_deref().unwrap_or_default());
    let change = &record.change;
    sink.text(&record.event_id);
    sink.text(&record.event_name);
    text(&change.sequence_number, sink);
    if all {
        text(&record.event_version, sink);
        text(&record.event_source, sink);
        sink.text(&record.aws_region);
        text(&record.event_source_arn, sink);
        sink.word(change.approximate_creation_date_time.timestamp() as u64);
        sink.word(change.size_bytes as u64);
        // What the text was: the enum's own `Display` makes a new one.
        sink.text(match change.stream_view_type {
            Some(StreamViewType::NewAndOldImages) => "NEW_AND_OLD_IMAGES",
            Some(StreamViewType::NewImage) => "NEW_IMAGE",
            Some(StreamViewType::OldImage) => "OLD_IMAGE",
            Some(StreamViewType::KeysOnly) => "KEYS_ONLY",
            _ => "",
        });
        if let Some(identity) = &record.user_identity {
            sink.text(&identity.type_);
            sink.text(&identity.principal_id);
        }
    }
}

/// No model: the attribute values of the event as they are.
struct Dynamic {
    parse: Parse,
}

impl Decode for Dynamic {
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S) {
        for record in (self.parse)(event).records {
            digest(&record, true, sink);
            let change = &record.change;
            for item in [&change.keys, &change.new_image, &change.old_image] {
                sink.word(u64::from(!item.is_empty()));
                if !item.is_empty() {
                    leaf(sink, 5, |sink| map(item, sink));
                }
            }
        }
    }
}

fn map<S: Sink>(map: &std::collections::HashMap<String, AttributeValue>, sink: &mut S) {
    sink.unordered(map.iter(), |sink, (name, value)| {
        sink.text(name);
        tree(value, sink);
    });
}

fn tree<S: Sink>(value: &AttributeValue, sink: &mut S) {
    match value {
        AttributeValue::S(text) => leaf(sink, 0, |sink| sink.text(text)),
        AttributeValue::N(text) => leaf(sink, 1, |sink| sink.text(text)),
        AttributeValue::B(bytes) => leaf(sink, 2, |sink| sink.bytes(bytes)),
        AttributeValue::Bool(value) => leaf(sink, 3, |sink| sink.word(u64::from(*value))),
        AttributeValue::Null(_) => leaf(sink, 4, |_| ()),
        AttributeValue::M(entries) => leaf(sink, 5, |sink| map(entries, sink)),
        AttributeValue::L(list) => leaf(sink, 6, |sink| {
            sink.word(list.len() as u64);
            list.iter().for_each(|value| tree(value, sink));
        }),
        AttributeValue::Ss(set) => leaf(sink, 7, |sink| set.digest(sink)),
        AttributeValue::Ns(set) => leaf(sink, 8, |sink| set.digest(sink)),
        AttributeValue::Bs(set) => leaf(sink, 9, |sink| {
            sink.word(set.len() as u64);
            set.iter().for_each(|bytes| sink.bytes(bytes));
        }),
    }
}
