//! Change records: the envelope that every record has, and its keys and images as a model.

mod arn;
mod change;
mod common;
mod dedup_key;
mod difference;
mod envelope;
mod event_name;
mod general;
mod memo;
mod parts;
mod raw;
mod repeated;
mod replica;
mod sequence_number;
mod timestamp;
mod typed;
mod wire;

pub use arn::StreamArn;
pub use change::Change;
pub use dedup_key::DedupKey;
pub use envelope::{Envelope, UserIdentity};
pub use event_name::{EventName, StreamViewType};
pub use parts::{Parts, Wanted};
pub use raw::{RawRecord, Scratch};
pub use sequence_number::SequenceNumber;
pub use timestamp::Timestamp;
pub use typed::Record;

pub(crate) use memo::Memo;
pub(crate) use typed::Learnt;

use crate::cursor::Cursor;
use crate::error::{Error, RecordRef};
use crate::paths::{Path, took};

/// The parts of a record that hold attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Keys,
    New,
    Old,
}

impl Part {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Part::Keys => "Keys",
            Part::New => "NewImage",
            Part::Old => "OldImage",
        }
    }
}

/// Where a record's parts go: into a model, or into a note of where they stand.
pub(crate) trait Payload<'a> {
    /// Whether images cannot be read before the keys are known.
    const NEEDS_KEYS: bool;

    /// Whether what is read depends on the event name.
    fn needs_name(&self) -> bool {
        false
    }

    /// Says the record's event name, before any part is read.
    fn choose(&mut self, _name: Option<EventName<'_>>) {}

    /// Whether the record is asked for, once its event name was said.
    fn is_wanted(&self) -> bool {
        true
    }

    /// Reads a part, the cursor behind its `{` and in the end behind its `}`.
    fn read(&mut self, part: Part, cursor: &mut Cursor<'a>, memo: &mut Memo<'_>) -> Result<(), Error>;

    /// The record has no such part.
    fn clear(&mut self, part: Part);
}

/// Reads the record that stands here.
///
/// What the record has in common with others is then lent or kept: [`Envelope::lend`], [`Envelope::keep`].
///
/// Records of Lambda have their members in one order and spelling, which is tried first; anything else starts again the general way.
#[inline]
pub(crate) fn read_record<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Result<(), Error> {
    if read_in_wire_order(cursor, envelope, payload, memo) {
        return Ok(());
    }
    read_in_any_order(cursor, envelope, payload, memo)
}

/// A record as Lambda writes it; otherwise false, and no step.
#[inline(always)]
fn read_in_wire_order<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> bool {
    let (start, levels) = (cursor.at(), cursor.json_levels());
    let read = Path::Envelope.is_open() && wire::read(cursor, envelope, payload, memo).is_some();
    if read {
        took(Path::Envelope);
        envelope.place(start, cursor.at());
    } else {
        *cursor = cursor.fork(start);
    }
    cursor.set_json_levels(levels);
    read
}

/// Any record.
#[inline(never)]
fn read_in_any_order<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Result<(), Error> {
    took(Path::GeneralEnvelope);
    let (start, levels) = (cursor.at(), cursor.json_levels());
    general::read(cursor, envelope, payload, memo)?;
    cursor.set_json_levels(levels);
    envelope.place(start, cursor.at());
    Ok(())
}

/// Steps over a record that did not fit, and finds what can still be told of it: its id and its sequence number.
///
/// # Errors
/// When it is not JSON.
#[cold]
pub(crate) fn identify(cursor: &mut Cursor<'_>, index: usize) -> Result<RecordRef, Error> {
    let start = cursor.at();
    let mut record = RecordRef { index, ..RecordRef::default() };
    if cursor.peek() == Some(b'{') {
        let text = |cursor: &mut Cursor<'_>, into: &mut Option<String>| {
            *into = None;
            match cursor.peek() {
                Some(b'"') => cursor.string().map(|text| *into = text.map(str::to_owned)),
                _ => cursor.skip(),
            }
        };
        cursor.members(|cursor, name| match (name, cursor.peek()) {
            ("eventID", _) => text(cursor, &mut record.event_id),
            ("dynamodb", first) => {
                record.sequence_number = None;
                match first {
                    Some(b'{') => cursor.members(|cursor, name| match name {
                        "SequenceNumber" => text(cursor, &mut record.sequence_number),
                        _ => cursor.skip(),
                    }),
                    _ => cursor.skip(),
                }
            }
            _ => cursor.skip(),
        })?;
    } else {
        cursor.skip()?;
    }
    record.bytes = start..cursor.at();
    Ok(record)
}
