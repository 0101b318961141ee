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
    #[allow(clippy::should_implement_trait)] // it lends
    pub fn next(&mut self) -> Option<Result<Record<'_, M>, Error>> {
        let walk = match &mut self.walk {
            Ok(walk) => walk,
            Err(error) => return error.take().map(Err),
        };
        self.arena.reset(self.kept_bytes);
        read(walk, self.arena, &self.limits, &self.wanted, &mut self.learnt)
    }

    /// The event's other members, as far as the stream has come: Lambda writes them behind the records. Empty until the first record was
    /// asked for.
    pub fn root(&self) -> Root<'s> {
        self.walk.as_ref().map_or_else(|_| Root::default(), |walk| walk.root().clone())
    }
}

/// Reads the next record that is wanted. It is written where it is returned to: a record with two images is large.
#[inline(never)]
fn read<'a, 'i: 'a, M: Model>(
    walk: &mut Walk<'i>,
    arena: &'a Arena,
    limits: &Limits,
    wanted: &Wanted,
    learnt: &mut Learnt<M>,
) -> Option<Result<Record<'a, M>, Error>> {
    let mut next = None;
    loop {
        let start = match walk.next(arena) {
            Ok(Some(start)) => start,
            Ok(None) => return None,
            Err(error) => return Some(Err(error)),
        };
        let mut cursor = Cursor::new(walk.input(), arena, limits);
        cursor.seek(start);
        cursor.set_json_levels(AROUND_RECORD);
        let record = next.insert(Ok(Record::blank(walk.input(), walk.index())));
        let Ok(record) = record else { return next };
        match record.read(&mut cursor, wanted, learnt) {
            Ok(is_wanted) => {
                walk.resume(cursor.at());
                if is_wanted {
                    return next;
                }
            }
            Err(error) => return Some(Err(walk.step_over(start, error))),
        }
    }
}
