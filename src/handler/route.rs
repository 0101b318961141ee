//! Which handlers a record is for: by its table, and in a table of several kinds of items by the entity.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

use crate::error::Error;
use crate::record::{EventName, Parts, RawRecord, Scratch, StreamArn, Wanted};

/// Whose changes a [`TableHandler`](super::TableHandler) handles.
#[derive(Clone, Debug)]
pub struct Target {
    /// a name, or the ARN of a table or of a stream
    pub table: Option<Cow<'static, str>>,
    pub entity: Option<Entity>,
}

impl Target {
    pub fn of_model(table: Option<&'static str>) -> Target {
        Target { table: table.map(Cow::Borrowed), entity: None }
    }

    /// Whether some record is of both tables: the ARN of a stream is one of the table's that it names.
    fn overlaps(&self, other: &Target) -> bool {
        let (Some(one), Some(other)) = (&self.table, &other.table) else { return false };
        let holds = |one: &str, other: &str| name_of(one) == Some(other) || is_stream_of(one, other);
        one == other || holds(one, other) || holds(other, one)
    }

    fn is_table_of(&self, arn: Option<&str>, name: Option<&str>) -> bool {
        self.table.as_deref().is_some_and(|table| {
            Some(table) == name || Some(table) == arn || arn.is_some_and(|arn| is_stream_of(arn, table))
        })
    }

    /// Whether it is an ARN that no record's can be.
    fn is_of_no_table(&self) -> bool {
        self.table.as_deref().is_some_and(|table| table.starts_with("arn:") && name_of(table).is_none())
    }
}

/// Whether `arn` is of a stream of the table whose ARN is `table`.
fn is_stream_of(arn: &str, table: &str) -> bool {
    arn.strip_prefix(table).is_some_and(|rest| rest.starts_with("/stream/"))
}

/// The table's name in its ARN, or in that of its stream.
fn name_of(arn: &str) -> Option<&str> {
    if let Some(arn) = StreamArn::parse(arn) {
        return Some(arn.table_name());
    }
    let mut parts = arn.splitn(6, ':');
    let is_of_dynamodb = parts.next() == Some("arn") && parts.nth(1) == Some("dynamodb");
    let name = parts.nth(2)?.strip_prefix("table/")?;
    (is_of_dynamodb && !name.is_empty() && !name.contains('/')).then_some(name)
}

/// A kind of items among others in one table, told by a key or by an attribute.
///
/// ```
/// use millstream::handler::Entity;
///
/// let orders = Entity::key_prefix("sk", "ORDER#");
/// let users = Entity::attribute("type", "user");
/// assert_eq!(orders.to_string(), "sk = ORDER#…");
/// assert_eq!(users.to_string(), "type = user");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entity {
    name: Cow<'static, str>,
    value: Cow<'static, str>,
    by_key: bool,
}

impl Entity {
    /// Items whose key `name` begins with `prefix`.
    pub fn key_prefix(name: impl Into<Cow<'static, str>>, prefix: impl Into<Cow<'static, str>>) -> Entity {
        Entity { name: name.into(), value: prefix.into(), by_key: true }
    }

    /// Items whose attribute `name` is the text `value`. It is looked for in the new image or, where there is none, in the old one; in a
    /// record without images among its keys.
    ///
    /// So a stream tells such an entity of every change only if it has new and old images, or the attribute is a key. A record that handlers
    /// want, and that does not tell whether it is theirs, fails: as [`NeverCarried`](super::Fault::NeverCarried) where the stream's view says
    /// that it can never tell, and as [`UntoldEntity`](super::Cause::UntoldEntity) otherwise.
    pub fn attribute(name: impl Into<Cow<'static, str>>, value: impl Into<Cow<'static, str>>) -> Entity {
        Entity { name: name.into(), value: value.into(), by_key: false }
    }

    /// Whether the record is of such an item; `None` where it does not tell.
    fn is_of(&self, record: &RawRecord<'_>, scratch: &Scratch) -> Result<Option<bool>, Error> {
        let text = |part| record.text(part, &self.name, scratch);
        let is_value = |text: &str| text == self.value;
        match (self.by_key, record.has_new_image(), record.has_old_image()) {
            (true, ..) if !record.parts().contains(Parts::KEYS) => Ok(None),
            (true, ..) => Ok(Some(text(Parts::KEYS)?.is_some_and(|text| text.starts_with(&*self.value)))),
            (false, true, _) => Ok(Some(text(Parts::NEW_IMAGE)?.is_some_and(is_value))),
            (false, false, true) => Ok(Some(text(Parts::OLD_IMAGE)?.is_some_and(is_value))),
            (false, false, false) => Ok(text(Parts::KEYS)?.map(is_value)),
        }
    }

    /// Whether the one attribute that tells both could be of both.
    fn overlaps(&self, other: &Entity) -> bool {
        let (value, others) = (&*self.value, &*other.value);
        self.by_key == other.by_key
            && self.name == other.name
            && (value == others || self.by_key && (value.starts_with(others) || others.starts_with(value)))
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}{}", self.name, self.value, if self.by_key { "…" } else { "" })
    }
}

