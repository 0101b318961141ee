//! What became of a batch's records, for people and for metrics.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::route::{HandlerInfo, TableInfo};
use crate::record::EventName;

/// What became of a record at a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Handled,
    /// by the hook's decision
    Skipped,
    /// when the record came before
    DoneBefore,
    Failed,
}

/// A number that the futures of one batch count with. They are polled by one task, one at a time, so that no addition needs to be atomic.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    #[inline]
    pub fn add(&self) {
        self.0.store(self.0.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    fn take(&self) -> u64 {
        self.0.swap(0, Ordering::Relaxed)
    }
}

const KINDS: [&str; 3] = ["INSERT", "MODIFY", "REMOVE"];

/// What became of the records at one handler, by kind of change.
#[derive(Debug, Default)]
pub struct Tally([[Count; 4]; 3]);

impl Tally {
    #[inline]
    pub fn count(&self, name: Option<EventName<'_>>, end: End) {
        let kind = match name {
            Some(EventName::Insert) => 0,
            Some(EventName::Modify) => 1,
            Some(EventName::Remove) => 2,
            _ => return,
        };
        self.0[kind][end as usize].add();
    }
}

/// Records that went past all handlers.
#[derive(Debug, Default)]
pub struct Passed {
    pub unwanted: Count,
    pub too_old: Count,
    pub unknown_table: Count,
    pub unknown_entity: Count,
}

impl Passed {
    /// Begins anew.
    pub fn clear(&self) {
        for count in [&self.unwanted, &self.too_old, &self.unknown_table, &self.unknown_entity] {
            count.take();
        }
    }
}

/// What became of a batch's records. It prints as a table for people:
///
/// ```text
/// 1000 records, 12 of them for no handler, the newest 0.4 s old
/// table  handler  change  handled  skipped  done before  failed
/// Bark   notify   INSERT      700        1            0       0
/// Bark   archive  REMOVE      287        0            0       0
/// ```
///
/// Its numbers are for metrics:
///
/// ```
/// use millstream::{Item, handler::{Report, StreamHandler, TableHandler}};
///
/// fn handled(report: &Report, handler: &str) -> u64 {
///     report.rows.iter().filter(|row| row.handler == handler).map(|row| row.handled).sum()
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let items = TableHandler::<Item>::new().for_table("items").on_insert("index", async |_| Ok::<_, std::io::Error>(()));
/// let handler = StreamHandler::builder().table(items).build()?;
/// let event = r#"{"Records":[
///     {"eventName":"INSERT","dynamodb":{"NewImage":{}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/items/stream/x"},
///     {"eventName":"REMOVE","dynamodb":{"OldImage":{}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/items/stream/x"}]}"#;
/// let report = handler.handle(event).await.report;
/// assert_eq!((report.records, handled(&report, "index"), report.unwanted), (2, 1, 1));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What became of them at each handler: a row for each kind of change that came to it.
    pub rows: Vec<Row>,
    /// How many records the batch had.
    pub records: usize,
    /// Records of kinds that no handler of their table wants.
    pub unwanted: u64,
    /// Records older than [`skip_older_than`](super::Builder::skip_older_than) allows.
    pub too_old: u64,
    /// Records of tables that have no handler.
    pub unknown_tables: u64,
    /// Records of entities that have no handler.
    pub unknown_entities: u64,
    /// How long ago the batch's last change was made, when the batch was begun: Lambda's metric
    /// [IteratorAge](https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html) by another clock.
    pub iterator_age: Option<Duration>,
}

/// What became of the changes of one kind at one handler.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Row {
    /// The table, as the handler names it.
    pub table: String,
    /// The handler's name.
    pub handler: &'static str,
    /// `INSERT`, `MODIFY` or `REMOVE`.
    pub change: &'static str,
    /// Records that it handled.
    pub handled: u64,
    /// Records that count as handled by the hook's decision.
    pub skipped: u64,
    /// Records that it had handled when they came before.
    pub done_before: u64,
    /// Records that it failed at, and that come again.
    pub failed: u64,
}

impl Report {
    /// Takes the counts, which begin anew.
    pub(super) fn take(
        tables: &[TableInfo],
        handlers: &[HandlerInfo],
        tallies: &[Tally],
        passed: &Passed,
        records: usize,
    ) -> Report {
        let mut rows = Vec::new();
        for table in tables {
            for at in table.handlers.clone() {
                for (change, counts) in KINDS.iter().zip(&tallies[at].0) {
                    let [handled, skipped, done_before, failed] = counts.each_ref().map(Count::take);
                    if handled + skipped + done_before + failed > 0 {
                        let (table, handler) = (table.to_string(), handlers[at].name);
                        rows.push(Row { table, handler, change, handled, skipped, done_before, failed });
                    }
                }
            }
        }
        Report {
            rows,
            records,
            unwanted: passed.unwanted.take(),
            too_old: passed.too_old.take(),
            unknown_tables: passed.unknown_table.take(),
            unknown_entities: passed.unknown_entity.take(),
            iterator_age: None,
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.records, if self.records == 1 { "record" } else { "records" })?;
        let passed = [
            (self.unwanted, "for no handler"),
            (self.too_old, "too old"),
            (self.unknown_tables, "of unknown tables"),
            (self.unknown_entities, "of unknown entities"),
        ];
        for (count, what) in passed.into_iter().filter(|(count, _)| *count > 0) {
            write!(f, ", {count} of them {what}")?;
        }
        if let Some(age) = self.iterator_age {
            write!(f, ", the newest {:.1} s old", age.as_secs_f64())?;
        }
        let width =
            |of: fn(&Row) -> usize, head: &str| self.rows.iter().map(of).max().unwrap_or(0).max(head.len());
        let (table, handler) =
            (width(|row| row.table.len(), "table"), width(|row| row.handler.len(), "handler"));
        if !self.rows.is_empty() {
            write!(
                f,
                "\n{:table$}  {:handler$}  change  handled  skipped  done before  failed",
                "table", "handler"
            )?;
        }
        for row in &self.rows {
            write!(
                f,
                "\n{:table$}  {:handler$}  {}  {:7}  {:7}  {:11}  {:6}",
                row.table, row.handler, row.change, row.handled, row.skipped, row.done_before, row.failed
            )?;
        }
        Ok(())
    }
}
