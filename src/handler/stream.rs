//! The handlers of a stream: built once, and given one batch after the other.

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use super::builder::{Hooks, Options};
use super::by_key::{Order, Records};
use super::claims::Claims;
use super::failure::ErrorHook;
use super::outcome::{Fault, Handled, Outcome, checkpoint};
use super::plan::{Plan, Setup};
use super::report::{Passed, Report, Tally};
use super::route::{HandlerInfo, Route, TableInfo};
use super::run::Run;
use super::tables::Tables;
use super::window::{WindowEnd, WindowHook, WindowState};
use super::{Builder, Strategy};
use crate::batch::Decoder;
use crate::record::{Envelope, Scratch};

/// Handlers of the changes of one or more tables. [`builder`](StreamHandler::builder) makes one.
///
/// It is given whole events, by [`handle`](StreamHandler::handle), one or several at a time, and keeps the memory of each for the next.
pub struct StreamHandler<T, H = (), C = (), W = ()> {
    tables: T,
    hooks: Hooks<H, C, W>,
    options: Options,
    table_infos: Vec<TableInfo>,
    handler_infos: Vec<HandlerInfo>,
    /// one for each event that was handled at the same time as others
    memories: Mutex<Vec<Memory>>,
}

/// What handling an event takes of memory, kept for the next.
struct Memory {
    decoder: Decoder,
    scratches: Vec<Scratch>,
    routes: Vec<Route>,
    tallies: Vec<Tally>,
    passed: Passed,
}

