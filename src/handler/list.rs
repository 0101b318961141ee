//! The handlers of a table, a list that the type system knows: no handler is boxed, and no future of one.

use std::future::Future;

use futures_util::future::join;

use super::Meta;
use super::batch::{BatchHandler, Due, PerBatch};
use super::call::{Handler, PerRecord};
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
    /// tables', and handlers that need parts of `misfit` are passed over.
    #[doc(hidden)]
    fn in_turn<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
        misfit: Parts,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool>;

    /// All handle it at the same time; whether all are settled.
    #[doc(hidden)]
    fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
        misfit: Parts,
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

    async fn in_turn<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: &'r Record<'a, M>,
        _: Meta<'r>,
        _: Parts,
        _: &Run<'_, H, C>,
    ) -> bool {
        true
    }

    async fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        _: usize,
        _: &'r Record<'a, M>,
        _: Meta<'r>,
        _: Parts,
        _: &Run<'_, H, C>,
    ) -> bool {
        true
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
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
        misfit: Parts,
        run: &Run<'_, H, C>,
    ) -> bool {
        self.0.in_turn(base, record, meta, misfit, run).await
            && handle(&self.1, base + L::LEN, record, meta, misfit, run).await
    }

    async fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
        misfit: Parts,
        run: &Run<'_, H, C>,
    ) -> bool {
        let others = self.0.together(base, record, meta, misfit, run);
        let this = handle(&self.1, base + L::LEN, record, meta, misfit, run);
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
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
        misfit: Parts,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool> {
        self.0.in_turn(base, record, meta, misfit, run)
    }

    fn together<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
        misfit: Parts,
        run: &Run<'_, H, C>,
    ) -> impl Future<Output = bool> {
        self.0.together(base, record, meta, misfit, run)
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

/// Lets a handler handle a record if it wants it; whether the record is settled for it.
#[inline]
async fn handle<'r, 'a, M: Model, T: Handler<M>, H: ErrorHook, C: Claims>(
    handler: &T,
    at: usize,
    record: &'r Record<'a, M>,
    meta: Meta<'r>,
    misfit: Parts,
    run: &Run<'_, H, C>,
) -> bool {
    let Some(parts) = T::WANTED.of(meta.event_name()) else { return true };
    if parts.without(misfit) != parts {
        run.tallies[at].count(meta.event_name(), End::Skipped);
        return true;
    }
    run.settle(at, handler, record, meta).await
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
