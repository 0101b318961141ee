//! A record whose keys and images are read into a model.

use std::fmt;
use std::ops::Deref;

use super::{Change, Envelope, EventName, Memo, Part, Parts, Payload, Wanted};
#[cfg(feature = "handlers")]
use super::{RawRecord, Scratch};
use crate::cursor::{Cursor, Source};
use crate::error::Error;
use crate::model::Model;
use crate::value::{Shape, Value};

/// A change record: its envelope, its keys, and its images as views of the model `M`.
///
/// It dereferences to its [`Envelope`].
pub struct Record<'a, M: Model> {
    envelope: Envelope<'a>,
    keys: Option<M::Keys<'a>>,
    new: Option<M::View<'a>>,
    old: Option<M::View<'a>>,
}

impl<'a, M: Model> Record<'a, M> {
    pub(crate) fn blank(input: Source<'a>, index: usize) -> Record<'a, M> {
        Record { envelope: Envelope::new(input, index), keys: None, new: None, old: None }
    }

    /// Reads of the record that stands here what is wanted, and answers whether it is wanted itself. What it has in common with others is
    /// then lent or kept.
    #[inline]
    pub(crate) fn read(
        &mut self,
        cursor: &mut Cursor<'a>,
        wanted: &Wanted,
        learnt: &mut Learnt<M>,
        memo: &mut Memo<'_>,
    ) -> Result<bool, Error> {
        let Record { envelope, keys, new, old } = self;
        let Learnt { keys: keys_state, images: image_state } = learnt;
        // Only those of the second way are handed on, so that the first has its own in registers.
        let mut slots = Slots::<M> { keys, new, old, wanted, parts: None, keys_state, image_state };
        if !super::read_in_wire_order(cursor, envelope, &mut slots, memo) {
            let mut others = Slots::<M> { parts: None, ..slots };
            super::read_in_any_order(cursor, envelope, &mut others, memo)?;
            return Ok(others.parts.is_some());
        }
        Ok(slots.parts.is_some())
    }

    /// Lends the record what it has in common with the one before.
    #[inline]
    pub(crate) fn lend(&mut self, memo: &'a Memo<'_>) {
        self.envelope.lend(memo.common());
    }

    /// The same, kept in the arena.
    #[inline]
    pub(crate) fn keep(&mut self, memo: &mut Memo<'a>, cursor: &Cursor<'a>) -> Result<(), Error> {
        self.envelope.keep(memo, cursor)
    }

    /// Reads `parts` of a record whose envelope was read before. A part that does not fit is left out, and its error is among the misfits.
    #[cfg(feature = "handlers")]
    pub(crate) fn of(
        raw: &RawRecord<'a>,
        parts: Parts,
        scratch: &'a Scratch,
        learnt: &mut Learnt<M>,
    ) -> (Record<'a, M>, Misfits) {
        let mut record = Record { envelope: **raw, keys: None, new: None, old: None };
        let mut misfits = Misfits::default();
        let Record { keys, new, old, .. } = &mut record;
        let (keys_state, image_state) = (&mut learnt.keys, &mut learnt.images);
        let mut memo = Memo::new(raw.input());
        let mut slots =
            Slots::<M> { keys, new, old, wanted: &Wanted::ALL, parts: Some(parts), keys_state, image_state };
        for part in [Part::Keys, Part::New, Part::Old] {
            if !parts.contains(Parts::of(part)) {
                continue;
            }
            let Some(mut cursor) = raw.cursor(part, scratch) else { continue };
            if Slots::<M>::NEEDS_KEYS {
                cursor.set_keys(raw.keys_at());
            }
            if let Err(error) = slots.read(part, &mut cursor, &mut memo) {
                slots.clear(part);
                misfits.0[part as usize] = Some(raw.failed(error.within(part.name())));
            }
        }
        (record, misfits)
    }

    /// The record's keys, if they were asked for.
    pub const fn keys(&self) -> Option<&M::Keys<'a>> {
        self.keys.as_ref()
    }

    /// The item after the change, where the stream carries it, and if it was asked for: [`has_new_image`](Envelope::has_new_image) tells
    /// the one from the other.
    pub const fn new_image(&self) -> Option<&M::View<'a>> {
        self.new.as_ref()
    }

    /// The item before the change, where the stream carries it, and if it was asked for: [`has_old_image`](Envelope::has_old_image) tells
    /// the one from the other.
    ///
    /// A list in the arena whose bytes were the same in the new image mostly is not decoded again: then it is the very slice of the new
    /// one, so that `ptr::eq` of the two tells that nothing changed before their elements are compared.
    /// [`RawRecord::repeated`](crate::RawRecord::repeated) tells it of every attribute.
    pub const fn old_image(&self) -> Option<&M::View<'a>> {
        self.old.as_ref()
    }

    /// What happened, with the images that go with it. An image that was not asked for counts as one that the stream does not carry.
    pub fn change(&self) -> Change<'_, M::View<'a>> {
        use EventName::{Insert, Modify, Remove};
        match (self.envelope.event_name(), &self.old, &self.new) {
            (Some(Insert), None, Some(new)) => Change::Insert { new },
            (Some(Modify), Some(old), Some(new)) => Change::Modify { old, new },
            (Some(Modify), None, Some(new)) => Change::ModifiedTo { new },
            (Some(Modify), Some(old), None) => Change::ModifiedFrom { old },
            (Some(Remove), Some(old), None) => Change::Remove { old },
            (Some(Insert | Modify | Remove), None, None) => Change::KeysOnly,
            (_, old, new) => Change::Other { old: old.as_ref(), new: new.as_ref() },
        }
    }
}

