//! The handlers of a table, a list that the type system knows: no handler is boxed, and no future of one.

use std::future::{Future, ready};

use futures_util::future::join;

use super::batch::{BatchHandler, Due, PerBatch};
use super::call::{Given, Handler, PerRecord};
use super::claims::Claims;
use super::failure::{Cause, ErrorHook};
use super::report::End;
use super::run::Run;
use super::sealed::Sealed;
use crate::model::Model;
use crate::record::{Parts, Record, Wanted};

/// A record for handlers of batches, and the parts of it that do not fit.
pub type Sorted<'r, 'a, M> = (&'r Record<'a, M>, Parts);

/// The handlers of a table, in declared order: a list that each selector of a [`TableHandler`](super::TableHandler) makes longer.
///
/// It stands in the types of functions that return a table's handlers:
///
/// ```
/// use millstream::Item;
/// use millstream::handler::images::NewAndOldImages;
/// use millstream::handler::{Handlers, SetupError, StreamHandler, TableHandler};
///
/// fn items(stage: &str) -> TableHandler<Item<'static>, NewAndOldImages, impl Handlers<Item<'static>> + use<>> {
///     TableHandler::<Item>::new().for_table(format!("items-{stage}")).on_insert("print", async |item| {
///         println!("{}", item.new);
///         Ok::<_, std::io::Error>(())
///     })
/// }
///
/// let handler = StreamHandler::builder().table(items("prod")).build()?;
/// # Ok::<(), SetupError>(())
/// ```
///
/// Whether the futures are `Send` cannot be seen through such a type, whatever bounds it has. It goes with
/// [`handle`](super::StreamHandler::handle) and Lambda's `run`; for [`shared`](super::StreamHandler::shared) or a task that is spawned, the
/// [`TableHandler`](super::TableHandler)s of all tables are put together in the function that builds, of closures that call what stands in
/// other modules:
///
/// ```
/// # use std::sync::Arc;
/// use millstream::Item;
/// use millstream::handler::{SetupError, SharedHandler, StreamHandler, TableHandler};
///
/// # pub struct App { name: &'static str }
/// mod items {
///     use millstream::{Item, handler::Insert};
///     # use super::App;
///
///     pub async fn print(app: &App, item: Insert<'_, '_, Item<'_>>) -> Result<(), std::io::Error> {
///         println!("{}: {}", app.name, item.new);
///         Ok(())
///     }
/// }
///
/// fn handler(app: Arc<App>) -> Result<SharedHandler, SetupError> {
///     let items = TableHandler::<Item>::new()
///         .for_table("items")
///         .on_insert("print", async move |item| items::print(&app, item).await);
///     Ok(StreamHandler::builder().table(items).build()?.shared(StreamHandler::handle_owned))
/// }
/// # fn main() { assert!(handler(Arc::new(App { name: "app" })).is_ok()); }
/// ```
pub trait Handlers<M: Model>: Sealed {
    /// How many there are.
    #[doc(hidden)]
    const LEN: usize;
    /// What those of single records ask for.
    #[doc(hidden)]
    const WANTED: Wanted;
    /// What those of batches ask for.
    #[doc(hidden)]
    const WANTED_IN_BATCHES: Wanted;

    /// Tells the name of each, and what it asks for.
    #[doc(hidden)]
    fn describe(&self, each: &mut impl FnMut(&'static str, Wanted, bool));

    /// One after the other handles the record, until one fails; whether all are settled. `base` is the place of the first handler among all
    /// tables', and handlers that need parts that do not fit are passed over.
    #[doc(hidden)]
    fn in_turn<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        given: &Given<'r, 'a, M>,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool>;

    /// All handle it at the same time; whether all are settled.
    #[doc(hidden)]
    fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        given: &Given<'r, 'a, M>,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool>;

    /// Those of batches handle the records before `stop`, one handler after the other; answers the first record that is not settled, or
    /// `stop`.
    #[doc(hidden)]
    fn batches<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        records: &[Sorted<'r, 'a, M>],
        stop: usize,
        run: &'r Run<'_, H, C>,
    ) -> impl Future<Output = usize>;
}

impl<M: Model> Handlers<M> for () {
    const LEN: usize = 0;
    const WANTED: Wanted = Wanted::NOTHING;
    const WANTED_IN_BATCHES: Wanted = Wanted::NOTHING;

    fn describe(&self, _: &mut impl FnMut(&'static str, Wanted, bool)) {}

    fn in_turn<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: &Given<'r, 'a, M>,
        _: &Run<'_, H, C>,
    ) -> impl Future<Output = bool> {
        ready(true)
    }

    fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: &Given<'r, 'a, M>,
        _: &Run<'_, H, C>,
    ) -> impl Future<Output = bool> {
        ready(true)
    }

    async fn batches<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: &[Sorted<'r, 'a, M>],
        stop: usize,
        _: &'r Run<'_, H, C>,
    ) -> usize {
        stop
    }
}

impl<L, S, F, E> Sealed for (L, PerRecord<S, F, E>) {}

