//! What a batch came to, and what Lambda is told of it.

use std::fmt;
use std::sync::Arc;

use super::failure::Cause;
use super::report::Report;
use super::{BoxError, Meta};
use crate::batch::{Batch, RawBatch};
use crate::error::Error;
use crate::model::Model;
use crate::record::{Envelope, Timestamp};
use crate::value::write_text;

/// What a batch came to.
///
/// ```
/// use millstream::Item;
/// use millstream::handler::{StreamHandler, TableHandler};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
///     println!("{}", item.new.get("id").ok_or("an item without an id")?);
///     Ok::<_, &str>(())
/// });
/// let handler = StreamHandler::builder().table(items).report_batch_item_failures().build()?;
/// # let event = r#"{"Records":[
/// #     {"eventName":"INSERT","dynamodb":{"NewImage":{"id":{"S":"a"}},"SequenceNumber":"111"},"eventSourceARN":"arn:aws:dynamodb:r:1:table/items/stream/x"},
/// #     {"eventName":"INSERT","dynamodb":{"NewImage":{},"SequenceNumber":"222"},"eventSourceARN":"arn:aws:dynamodb:r:1:table/items/stream/x"}
/// # ]}"#;
/// let handled = handler.handle(event).await; // two inserts, and the second has no id
/// assert!(!handled.is_done());
/// assert_eq!(
///     handled.stopped.as_ref().unwrap().to_string(),
///     "Records[1] (222) of items at handler `print`: an item without an id"
/// );
/// assert_eq!(handled.answer().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"222"}]}"#);
/// println!("{}", handled.report);
/// # Ok(())
/// # }
/// ```
#[non_exhaustive]
pub struct Handled {
    /// What Lambda, or who else delivers records, is to be told.
    pub outcome: Outcome,
    /// The record that was not settled and stands first, and why. Other records behind it may have failed too.
    pub stopped: Option<Stopped>,
    /// What became of the records, for people and for metrics.
    pub report: Report,
    /// The state of a tumbling window as JSON, settled records included and no others.
    pub state: Option<Arc<str>>,
}

/// Of the state it tells the length: what it holds is the user's.
impl fmt::Debug for Handled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handled")
            .field("outcome", &self.outcome)
            .field("stopped", &self.stopped)
            .field("report", &self.report)
            .field("state_bytes", &self.state.as_ref().map(|state| state.len()))
            .finish()
    }
}

/// What is to be told to who delivers the records.
///
/// Who reads a stream without Lambda keeps the checkpoint, and goes on from there:
///
/// ```
/// use millstream::handler::{Fault, Handled, Outcome};
///
/// /// From where the next page is read: the number of a record, or from behind this one.
/// fn next(handled: Handled, last: String) -> Result<(String, bool), Fault> {
///     match handled.outcome {
///         Outcome::Done => Ok((last, true)),
///         Outcome::Checkpoint(number) => Ok((number, false)), // it and all behind it
///         Outcome::FailInvocation(fault) => Err(fault),       // this page once more
///     }
/// }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let handler = millstream::handler::StreamHandler::builder().report_batch_item_failures().build()?;
/// # let handled = handler.handle(r#"{"Records":[]}"#).await;
/// # assert_eq!(next(handled, "111".into())?, ("111".into(), true));
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub enum Outcome {
    /// All records are settled.
    Done,
    /// All records before the one with this sequence number are settled; it and all behind it are to be delivered again.
    Checkpoint(String),
    /// The whole batch is to be delivered again.
    FailInvocation(Fault),
}

/// Why an invocation fails.
#[derive(Debug)]
#[non_exhaustive]
pub enum Fault {
    /// The event is no JSON, or no event.
    Event(Error),
    /// A record is of a table that has no handlers, and [`unknown_tables`](super::Builder::unknown_tables) says that it should have.
    UnknownTable {
        /// The record's place in the batch.
        index: usize,
        /// The table or the ARN as the record names it; empty if it names none.
        table: String,
    },
    /// Handlers of a table ask for what its stream never carries.
    NeverCarried {
        /// The table.
        table: String,
        /// The handler.
        handler: &'static str,
        /// `StreamViewType` of the record that told it.
        view: String,
    },
    /// A record was not settled. Which one and why is in [`Handled::stopped`].
    NotSettled {
        /// The record's place in the batch.
        index: usize,
        /// In words.
        because: String,
    },
    /// What was to be done at a window's end failed.
    WindowEnd(BoxError),
}

