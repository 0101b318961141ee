//! How a stream's handlers are put together.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::num::NonZeroUsize;
use std::time::Duration;

use super::claims::Claims;
use super::failure::{Decision, ErrorHook, Failure, Hook};
use super::list::Handlers;
use super::route::{conflict, same_name};
use super::table::TableHandler;
use super::tables::Tables;
use super::window::{OnEnd, WindowEnd, WindowHook};
use super::{BoxError, StreamHandler};
use crate::limits::Limits;
use crate::model::Model;

/// In which order handlers get the records of a batch. Whatever it is, the changes of one item come to a handler in their order.
///
/// ```
/// use millstream::handler::{Strategy, StreamHandler};
///
/// // Up to 16 items at the same time: for handlers that wait for something, such as another table.
/// let handler = StreamHandler::builder().strategy(Strategy::by_key(16)).build()?;
/// # Ok::<(), millstream::handler::SetupError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Strategy {
    /// Record by record, and for each its handlers in declared order. The next record begins when this one is settled.
    #[default]
    Series,
    /// Record by record, and for each all of its handlers at the same time.
    Map,
    /// Records of different items at the same time, so many at most; those of one item (the same table, and keys of equal values) in their
    /// order. A record without keys waits for all before it, and all behind it for it.
    ByKey(NonZeroUsize),
}

impl Strategy {
    /// [`ByKey`](Strategy::ByKey), with `at_once` records at the same time; 0 counts as 1.
    pub const fn by_key(at_once: usize) -> Strategy {
        match NonZeroUsize::new(at_once) {
            Some(at_once) => Strategy::ByKey(at_once),
            None => Strategy::ByKey(NonZeroUsize::MIN),
        }
    }
}

/// What becomes of records that no handlers are there for.
///
/// ```
/// use millstream::handler::{Outcome, StreamHandler, Unknown};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), millstream::handler::SetupError> {
/// let event = r#"{"Records":[{"eventName":"INSERT","eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/strangers/stream/x"}]}"#;
/// let strict = StreamHandler::builder().build()?;
/// let Outcome::FailInvocation(fault) = strict.handle(event).await.outcome else { panic!() };
/// assert_eq!(fault.to_string(), "Records[0] is of strangers, which has no handlers");
///
/// let lax = StreamHandler::builder().unknown_tables(Unknown::Skip).build()?;
/// let handled = lax.handle(event).await;
/// assert!(handled.is_done());
/// assert_eq!(handled.report.unknown_tables, 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unknown {
    /// They are counted and passed over.
    Skip,
    /// They fail: one of an unknown table the whole invocation, before any record is handled; one of an unknown entity itself.
    Fail,
}

/// Why handlers cannot be put together.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SetupError {
    /// A set of handlers says neither by its model nor by [`for_table`](TableHandler::for_table) which table it is for.
    NoTable,
    /// [`for_table`](TableHandler::for_table) was given this ARN, which is of no table and of no stream of one.
    NotATable(String),
    /// There are two sets of handlers for this table, and no entities that tell them apart.
    SameTable(String),
    /// Two handlers of this table have the same name and want changes of the same kind, so that nothing tells their claims apart.
    SameName {
        /// The table.
        table: String,
        /// Their name.
        handler: &'static str,
    },
    /// Windows are for [`Strategy::Series`] only.
    WindowsNeedSeries,
    /// Windows are without [claims](Builder::claims): when a batch comes again its state is the one from before, so that what a handler put
    /// into the state would be missing if it were passed over.
    WindowsWithClaims,
    /// Handlers of batches run behind the handlers of single records, so that a window's state cannot be told for a part of a batch.
    WindowCheckpointsNeedRecords,
}

impl fmt::Display for SetupError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SetupError::NoTable => f.write_str(
                "a TableHandler has no table: its model names none, and `for_table` was not called",
            ),
            SetupError::NotATable(arn) => {
                write!(f, "a TableHandler is for {arn}, which is the ARN of no table and of no stream of one")
            }
            SetupError::SameTable(table) => {
                write!(
                    f,
                    "two TableHandlers for {table}: put all handlers into one, or tell them apart by `for_entity`"
                )
            }
            SetupError::SameName { table, handler } => write!(
                f,
                "two handlers of {table} that can be given the same change are called `{handler}`: give each a name of its own"
            ),
            SetupError::WindowsWithClaims => f.write_str(
                "tumbling windows exclude claims: a handler that is passed over would be missing in the window's state",
            ),
            SetupError::WindowsNeedSeries => f.write_str("tumbling windows need Strategy::Series"),
            SetupError::WindowCheckpointsNeedRecords => {
                f.write_str("checkpoints within a window need handlers of single records only")
            }
        }
    }
}

