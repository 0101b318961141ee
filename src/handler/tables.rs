//! All tables, a list that the type system knows.

use std::future::Future;
use std::mem::needs_drop;

use super::call::caught;
use super::claims::Claims;
use super::failure::ErrorHook;
use super::list::Handlers;
use super::outcome::Ending;
use super::plan::{OfTable, Plan};
use super::route::{HandlerInfo, TableInfo};
use super::run::Run;
use super::sealed::Sealed;
use super::table::TableHandler;
use super::window::Step;
use crate::batch::Decoder;
use crate::cursor::Source;
use crate::model::Model;
use crate::record::{Learnt, RawRecord, Record, Scratch, Wanted};

/// The tables of a [`StreamHandler`](super::StreamHandler): a list that [`Builder::table`](super::Builder::table) makes longer.
///
/// It stands in the types of functions that take or return handlers of any tables, where [`EventHandler`](super::EventHandler) says too little:
///
/// ```
/// use millstream::Item;
/// use millstream::handler::{Builder, Outcome, SetupError, StreamHandler, TableHandler, Tables};
///
/// fn tables() -> Builder<impl Tables> {
///     let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
///         println!("{}", item.new);
///         Ok::<_, std::io::Error>(())
///     });
///     StreamHandler::builder().table(items)
/// }
///
/// async fn is_handled(handler: &StreamHandler<impl Tables>, event: &str) -> bool {
///     matches!(handler.handle(event).await.outcome, Outcome::Done)
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), SetupError> {
/// let handler = tables().report_batch_item_failures().build()?;
/// assert!(is_handled(&handler, r#"{"Records":[]}"#).await);
/// # Ok(())
/// # }
/// ```
///
/// As with [`Handlers`], it cannot be seen through such a type whether futures are `Send`.
pub trait Tables: Sealed {
    /// How many there are.
    #[doc(hidden)]
    const LEN: usize;

    /// Tells what is known of them and of their handlers.
    #[doc(hidden)]
    fn describe(&self, tables: &mut Vec<TableInfo>, handlers: &mut Vec<HandlerInfo>);

    /// Lets the handlers of `table` handle records of theirs one after the other; answers the place of the first that is not settled, or
    /// that there was no time for.
    #[doc(hidden)]
    fn in_order<'r, H: ErrorHook, C: Claims>(
        &self,
        table: usize,
        together: bool,
        records: OfTable<'_, 'r>,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = Option<usize>>;

    /// Decodes an event all of whose records are of `table` in one pass, and lets the table's handlers handle them. `None` where it is not
    /// such an event or a record does not fit: then no handler has run.
    #[doc(hidden)]
    fn at_once<H: ErrorHook, C: Claims>(
        &self,
        table: usize,
        together: bool,
        event: Source<'_>,
        decoder: &mut Decoder,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = Option<Ending>>;

    /// Lets them handle one record; whether it is settled.
    #[doc(hidden)]
    fn one<H: ErrorHook, C: Claims>(
        &self,
        table: usize,
        record: &RawRecord<'_>,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool>;

    /// Lets the handlers of batches handle the records before `stop`; answers the first that is not settled, or `stop`.
    #[doc(hidden)]
    fn batches<'r, H: ErrorHook, C: Claims>(
        &self,
        plan: Plan<'_, 'r>,
        stop: usize,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = usize>;
}

impl Tables for () {
    const LEN: usize = 0;

    fn describe(&self, _: &mut Vec<TableInfo>, _: &mut Vec<HandlerInfo>) {}

    async fn in_order<'r, H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: bool,
        _: OfTable<'_, 'r>,
        _: &mut Scratch,
        _: &Run<'_, H, C>,
    ) -> Option<usize> {
        None
    }

    async fn at_once<H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: bool,
        _: Source<'_>,
        _: &mut Decoder,
        _: &Run<'_, H, C>,
    ) -> Option<Ending> {
        None
    }

    async fn one<H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: &RawRecord<'_>,
        _: &mut Scratch,
        _: &Run<'_, H, C>,
    ) -> bool {
        true
    }

    async fn batches<'r, H: ErrorHook, C: Claims>(
        &self,
        _: Plan<'_, 'r>,
        stop: usize,
        _: &mut Scratch,
        _: &Run<'_, H, C>,
    ) -> usize {
        stop
    }
}

