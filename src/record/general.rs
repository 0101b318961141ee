//! Records in any order and spelling. The only path that reports what is wrong with one.

use super::common::Common;
use super::{
    Envelope, EventName, Memo, Part, Parts, Payload, SequenceNumber, StreamViewType, Timestamp, UserIdentity,
};
use crate::cursor::{Cursor, OrFull, Source};
use crate::error::{Error, ErrorKind, Reason};
use crate::value::Decimal;

/// Reads a record of any shape that is allowed; see the module [`wire`](super::wire) for the usual one.
pub(super) fn read<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Result<(), Error> {
    *envelope = Envelope::new(envelope.input(), envelope.index());
    let mut common = *Common::NONE;
    clear(envelope, &mut common, payload);
    payload.choose(if payload.needs_name() { find_name(cursor)? } else { None });
    cursor.members(|cursor, name| {
        let (name, result) = match name {
            "eventID" => ("eventID", cursor.string().map(|text| envelope.event_id = text)),
            "eventName" => {
                ("eventName", cursor.string().map(|text| envelope.event_name = text.map(EventName::new)))
            }
            "eventVersion" => ("eventVersion", cursor.string().map(|text| common.event_version = text)),
            "eventSource" => ("eventSource", cursor.string().map(|text| common.event_source = text)),
            "awsRegion" => ("awsRegion", cursor.string().map(|text| common.region = text)),
            "tableName" => ("tableName", cursor.string().map(|text| common.table = text)),
            "eventSourceARN" => ("eventSourceARN", read_arn(cursor, envelope.input(), &mut common, memo)),
            "userIdentity" => ("userIdentity", read_identity(cursor).map(|id| common.user_identity = id)),
            "dynamodb" => return read_change(cursor, envelope, &mut common, payload, memo),
            _ => return cursor.skip(),
        };
        result.map_err(|error| error.within(name))
    })?;
    // Nobody sees that of a record which is passed over, and of those there may be thousands until the memory is used anew.
    if payload.is_wanted() {
        envelope.common = cursor.arena().value(common).or_full(cursor)?;
    }
    Ok(())
}

fn read_arn<'a>(
    cursor: &mut Cursor<'a>,
    input: Source<'_>,
    common: &mut Common<'a>,
    memo: &mut Memo<'_>,
) -> Result<(), Error> {
    let start = cursor.at() + 1;
    common.event_source_arn = cursor.string()?;
    common.stream_arn =
        common.event_source_arn.and_then(|text| memo.arns.parse(input, start..start + text.len(), text));
    Ok(())
}

fn read_identity<'a>(cursor: &mut Cursor<'a>) -> Result<Option<UserIdentity<'a>>, Error> {
    if cursor.take_null()? {
        return Ok(None);
    }
    let mut identity = UserIdentity::default();
    // Lambda writes the names small, the Streams API with capitals.
    cursor.members(|cursor, name| match name {
        "type" | "Type" => {
            cursor.string().map(|text| identity.kind = text).map_err(|error| error.within("type"))
        }
        "principalId" | "PrincipalId" => cursor
            .string()
            .map(|text| identity.principal_id = text)
            .map_err(|error| error.within("principalId")),
        _ => cursor.skip(),
    })?;
    Ok(Some(identity))
}

/// Forgets what an earlier `dynamodb` said: a repeated one replaces it.
fn clear<'a, P: Payload<'a>>(envelope: &mut Envelope<'a>, common: &mut Common<'a>, payload: &mut P) {
    envelope.created = None;
    envelope.sequence_number = None;
    envelope.size_bytes = None;
    common.stream_view_type = None;
    envelope.parts = Parts::NONE;
    for part in [Part::Keys, Part::New, Part::Old] {
        payload.clear(part);
    }
}

