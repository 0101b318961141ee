//! A batch of which the envelopes are read.

use std::iter::FusedIterator;
use std::ops::Deref;

use super::event::{AROUND_RECORD, Walk};
use super::{Decoder, Root};
use crate::arena::List;
use crate::cursor::{Cursor, OrFull, Source};
use crate::error::Error;
use crate::record::{Memo, RawRecord};

type Slot<'a> = Result<RawRecord<'a>, usize>;

/// All records of an event, of which the envelopes are read, held by the [`Decoder`]; see [`Decoder::read`]. It dereferences to the
/// event's other members.
///
/// A record whose envelope does not fit is an error of its own.
#[derive(Clone, Debug)]
pub struct RawBatch<'a> {
    slots: &'a [Slot<'a>],
    failures: &'a [Error],
    root: Root<'a>,
    #[cfg(feature = "handlers")]
    input: Source<'a>,
}

impl<'a> RawBatch<'a> {
    pub(super) fn read(decoder: &'a mut Decoder, input: Source<'a>) -> Result<RawBatch<'a>, Error> {
        let Decoder { records: arena, failures, limits, skeleton } = decoder;
        let arena = &*arena;
        let mut walk = Walk::new(input, *limits);
        let mut cursor = Cursor::new(input, arena, limits);
        cursor.set_json_levels(AROUND_RECORD);
        let mut memo = Memo::of_many(input, skeleton);
        let mut slots: List<'a, Slot<'a>> = List::new(arena);
        while let Some(start) = walk.next(arena)? {
            cursor.seek(start);
            slots.make_room(|| walk.to_come(start)).or_full(&cursor).map_err(Error::fatal)?;
            let mut record = RawRecord::blank(walk.input(), walk.index());
            let slot = match record.read(&mut cursor, &mut memo) {
                Ok(()) => {
                    walk.resume(&cursor);
                    Ok(record)
                }
                Err(error) if error.is_of_memory() => return Err(error.fatal()),
                Err(error) => {
                    let error = walk.step_over(start, error);
                    cursor = cursor.fork(start);
                    cursor.know(walk.input());
                    cursor.set_json_levels(AROUND_RECORD);
                    if error.is_fatal() {
                        return Err(error);
                    }
                    failures.push(error);
                    Err(failures.len() - 1)
                }
            };
            slots.push(slot).or_full(&cursor).map_err(Error::fatal)?;
        }
        Ok(RawBatch {
            slots: slots.finish(),
            failures,
            #[cfg(feature = "handlers")]
            input: walk.input(),
            root: walk.into_root(),
        })
    }

    /// The records in stream order, each with its envelope, or an error of its own.
    pub fn iter(&self) -> RawRecords<'a> {
        RawRecords { slots: self.slots.iter(), failures: self.failures }
    }

    /// The record at `index`, which must be one of the batch.
    #[cfg(feature = "handlers")]
    pub(crate) fn get(&self, index: usize) -> Result<&'a RawRecord<'a>, &'a Error> {
        self.slots[index].as_ref().map_err(|&place| &self.failures[place])
    }

    /// The record that an error of [`get`](RawBatch::get) belongs to, as it came.
    #[cfg(feature = "handlers")]
    pub(crate) fn raw_of(&self, error: &Error) -> &'a str {
        error.record_bytes().and_then(|bytes| self.input.part(bytes)).unwrap_or_default()
    }

    /// How many records there are, unreadable ones included.
    pub const fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// The errors of the records whose envelopes could not be read, in stream order.
    pub const fn failures(&self) -> &'a [Error] {
        self.failures
    }
}

impl<'a> Deref for RawBatch<'a> {
    type Target = Root<'a>;

    fn deref(&self) -> &Root<'a> {
        &self.root
    }
}

impl<'a> IntoIterator for &RawBatch<'a> {
    type Item = Result<&'a RawRecord<'a>, Error>;
    type IntoIter = RawRecords<'a>;

    fn into_iter(self) -> RawRecords<'a> {
        self.iter()
    }
}

/// The records of a [`RawBatch`].
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct RawRecords<'a> {
    slots: std::slice::Iter<'a, Slot<'a>>,
    failures: &'a [Error],
}

impl<'a> RawRecords<'a> {
    fn result(&self, slot: &'a Slot<'a>) -> Result<&'a RawRecord<'a>, Error> {
        slot.as_ref().map_err(|&place| self.failures[place].clone())
    }
}

impl<'a> Iterator for RawRecords<'a> {
    type Item = Result<&'a RawRecord<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let slot = self.slots.next()?;
        Some(self.result(slot))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.slots.size_hint()
    }
}

impl DoubleEndedIterator for RawRecords<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let slot = self.slots.next_back()?;
        Some(self.result(slot))
    }
}

impl ExactSizeIterator for RawRecords<'_> {}
impl FusedIterator for RawRecords<'_> {}
