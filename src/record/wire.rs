//! Records as Lambda writes them: every member there, in one order, without white space.
//!
//! `eventID, eventName, eventVersion, eventSource, awsRegion[, userIdentity], dynamodb, eventSourceARN`, and in `dynamodb`:
//! `ApproximateCreationDateTime, Keys[, NewImage][, OldImage], SequenceNumber, SizeBytes, StreamViewType`.
//!
//! The path succeeds or gives up: it reports nothing. What it left in the envelope and the payload is then overwritten.

use super::{
    Envelope, EventName, Memo, Part, Parts, Payload, SequenceNumber, StreamViewType, Timestamp, UserIdentity,
};
use crate::cursor::Cursor;
use crate::value::digits;

/// What stands in front of the event's id, and between it and the event's name.
const ID: &str = "{\"eventID\":\"";
const NAME: &str = "\",\"eventName\":\"";
const SOURCE: &str = ",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"";
const CREATED: &str = ",\"dynamodb\":{\"ApproximateCreationDateTime\":";

/// Reads such a record; `None` if it is another. What it has in common with others is left in `memo`.
#[inline]
pub(super) fn read<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Option<()> {
    // The record; `dynamodb` is counted with the maps that stand in it.
    cursor.set_json_levels(cursor.json_levels() + 1);
    envelope.event_id = Some(match cursor.take_text_of_32_between(ID, NAME) {
        Some(id) => id,
        None => other_id(cursor)?,
    });
    let name = event_name(cursor)?;
    envelope.event_name = Some(name);
    payload.choose(Some(name));
    if !memo.source_comes(cursor) {
        source(cursor, memo)?;
    }
    time_and_keys(cursor, &mut envelope.created)?;
    cursor.set_keys(P::NEEDS_KEYS.then_some(cursor.at()));
    payload.read(Part::Keys, cursor, memo).ok()?;
    envelope.parts = Parts::KEYS;
    image(cursor, Part::New, ",\"NewImage\":{", envelope, payload, memo)?;
    image(cursor, Part::Old, ",\"OldImage\":{", envelope, payload, memo)?;
    token(cursor, ",\"SequenceNumber\":\"")?;
    envelope.sequence_number = Some(SequenceNumber::new(cursor.hinted_text(&mut memo.sequence_number).ok()?));
    token(cursor, ",\"SizeBytes\":")?;
    envelope.size_bytes = Some(size(cursor)?);
    if memo.stream_comes(cursor) { Some(()) } else { stream(cursor, memo) }
}

/// An id of another length, and what stands around it.
#[cold]
#[inline(never)]
fn other_id<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    token(cursor, ID)?;
    // An id has no escapes. One that has belongs to no record of Lambda, and would be unescaped again the general way.
    let id = cursor.plain_text()?;
    cursor.back_onto(b'"');
    token(cursor, NAME)?;
    Some(id)
}

/// From behind the event's name to the time, other than in the record before.
#[cold]
#[inline(never)]
fn source(cursor: &mut Cursor<'_>, memo: &mut Memo<'_>) -> Option<()> {
    let start = cursor.at();
    token(cursor, SOURCE)?;
    let region = memo.text(cursor)?;
    let mut who = None;
    if token(cursor, CREATED).is_none() {
        who = Some(identity(cursor, memo)?);
        token(cursor, CREATED)?;
    }
    memo.remember_source(start..cursor.at(), "1.1", "aws:dynamodb", region, who);
    Some(())
}

/// From behind the size to the record's end, other than in the record before.
#[cold]
#[inline(never)]
fn stream(cursor: &mut Cursor<'_>, memo: &mut Memo<'_>) -> Option<()> {
    let start = cursor.at();
    token(cursor, "\"StreamViewType\":\"")?;
    let view = StreamViewType::new(memo.text(cursor)?);
    token(cursor, "},\"eventSourceARN\":\"")?;
    let arn = memo.text(cursor)?;
    token(cursor, "}")?;
    memo.remember_stream(start..cursor.at(), view, arn);
    Some(())
}