impl StreamHandler<()> {
    /// Begins one without tables.
    pub fn builder() -> Builder<()> {
        Builder::new()
    }
}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> StreamHandler<T, H, C, W> {
    pub(super) fn new(
        tables: T,
        hooks: Hooks<H, C, W>,
        options: Options,
        table_infos: Vec<TableInfo>,
        handler_infos: Vec<HandlerInfo>,
    ) -> Self {
        StreamHandler { tables, hooks, options, table_infos, handler_infos, memories: Mutex::default() }
    }

    /// Handles an event.
    ///
    /// What it comes to is in the answer, always: nothing that is wrong with the event or with a handler is an error here.
    pub async fn handle(&self, event: impl AsRef<[u8]>) -> Handled {
        self.handle_in_time(event.as_ref(), None).await
    }

    /// Handles an event; no record is begun at `deadline`, less the [margin](Builder::deadline_margin), or later.
    pub async fn handle_until(&self, event: impl AsRef<[u8]>, deadline: Instant) -> Handled {
        let deadline = deadline.checked_sub(self.options.margin);
        self.handle_in_time(event.as_ref(), Some(deadline.unwrap_or_else(Instant::now))).await
    }

    /// Handles an event that is given away with a share of the handlers, for tasks that are spawned.
    ///
    /// The future itself is to be handed over, since the compiler cannot see within another `async` block that it is `Send` for every model:
    ///
    /// ```
    /// # use std::sync::Arc;
    /// # use millstream::{Item, handler::{Outcome, StreamHandler, TableHandler}};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
    ///     println!("{}", item.new);
    ///     Ok::<_, std::io::Error>(())
    /// });
    /// let handler = Arc::new(StreamHandler::builder().table(items).build()?);
    /// let task = tokio::spawn(handler.handle_owned(r#"{"Records":[]}"#));
    /// assert!(matches!(task.await?.outcome, Outcome::Done));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn handle_owned(self: Arc<Self>, event: impl AsRef<[u8]>) -> Handled {
        self.handle_in_time(event.as_ref(), None).await
    }

    async fn handle_in_time(&self, event: &[u8], deadline: Option<Instant>) -> Handled {
        let kept = self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut memory = kept.unwrap_or_else(|| self.memory());
        let handled = self.handle_with(&mut memory, event, deadline).await;
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
        handled
    }

    fn memory(&self) -> Memory {
        let limits = self.options.limits;
        let at_once = match self.options.strategy {
            Strategy::Series | Strategy::Map => 1,
            Strategy::ByKey(at_once) => at_once.get(),
        };
        Memory {
            decoder: Decoder::with_limits(limits),
            scratches: (0..at_once).map(|_| Scratch::with_limits(limits)).collect(),
            routes: Vec::new(),
            tallies: self.handler_infos.iter().map(|_| Tally::default()).collect(),
            passed: Passed::default(),
        }
    }

    async fn handle_with(&self, memory: &mut Memory, event: &[u8], deadline: Option<Instant>) -> Handled {
        let Memory { decoder, scratches, routes, tallies, passed } = memory;
        let options = &self.options;
        let batch = match decoder.read(event) {
            Ok(batch) => batch,
            Err(error) => return Handled::of_fault(Fault::Event(error), 0),
        };
        let setup = Setup {
            assumed_arn: options.assumed_arn.as_deref(),
            unknown_tables_fail: options.unknown_tables_fail,
            unknown_entities_fail: options.unknown_entities_fail,
        };
        let mut first = scratches.pop().unwrap_or_default();
        let plan =
            Plan::make(&batch, routes, &self.table_infos, &self.handler_infos, setup, &mut first, passed);
        scratches.push(first);
        let plan = match plan {
            Ok(plan) => plan,
            Err(fault) => {
                Report::take(&[], &[], &[], passed, 0);
                return Handled::of_fault(fault, batch.len());
            }
        };
        let has_window = batch.window().is_some() || batch.state().is_some();
        let state = has_window.then(|| WindowState::new(batch.state().unwrap_or("{}")));
        let now = SystemTime::now();
        let run = Run {
            hook: &self.hooks.error,
            claims: &self.hooks.claims,
            tables: &self.table_infos,
            handlers: &self.handler_infos,
            tallies,
            passed,
            window: state.as_ref().filter(|_| options.has_windows),
            assumed_arn: options.assumed_arn.as_deref(),
            deadline,
            oldest: options.max_age.and_then(|age| now.checked_sub(age)),
            stopped: Mutex::default(),
            stop: AtomicUsize::new(usize::MAX),
        };
        let unsettled = self.settle(plan, scratches, &run).await;
        let stopped = run.stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Records behind the first that is not settled do not count.
        let stopped = stopped.filter(|stopped| stopped.index == unsettled);
        let mut outcome = match unsettled == batch.len() {
            true => Outcome::Done,
            false => {
                let may_checkpoint = options.report_failures && (!has_window || options.window_checkpoints);
                let identifier = may_checkpoint.then(|| checkpoint(&batch, unsettled)).flatten();
                identifier.map_or_else(
                    || Outcome::FailInvocation(Fault::not_settled(unsettled, stopped.as_ref())),
                    Outcome::Checkpoint,
                )
            }
        };
        if let (Outcome::Done, Some(state), Some(true)) =
            (&outcome, &state, batch.is_final_invoke_for_window())
        {
            if let Err(error) = self.end_window(state, &batch).await {
                outcome = Outcome::FailInvocation(error);
            }
        }
        let mut report =
            Report::take(&self.table_infos, &self.handler_infos, run.tallies, run.passed, batch.len());
        report.iterator_age = age_of_last(plan, now);
        Handled { outcome, stopped, report, state: state.map(|state| state.get()) }
    }

    /// Lets the handlers handle the records; answers the first that is not settled, or how many there are.
    async fn settle(&self, plan: Plan<'_, '_>, scratches: &mut Vec<Scratch>, run: &Run<'_, H, C>) -> usize {
        let stop = match self.options.strategy {
            Strategy::Series | Strategy::Map => self.in_order(plan, scratches, run).await,
            Strategy::ByKey(_) => {
                let order = match scratches.first_mut() {
                    Some(scratch) => {
                        scratch.reset();
                        Order::of(plan, scratch)
                    }
                    None => return 0,
                };
                order.run(scratches, &OneByOne { stream: self, plan, run }).await
            }
        };
        match scratches.first_mut() {
            Some(scratch) => self.tables.batches(plan, stop, scratch, run).await,
            None => stop,
        }
    }

    async fn in_order(&self, plan: Plan<'_, '_>, scratches: &mut [Scratch], run: &Run<'_, H, C>) -> usize {
        let together = matches!(self.options.strategy, Strategy::Map);
        let (mut at, len) = (0, plan.routes.len());
        let Some(scratch) = scratches.first_mut() else { return 0 };
        while at < len {
            if let Route::Table(table) = plan.routes[at] {
                let records = plan.run_of(table, at);
                let end = records.end();
                match self.tables.in_order(table, together, records, scratch, run).await {
                    Some(index) => return index,
                    None => at = end,
                }
            } else if run.is_over() || !self.one(plan, at, scratch, run).await {
                return at;
            } else {
                at += 1;
            }
        }
        len
    }

    /// Handles one record; whether it is settled.
    async fn one(
        &self,
        plan: Plan<'_, '_>,
        index: usize,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> bool {
        match (plan.routes[index], plan.batch.get(index)) {
            (Route::Table(table), Ok(record)) => self.tables.one(table, record, scratch, run).await,
            (Route::UnknownEntity, Ok(record)) if self.options.unknown_entities_fail => {
                run.failed(None, run.meta(record), super::Cause::UnknownEntity).await
            }
            (Route::Unreadable, Ok(record)) => {
                scratch.reset();
                match super::route::Router::default().route(
                    &self.table_infos,
                    record,
                    run.assumed_arn,
                    scratch,
                ) {
                    Err(error) => run.failed(None, run.meta(record), super::Cause::Decode(error)).await,
                    Ok(_) => true,
                }
            }
            (_, Err(error)) => run.unreadable(index, plan.batch.raw_of(error), error.clone()).await,
            _ => true,
        }
    }

    async fn end_window(&self, state: &WindowState, batch: &crate::RawBatch<'_>) -> Result<(), Fault> {
        let end = async {
            let ended = self.hooks.window_end.end(WindowEnd::new(state, batch)).await;
            ended.map_err(super::Cause::Handler)
        };
        super::call::guarded(end).await.map_err(|cause| Fault::WindowEnd(cause.into()))
    }
}

/// The records of a batch, for [`Strategy::ByKey`].
struct OneByOne<'s, 'p, 'b, 'r, T, H, C, W> {
    stream: &'s StreamHandler<T, H, C, W>,
    plan: Plan<'p, 'b>,
    run: &'s Run<'r, H, C>,
}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> Records for OneByOne<'_, '_, '_, '_, T, H, C, W> {
    async fn handle(&self, index: usize, mut memory: Scratch) -> (usize, bool, Scratch) {
        // It may have waited to be polled for the first time while a record before it failed.
        let is_settled = !self.run.is_stopped_before(index)
            && self.stream.one(self.plan, index, &mut memory, self.run).await;
        (index, is_settled, memory)
    }

    fn is_over(&self) -> bool {
        self.run.is_over()
    }
}

/// How long ago the last record's change was made.
fn age_of_last(plan: Plan<'_, '_>, now: SystemTime) -> Option<Duration> {
    let last = plan.batch.len().checked_sub(1)?;
    let created =
        plan.batch.get(last).ok().and_then(|record: &crate::RawRecord<'_>| Envelope::created(record))?;
    now.duration_since(created.to_system_time()?).ok()
}
