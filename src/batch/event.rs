//! The walk over an event: from its first byte to the first record, from record to record, and to its last byte.

use super::Root;
use crate::arena::Arena;
use crate::cursor::{Cursor, Source};
use crate::error::{Error, ErrorKind, Reason};
use crate::limits::Limits;
use crate::record::identify;

/// JSON levels around a record: the event and `Records`.
pub(super) const AROUND_RECORD: isize = 2;

/// The walk, stopped in front of a record or at the end. Members of the root are read on the way.
pub(super) struct Walk<'a> {
    input: Source<'a>,
    limits: Limits,
    at: usize,
    /// where the first record begins, once it was seen
    first: usize,
    phase: Phase,
    /// records begun so far
    count: usize,
    root: Root<'a>,
    /// for what is told of records that failed
    told: Option<Box<Arena>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    Start,
    /// behind the `[` of `Records`
    FirstRecord,
    /// behind a record
    NextRecord,
    End,
}

impl<'a> Walk<'a> {
    pub(super) fn new(input: Source<'a>, limits: Limits) -> Walk<'a> {
        let at = super::input::mark_length(input.bytes());
        Walk {
            input,
            limits,
            at,
            first: at,
            phase: Phase::Start,
            count: 0,
            root: Root::default(),
            told: None,
        }
    }

    pub(super) fn root(&self) -> &Root<'a> {
        &self.root
    }