impl<'a, M: Model> Deref for Record<'a, M> {
    type Target = Envelope<'a>;

    fn deref(&self) -> &Envelope<'a> {
        &self.envelope
    }
}

impl<'a, M: Model> Clone for Record<'a, M>
where
    M::Keys<'a>: Clone,
    M::View<'a>: Clone,
{
    fn clone(&self) -> Self {
        Record {
            envelope: self.envelope,
            keys: self.keys.clone(),
            new: self.new.clone(),
            old: self.old.clone(),
        }
    }
}

impl<'a, M: Model> fmt::Debug for Record<'a, M>
where
    M::Keys<'a>: fmt::Debug,
    M::View<'a>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("envelope", &self.envelope)
            .field("keys", &self.keys)
            .field("new", &self.new)
            .field("old", &self.old)
            .finish()
    }
}

/// What is learnt of a model's records within one call.
pub(crate) struct Learnt<M: Model> {
    keys: M::KeysState,
    images: M::State,
}

impl<M: Model> Default for Learnt<M> {
    fn default() -> Self {
        Learnt { keys: M::KeysState::default(), images: M::State::default() }
    }
}

/// The errors of a record's parts.
#[cfg(feature = "handlers")]
#[derive(Default)]
pub(crate) struct Misfits([Option<Error>; 3]);

#[cfg(feature = "handlers")]
impl IntoIterator for Misfits {
    type Item = (Parts, Error);
    type IntoIter = std::iter::Flatten<std::array::IntoIter<Option<(Parts, Error)>, 3>>;

    fn into_iter(self) -> Self::IntoIter {
        let [keys, new, old] = self.0;
        let of = |part, error: Option<Error>| error.map(|error| (Parts::of(part), error));
        [of(Part::Keys, keys), of(Part::New, new), of(Part::Old, old)].into_iter().flatten()
    }
}

/// Where the parts of a record that is being read go.
struct Slots<'r, 'a, M: Model> {
    keys: &'r mut Option<M::Keys<'a>>,
    new: &'r mut Option<M::View<'a>>,
    old: &'r mut Option<M::View<'a>>,
    wanted: &'r Wanted,
    /// those wanted of this record, if it is wanted at all
    parts: Option<Parts>,
    keys_state: &'r mut M::KeysState,
    image_state: &'r mut M::State,
}

impl<'a, M: Model> Payload<'a> for Slots<'_, 'a, M> {
    const NEEDS_KEYS: bool = <M::View<'static> as Shape>::NEEDS_KEYS;

    fn needs_name(&self) -> bool {
        self.wanted.differs()
    }

    #[inline(always)]
    fn choose(&mut self, name: Option<EventName<'_>>) {
        self.parts = self.wanted.of(name);
    }

    fn is_wanted(&self) -> bool {
        self.parts.is_some()
    }

    #[inline(always)]
    fn read(&mut self, part: Part, cursor: &mut Cursor<'a>, memo: &mut Memo<'_>) -> Result<(), Error> {
        if !self.parts.is_some_and(|parts| parts.contains(Parts::of(part))) {
            self.clear(part);
            return match part {
                Part::Keys => cursor.skip_keys(),
                Part::New | Part::Old => memo.skip_image(cursor),
            };
        }
        match part {
            Part::Keys => {
                let (start, keys) = (cursor.at(), self.keys.insert(Value::blank()));
                keys.decode(cursor, self.keys_state)?;
                // Of several, those that count are told.
                if Self::NEEDS_KEYS && cursor.keys() == Some(start) {
                    keys.tell_keys(cursor);
                }
                Ok(())
            }
            Part::New => self.new.insert(Value::blank()).decode(cursor, self.image_state),
            Part::Old => {
                let old = self.old.insert(Value::blank());
                match self.new {
                    Some(new) => old.decode_beside(new, cursor, self.image_state),
                    None => old.decode(cursor, self.image_state),
                }
            }
        }
    }

    #[inline(always)]
    fn clear(&mut self, part: Part) {
        match part {
            Part::Keys => *self.keys = None,
            Part::New => *self.new = None,
            Part::Old => *self.old = None,
        }
    }
}
