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

/// Reads such a record; `None` if it is another.
#[inline]
pub(super) fn read<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    arns: &mut ArnMemo,
) -> Option<()> {
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
    envelope.size_bytes = Some(crate::value::short_integer(number(cursor)?.as_bytes())?.try_into().ok()?);
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
    const LONGEST: usize = "1.674921798E9,".len();
    let text = cursor.window::<LONGEST>()?;
    let length = 2 + text[2..].iter().position(|byte| !byte.is_ascii_digit())?;
    if text[1] == b'.' && text[0].is_ascii_digit() && length > 2 && text[length..].starts_with(b"E9,") {
        // All digits together, and as many zeros as the exponent still asks for.
        let first = (text[0] - b'0') as i64;
        let value = text[2..length].iter().fold(first, |value, &digit| value * 10 + (digit - b'0') as i64);
        cursor.seek(cursor.at() + length + 2);
        return Some(Timestamp::whole(value * 10i64.pow((11 - length) as u32)));
    }
    Timestamp::from_seconds(number(cursor)?)
}

/// The text of a number.
#[inline(always)]
fn number<'a>(cursor: &mut Cursor<'a>) -> Option<&'a str> {
    let start = cursor.at();
    cursor.skip_number().ok()?;
    Some(cursor.slice(start, cursor.at()))
}
