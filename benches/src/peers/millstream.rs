//! This crate.

use std::marker::PhantomData;

use millstream::{AttributeValue, Decoder, Envelope, Error, Item, Model, Parts, Record};

use super::part::leaf;
use super::{Decode, Job, Pass, Peer};
use crate::digest::{Digest, Sink};
use crate::models::Family;

pub const PEER: Peer = Peer {
    name: "millstream",
    about: "this crate: `stream`, `decode` for what is collected, `only` for parts of records",
    start: |job, model| {
        Some(match job {
            Job::Dynamic => Box::new(Streamed::<Item<'static>>::new()) as Box<dyn Pass>,
            Job::Typed => with_family!(model, F => Box::new(Streamed::<<F as Family>::Model>::new())),
            Job::TypedCollected => {
                with_family!(model, F => Box::new(Collected::<<F as Family>::Model>::new()))
            }
            Job::KeysOnly => with_family!(model, F => Box::new(Chosen::<<F as Family>::Model, false>::new())),
            Job::NewImageOnly => {
                with_family!(model, F => Box::new(Chosen::<<F as Family>::Model, true>::new()))
            }
        })
    },
};

struct Streamed<M> {
    decoder: Decoder,
    model: PhantomData<M>,
}

impl<M> Streamed<M> {
    fn new() -> Self {
        Streamed { decoder: Decoder::new(), model: PhantomData }
    }
}

impl<M: Model> Decode for Streamed<M>
where
    for<'a> M::View<'a>: Digest,
    for<'a> M::Keys<'a>: Digest,
{
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S) {
        let each = |record: Result<&Record<'_, M>, Error>| {
            digest(record.expect("a record that fits"), sink);
            Ok::<_, Error>(())
        };
        self.decoder.stream::<M>(event).try_for_each(each).expect("nothing fails");
    }
}

struct Collected<M> {
    decoder: Decoder,
    model: PhantomData<M>,
}

impl<M> Collected<M> {
    fn new() -> Self {
        Collected { decoder: Decoder::new(), model: PhantomData }
    }
}

impl<M: Model> Decode for Collected<M>
where
    for<'a> M::View<'a>: Digest,
    for<'a> M::Keys<'a>: Digest,
{
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S) {
        let batch = self.decoder.decode::<M>(event).expect("an event");
        for record in &batch {
            digest(record.expect("a record that fits"), sink);
        }
    }
}

/// Keys, and the new image where `NEW`.
struct Chosen<M, const NEW: bool> {
    decoder: Decoder,
    model: PhantomData<M>,
}

impl<M, const NEW: bool> Chosen<M, NEW> {
    fn new() -> Self {
        Chosen { decoder: Decoder::new(), model: PhantomData }
    }
}

impl<M: Model, const NEW: bool> Decode for Chosen<M, NEW>
where
    for<'a> M::View<'a>: Digest,
    for<'a> M::Keys<'a>: Digest,
{
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S) {
        let parts = if NEW { Parts::KEYS | Parts::NEW_IMAGE } else { Parts::KEYS };
        let each = |record: Result<&Record<'_, M>, Error>| {
            let record = record.expect("a record that fits");
            envelope(record, false, sink);
            part(record.keys(), sink);
            if NEW {
                part(record.new_image(), sink);
            } else {
                sink.word(u64::from(record.has_new_image()));
            }
            sink.word(u64::from(record.has_old_image()));
            Ok::<_, Error>(())
        };
        self.decoder.only(parts).stream::<M>(event).try_for_each(each).expect("nothing fails");
    }
}

/// A call, as it is for the others.
#[inline(never)]
fn digest<M: Model, S: Sink>(record: &Record<'_, M>, sink: &mut S)
where
    for<'a> M::View<'a>: Digest,
    for<'a> M::Keys<'a>: Digest,
{
    envelope(record, true, sink);
    part(record.keys(), sink);
    part(record.new_image(), sink);
    part(record.old_image(), sink);
}

/// As an `Option` of a value feeds.
#[inline(always)]
fn part<T: Digest, S: Sink>(part: Option<&T>, sink: &mut S) {
    sink.word(u64::from(part.is_some()));
    if let Some(part) = part {
        part.digest(sink);
    }
}

#[inline(always)]
fn envelope<S: Sink>(envelope: &Envelope<'_>, all: bool, sink: &mut S) {
    sink.text(envelope.event_id().unwrap_or_default());
    sink.text(envelope.event_name().map_or("", |name| name.as_str()));
    sink.text(envelope.sequence_number().map_or("", |number| number.as_str()));
    if all {
        sink.text(envelope.event_version().unwrap_or_default());
        sink.text(envelope.event_source().unwrap_or_default());
        sink.text(envelope.region().unwrap_or_default());
        sink.text(envelope.event_source_arn().unwrap_or_default());
        sink.word(envelope.created().map_or(0, |time| time.unix_seconds() as u64));
        sink.word(envelope.size_bytes().unwrap_or_default());
        sink.text(envelope.stream_view_type().map_or("", |view| view.as_str()));
        if let Some(identity) = envelope.user_identity() {
            sink.text(identity.kind.unwrap_or_default());
            sink.text(identity.principal_id.unwrap_or_default());
        }
    }
}

impl Digest for Item<'_> {
    #[inline]
    fn digest<S: Sink>(&self, sink: &mut S) {
        leaf(sink, 5, |sink| {
            sink.unordered(self.as_entries().iter(), |sink, (name, value)| {
                sink.text(name);
                value.digest(sink);
            });
        });
    }
}

impl Digest for AttributeValue<'_> {
    fn digest<S: Sink>(&self, sink: &mut S) {
        match self {
            AttributeValue::S(text) => leaf(sink, 0, |sink| sink.text(text)),
            AttributeValue::N(number) => leaf(sink, 1, |sink| sink.text(number.as_str())),
            AttributeValue::B(binary) => leaf(sink, 2, |sink| sink.base64(binary.as_base64())),
            AttributeValue::Bool(value) => leaf(sink, 3, |sink| sink.word(u64::from(*value))),
            AttributeValue::Null => leaf(sink, 4, |_| ()),
            AttributeValue::M(item) => item.digest(sink),
            AttributeValue::L(list) => leaf(sink, 6, |sink| list.digest(sink)),
            AttributeValue::Ss(set) => leaf(sink, 7, |sink| set.digest(sink)),
            AttributeValue::Ns(set) => leaf(sink, 8, |sink| {
                sink.word(set.len() as u64);
                set.iter().for_each(|number| sink.text(number.as_str()));
            }),
            AttributeValue::Bs(set) => leaf(sink, 9, |sink| {
                sink.word(set.len() as u64);
                set.iter().for_each(|binary| sink.base64(binary.as_base64()));
            }),
        }
    }
}