/// What is known of a table's handlers.
#[derive(Debug)]
pub struct TableInfo {
    pub target: Target,
    /// their places among the handlers of all tables
    pub handlers: Range<usize>,
    pub wanted: Wanted,
}

impl fmt::Display for TableInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.target.table.as_deref().unwrap_or("?"))?;
        match &self.target.entity {
            Some(entity) => write!(f, " ({entity})"),
            None => Ok(()),
        }
    }
}

/// What is known of a handler.
#[derive(Debug)]
pub struct HandlerInfo {
    pub name: &'static str,
    pub wanted: Wanted,
    pub in_batches: bool,
}

/// Where a record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route {
    /// to the handlers of this table
    Table(usize),
    UnknownTable,
    UnknownEntity,
    /// it does not tell whether it is for the handlers of this table's entity, which want its kind
    UntoldEntity(usize),
    /// its envelope, or the part that tells the entity, cannot be read
    Unreadable,
}

/// The table of the record before: mostly all records of a batch are of one.
#[derive(Default)]
pub struct Router<'a> {
    last: Option<(&'a str, Route)>,
}

impl<'a> Router<'a> {
    /// Where the record goes.
    pub fn route(
        &mut self,
        tables: &[TableInfo],
        record: &RawRecord<'a>,
        assumed_arn: Option<&'a str>,
        scratch: &mut Scratch,
    ) -> Result<Route, Error> {
        // What a record says of itself comes first: a Kinesis record names its table, and no stream.
        let (arn, name) = match (record.event_source_arn(), record.table_name()) {
            (None, None) => (assumed_arn, assumed_arn.and_then(StreamArn::parse).map(|arn| arn.table_name())),
            told => told,
        };
        if let (Some(arn), Some((last, route))) = (arn, self.last) {
            if arn == last {
                return Ok(route);
            }
        }
        let mut of_table =
            tables.iter().enumerate().filter(|(_, table)| table.target.is_table_of(arn, name)).peekable();
        if of_table.peek().is_none() {
            return Ok(Route::UnknownTable);
        }
        let mut untold = None;
        for (at, table) in of_table {
            let Some(entity) = &table.target.entity else {
                // One set of handlers for the whole table: the next record needs no search, if its ARN is one that tells the table.
                let of_table = arn.filter(|arn| StreamArn::parse(arn).is_some());
                self.last = of_table.map(|arn| (arn, Route::Table(at)));
                return Ok(Route::Table(at));
            };
            scratch.reset();
            match entity.is_of(record, scratch)? {
                Some(true) => return Ok(Route::Table(at)),
                // Of a kind that nobody knows, nobody knows either who wants it.
                None if !is_known(record) || table.wanted.of(record.event_name()).is_some() => {
                    untold = untold.or(Some(at));
                }
                Some(false) | None => {}
            }
        }
        Ok(untold.map_or(Route::UnknownEntity, Route::UntoldEntity))
    }
}

fn is_known(record: &RawRecord<'_>) -> bool {
    matches!(record.event_name(), Some(EventName::Insert | EventName::Modify | EventName::Remove))
}

/// What is wrong with the tables that were given.
pub fn conflict(tables: &[TableInfo]) -> Option<super::SetupError> {
    use super::SetupError;
    for (at, table) in tables.iter().enumerate() {
        if table.target.table.is_none() {
            return Some(SetupError::NoTable);
        }
        if table.target.is_of_no_table() {
            return Some(SetupError::NotATable(table.to_string()));
        }
        for earlier in &tables[..at] {
            if !earlier.target.overlaps(&table.target) {
                continue;
            }
            let apart = match (&earlier.target.entity, &table.target.entity) {
                (Some(one), Some(other)) => !one.overlaps(other),
                _ => false,
            };
            if !apart {
                return Some(SetupError::SameTable(table.to_string()));
            }
        }
    }
    None
}

/// Two handlers of one table that have the same name and want changes of the same kind: a claim of one would be taken for the other's, and
/// no report could tell them apart.
pub fn same_name(table: &TableInfo, handlers: &[HandlerInfo]) -> Option<super::SetupError> {
    let handlers = &handlers[table.handlers.clone()];
    let shares = |one: &HandlerInfo, other: &HandlerInfo| {
        let kinds = [EventName::Insert, EventName::Modify, EventName::Remove];
        let both =
            |&kind: &EventName<'_>| one.wanted.of(Some(kind)).and(other.wanted.of(Some(kind))).is_some();
        one.name == other.name && kinds.iter().any(both)
    };
    let twice =
        |(at, handler): &(usize, &HandlerInfo)| handlers[..*at].iter().any(|other| shares(handler, other));
    let (_, handler) = handlers.iter().enumerate().find(twice)?;
    Some(super::SetupError::SameName { table: table.to_string(), handler: handler.name })
}
