//! Records as Lambda writes them: every member there, in one order, without white space.
//!
//! `eventID, eventName, eventVersion, eventSource, awsRegion[, userIdentity], dynamodb, eventSourceARN`, and in `dynamodb`:
//! `ApproximateCreationDateTime, Keys[, NewImage][, OldImage], SequenceNumber, SizeBytes, StreamViewType`.
//!
//! The path succeeds or gives up: it reports nothing. What it left in the envelope and the payload is then overwritten.

use super::{
    ArnMemo, Envelope, EventName, Part, Payload, SequenceNumber, StreamViewType, Timestamp, UserIdentity,
};
use crate::cursor::Cursor;
use crate::value::digits;

/// Reads such a record; `None` if it is another.
#[inline]
pub(super) fn read<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    arns: &mut ArnMemo,
) -> Option<()> {
    // The record; `dynamodb` is counted with the maps that stand in it.
    cursor.set_json_levels(cursor.json_levels() + 1);
    token(cursor, "{\"eventID\":\"")?;
    envelope.event_id = Some(cursor.text().ok()?);
    token(cursor, ",\"eventName\":\"")?;
    envelope.event_name = Some(match cursor.window::<7>()? {
        b"INSERT\"" => EventName::Insert,
        b"MODIFY\"" => EventName::Modify,
        b"REMOVE\"" => EventName::Remove,
        _ => return None,
    });
    cursor.seek(cursor.at() + 7);
    token(cursor, ",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\"awsRegion\":\"")?;
    envelope.event_version = Some("1.1");
    envelope.event_source = Some("aws:dynamodb");
    envelope.region = Some(cursor.text().ok()?);
    envelope.user_identity = None;
    if !cursor.take_all(",\"dynamodb\":{\"ApproximateCreationDateTime\":") {
        envelope.user_identity = Some(identity(cursor)?);
        token(cursor, ",\"dynamodb\":{\"ApproximateCreationDateTime\":")?;
    }
    envelope.created = Some(time(cursor)?);
    token(cursor, ",\"Keys\":{")?;
    cursor.set_keys(P::NEEDS_KEYS.then_some(cursor.at()));
    payload.read(Part::Keys, cursor).ok()?;
    image(cursor, Part::New, ",\"NewImage\":{", payload)?;
    image(cursor, Part::Old, ",\"OldImage\":{", payload)?;
    token(cursor, ",\"SequenceNumber\":\"")?;
    envelope.sequence_number = Some(SequenceNumber::new(cursor.text().ok()?));
    token(cursor, ",\"SizeBytes\":")?;
    envelope.size_bytes = Some(size(cursor)?);
    token(cursor, ",\"StreamViewType\":\"")?;
    envelope.stream_view_type = Some(StreamViewType::new(cursor.text().ok()?));
    token(cursor, "},\"eventSourceARN\":\"")?;
    let start = cursor.at();
    let arn = cursor.text().ok()?;
    envelope.event_source_arn = Some(arn);
    envelope.stream_arn = arns.parse(envelope.input, start..start + arn.len(), arn);
    token(cursor, "}")
}

#[inline(always)]
fn token(cursor: &mut Cursor<'_>, token: &str) -> Option<()> {
    cursor.take_all(token).then_some(())
}

#[inline(always)]
fn image<'a, P: Payload<'a>>(cursor: &mut Cursor<'a>, part: Part, name: &str, payload: &mut P) -> Option<()> {
    if cursor.take_all(name) {
        payload.read(part, cursor).ok()
    } else {
        payload.clear(part);
        Some(())
    }
}

/// The identity of a change that TTL made, in either order of its members.
#[cold]
fn identity<'a>(cursor: &mut Cursor<'a>) -> Option<UserIdentity<'a>> {
    token(cursor, ",\"userIdentity\":{\"")?;
    let mut identity = UserIdentity::default();
    for end in [",\"", "}"] {
        let member = if cursor.take_all("type\":\"") {
            &mut identity.kind
        } else {
            token(cursor, "principalId\":\"")?;
            &mut identity.principal_id
        };
        *member = Some(cursor.text().ok()?);
        token(cursor, end)?;
    }
    Some(identity)
}

/// A time as Java prints it, `1.674921798E9`, or any other number of seconds.
#[inline]
fn time(cursor: &mut Cursor<'_>) -> Option<Timestamp> {
    let (first, behind_dot) = (cursor.window::<2>()?, cursor.window::<18>()?.last_chunk::<16>()?);
    let count = digits::run(behind_dot);
    if first[0].is_ascii_digit()
        && first[1] == b'.'
        && (1..=9).contains(&count)
        && behind_dot[count..].starts_with(b"E9,")
    {
        // The exponent moves the dot behind nine digits.
        let fraction = digits::value(behind_dot, count)? * 10u64.pow(9 - count as u32);
        cursor.seek(cursor.at() + 2 + count + 2);
        return Some(Timestamp::whole(((first[0] - b'0') as u64 * 1_000_000_000 + fraction) as i64));
    }
    Timestamp::from_seconds(number(cursor)?)
}

/// A size as DynamoDB writes it: digits, the first not zero.
#[inline]
fn size(cursor: &mut Cursor<'_>) -> Option<u64> {
    let window = cursor.window::<16>()?;
    let count = digits::run(window);
    let size = digits::value(window, count).filter(|_| window[0] != b'0' && window[count] == b',')?;
    cursor.seek(cursor.at() + count);
    Some(size)
}

/// The text of a number.
fn number<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let start = cursor.at();
    cursor.skip_number().ok()?;
    Some(cursor.slice(start, cursor.at()))
}