#[inline(always)]
fn token(cursor: &mut Cursor<'_>, token: &str) -> Option<()> {
    cursor.take_all(token).then_some(())
}

/// One of the three names and its closing quote. Which one it is costs no branch, since nobody can predict it.
#[inline(always)]
fn event_name<'a>(cursor: &mut Cursor<'a>) -> Option<EventName<'a>> {
    const fn word(name: &[u8; 7]) -> u64 {
        let mut word = 0;
        let mut at = 7;
        while at > 0 {
            at -= 1;
            word = word << 8 | name[at] as u64;
        }
        word
    }
    const INSERT: u64 = word(b"INSERT\"");
    const MODIFY: u64 = word(b"MODIFY\"");
    const REMOVE: u64 = word(b"REMOVE\"");
    // Bits 2 and 3 tell the letters I, M and R apart.
    const NAMES: [(u64, EventName<'static>); 4] = [
        (REMOVE, EventName::Remove),
        (REMOVE, EventName::Remove),
        (INSERT, EventName::Insert),
        (MODIFY, EventName::Modify),
    ];
    let here = u64::from_le_bytes(*cursor.window::<8>()?) & ((1 << 56) - 1);
    let (expected, event_name) = NAMES[here as usize >> 2 & 3];
    if here != expected {
        return None;
    }
    cursor.pass_short_text(6).then_some(event_name)
}

#[inline(always)]
fn image<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    part: Part,
    name: &str,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Option<()> {
    if cursor.take_all(name) {
        envelope.parts.set(part, true);
        payload.read(part, cursor, memo).ok()
    } else {
        payload.clear(part);
        Some(())
    }
}

/// The identity of a change that TTL made, in either order of its members.
fn identity<'i>(cursor: &mut Cursor<'_>, memo: &Memo<'i>) -> Option<UserIdentity<'i>> {
    token(cursor, ",\"userIdentity\":{\"")?;
    let mut identity = UserIdentity::default();
    for end in [",\"", "}"] {
        let member = if cursor.take_all("type\":\"") {
            &mut identity.kind
        } else {
            token(cursor, "principalId\":\"")?;
            &mut identity.principal_id
        };
        *member = Some(memo.text(cursor)?);
        token(cursor, end)?;
    }
    Some(identity)
}

/// What stands between the time and the keys.
const KEYS: &str = ",\"Keys\":{";

/// A time as Java prints it, `1.674921798E9`, or any other number of seconds, and what stands between it and the keys.
#[inline(always)]
fn time_and_keys(cursor: &mut Cursor<'_>, created: &mut Option<Timestamp>) -> Option<()> {
    const POWERS: [i64; 10] =
        [1_000_000_000, 100_000_000, 10_000_000, 1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];
    const BEHIND_DIGITS: &str = "E9,\"Keys\":{";
    let &[first @ b'0'..=b'9', b'.'] = cursor.window::<2>()? else { return other_time(cursor, created) };
    let (count, fraction) = digits::natural(cursor, "0.".len())?;
    match POWERS.get(count) {
        // The exponent moves the dot behind nine digits.
        Some(power) if cursor.take_through("0.".len() + count, BEHIND_DIGITS) => {
            *created =
                Some(Timestamp::whole((first - b'0') as i64 * 1_000_000_000 + fraction as i64 * power));
            Some(())
        }
        _ => other_time(cursor, created),
    }
}

#[cold]
#[inline(never)]
fn other_time(cursor: &mut Cursor<'_>, created: &mut Option<Timestamp>) -> Option<()> {
    let start = cursor.at();
    cursor.skip_number().ok()?;
    *created = Some(Timestamp::of_change(cursor.slice(start, cursor.at()))?);
    token(cursor, KEYS)
}

/// A size as DynamoDB writes it, digits, the first not zero, and the comma behind it.
#[inline(always)]
fn size(cursor: &mut Cursor<'_>) -> Option<u64> {
    let (count, size) = digits::natural(cursor, 0)?;
    (cursor.peek() != Some(b'0') && cursor.take_through(count, ",")).then_some(size)
}
