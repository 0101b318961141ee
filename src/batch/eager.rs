//! A batch decoded as a whole.

use std::fmt;
use std::iter::FusedIterator;
use std::mem::needs_drop;
use std::ops::Deref;

use super::event::{AROUND_RECORD, Walk};
use super::{Decoder, Root};
use crate::arena::List;
use crate::cursor::{Cursor, OrFull, Source};
use crate::error::Error;
use crate::model::Model;
use crate::record::{Learnt, Memo, Record, Wanted};

/// A record, or the place of its error among the failures.
type Slot<'a, M> = Result<Record<'a, M>, usize>;

/// All records of an event, decoded, and held by the [`Decoder`]. It dereferences to the event's other members.
///
/// ```
/// use millstream::{Decoder, Item};
///
/// let mut decoder = Decoder::new();
/// let batch = decoder.decode::<Item>(r#"{"Records":[{"eventID":"1"}],"shardId":"shard-7"}"#)?;
/// assert_eq!((batch.len(), batch.shard_id()), (1, Some("shard-7")));
/// for record in &batch {
///     println!("{:?}", record?.event_id());
/// }
/// # Ok::<(), millstream::Error>(())
/// ```
pub struct Batch<'a, M: Model> {
    slots: &'a [Slot<'a, M>],
    failures: &'a [Error],
    root: Root<'a>,
    #[cfg(feature = "handlers")]
    input: Source<'a>,
}

impl<'a, M: Model> Batch<'a, M> {
    pub(super) fn decode(
        decoder: &'a mut Decoder,
        input: Source<'a>,
        wanted: Wanted,
    ) -> Result<Batch<'a, M>, Error> {
        const {
            assert!(
                !needs_drop::<Record<'a, M>>(),
                "a model held by a batch must own nothing: read a model with String, Vec, Box or other owning fields by `stream` or by `read`"
            );
        }
        Batch::decode_any(decoder, input, wanted)
    }

    /// The same for a model of which it is known otherwise that it owns nothing; what it owned would never be given back.
    pub(super) fn decode_any(
        decoder: &'a mut Decoder,
        input: Source<'a>,
        wanted: Wanted,
    ) -> Result<Batch<'a, M>, Error> {
        let Decoder { records: arena, failures, limits, skeleton } = decoder;
        let arena = &*arena;
        let mut walk = Walk::new(input, *limits);
        let mut cursor = Cursor::new(input, arena, limits);
        cursor.set_json_levels(AROUND_RECORD);
        let mut learnt = Learnt::<M>::default();
        let mut memo = Memo::of_many(input, skeleton);
        let mut slots: List<'a, Slot<'a, M>> = List::of_any(arena);
        while let Some(start) = walk.next(arena)? {
            cursor.seek(start);
            slots.make_room(|| walk.to_come(start)).or_full(&cursor).map_err(Error::fatal)?;
            slots
                .push(Ok(Record::blank(walk.input(), walk.index())))
                .or_full(&cursor)
                .map_err(Error::fatal)?;
            let Some(slot @ Ok(_)) = slots.as_mut_slice().last_mut() else { continue };
            let Ok(record) = slot else { continue };
            let read = record.read(&mut cursor, &wanted, &mut learnt, &mut memo);
            match read.and_then(|wanted| record.keep(&mut memo, &cursor).map(|()| wanted)) {
                Ok(wanted) => {
                    walk.resume(&cursor);
                    if !wanted {
                        slots.truncate(slots.len() - 1);
                    }
                }
                Err(error) if error.is_of_memory() => return Err(error.fatal()),
                Err(error) => {
                    let error = walk.step_over(start, error);
                    if error.is_fatal() {
                        return Err(error);
                    }
                    *slot = Err(failures.len());
                    failures.push(error);
                    cursor = cursor.fork(start);
                    cursor.know(walk.input());
                    cursor.set_json_levels(AROUND_RECORD);
                }
            }
        }
        Ok(Batch {
            slots: slots.finish(),
            failures,
            #[cfg(feature = "handlers")]
            input: walk.input(),
            root: walk.into_root(),
        })
    }

    /// The records in stream order, each decoded or an error of its own.
    pub fn iter(&self) -> Records<'_, 'a, M> {
        Records { slots: self.slots.iter(), failures: self.failures }
    }

    /// The record at `index`, which must be one of the batch.
    #[cfg(feature = "handlers")]
    pub(crate) fn get(&self, index: usize) -> Result<&'a Record<'a, M>, &'a Error> {
        self.slots[index].as_ref().map_err(|&place| &self.failures[place])
    }

    /// The index in the event of the record at a place, which is another one where the decoder left records out; `None` behind the last.
    #[cfg(feature = "handlers")]
    pub(crate) fn index_of(&self, at: usize) -> Option<usize> {
        match self.slots.get(at)? {
            Ok(record) => Some(record.index()),
            Err(place) => self.failures[*place].record_index(),
        }
    }

    /// The record that an error of [`get`](Batch::get) belongs to, as it came.
    #[cfg(feature = "handlers")]
    pub(crate) fn raw_of(&self, error: &Error) -> &'a str {
        error.record_bytes().and_then(|bytes| self.input.part(bytes)).unwrap_or_default()
    }

    /// How many records there are, undecodable ones included.
    pub const fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The errors of the records that could not be decoded, in stream order.
    pub const fn failures(&self) -> &'a [Error] {
        self.failures
    }
}

impl<'a, M: Model> Deref for Batch<'a, M> {
    type Target = Root<'a>;

    fn deref(&self) -> &Root<'a> {
        &self.root
    }
}

impl<'a, M: Model> fmt::Debug for Batch<'a, M>
where
    M::Keys<'a>: fmt::Debug,
    M::View<'a>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("records", &self.slots).field("root", &self.root).finish()
    }
}

impl<'b, 'a, M: Model> IntoIterator for &'b Batch<'a, M> {
    type Item = Result<&'b Record<'a, M>, Error>;
    type IntoIter = Records<'b, 'a, M>;

    fn into_iter(self) -> Records<'b, 'a, M> {
        self.iter()
    }
}

/// The records of a [`Batch`].
#[must_use = "iterators are lazy"]
pub struct Records<'b, 'a, M: Model> {
    slots: std::slice::Iter<'b, Slot<'a, M>>,
    failures: &'b [Error],
}

impl<'b, 'a, M: Model> Records<'b, 'a, M> {
    fn result(&self, slot: &'b Slot<'a, M>) -> Result<&'b Record<'a, M>, Error> {
        slot.as_ref().map_err(|&place| self.failures[place].clone())
    }
}

// Derived, it would ask the same of the model, of whose records there are references only.
impl<M: Model> Clone for Records<'_, '_, M> {
    fn clone(&self) -> Self {
        Records { slots: self.slots.clone(), failures: self.failures }
    }
}

impl<'a, M: Model> fmt::Debug for Records<'_, 'a, M>
where
    M::Keys<'a>: fmt::Debug,
    M::View<'a>: fmt::Debug,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'b, 'a, M: Model> Iterator for Records<'b, 'a, M> {
    type Item = Result<&'b Record<'a, M>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let slot = self.slots.next()?;
        Some(self.result(slot))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.slots.size_hint()
    }
}

impl<M: Model> DoubleEndedIterator for Records<'_, '_, M> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let slot = self.slots.next_back()?;
        Some(self.result(slot))
    }
}

impl<M: Model> ExactSizeIterator for Records<'_, '_, M> {}
impl<M: Model> FusedIterator for Records<'_, '_, M> {}
