//! Records lent one by one.

use std::fmt;
use std::marker::PhantomData;

use super::event::{AROUND_RECORD, Walk};
use super::{Decoder, Root};
use crate::arena::Arena;
use crate::cursor::{Cursor, Source};
use crate::error::Error;
use crate::limits::Limits;
use crate::model::Model;
use crate::record::{Learnt, Memo, Record, Wanted};

/// The records of an event, lent while they are decoded; see [`Decoder::stream`].
///
/// It is no `Iterator`, since each record must be gone before the next one takes its memory:
///
/// ```compile_fail
/// # use millstream::{Decoder, Item};
/// let mut decoder = Decoder::new();
/// let mut stream = decoder.stream::<Item>(r#"{"Records":[]}"#);
/// let first = stream.next();
/// let second = stream.next();
/// drop(first);
/// ```
#[must_use = "records are decoded when they are asked for"]
pub struct Stream<'s, M: Model> {
    arena: &'s mut Arena,
    kept_bytes: usize,
    limits: Limits,
    walk: Result<Walk<'s>, Option<Error>>,
    wanted: Wanted,
    learnt: Learnt<M>,
    memo: Memo<'s>,
    family: PhantomData<fn() -> M>,
}

impl<'s, M: Model> Stream<'s, M> {
    pub(super) fn new(
        decoder: &'s mut Decoder,
        input: Result<Source<'s>, Error>,
        wanted: Wanted,
    ) -> Stream<'s, M> {
        let Decoder { records: arena, limits, skeleton, .. } = decoder;
        let memo = Memo::of_many(input.as_ref().map_or("".into(), |&input| input), skeleton);
        let walk = input.map(|input| Walk::new(input, *limits)).map_err(Some);
        Stream {
            arena,
            kept_bytes: limits.kept_bytes,
            limits: *limits,
            walk,
            wanted,
            learnt: Learnt::default(),
            memo,
            family: PhantomData,
        }
    }

    /// The next record, or its error; `None` at the end of the event, or behind a fatal error.
    ///
    /// A record is some hundred bytes to some thousand, and is moved to the caller. Where each nanosecond counts, go through the records with
    /// [`try_for_each`](Stream::try_for_each).
    #[allow(clippy::should_implement_trait)] // it lends
    #[inline]
    pub fn next(&mut self) -> Option<Result<Record<'_, M>, Error>> {
        let mut slot = None;
        match self.read(&mut slot)? {
            Ok(_) => slot.map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// Calls `each` with the records that are left, or their errors, one after the other, until it answers an error. Another call goes on behind
    /// that record.
    ///
    /// It lends each record where it was read, which makes it the quickest way through an event: ten per cent less time than with
    /// [`next`](Stream::next) where records are small.
    ///
    /// # Errors
    /// What `each` answered. Errors of records are handed to `each` alone.
    ///
    /// ```
    /// # use millstream::{Decoder, Error, EventName, Item};
    /// # let mut decoder = Decoder::new();
    /// let mut inserts = 0;
    /// let mut stream = decoder.stream::<Item>(r#"{"Records":[{"eventName":"INSERT"},{"eventName":"REMOVE"}]}"#);
    /// stream.try_for_each(|record| {
    ///     if record?.event_name() == Some(EventName::Insert) {
    ///         inserts += 1;
    ///     }
    ///     Ok::<_, Error>(())
    /// })?;
    /// assert_eq!(inserts, 1);
    /// # Ok::<(), Error>(())
    /// ```
    pub fn try_for_each<E>(
        &mut self,
        mut each: impl FnMut(Result<&Record<'_, M>, Error>) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some(record) = self.read(&mut None) {
            each(record)?;
        }
        Ok(())
    }

    /// Reads the next record into `slot`; `None` at the end of the event, or behind a fatal error.
    #[inline(never)]
    fn read<'r, 'p>(
        &'r mut self,
        slot: &'p mut Option<Record<'r, M>>,
    ) -> Option<Result<&'p Record<'r, M>, Error>> {
        let Stream { arena, kept_bytes, limits, walk, wanted, learnt, memo, .. } = self;
        let walk = match walk {
            Ok(walk) => walk,
            Err(error) => return error.take().map(Err),
        };
        arena.reset(*kept_bytes);
        let arena = &**arena;
        loop {
            let start = match walk.next(arena) {
                Ok(Some(start)) => start,
                Ok(None) => return None,
                Err(error) => return Some(Err(error)),
            };
            let mut cursor = Cursor::new(walk.input(), arena, limits);
            cursor.seek(start);
            cursor.set_json_levels(AROUND_RECORD);
            let record = slot.insert(Record::blank(walk.input(), walk.index()));
            match record.read(&mut cursor, wanted, learnt, memo) {
                Ok(is_wanted) => {
                    walk.resume(&cursor);
                    if is_wanted {
                        record.lend(memo);
                        break;
                    }
                }
                Err(error) => return Some(Err(walk.step_over(start, error))),
            }
        }
        slot.as_ref().map(Ok)
    }

    /// The event's other members, as far as the stream has come: Lambda writes them behind the records. Empty until the first record was
    /// asked for.
    pub fn root(&self) -> Root<'s> {
        self.walk.as_ref().map_or_else(|_| Root::default(), |walk| walk.root().clone())
    }
}

/// Of what it has read it shows nothing.
impl<M: Model> fmt::Debug for Stream<'_, M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream")
            .field("limits", &self.limits)
            .field("wanted", &self.wanted)
            .finish_non_exhaustive()
    }
}