impl<M: Model, L: Handlers<M>, S, F, E> Handlers<M> for (L, PerRecord<S, F, E>)
where
    PerRecord<S, F, E>: Handler<M>,
{
    const LEN: usize = L::LEN + 1;
    const WANTED: Wanted = L::WANTED.and(<PerRecord<S, F, E> as Handler<M>>::WANTED);
    const WANTED_IN_BATCHES: Wanted = L::WANTED_IN_BATCHES;

    fn describe(&self, each: &mut impl FnMut(&'static str, Wanted, bool)) {
        self.0.describe(each);
        each(self.1.name(), <PerRecord<S, F, E> as Handler<M>>::WANTED, false);
    }

    async fn in_turn<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        given: &Given<'r, 'a, M>,
        run: &Run<'_, H, C>,
    ) -> bool {
        // What `handle` does, without a future around it.
        self.0.in_turn(base, given, run).await
            && (!is_due(&self.1, base + L::LEN, given, run)
                || run.settle(base + L::LEN, &self.1, given).await)
    }

    async fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        given: &Given<'r, 'a, M>,
        run: &Run<'_, H, C>,
    ) -> bool {
        let others = self.0.together(base, given, run);
        let this = handle(&self.1, base + L::LEN, given, run);
        let (others, this) = join(others, this).await;
        others && this
    }

    fn batches<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        records: &[Sorted<'r, 'a, M>],
        stop: usize,
        run: &'r Run<'_, H, C>,
    ) -> impl Future<Output = usize> {
        self.0.batches(base, records, stop, run)
    }
}

impl<L, S, F, E> Sealed for (L, PerBatch<S, F, E>) {}

impl<M: Model, L: Handlers<M>, S, F, E> Handlers<M> for (L, PerBatch<S, F, E>)
where
    PerBatch<S, F, E>: BatchHandler<M>,
{
    const LEN: usize = L::LEN + 1;
    const WANTED: Wanted = L::WANTED;
    const WANTED_IN_BATCHES: Wanted =
        L::WANTED_IN_BATCHES.and(<PerBatch<S, F, E> as BatchHandler<M>>::WANTED);

    fn describe(&self, each: &mut impl FnMut(&'static str, Wanted, bool)) {
        self.0.describe(each);
        each(self.1.name(), <PerBatch<S, F, E> as BatchHandler<M>>::WANTED, true);
    }

    fn in_turn<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        given: &Given<'r, 'a, M>,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool> {
        self.0.in_turn(base, given, run)
    }

    fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        given: &Given<'r, 'a, M>,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool> {
        self.0.together(base, given, run)
    }

    async fn batches<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        records: &[Sorted<'r, 'a, M>],
        stop: usize,
        run: &'r Run<'_, H, C>,
    ) -> usize {
        let stop = self.0.batches(base, records, stop, run).await;
        handle_batch(&self.1, base + L::LEN, records, stop, run).await
    }
}

/// Whether a handler is to handle a record: it wants it, and what it needs of it fits.
#[inline]
fn is_due<M: Model, T: Handler<M>, H: ErrorHook, C: Claims>(
    _: &T,
    at: usize,
    given: &Given<'_, '_, M>,
    run: &Run<'_, H, C>,
) -> bool {
    let name = given.meta.event_name();
    let Some(parts) = T::WANTED.of(name) else { return false };
    let fits = parts.without(given.misfit) == parts;
    if !fits {
        run.tallies[at].count(name, End::Skipped);
    }
    fits
}

/// Lets a handler handle a record if it is due; whether the record is settled for it.
async fn handle<'r, 'a, M: Model, T: Handler<M>, H: ErrorHook, C: Claims>(
    handler: &T,
    at: usize,
    given: &Given<'r, 'a, M>,
    run: &Run<'_, H, C>,
) -> bool {
    !is_due(handler, at, given, run) || run.settle(at, handler, given).await
}

/// Lets a handler of batches handle the records before `stop` that it wants; answers the first that is not settled for it, or `stop`.
async fn handle_batch<'r, 'a, M: Model, T: BatchHandler<M>, H: ErrorHook, C: Claims>(
    handler: &T,
    at: usize,
    records: &[Sorted<'r, 'a, M>],
    mut stop: usize,
    run: &'r Run<'_, H, C>,
) -> usize {
    let mut due: Vec<Due<'r, 'a, M>> = Vec::with_capacity(records.len());
    for &(record, misfit) in records {
        if record.index() >= stop {
            break;
        }
        let (name, meta) = (record.event_name(), run.meta(record));
        let Some(parts) = T::WANTED.of(name) else { continue };
        if parts.without(misfit) != parts {
            run.tallies[at].count(name, End::Skipped);
            continue;
        }
        if run.is_over() {
            stop = record.index();
            break;
        }
        let is_due = match record.parts().contains(parts) {
            true => run.is_done(at, meta).await.map(|is_done| !is_done),
            false => Err(Cause::Missing),
        };
        match is_due {
            Ok(true) => due.push((record, meta)),
            Ok(false) => run.tallies[at].count(name, End::DoneBefore),
            Err(cause) => {
                if !run.failed(Some(at), meta, cause).await {
                    stop = record.index();
                }
            }
        }
    }
    handler.settle(at, &due, stop, run).await
}
