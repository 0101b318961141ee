//! The handlers of a stream: built once, and given one batch after the other.

use std::fmt;
use std::pin::pin;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use super::builder::{Hooks, Options};
use super::call::guarded;
use super::claims::Claims;
use super::delivery::{Delivery, Received};
use super::failure::{Cause, ErrorHook};
use super::list::Handlers;
use super::outcome::{Ending, Fault, Handled, Outcome};
use super::plan::{Plan, Setup, check};
use super::report::{Passed, Report, Tally};
use super::route::{HandlerInfo, Route, Router, TableInfo};
use super::run::Run;
use super::tables::Tables;
use super::window::{WindowEnd, WindowHook, WindowState};
use super::{Builder, Strategy, TableHandler, traced};
use crate::batch::{Batch, Decoder, Root, source_of};
use crate::cursor::Source;
use crate::model::Model;
use crate::record::Scratch;

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

/// Shows the tables and the names of their handlers.
impl<T, H, C, W> fmt::Debug for StreamHandler<T, H, C, W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = |table: &TableInfo| {
            self.handler_infos[table.handlers.clone()].iter().map(|handler| handler.name).collect::<Vec<_>>()
        };
        let tables = self.table_infos.iter().map(|table| (table.to_string(), names(table)));
        f.debug_map().entries(tables).finish()
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
        self.handle_received(Received::new(event.as_ref())).await
    }

    /// Handles an event; no record is begun at `deadline`, less the [margin](Builder::deadline_margin), or later.
    pub async fn handle_until(&self, event: impl AsRef<[u8]>, deadline: Instant) -> Handled {
        self.handle_received(Received { deadline: Some(deadline), ..Received::new(event.as_ref()) }).await
    }

    /// Handles an event; its records are of the stream `arn` where they do not name theirs, as in pages of GetRecords.
    ///
    /// ```
    /// # use millstream::{Item, handler::{StreamHandler, TableHandler}};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let table = |name| TableHandler::<Item>::new().for_table(name).on_insert("print", async |item| {
    /// #     println!("{}", item.new);
    /// #     Ok::<_, std::io::Error>(())
    /// # });
    /// let handler = StreamHandler::builder().table(table("users")).table(table("cards")).build()?;
    /// let page = r#"{"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{"id":{"S":"a"}}}}],"NextShardIterator":"…"}"#;
    /// let handled = handler.handle_from("arn:aws:dynamodb:eu-west-1:1:table/cards/stream/2026-01-01T00:00:00.000", page).await;
    /// assert_eq!((&*handled.report.rows[0].table, handled.report.rows[0].handled), ("cards", 1));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn handle_from(&self, arn: &str, event: impl AsRef<[u8]>) -> Handled {
        self.handle_received(Received { stream: Some(arn), ..Received::new(event.as_ref()) }).await
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
    pub async fn handle_owned(self: Arc<Self>, delivery: impl Into<Delivery>) -> Handled {
        self.handle_received(delivery.into().received()).await
    }

    pub(super) const fn tables(&self) -> &T {
        &self.tables
    }

    pub(super) const fn strategy(&self) -> Strategy {
        self.options.strategy
    }

    pub(super) const fn unknown_entities_fail(&self) -> bool {
        self.options.unknown_entities_fail
    }

    /// Memory for one record more at the same time.
    pub(super) fn scratch(&self) -> Scratch {
        Scratch::with_limits(self.options.limits)
    }

    pub(super) async fn handle_received(&self, received: Received<'_>) -> Handled {
        // A deadline that is nearer than the margin is over; so is one that no clock can tell.
        let margin =
            |deadline: Instant| deadline.checked_sub(self.options.margin).unwrap_or_else(Instant::now);
        let received = Received {
            deadline: received.deadline.map(margin),
            stream: received.stream.or(self.options.assumed_arn.as_deref()),
            ..received
        };
        let mut memory = self.take_memory();
        let handled = traced::batch(self.handle_with(&mut memory, received)).await;
        traced::ended(&handled);
        self.give_memory(memory);
        handled
    }

    fn give_memory(&self, memory: Memory) {
        self.memories.lock().unwrap_or_else(PoisonError::into_inner).push(memory);
    }

    fn take_memory(&self) -> Memory {
        let kept = self.memories.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(memory) = kept {
            return memory;
        }
        Memory {
            decoder: Decoder::with_limits(self.options.limits),
            scratches: vec![self.scratch()],
            routes: Vec::new(),
            tallies: self.handler_infos.iter().map(|_| Tally::default()).collect(),
            passed: Passed::default(),
        }
    }

    async fn handle_with(&self, memory: &mut Memory, received: Received<'_>) -> Handled {
        let event = match source_of(received.event) {
            Ok(event) => event,
            Err(error) => return Handled::of_fault(Fault::Event(error), 0),
        };
        if let Some(handled) = self.handle_at_once(memory, event, received).await {
            return handled;
        }
        let Memory { decoder, scratches, routes, tallies, passed } = memory;
        let batch = match decoder.read_source(event) {
            Ok(batch) => batch,
            Err(error) => return Handled::of_fault(Fault::Event(error), 0),
        };
        let setup = Setup {
            assumed_arn: received.stream,
            unknown_tables_fail: self.options.unknown_tables_fail,
            unknown_entities_fail: self.options.unknown_entities_fail,
        };
        let mut scratch = scratches.pop().unwrap_or_else(|| self.scratch());
        let plan =
            Plan::make(&batch, routes, &self.table_infos, &self.handler_infos, setup, &mut scratch, passed);
        scratches.push(scratch);
        let plan = match plan {
            Ok(plan) => plan,
            Err(fault) => {
                passed.clear();
                return Handled::of_fault(fault, batch.len());
            }
        };
        let state = self.state_of(&batch);
        let run = self.run(tallies, passed, state.as_ref(), received);
        let unsettled = self.settle(plan, scratches, &run).await;
        let window = state.as_ref().map(|state| (state, &*batch));
        self.conclude(run, Ending::of(&batch, unsettled), window).await
    }

    /// Handles an event as nearly all are, of one table and without a record that does not fit: it is decoded in one pass. `None` where it is
    /// another; no handler has run then, and what is wrong with it is found by reading it in two.
    async fn handle_at_once(
        &self,
        memory: &mut Memory,
        event: Source<'_>,
        received: Received<'_>,
    ) -> Option<Handled> {
        let Memory { decoder, scratches, tallies, passed, .. } = memory;
        let together = match self.options.strategy {
            Strategy::Series => false,
            Strategy::Map => true,
            Strategy::ByKey(_) => return None,
        };
        if self.options.has_windows {
            return None;
        }
        let first = decoder.first(event)?;
        let event = first.input_of(event);
        let route =
            Router::default().route(&self.table_infos, &first, received.stream, scratches.first_mut()?);
        let Ok(Route::Table(table)) = route else { return None };
        let info = &self.table_infos[table];
        if info.target.entity.is_some() || check(info, &self.handler_infos, first.stream_view_type()).is_err()
        {
            return None;
        }
        let run = self.run(tallies, passed, None, received);
        let ending = self.tables.at_once(table, together, event, decoder, &run).await?;
        Some(self.conclude(run, ending, None).await)
    }

    fn run<'s>(
        &'s self,
        tallies: &'s [Tally],
        passed: &'s Passed,
        state: Option<&'s WindowState>,
        received: Received<'s>,
    ) -> Run<'s, H, C> {
        let options = &self.options;
        let begun = SystemTime::now();
        Run {
            hook: &self.hooks.error,
            claims: &self.hooks.claims,
            tables: &self.table_infos,
            handlers: &self.handler_infos,
            tallies,
            passed,
            window: state.filter(|_| options.has_windows),
            assumed_arn: received.stream,
            deadline: received.deadline,
            begun,
            oldest: options.max_age.and_then(|age| begun.checked_sub(age)),
            stopped: Mutex::default(),
            stop: AtomicUsize::new(usize::MAX),
        }
    }

    /// The state of the window that the batch is of. It is answered even where no handler looks at it, since Lambda asks for one.
    fn state_of(&self, root: &Root<'_>) -> Option<WindowState> {
        let has_window = root.window().is_some() || root.state().is_some();
        has_window.then(|| WindowState::new(root.state().unwrap_or("{}")))
    }

    /// What a batch comes to that ended so.
    async fn conclude(
        &self,
        run: Run<'_, H, C>,
        ending: Ending,
        window: Option<(&WindowState, &Root<'_>)>,
    ) -> Handled {
        let Ending { records, unsettled, index, identifier, is_exact, last } = ending;
        let options = &self.options;
        let stopped = run.stopped.into_inner().unwrap_or_else(PoisonError::into_inner);
        // Of failures behind the first record that is not settled, nobody is told: those records come again.
        let stopped = stopped.filter(|stopped| stopped.index == index);
        // The state holds what all settled records did, so that none of them may come again.
        let in_window = options.window_checkpoints && is_exact;
        let may_checkpoint = options.report_failures && (window.is_none() || in_window);
        let mut outcome = match identifier.filter(|_| may_checkpoint) {
            _ if unsettled == records => Outcome::Done,
            Some(identifier) => Outcome::Checkpoint(identifier),
            None => Outcome::FailInvocation(Fault::not_settled(index, stopped.as_ref())),
        };
        if let (Outcome::Done, Some((state, root))) = (&outcome, window) {
            if root.is_final_invoke_for_window() == Some(true) {
                if let Err(fault) = self.end_window(state, root).await {
                    outcome = Outcome::FailInvocation(fault);
                }
            }
        }
        let mut report =
            Report::take(&self.table_infos, &self.handler_infos, run.tallies, run.passed, records);
        let created = last.and_then(|last| last.to_system_time());
        report.iterator_age = created.and_then(|created| run.begun.duration_since(created).ok());
        Handled { outcome, stopped, report, state: window.map(|(state, _)| state.get()) }
    }

    async fn end_window(&self, state: &WindowState, root: &Root<'_>) -> Result<(), Fault> {
        let end = async {
            let ended = self.hooks.window_end.end(WindowEnd::new(state, root)).await;
            ended.map_err(Cause::Handler)
        };
        guarded(pin!(end)).await.map_err(|cause| Fault::WindowEnd(cause.into()))
    }
}