impl Fault {
    /// The record at `index` was not settled; `stopped` is why, unless there was no time for it.
    pub(super) fn not_settled(index: usize, stopped: Option<&Stopped>) -> Fault {
        let because = match stopped {
            Some(stopped) => stopped.to_string(),
            None => format!("Records[{index}] was not begun: the deadline is too near"),
        };
        Fault::NotSettled { index, because }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Event(error) => error.fmt(f),
            Fault::UnknownTable { index, table } if table.is_empty() => {
                write!(f, "Records[{index}] names no table")
            }
            Fault::UnknownTable { index, table } => {
                write!(f, "Records[{index}] is of {table}, which has no handlers")
            }
            Fault::NeverCarried { table, handler, view } => {
                write!(f, "handler `{handler}` of {table} asks for what a stream of {view} never carries")
            }
            Fault::NotSettled { because, .. } => f.write_str(because),
            Fault::WindowEnd(error) => write!(f, "at the window's end: {error}"),
        }
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Fault::Event(error) => Some(error),
            Fault::WindowEnd(error) => error.source(),
            _ => None,
        }
    }
}

/// A record that was not settled.
#[derive(Debug)]
#[non_exhaustive]
pub struct Stopped {
    /// Its place in the batch.
    pub index: usize,
    /// `eventID`, where it is known.
    pub event_id: Option<String>,
    /// Its sequence number, where it is known.
    pub sequence_number: Option<String>,
    /// The table's name, where it is known.
    pub table: Option<String>,
    /// The handler that failed, where it was one.
    pub handler: Option<&'static str>,
    /// What went wrong.
    pub cause: Cause,
}

impl Stopped {
    pub(super) fn at(meta: Meta<'_>, handler: Option<&'static str>, cause: Cause) -> Stopped {
        let envelope = meta.envelope();
        Stopped {
            index: envelope.index(),
            event_id: envelope.event_id().map(str::to_owned),
            sequence_number: envelope.sequence_number().map(|number| number.as_str().to_owned()),
            table: meta.table_name().map(str::to_owned),
            handler,
            cause,
        }
    }

    pub(super) fn unreadable(index: usize, error: Error) -> Stopped {
        Stopped {
            index,
            event_id: error.event_id().map(str::to_owned),
            sequence_number: error.sequence_number().map(str::to_owned),
            table: None,
            handler: None,
            cause: Cause::Decode(error),
        }
    }
}

impl fmt::Display for Stopped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Records[{}]", self.index)?;
        if let Some(number) = &self.sequence_number {
            write!(f, " ({number})")?;
        }
        if let Some(table) = &self.table {
            write!(f, " of {table}")?;
        }
        if let Some(handler) = self.handler {
            write!(f, " at handler `{handler}`")?;
        }
        write!(f, ": {}", self.cause)
    }
}

impl Handled {
    pub(super) fn of_fault(fault: Fault, records: usize) -> Handled {
        let report = Report { records, ..Report::default() };
        Handled { outcome: Outcome::FailInvocation(fault), stopped: None, report, state: None }
    }

    /// Whether all records are settled.
    pub const fn is_done(&self) -> bool {
        matches!(self.outcome, Outcome::Done)
    }

    /// The JSON that a Lambda function answers: `batchItemFailures` with one identifier or none, and `state` where there are windows.
    ///
    /// See <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>.
    ///
    /// # Errors
    /// When the invocation has to fail.
    pub fn answer(&self) -> Result<String, &Fault> {
        let failures = match &self.outcome {
            Outcome::Done => String::new(),
            Outcome::Checkpoint(number) => {
                // To the letter, whatever it is: sequence numbers are digits, but not all that send events know that.
                let mut identifier = String::from("{\"itemIdentifier\":");
                let _ = write_text(&mut identifier, number);
                identifier + "}"
            }
            Outcome::FailInvocation(fault) => return Err(fault),
        };
        let state = self.state.as_ref().map_or(String::new(), |state| format!("\"state\":{state},"));
        Ok(format!("{{{state}\"batchItemFailures\":[{failures}]}}"))
    }

