//! Where the records of a batch go, known before the first handler runs.

use super::outcome::Fault;
use super::report::Passed;
use super::route::{HandlerInfo, Route, Router, TableInfo};
use crate::batch::RawBatch;
use crate::record::{EventName, Parts, RawRecord, Scratch, StreamViewType};

/// A batch, and where each record goes.
#[derive(Clone, Copy)]
pub struct Plan<'p, 'b> {
    pub batch: &'p RawBatch<'b>,
    pub routes: &'p [Route],
}

/// The records of a table.
pub struct OfTable<'p, 'b> {
    plan: Plan<'p, 'b>,
    table: usize,
    at: usize,
    end: usize,
}

impl<'p, 'b> Plan<'p, 'b> {
    /// Routes all records.
    ///
    /// # Errors
    /// When the handlers cannot be right for the stream. No record is handled then.
    pub fn make(
        batch: &'p RawBatch<'b>,
        routes: &'p mut Vec<Route>,
        tables: &[TableInfo],
        handlers: &[HandlerInfo],
        setup: Setup<'p>,
        scratch: &mut Scratch,
        passed: &Passed,
    ) -> Result<Plan<'p, 'b>, Fault>
    where
        'p: 'b,
    {
        routes.clear();
        let mut router = Router::default();
        let mut checked: Option<(usize, Option<StreamViewType<'_>>)> = None;
        for index in 0..batch.len() {
            let route = match batch.get(index) {
                // What tells the entity is read again, and reported, when the record's turn has come.
                Ok(record) => {
                    router.route(tables, record, setup.assumed_arn, scratch).unwrap_or(Route::Unreadable)
                }
                Err(_) => Route::Unreadable,
            };
            routes.push(route);
            let Ok(record) = batch.get(index) else { continue };
            match route {
                Route::Table(table) => {
                    let view = record.stream_view_type();
                    if checked != Some((table, view)) {
                        check(&tables[table], handlers, view)?;
                        checked = Some((table, view));
                    }
                }
                Route::UnknownTable if setup.unknown_tables_fail => {
                    let told = record.table_name().or(record.event_source_arn());
                    let table = told.or(setup.assumed_arn).unwrap_or_default();
                    return Err(Fault::UnknownTable { index, table: table.to_owned() });
                }
                Route::UntoldEntity(table) if never_tells(record) => {
                    return Err(never_carried(&tables[table], handlers, record));
                }
                Route::UnknownTable => passed.unknown_table.add(),
                Route::UnknownEntity if !setup.unknown_entities_fail => passed.unknown_entity.add(),
                _ => {}
            }
        }
        Ok(Plan { batch, routes })
    }

    /// The records from `at` on that go the same way, to `table`.
    pub fn run_of(self, table: usize, at: usize) -> OfTable<'p, 'b> {
        let run = self.routes[at..].iter().take_while(|&&route| route == Route::Table(table)).count();
        OfTable { plan: self, table, at, end: at + run }
    }

    /// All records of `table`.
    pub fn of_table(self, table: usize) -> OfTable<'p, 'b> {
        OfTable { plan: self, table, at: 0, end: self.routes.len() }
    }
}

impl OfTable<'_, '_> {
    /// The place behind the last of them.
    pub fn end(&self) -> usize {
        self.end
    }
}

impl<'p, 'b> Iterator for OfTable<'p, 'b> {
    type Item = &'b RawRecord<'b>;

    fn next(&mut self) -> Option<&'b RawRecord<'b>> {
        while self.at < self.end {
            self.at += 1;
            let (route, record) = (self.plan.routes[self.at - 1], self.plan.batch.get(self.at - 1));
            if let (Route::Table(table), Ok(record)) = (route, record) {
                if table == self.table {
                    return Some(record);
                }
            }
        }
        None
    }
}

/// What decides of records that no handlers are there for.
#[derive(Clone, Copy)]
pub struct Setup<'s> {
    pub assumed_arn: Option<&'s str>,
    pub unknown_tables_fail: bool,
    pub unknown_entities_fail: bool,
}

/// Whether no record of this kind has an image in this stream.
fn never_tells(record: &RawRecord<'_>) -> bool {
    use EventName::{Insert, Remove};
    matches!(
        (record.stream_view_type(), record.event_name()),
        (Some(StreamViewType::KeysOnly), _)
            | (Some(StreamViewType::NewImage), Some(Remove))
            | (Some(StreamViewType::OldImage), Some(Insert))
    )
}

/// The fault of handlers of an entity that such a record cannot tell.
fn never_carried(table: &TableInfo, handlers: &[HandlerInfo], record: &RawRecord<'_>) -> Fault {
    let wants = |handler: &&HandlerInfo| handler.wanted.of(record.event_name()).is_some();
    let handler = handlers[table.handlers.clone()].iter().find(wants).map_or("", |handler| handler.name);
    let view = record.stream_view_type().map_or(String::new(), |view| view.as_str().to_owned());
    Fault::NeverCarried { table: table.to_string(), handler, view }
}

/// Whether a stream of this view type carries what the table's handlers ask for.
pub fn check(
    table: &TableInfo,
    handlers: &[HandlerInfo],
    view: Option<StreamViewType<'_>>,
) -> Result<(), Fault> {
    let (new, old) = match view {
        Some(StreamViewType::KeysOnly) => (Parts::NONE, Parts::NONE),
        Some(StreamViewType::NewImage) => (Parts::NEW_IMAGE, Parts::NONE),
        Some(StreamViewType::OldImage) => (Parts::NONE, Parts::OLD_IMAGE),
        // Others than Lambda do not tell the view, and then each record shows what it carries.
        Some(StreamViewType::NewAndOldImages | StreamViewType::Unknown(_)) | None => return Ok(()),
    };
    let carried = [(EventName::Insert, new), (EventName::Modify, new | old), (EventName::Remove, old)];
    for handler in &handlers[table.handlers.clone()] {
        let lacks = |&(name, images): &(EventName<'_>, Parts)| {
            handler
                .wanted
                .of(Some(name))
                .is_some_and(|parts| parts.without(Parts::KEYS | images) != Parts::NONE)
        };
        if carried.iter().any(lacks) {
            let view = view.map_or(String::new(), |view| view.as_str().to_owned());
            return Err(Fault::NeverCarried { table: table.to_string(), handler: handler.name, view });
        }
    }
    Ok(())
}