/// The member `dynamodb`. Its own name is left out of paths: `NewImage.price` says all.
fn read_change<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    envelope: &mut Envelope<'a>,
    common: &mut Common<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Result<(), Error> {
    clear(envelope, common, payload);
    if cursor.take_null()? {
        return Ok(());
    }
    if cursor.peek() != Some(b'{') {
        return Err(cursor.unexpected("an object").within("dynamodb"));
    }
    cursor.set_keys(if P::NEEDS_KEYS { find_keys(cursor)? } else { None });
    cursor.members(|cursor, name| {
        let (name, result) = match name {
            "ApproximateCreationDateTime" => {
                ("ApproximateCreationDateTime", read_time(cursor).map(|time| envelope.created = time))
            }
            "Keys" => ("Keys", read_part(cursor, Part::Keys, envelope, payload, memo)),
            "NewImage" => ("NewImage", read_part(cursor, Part::New, envelope, payload, memo)),
            "OldImage" => ("OldImage", read_part(cursor, Part::Old, envelope, payload, memo)),
            "SequenceNumber" => {
                let number = cursor.string().map(|text| text.map(SequenceNumber::new));
                ("SequenceNumber", number.map(|number| envelope.sequence_number = number))
            }
            "SizeBytes" => ("SizeBytes", read_size(cursor).map(|size| envelope.size_bytes = size)),
            "StreamViewType" => {
                let view = cursor.string().map(|text| text.map(StreamViewType::new));
                ("StreamViewType", view.map(|view| common.stream_view_type = view))
            }
            _ => return cursor.skip(),
        };
        result.map_err(|error| error.within(name))
    })
}

fn read_part<'a, P: Payload<'a>>(
    cursor: &mut Cursor<'a>,
    part: Part,
    envelope: &mut Envelope<'a>,
    payload: &mut P,
    memo: &mut Memo<'_>,
) -> Result<(), Error> {
    if cursor.take_null()? {
        envelope.parts.set(part, false);
        payload.clear(part);
        return Ok(());
    }
    if !cursor.take(b'{') {
        return Err(cursor.unexpected("an object"));
    }
    // A map counts for two levels: itself, and what it stands in. Here that is `dynamodb`, which is counted already.
    let levels = cursor.json_levels();
    cursor.set_json_levels(levels - 1);
    payload.read(part, cursor, memo)?;
    envelope.parts.set(part, true);
    cursor.set_json_levels(levels);
    Ok(())
}

/// The event name of the record that begins here, wherever in it that is. One that does not fit is reported when it is read.
fn find_name<'a>(cursor: &Cursor<'a>) -> Result<Option<EventName<'a>>, Error> {
    let mut found = None;
    let mut ahead = cursor.fork(cursor.at());
    ahead.set_json_levels(cursor.json_levels());
    ahead.members(|cursor, name| match (name, cursor.peek()) {
        ("eventName", Some(b'"')) => cursor.string().map(|text| found = text.map(EventName::new)),
        ("eventName", _) => {
            found = None;
            cursor.skip()
        }
        _ => cursor.skip(),
    })?;
    Ok(found)
}

/// Where the keys stand in the `dynamodb` that begins here, behind their `{`, wherever in it that is.
fn find_keys<'a>(cursor: &Cursor<'a>) -> Result<Option<usize>, Error> {
    let mut keys = None;
    let mut ahead = cursor.fork(cursor.at());
    ahead.members(|cursor, name| {
        if name == "Keys" {
            keys = (cursor.peek() == Some(b'{')).then_some(cursor.at() + 1);
        }
        cursor.skip()
    })?;
    Ok(keys)
}

fn read_time(cursor: &mut Cursor<'_>) -> Result<Option<Timestamp>, Error> {
    let start = cursor.at();
    let Some(number) = cursor.number()? else { return Ok(None) };
    Timestamp::of_change(number).map(Some).ok_or_else(|| out_of_range("a time in seconds", start))
}

fn read_size(cursor: &mut Cursor<'_>) -> Result<Option<u64>, Error> {
    let start = cursor.at();
    let Some(number) = cursor.number()? else { return Ok(None) };
    let size = Decimal::parse(number).and_then(|size| size.to_u128().ok().filter(|_| !size.is_negative()));
    let size = size.and_then(|size| u64::try_from(size).ok());
    size.map(Some).ok_or_else(|| out_of_range("a size in bytes", start))
}

#[cold]
fn out_of_range(expected: &'static str, offset: usize) -> Error {
    Error::new(ErrorKind::Number, Reason::Found { expected, found: "a number out of its range" }, offset)
}