impl<P: Tables, M: Model, V, L: Handlers<M>> Sealed for (P, TableHandler<M, V, L>) {}

impl<P: Tables, M: Model, V, L: Handlers<M>> Tables for (P, TableHandler<M, V, L>) {
    const LEN: usize = P::LEN + 1;

    fn describe(&self, tables: &mut Vec<TableInfo>, handlers: &mut Vec<HandlerInfo>) {
        self.0.describe(tables, handlers);
        let base = handlers.len();
        self.1.handlers().describe(&mut |name, wanted, in_batches| {
            handlers.push(HandlerInfo { name, wanted, in_batches });
        });
        tables.push(TableInfo {
            target: self.1.target.clone(),
            handlers: base..handlers.len(),
            wanted: L::WANTED.and(L::WANTED_IN_BATCHES),
        });
    }

    async fn in_order<'r, H: ErrorHook, C: Claims>(
        &self,
        table: usize,
        together: bool,
        records: OfTable<'_, 'r>,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> Option<usize> {
        if table != P::LEN {
            return self.0.in_order(table, together, records, scratch, run).await;
        }
        let mut learnt = Learnt::<M>::default();
        let handlers = &run.tables[table].handlers;
        for record in records {
            run.begin(Step::Record);
            if run.is_over() {
                return Some(record.index());
            }
            if !self.1.read_and_handle(handlers, together, record, scratch, &mut learnt, run).await {
                run.take_back(Step::Record);
                return Some(record.index());
            }
        }
        None
    }

    async fn at_once<H: ErrorHook, C: Claims>(
        &self,
        table: usize,
        together: bool,
        event: Source<'_>,
        decoder: &mut Decoder,
        run: &Run<'_, H, C>,
    ) -> Option<Ending> {
        if table != P::LEN {
            return self.0.at_once(table, together, event, decoder, run).await;
        }
        if needs_drop::<Record<'static, M>>() {
            return None;
        }
        let wanted = L::WANTED.and(L::WANTED_IN_BATCHES).of_every_record();
        // Once for all records. Which one a panic was in is found by reading them one by one.
        let batch = caught(move || decoder.decode_any::<M>(event, wanted)).ok()?.ok()?;
        if !batch.failures().is_empty() || batch.window().is_some() || batch.state().is_some() {
            return None;
        }
        let mut records = batch.iter().flatten();
        let first = records.next()?;
        if !records.all(|record| record.is_of_stream_of(first)) {
            return None;
        }
        let unsettled = self.1.handle_all(&run.tables[table].handlers, together, &batch, run).await;
        Some(Ending::of(&batch, unsettled))
    }

    async fn one<H: ErrorHook, C: Claims>(
        &self,
        table: usize,
        record: &RawRecord<'_>,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> bool {
        if table != P::LEN {
            return self.0.one(table, record, scratch, run).await;
        }
        let handlers = &run.tables[table].handlers;
        self.1.read_and_handle(handlers, false, record, scratch, &mut Learnt::default(), run).await
    }

    async fn batches<'r, H: ErrorHook, C: Claims>(
        &self,
        plan: Plan<'_, 'r>,
        stop: usize,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> usize {
        let stop = self.0.batches(plan, stop, scratch, run).await;
        if L::WANTED_IN_BATCHES == Wanted::NOTHING {
            return stop;
        }
        let handlers = &run.tables[P::LEN].handlers;
        self.1.read_and_handle_batches(handlers, plan.of_table(P::LEN), stop, scratch, run).await
    }
}