    pub(super) fn into_root(self) -> Root<'a> {
        self.root
    }

    pub(super) fn input(&self) -> Source<'a> {
        self.input
    }

    /// The number of the record that the walk stands at.
    pub(super) fn index(&self) -> usize {
        self.count - 1
    }

    /// A guess of how many records are still to come, that which begins at `start` included: somewhat more than take the rest of the input if
    /// they are like those before, and neither many more nor many less than those were.
    #[cold]
    pub(super) fn to_come(&self, start: usize) -> usize {
        /// Bytes of a short record of Lambda.
        const SHORT: usize = 512;
        let before = self.index();
        let each = (start - self.first).checked_div(before).unwrap_or(SHORT).max(1);
        let rest = (self.input.bytes().len() - start) / each;
        (rest + rest / 8 + 1).clamp(before / 2 + 1, 15 * before.max(1))
    }

    /// Walks to the next record and answers where it begins; `None` at the end of the event, which then was whole.
    ///
    /// Names of members that have to be unescaped pass through the arena.
    #[inline]
    pub(super) fn next(&mut self, arena: &Arena) -> Result<Option<usize>, Error> {
        // Lambda puts one comma between two records.
        if self.phase == Phase::NextRecord
            && self.count < self.limits.records
            && self.input.bytes().get(self.at..).is_some_and(|rest| rest.starts_with(b",{"))
        {
            self.count += 1;
            return Ok(Some(self.at + 1));
        }
        self.next_any(arena)
    }

    /// The same for the first record, the end, and white space.
    #[cold]
    #[inline(never)]
    fn next_any(&mut self, arena: &Arena) -> Result<Option<usize>, Error> {
        let mut cursor = Cursor::new(self.input, arena, &self.limits);
        cursor.seek(self.at);
        cursor.set_json_levels(1);
        let next = self.walk(&mut cursor).map_err(Error::fatal);
        if next.is_err() {
            self.phase = Phase::End;
        }
        self.at = cursor.at();
        self.know(&cursor);
        next
    }

    fn walk(&mut self, cursor: &mut Cursor<'_>) -> Result<Option<usize>, Error> {
        cursor.space();
        let ended = match self.phase {
            Phase::End => return Ok(None),
            Phase::Start => {
                self.find_records(cursor)?;
                self.phase = Phase::FirstRecord;
                cursor.space();
                cursor.take(b']')
            }
            Phase::FirstRecord => cursor.take(b']'),
            Phase::NextRecord => {
                let comma = cursor.take(b',');
                if !comma && !cursor.take(b']') {
                    return Err(cursor.syntax("`,` or `]`").within("Records"));
                }
                cursor.space();
                !comma
            }
        };
        if ended {
            self.phase = Phase::End;
            return self.finish(cursor).map(|()| None);
        }
        if self.count == self.limits.records {
            return Err(cursor.limit("records", self.limits.records).within("Records"));
        }
        if self.count == 0 {
            self.first = cursor.at();
        }
        self.count += 1;
        Ok(Some(cursor.at()))
    }

    /// Goes on behind a record, where the cursor stands.
    #[inline(always)]
    pub(super) fn resume(&mut self, cursor: &Cursor<'_>) {
        self.know(cursor);
        self.at = cursor.at();
        self.phase = Phase::NextRecord;
    }

    /// Takes over what the cursor has found out of the input.
    #[inline(always)]
    fn know(&mut self, cursor: &Cursor<'_>) {
        let by_now = cursor.source();
        if self.input.is_known_better(by_now) {
            self.know_better(by_now);
        }
    }

    #[cold]
    #[inline(never)]
    fn know_better(&mut self, by_now: Source<'_>) {
        self.input = self.input.as_known(by_now);
    }

    /// The record that begins at `start` gave `error`. Steps over it, so that the next one can be read, and completes the error; fatal if
    /// the record is not JSON.
    #[cold]
    pub(super) fn step_over(&mut self, start: usize, error: Error) -> Error {
        /// Ids are shorter. Where one was not, its memory is given back.
        const KEPT: usize = 64 << 10;
        let index = self.index();
        if error.kind() == ErrorKind::Utf8 {
            self.phase = Phase::End;
            return error;
        }
        // What is told of the record must not depend on how full the decoder's memory is.
        let mut arena = self.told.take().unwrap_or_else(|| Box::new(Arena::with_limit(usize::MAX)));
        arena.reset(KEPT);
        let mut cursor = Cursor::new(self.input, &arena, &self.limits);
        cursor.seek(start);
        cursor.set_json_levels(AROUND_RECORD);
        let error = match identify(&mut cursor, index) {
            Ok(record) => {
                self.resume(&cursor);
                error.within(index).within("Records").of_record(record)
            }
            Err(error) => {
                self.phase = Phase::End;
                error.within(index).within("Records").fatal()
            }
        };
        self.told = Some(arena);
        error
    }

    /// From the event's `{` to behind the `[` of `Records`.
    fn find_records(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        if !cursor.take(b'{') {
            return Err(not_an_event(cursor.unexpected("an event")));
        }
        cursor.space();
        if cursor.peek() != Some(b'}') {
            loop {
                let name = cursor.member_name()?;
                if name == "Records" {
                    if cursor.take(b'[') {
                        return Ok(());
                    }
                    return Err(not_an_event(cursor.unexpected("an array")).within("Records"));
                }
                self.root.read(name, self.input, cursor)?;
                cursor.space();
                if !cursor.take(b',') {
                    break;
                }
            }
        }
        match cursor.peek() {
            Some(b'}') => {
                Err(Error::new(ErrorKind::Event, Reason::Expected("a member `Records`"), cursor.at()))
            }
            _ => Err(cursor.syntax("`,` or `}`")),
        }
    }

    /// From behind the `]` of `Records` to the end of the input.
    fn finish(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        loop {
            cursor.space();
            if cursor.take(b'}') {
                break;
            }
            if !cursor.take(b',') {
                return Err(cursor.syntax("`,` or `}`"));
            }
            let name = cursor.member_name()?;
            if name == "Records" {
                return Err(Error::new(ErrorKind::Event, Reason::Says("a second `Records`"), cursor.at()));
            }
            self.root.read(name, self.input, cursor)?;
        }
        end_of_input(cursor)
    }
}

/// The same error, as one of the event where the JSON itself is sound.
#[cold]
fn not_an_event(error: Error) -> Error {
    match error.kind() {
        ErrorKind::Type => error.with_kind(ErrorKind::Event),
        _ => error,
    }
}

/// Nothing but white space may follow.
pub(super) fn end_of_input(cursor: &mut Cursor<'_>) -> Result<(), Error> {
    cursor.space();
    match cursor.peek() {
        None => Ok(()),
        Some(_) => Err(cursor.syntax("the end of the input")),
    }
}
