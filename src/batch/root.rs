//! Members of an event apart from its records: those of tumbling windows.

use std::fmt;
use std::sync::OnceLock;

use crate::arena::Arena;
use crate::cursor::{Cursor, Source};
use crate::error::{Error, ErrorKind};
use crate::limits::Limits;

/// The members of an event apart from its records. Lambda sends them where the event source mapping has a
/// [tumbling window](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-windows.html).
#[derive(Clone, Default)]
pub struct Root<'a> {
    window: Option<Span<'a>>,
    state: Option<&'a str>,
    shard_id: Option<Text<'a>>,
    event_source_arn: Option<Text<'a>>,
    is_final_invoke_for_window: Option<bool>,
    is_window_terminated_early: Option<bool>,
}

/// Of the state it tells the length: what it holds is the user's.
impl fmt::Debug for Root<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Root")
            .field("window", &self.window())
            .field("state_bytes", &self.state.map(str::len))
            .field("shard_id", &self.shard_id())
            .field("event_source_arn", &self.event_source_arn())
            .field("is_final_invoke_for_window", &self.is_final_invoke_for_window)
            .field("is_window_terminated_early", &self.is_window_terminated_early)
            .finish()
    }
}

/// A text of the root, unescaped when it is asked for: reading an event allocates nothing, and these outlive the records of a stream.
#[derive(Clone)]
struct Text<'a> {
    /// a JSON string, quotes included, that was checked
    json: &'a str,
    unescaped: OnceLock<Box<str>>,
}

impl Text<'_> {
    fn get(&self) -> &str {
        let borrowed = self.json.get(1..self.json.len() - 1).filter(|text| !text.contains('\\'));
        borrowed.unwrap_or_else(|| {
            self.unescaped.get_or_init(|| {
                let arena = Arena::with_limit(usize::MAX);
                let mut cursor = Cursor::new(self.json, &arena, &Limits::default());
                cursor.string().ok().flatten().unwrap_or_default().into()
            })
        })
    }
}

/// A window's two texts.
#[derive(Clone, Default)]
struct Span<'a> {
    start: Option<Text<'a>>,
    end: Option<Text<'a>>,
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
    pub fn window(&self) -> Option<Window<'_>> {
        self.window.as_ref().map(|span| Window {
            start: span.start.as_ref().map(Text::get),
            end: span.end.as_ref().map(Text::get),
        })
    }

    /// `state` as the JSON that it is: what the function returned last.
    pub const fn state(&self) -> Option<&'a str> {
        self.state
    }

    /// `shardId`.
    pub fn shard_id(&self) -> Option<&str> {
        self.shard_id.as_ref().map(Text::get)
    }

    /// `eventSourceARN` of the event; each record has one too.
    pub fn event_source_arn(&self) -> Option<&str> {
        self.event_source_arn.as_ref().map(Text::get)
    }

    /// `isFinalInvokeForWindow`.
    pub const fn is_final_invoke_for_window(&self) -> Option<bool> {
        self.is_final_invoke_for_window
    }

    /// `isWindowTerminatedEarly`.
    pub const fn is_window_terminated_early(&self) -> Option<bool> {
        self.is_window_terminated_early
    }

    /// Reads the member `name`, whose value stands here in `input`.
    pub(super) fn read(
        &mut self,
        name: &str,
        input: Source<'a>,
        cursor: &mut Cursor<'_>,
    ) -> Result<(), Error> {
        let (name, result) = match name {
            "window" => ("window", read_window(input, cursor).map(|window| self.window = window)),
            "state" => ("state", read_json(input, cursor).map(|json| self.state = json)),
            "shardId" => ("shardId", read_text(input, cursor).map(|text| self.shard_id = text)),
            "eventSourceARN" => {
                ("eventSourceARN", read_text(input, cursor).map(|text| self.event_source_arn = text))
            }
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
        result.map_err(|error| match error.kind() {
            ErrorKind::Type => error.with_kind(ErrorKind::Event).within(name),
            _ => error.within(name),
        })
    }
}

fn read_window<'a>(input: Source<'a>, cursor: &mut Cursor<'_>) -> Result<Option<Span<'a>>, Error> {
    if cursor.take_null()? {
        return Ok(None);
    }
    let mut window = Span::default();
    cursor.members(|cursor, name| match name {
        "start" => {
            read_text(input, cursor).map(|text| window.start = text).map_err(|error| error.within("start"))
        }
        "end" => read_text(input, cursor).map(|text| window.end = text).map_err(|error| error.within("end")),
        _ => cursor.skip(),
    })?;
    Ok(Some(window))
}

fn read_text<'a>(input: Source<'a>, cursor: &mut Cursor<'_>) -> Result<Option<Text<'a>>, Error> {
    if cursor.take_null()? {
        return Ok(None);
    }
    let start = cursor.at();
    if cursor.peek() != Some(b'"') {
        return Err(cursor.unexpected("a string"));
    }
    cursor.skip()?;
    Ok(input.part(start..cursor.at()).map(|json| Text { json, unescaped: OnceLock::new() }))
}

fn read_json<'a>(input: Source<'a>, cursor: &mut Cursor<'_>) -> Result<Option<&'a str>, Error> {
    let start = cursor.at();
    cursor.skip()?;
    Ok(input.part(start..cursor.at()).filter(|&json| json != "null"))
}