impl std::error::Error for SetupError {}

/// What users wrote besides handlers.
pub(super) struct Hooks<H, C, W> {
    pub error: H,
    pub claims: C,
    pub window_end: W,
}

pub(super) struct Options {
    pub strategy: Strategy,
    pub unknown_tables_fail: bool,
    pub unknown_entities_fail: bool,
    pub assumed_arn: Option<Cow<'static, str>>,
    pub max_age: Option<Duration>,
    pub margin: Duration,
    pub report_failures: bool,
    pub has_windows: bool,
    pub window_checkpoints: bool,
    pub limits: Limits,
}

/// Puts a [`StreamHandler`] together: tables, and what holds for all of them.
///
/// ```
/// use std::time::Duration;
///
/// use millstream::Item;
/// use millstream::handler::{Decision, Failure, StreamHandler, TableHandler, Unknown};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let users = TableHandler::<Item>::new().for_table("users").on_insert("greet", async |user| {
///     println!("welcome, {:?}", user.new.get("name"));
///     Ok::<_, std::io::Error>(())
/// });
/// let cards = TableHandler::<Item>::new().for_table("cards").on_remove("count", async |_| Ok::<_, std::io::Error>(()));
/// let handler = StreamHandler::builder()
///     .table(users)
///     .table(cards)
///     .unknown_tables(Unknown::Skip)
///     .skip_older_than(Duration::from_secs(3600))
///     .on_error(async |failure: Failure<'_>| {
///         eprintln!("{}: {}", failure.handler.unwrap_or("no handler"), failure.cause);
///         Ok::<_, std::io::Error>(Decision::Stop)
///     })
///     .report_batch_item_failures()
///     .build()?;
/// assert_eq!(handler.handle(r#"{"Records":[]}"#).await.answer().unwrap(), r#"{"batchItemFailures":[]}"#);
/// # Ok(())
/// # }
/// ```
pub struct Builder<T, H = (), C = (), W = ()> {
    tables: T,
    hooks: Hooks<H, C, W>,
    options: Options,
}

impl Builder<()> {
    pub(super) fn new() -> Self {
        let options = Options {
            strategy: Strategy::Series,
            unknown_tables_fail: true,
            unknown_entities_fail: false,
            assumed_arn: None,
            max_age: None,
            margin: Duration::from_millis(500),
            report_failures: false,
            has_windows: false,
            window_checkpoints: false,
            limits: Limits::default(),
        };
        Builder { tables: (), hooks: Hooks { error: (), claims: (), window_end: () }, options }
    }
}

impl<T, H, C, W> Builder<T, H, C, W> {
    /// Adds a table.
    #[allow(clippy::type_complexity, reason = "the type is the list of tables")]
    pub fn table<M: Model, V, L: Handlers<M>>(
        self,
        table: TableHandler<M, V, L>,
    ) -> Builder<(T, TableHandler<M, V, L>), H, C, W> {
        Builder { tables: (self.tables, table), hooks: self.hooks, options: self.options }
    }

    /// In which order records are handled: [`Strategy::Series`] unless it is said here.
    #[must_use]
    pub fn strategy(mut self, strategy: Strategy) -> Self {
        self.options.strategy = strategy;
        self
    }

    /// What becomes of records of tables that were not [added](Builder::table): [`Unknown::Fail`] unless it is said here.
    #[must_use]
    pub fn unknown_tables(mut self, unknown: Unknown) -> Self {
        self.options.unknown_tables_fail = unknown == Unknown::Fail;
        self
    }

    /// What becomes of records of a table that is known, and of none of its [entities](TableHandler::for_entity): [`Unknown::Skip`] unless
    /// it is said here.
    #[must_use]
    pub fn unknown_entities(mut self, unknown: Unknown) -> Self {
        self.options.unknown_entities_fail = unknown == Unknown::Fail;
        self
    }

    /// The stream of records that do not name theirs, as GetRecords gives them.
    #[must_use]
    pub fn assume_stream(mut self, arn: impl Into<Cow<'static, str>>) -> Self {
        self.options.assumed_arn = Some(arn.into());
        self
    }