    /// The same, with the fault to keep.
    ///
    /// # Errors
    /// When the invocation has to fail.
    pub fn into_answer(self) -> Result<String, Fault> {
        let answer = self.answer().ok();
        match self.outcome {
            Outcome::FailInvocation(fault) => Err(fault),
            _ => Ok(answer.unwrap_or_default()),
        }
    }
}

/// How a batch ended: the first record that is not settled, and what tells it.
pub struct Ending {
    pub records: usize,
    /// as many as there are records if all are settled
    pub unsettled: usize,
    /// its index in the event
    pub index: usize,
    /// the identifier that says so
    pub identifier: Option<String>,
    /// whether it is that record's own, and none in front of it comes again
    pub is_exact: bool,
    /// when the last change was made
    pub last: Option<Timestamp>,
}

impl Ending {
    pub(super) fn of(records: &impl Numbered, unsettled: usize) -> Ending {
        let checkpoint = (unsettled < records.len()).then(|| checkpoint(records, unsettled)).flatten();
        Ending {
            records: records.len(),
            unsettled,
            index: records.index_of(unsettled),
            is_exact: checkpoint.as_ref().is_some_and(|(at, _)| *at == unsettled),
            identifier: checkpoint.map(|(_, identifier)| identifier),
            last: records.len().checked_sub(1).and_then(|last| records.created(last)),
        }
    }
}

/// What of the records Lambda knows them by.
pub(super) trait Numbered {
    fn len(&self) -> usize;
    /// The index in the event of the record at a place; the place where there is none.
    fn index_of(&self, at: usize) -> usize;
    /// The sequence number of a record, and the ARN of its stream.
    fn identity(&self, index: usize) -> (Option<&str>, Option<&str>);
    /// When the change was made.
    fn created(&self, index: usize) -> Option<Timestamp>;
}

/// The identifier from which on all is delivered again, so that the record `unsettled` is, and whose it is; `None` where no identifier says that.
///
/// Lambda takes an identifier that it does not know, or that is empty, for a failure of all; and one of the first record makes bisecting
/// useless, which could else isolate a poison record.
fn checkpoint(records: &impl Numbered, unsettled: usize) -> Option<(usize, String)> {
    let number = |index: usize| records.identity(index).0.filter(|number| !number.is_empty());
    let at = (0..=unsettled).rev().find(|&index| number(index).is_some())?;
    let identifier = number(at)?;
    let is_shared = (0..records.len()).any(|index| index != at && number(index) == Some(identifier));
    let mut arns = (0..records.len()).filter_map(|index| records.identity(index).1);
    let first = arns.next();
    let has_one_stream = arns.all(|arn| Some(arn) == first);
    (at > 0 && !is_shared && has_one_stream).then(|| (at, identifier.to_owned()))
}

impl Numbered for RawBatch<'_> {
    fn len(&self) -> usize {
        RawBatch::len(self)
    }

    /// All records of the event are here.
    fn index_of(&self, at: usize) -> usize {
        at
    }

    fn identity(&self, index: usize) -> (Option<&str>, Option<&str>) {
        identity(self.get(index).map(|record| &**record))
    }

    fn created(&self, index: usize) -> Option<Timestamp> {
        self.get(index).ok()?.created()
    }
}

impl<M: Model> Numbered for Batch<'_, M> {
    fn len(&self) -> usize {
        Batch::len(self)
    }

    fn index_of(&self, at: usize) -> usize {
        Batch::index_of(self, at).unwrap_or(at)
    }

    fn identity(&self, index: usize) -> (Option<&str>, Option<&str>) {
        identity(self.get(index).map(|record| &**record))
    }

    fn created(&self, index: usize) -> Option<Timestamp> {
        self.get(index).ok()?.created()
    }
}

fn identity<'b>(record: Result<&'b Envelope<'b>, &'b Error>) -> (Option<&'b str>, Option<&'b str>) {
    match record {
        Ok(envelope) => {
            (envelope.sequence_number().map(|number| number.as_str()), envelope.event_source_arn())
        }
        Err(error) => (error.sequence_number(), None),
    }
}
