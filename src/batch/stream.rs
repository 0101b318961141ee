//! Records lent one by one.

use std::marker::PhantomData;

use super::event::{AROUND_RECORD, Walk};
use super::{Decoder, Root};
use crate::arena::Arena;
use crate::cursor::Cursor;
use crate::error::Error;
use crate::limits::Limits;
use crate::model::Model;
use crate::record::{Learnt, Record, Wanted};

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
pub struct Stream<'s, M: Model> {
    arena: &'s mut Arena,
    kept_bytes: usize,
    limits: Limits,
    walk: Result<Walk<'s>, Option<Error>>,
    wanted: Wanted,
    learnt: Learnt<M>,
    family: PhantomData<fn() -> M>,
}

impl<'s, M: Model> Stream<'s, M> {
    pub(super) fn new(
        decoder: &'s mut Decoder,
        input: Result<&'s str, Error>,
        wanted: Wanted,
    ) -> Stream<'s, M> {
        let Decoder { records: arena, limits, .. } = decoder;
        let walk = input.map(|input| Walk::new(input, *limits)).map_err(Some);
        Stream {
            arena,
            kept_bytes: limits.kept_bytes,
            limits: *limits,
            walk,
            wanted,
            learnt: Learnt::default(),
            family: PhantomData,
        }
    }

    /// The next record, or its error; `None` at the end of the event, or behind a fatal error.
    ///
    /// A record with two images is large, some hundred bytes to some thousand. Where each nanosecond counts, look at it where it is, and do
    /// not move it:
    ///
    /// ```
    /// # use millstream::{Decoder, Item};
    /// # let mut decoder = Decoder::new();
    /// let mut stream = decoder.stream::<Item>(r#"{"Records":[{"eventName":"INSERT"}]}"#);
    /// while let Some(record) = &stream.next() {
    ///     let record = record.as_ref().map_err(Clone::clone)?;
    ///     println!("{}", record.event_name().unwrap());
    /// }
    /// # Ok::<(), millstream::Error>(())
    /// ```
    #[allow(clippy::should_implement_trait)] // it lends
    #[inline]
    pub fn next(&mut self) -> Option<Result<Record<'_, M>, Error>> {
        // One place, which is where the caller wants the record: one with two images is large.
        let mut next = None;
        self.read(&mut next);
        next
    }

    #[inline]
    fn read<'a>(&'a mut self, next: &mut Option<Result<Record<'a, M>, Error>>) {
        match &mut self.walk {
            Ok(walk) => {
                self.arena.reset(self.kept_bytes);
                read(next, walk, self.arena, &self.limits, &self.wanted, &mut self.learnt);
            }
            Err(error) => *next = error.take().map(Err),
        }
    }

    /// The event's other members, as far as the stream has come: Lambda writes them behind the records. Empty until the first record was
    /// asked for.
    pub fn root(&self) -> Root<'s> {
        self.walk.as_ref().map_or_else(|_| Root::default(), |walk| walk.root().clone())
    }
}

/// Reads the next record that is wanted into `next`.
#[inline(never)]
fn read<'a, 'i: 'a, M: Model>(
    next: &mut Option<Result<Record<'a, M>, Error>>,
    walk: &mut Walk<'i>,
    arena: &'a Arena,
    limits: &Limits,
    wanted: &Wanted,
    learnt: &mut Learnt<M>,
) {
    loop {
        let start = match walk.next(arena) {
            Ok(Some(start)) => start,
            Ok(None) => return *next = None,
            Err(error) => return *next = Some(Err(error)),
        };
        let mut cursor = Cursor::new(walk.input(), arena, limits);
        cursor.seek(start);
        cursor.set_json_levels(AROUND_RECORD);
        let Ok(record) = next.insert(Ok(Record::blank(walk.input(), walk.index()))) else { return };
        match record.read(&mut cursor, wanted, learnt) {
            Ok(is_wanted) => {
                walk.resume(cursor.at());
                if is_wanted {
                    return;
                }
            }
            Err(error) => return *next = Some(Err(walk.step_over(start, error))),
        }
    }
}