    /// Passes over changes that were made longer ago, and counts them.
    #[must_use]
    pub fn skip_older_than(mut self, age: Duration) -> Self {
        self.options.max_age = Some(age);
        self
    }

    /// How long before a [deadline](StreamHandler::handle_until) no more records are begun: half a second unless it is said here. The
    /// handlers of one record must end within it.
    #[must_use]
    pub fn deadline_margin(mut self, margin: Duration) -> Self {
        self.options.margin = margin;
        self
    }

    /// Says that the event source mapping has the setting `ReportBatchItemFailures`, so that Lambda looks at the answer and delivers only
    /// what was not settled again.
    ///
    /// Without that setting Lambda takes any answer for a success. So, unless this is called, every failure fails the invocation.
    /// <https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html>
    #[must_use]
    pub fn report_batch_item_failures(mut self) -> Self {
        self.options.report_failures = true;
        self
    }

    /// The limits of the decoder.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.options.limits = limits;
        self
    }

    /// Says that the event source mapping has a tumbling window: handlers find its state at [`Meta::window`](super::Meta::window), and
    /// what they make of it is answered. A failure fails the invocation, so that the batch comes again with the state it came with.
    #[must_use]
    pub fn tumbling_windows(mut self) -> Self {
        self.options.has_windows = true;
        self
    }

    /// Lets a failure in a window be answered with the state of the records before it, in the place of failing the invocation. For mappings
    /// with [`ReportBatchItemFailures`](Builder::report_batch_item_failures).
    #[must_use]
    pub fn window_checkpoints(mut self) -> Self {
        self.options.has_windows = true;
        self.options.window_checkpoints = true;
        self
    }

    /// Adds what is done at a window's end, once all records of its last batch are settled; it may be without records. Its error fails the
    /// invocation.
    pub fn on_window_end<F, E>(self, end: F) -> Builder<T, H, C, OnEnd<F, E>>
    where
        F: AsyncFn(WindowEnd<'_>) -> Result<(), E>,
        E: Into<BoxError>,
    {
        let Hooks { error, claims, .. } = self.hooks;
        let hooks = Hooks { error, claims, window_end: OnEnd(end, PhantomData) };
        Builder { tables: self.tables, hooks, options: self.options }
    }

    /// Adds what decides of failures; without it every failure is a [`Decision::Stop`]. It is awaited, so it can send the record elsewhere
    /// first. An error or a panic of its own is a [`Decision::Stop`].
    pub fn on_error<F, E>(self, hook: F) -> Builder<T, Hook<F, E>, C, W>
    where
        F: AsyncFn(Failure<'_>) -> Result<Decision, E>,
        E: Into<BoxError>,
    {
        let Hooks { claims, window_end, .. } = self.hooks;
        let hooks = Hooks { error: Hook(hook, PhantomData), claims, window_end };
        Builder { tables: self.tables, hooks, options: self.options }
    }

    /// Adds a store of what handlers have done, so that those that are done with a record are passed over when it comes again.
    pub fn claims<S: Claims>(self, claims: S) -> Builder<T, H, S, W> {
        let Hooks { error, window_end, .. } = self.hooks;
        let hooks = Hooks { error, claims, window_end };
        Builder { tables: self.tables, hooks, options: self.options }
    }
}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> Builder<T, H, C, W> {
    /// The handlers, ready for events.
    ///
    /// # Errors
    /// When they cannot be right together.
    pub fn build(self) -> Result<StreamHandler<T, H, C, W>, SetupError> {
        let Builder { tables, hooks, mut options } = self;
        let (mut table_infos, mut handler_infos) = (Vec::new(), Vec::new());
        tables.describe(&mut table_infos, &mut handler_infos);
        if let Some(error) = conflict(&table_infos) {
            return Err(error);
        }
        if let Some(error) = table_infos.iter().find_map(|table| same_name(table, &handler_infos)) {
            return Err(error);
        }
        options.has_windows |= W::EXIST;
        if options.has_windows && options.strategy != Strategy::Series {
            return Err(SetupError::WindowsNeedSeries);
        }
        if options.has_windows && C::EXIST {
            return Err(SetupError::WindowsWithClaims);
        }
        if options.window_checkpoints && handler_infos.iter().any(|handler| handler.in_batches) {
            return Err(SetupError::WindowCheckpointsNeedRecords);
        }
        Ok(StreamHandler::new(tables, hooks, options, table_infos, handler_infos))
    }
}