impl<M: Model, V, L, H, C, W> StreamHandler<((), TableHandler<M, V, L>), H, C, W>
where
    L: Handlers<M>,
    H: ErrorHook,
    C: Claims,
    W: WindowHook,
{
    /// Handles a batch that was decoded before, all of whose records count as those of the one table.
    ///
    /// Records are handled one after the other, with [`Strategy::ByKey`] too. A part that was [not asked for](crate::Decoder::only) when the
    /// batch was decoded is not there.
    ///
    /// ```
    /// use millstream::handler::{Outcome, StreamHandler, TableHandler};
    /// use millstream::{Decoder, Item};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
    ///     println!("{}", item.new);
    ///     Ok::<_, std::io::Error>(())
    /// });
    /// let handler = StreamHandler::builder().table(items).build()?;
    /// let mut decoder = Decoder::new();
    /// let batch = decoder.decode::<Item>(r#"{"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{}}}]}"#)?;
    /// assert!(matches!(handler.handle_decoded(&batch).await.outcome, Outcome::Done));
    /// # Ok(())
    /// # }
    /// ```
    pub async fn handle_decoded(&self, batch: &Batch<'_, M>) -> Handled {
        let memory = self.take_memory();
        let received = Received { stream: self.options.assumed_arn.as_deref(), ..Received::new(&[]) };
        let state = self.state_of(batch);
        let run = self.run(&memory.tallies, &memory.passed, state.as_ref(), received);
        let together = matches!(self.options.strategy, Strategy::Map);
        let handlers = &self.table_infos[0].handlers;
        let unsettled = self.tables.1.handle_all(handlers, together, batch, &run).await;
        let window = state.as_ref().map(|state| (state, &**batch));
        let handled = self.conclude(run, Ending::of(batch, unsettled), window).await;
        traced::ended(&handled);
        self.give_memory(memory);
        handled
    }
}
