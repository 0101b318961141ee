//! Members of an event apart from its records: those of tumbling windows.

use crate::cursor::Cursor;
use crate::error::Error;

/// The members of an event apart from its records. Lambda sends them where the event source mapping has a
/// [tumbling window](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html).
#[derive(Clone, Copy, Debug, Default)]
pub struct Root<'a> {
    window: Option<Window<'a>>,
    state: Option<&'a str>,
    shard_id: Option<&'a str>,
    event_source_arn: Option<&'a str>,
    is_final_invoke_for_window: Option<bool>,
    is_window_terminated_early: Option<bool>,
}

/// The time that a tumbling window spans, as ISO 8601 texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window<'a> {
    /// `start`.
    pub start: Option<&'a str>,
    /// `end`.
    pub end: Option<&'a str>,
}

impl<'a> Root<'a> {
    /// `window`.
    pub const fn window(&self) -> Option<Window<'a>> {
        self.window
    }

    /// `state` as the JSON that it is: what the function returned last.
    pub const fn state(&self) -> Option<&'a str> {
        self.state
    }

    /// `shardId`.
    pub const fn shard_id(&self) -> Option<&'a str> {
        self.shard_id
    }

    /// `eventSourceARN` of the event; each record has one too.
    pub const fn event_source_arn(&self) -> Option<&'a str> {
        self.event_source_arn
    }

    /// `isFinalInvokeForWindow`.
    pub const fn is_final_invoke_for_window(&self) -> Option<bool> {
        self.is_final_invoke_for_window
    }

    /// `isWindowTerminatedEarly`.
    pub const fn is_window_terminated_early(&self) -> Option<bool> {
        self.is_window_terminated_early
    }

    /// Reads the member `name`, whose value stands here.
    pub(super) fn read(&mut self, name: &str, cursor: &mut Cursor<'a>) -> Result<(), Error> {
        let (name, result) = match name {
            "window" => ("window", read_window(cursor).map(|window| self.window = window)),
            "state" => ("state", read_json(cursor).map(|json| self.state = json)),
            "shardId" => ("shardId", cursor.string().map(|text| self.shard_id = text)),
            "eventSourceARN" => ("eventSourceARN", cursor.string().map(|text| self.event_source_arn = text)),
            "isFinalInvokeForWindow" => (
                "isFinalInvokeForWindow",
                cursor.boolean().map(|value| self.is_final_invoke_for_window = value),
            ),
            "isWindowTerminatedEarly" => (
                "isWindowTerminatedEarly",
                cursor.boolean().map(|value| self.is_window_terminated_early = value),
            ),
            _ => return cursor.skip(),
        };
        result.map_err(|error| error.within(name))
    }
}

fn read_window<'a>(cursor: &mut Cursor<'a>) -> Result<Option<Window<'a>>, Error> {
    if cursor.take_null()? {
        return Ok(None);
    }
    let mut window = Window::default();
    cursor.members(|cursor, name| match name {
        "start" => cursor.string().map(|text| window.start = text).map_err(|error| error.within("start")),
        "end" => cursor.string().map(|text| window.end = text).map_err(|error| error.within("end")),
        _ => cursor.skip(),
    })?;
    Ok(Some(window))
}

fn read_json<'a>(cursor: &mut Cursor<'a>) -> Result<Option<&'a str>, Error> {
    let start = cursor.at();
    cursor.skip()?;
    let json = cursor.slice(start, cursor.at());
    Ok((json != "null").then_some(json))
}
