//! An event through serde by hand: its records one by one, each in the arena that is emptied before it.

use std::fmt;
use std::marker::PhantomData;

use bumpalo::Bump;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::Each;
use super::part::{Context, Envelope, Record, Whole};
use super::pull::Tag;
use super::seed::{FromSerde, Glance, Text, expecting};
use crate::models::Task;

/// The whole event.
pub struct Event<'s, T> {
    pub arena: &'s mut Bump,
    pub collect: bool,
    pub each: &'s mut dyn Each<T>,
}

impl<'de, T: Task> DeserializeSeed<'de> for Event<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de, T: Task> Visitor<'de> for Event<'_, T> {
    type Value = ();

    expecting!("an event");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(records) = map.next_key_seed(Glance(|name: &str| Some(name == "Records")))? {
            if records {
                map.next_value_seed(Records(Event {
                    arena: self.arena,
                    collect: self.collect,
                    each: self.each,
                }))?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

struct Records<'s, T>(Event<'s, T>);

impl<'de, T: Task> DeserializeSeed<'de> for Records<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_seq(self)
    }
}

impl<'de, T: Task> Visitor<'de> for Records<'_, T> {
    type Value = ();

    expecting!("records");

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let Event { arena, collect, each } = self.0;
        arena.reset();
        if collect {
            let context = Context::new(arena);
            let mut all = bumpalo::collections::Vec::new_in(context.arena);
            while let Some(record) = next::<T, A>(&mut seq, &context)? {
                all.push(record);
            }
            all.iter().for_each(|record| each.record(record));
        } else {
            loop {
                arena.reset();
                let context = Context::new(arena);
                let Some(record) = next::<T, A>(&mut seq, &context)? else { break };
                each.record(&record);
            }
        }
        Ok(())
    }
}

#[inline(never)]
fn next<'de: 'r, 'r, T: Task, A: SeqAccess<'de>>(
    seq: &mut A,
    context: &Context<'r>,
) -> Result<Option<Whole<'r, T>>, A::Error> {
    seq.next_element_seed(RecordSeed::<T> { context, task: PhantomData })
}

struct RecordSeed<'c, 'r, T> {
    context: &'c Context<'r>,
    task: PhantomData<T>,
}

impl<'de: 'r, 'r, T: Task> DeserializeSeed<'de> for RecordSeed<'_, 'r, T> {
    type Value = Whole<'r, T>;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }
}

enum Member {
    Id,
    Name,
    Version,
    Source,
    Region,
    Arn,
    Identity,
    Change,
    Unknown,
}

impl<'de: 'r, 'r, T: Task> Visitor<'de> for RecordSeed<'_, 'r, T> {
    type Value = Whole<'r, T>;

    expecting!("a record");

    #[inline(always)]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut record = Record { envelope: Envelope::default(), keys: None, new: None, old: None };
        let text = Text(self.context);
        let name = |name: &str| {
            Some(match name {
                "eventID" => Member::Id,
                "eventName" => Member::Name,
                "dynamodb" => Member::Change,
                "eventVersion" if T::ENVELOPE => Member::Version,
                "eventSource" if T::ENVELOPE => Member::Source,
                "awsRegion" if T::ENVELOPE => Member::Region,
                "eventSourceARN" if T::ENVELOPE => Member::Arn,
                "userIdentity" if T::ENVELOPE => Member::Identity,
                _ => Member::Unknown,
            })
        };
        while let Some(member) = map.next_key_seed(Glance(name))? {
            let envelope = &mut record.envelope;
            match member {
                Member::Id => envelope.id = map.next_value_seed(text)?,
                Member::Name => envelope.name = map.next_value_seed(text)?,
                Member::Version => envelope.version = map.next_value_seed(text)?,
                Member::Source => envelope.source = map.next_value_seed(text)?,
                Member::Region => envelope.region = map.next_value_seed(text)?,
                Member::Arn => envelope.arn = map.next_value_seed(text)?,
                Member::Identity => envelope.identity = Some(map.next_value_seed(Identity(self.context))?),
                Member::Change => {
                    map.next_value_seed(Change::<T> { context: self.context, record: &mut record })?;
                }
                Member::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(record)
    }
}

/// Reads the `dynamodb` of a record into it.
struct Change<'c, 'r, T: Task> {
    context: &'c Context<'r>,
    record: &'c mut Whole<'r, T>,
}

impl<'de: 'r, 'r, T: Task> DeserializeSeed<'de> for Change<'_, 'r, T> {
    type Value = ();

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_map(self)
    }
}

enum Part {
    Created,
    Keys,
    New,
    Old,
    Sequence,
    Size,
    View,
    Unknown,
}

impl<'de: 'r, 'r, T: Task> Visitor<'de> for Change<'_, 'r, T> {
    type Value = ();

    expecting!("a change");

    #[inline(always)]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Change { context, record } = self;
        let name = |name: &str| {
            Some(match name {
                "Keys" => Part::Keys,
                "NewImage" => Part::New,
                "OldImage" => Part::Old,
                "SequenceNumber" => Part::Sequence,
                "ApproximateCreationDateTime" if T::ENVELOPE => Part::Created,
                "SizeBytes" if T::ENVELOPE => Part::Size,
                "StreamViewType" if T::ENVELOPE => Part::View,
                _ => Part::Unknown,
            })
        };
        while let Some(part) = map.next_key_seed(Glance(name))? {
            match part {
                Part::Keys => {
                    let keys = record.keys.insert(map.next_value_seed(Image::new(context))?);
                    context.range_key.set(T::range_key(keys));
                }
                Part::New => record.new = Some(map.next_value_seed(Image::new(context))?),
                Part::Old => record.old = Some(map.next_value_seed(Image::new(context))?),
                Part::Sequence => record.envelope.sequence = map.next_value_seed(Text(context))?,
                Part::Created => record.envelope.created = map.next_value()?,
                Part::Size => record.envelope.size = map.next_value()?,
                Part::View => record.envelope.view = map.next_value_seed(Text(context))?,
                Part::Unknown => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(())
    }
}

/// A map of attributes without a tag.
struct Image<'c, 'r, V> {
    context: &'c Context<'r>,
    view: PhantomData<V>,
}

impl<'c, 'r, V> Image<'c, 'r, V> {
    fn new(context: &'c Context<'r>) -> Self {
        Image { context, view: PhantomData }
    }
}

impl<'de: 'r, 'r, V: FromSerde<'r>> DeserializeSeed<'de> for Image<'_, 'r, V> {
    type Value = V;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<V, D::Error> {
        V::read(source, Tag::M, self.context)
    }
}

/// Type and principal.
struct Identity<'c, 'r>(&'c Context<'r>);

impl<'de: 'r, 'r> DeserializeSeed<'de> for Identity<'_, 'r> {
    type Value = (&'r str, &'r str);

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Self::Value, D::Error> {
        source.deserialize_map(self)
    }
}

impl<'de: 'r, 'r> Visitor<'de> for Identity<'_, 'r> {
    type Value = (&'r str, &'r str);

    expecting!("an identity");

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut kind, mut principal) = ("", "");
        while let Some(name) = map.next_key_seed(Text(self.0))? {
            match name {
                "type" => kind = map.next_value_seed(Text(self.0))?,
                "principalId" => principal = map.next_value_seed(Text(self.0))?,
                _ => return Err(A::Error::custom("an identity of another kind")),
            }
        }
        Ok((kind, principal))
    }
}
