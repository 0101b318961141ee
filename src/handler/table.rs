//! The handlers of one table's changes.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;

use super::Meta;
use super::change::images::NewAndOldImages;
use super::change::keys_only::KeysOnly;
use super::change::new_image::NewImage;
use super::change::old_image::OldImage;
use super::claims::Claims;
use super::failure::{Cause, ErrorHook};
use super::list::{Handlers, Sorted};
use super::plan::OfTable;
use super::route::{Entity, Target};
use super::run::Run;
use crate::batch::Batch;
use crate::model::Model;
use crate::record::{Learnt, Parts, RawRecord, Record, Scratch, Wanted};

/// The handlers of a table's changes, for items of the model `M`.
///
/// Handlers are async closures and functions. What they are given says what the change was, and borrows from the event:
///
/// ```
/// use millstream::Model;
/// use millstream::handler::{Insert, TableHandler};
///
/// #[derive(Model)]
/// #[model(table = "BarkTable")]
/// struct Bark<'a> {
///     #[model(hash_key, rename = "Username")]
///     username: &'a str,
///     #[model(rename = "Message")]
///     message: &'a str,
/// }
///
/// async fn notify(bark: Insert<'_, '_, Bark<'_>>) -> Result<(), std::io::Error> {
///     println!("{} barks: {}", bark.new.username, bark.new.message);
///     Ok(())
/// }
///
/// let barks = TableHandler::<Bark>::new()
///     .on_insert("notify", notify)
///     .on_remove("count", async |bark| {
///         println!("{} is gone, of {:?}", bark.old.message, bark.meta.created());
///         Ok::<_, std::io::Error>(())
///     });
/// ```
///
/// The stream's view type decides what handlers can ask for: [`new`](TableHandler::new) is for both images,
/// [`new_image`](TableHandler::new_image), [`old_image`](TableHandler::old_image) and [`keys_only`](TableHandler::keys_only) for streams that
/// carry less. The seven selectors are the same on each.
#[derive(Debug)]
pub struct TableHandler<M, V = NewAndOldImages, L = ()> {
    pub(super) target: Target,
    handlers: L,
    types: PhantomData<fn() -> (M, V)>,
}

impl<M: Model> TableHandler<M> {
    /// For a stream with new and old images.
    pub fn new() -> Self {
        TableHandler::empty()
    }

    /// For a stream that carries new images only, or handlers that ask for no more.
    pub fn new_image() -> TableHandler<M, NewImage> {
        TableHandler::empty()
    }

    /// For a stream that carries old images only, or handlers that ask for no more.
    pub fn old_image() -> TableHandler<M, OldImage> {
        TableHandler::empty()
    }

    /// For a stream that carries keys only, or handlers that ask for no more.
    pub fn keys_only() -> TableHandler<M, KeysOnly> {
        TableHandler::empty()
    }
}

impl<M: Model> Default for TableHandler<M> {
    fn default() -> Self {
        TableHandler::new()
    }
}

impl<M: Model, V> TableHandler<M, V> {
    fn empty() -> Self {
        TableHandler { target: Target::of_model(M::TABLE), handlers: (), types: PhantomData }
    }
}

impl<M: Model, V, L> TableHandler<M, V, L> {
    /// Says which table it is, in the place of the model's name: a name, such as one with a stage or a stack's suffix, or the whole ARN of a
    /// stream.
    #[must_use]
    pub fn for_table(mut self, name_or_stream_arn: impl Into<Cow<'static, str>>) -> Self {
        self.target.table = Some(name_or_stream_arn.into());
        self
    }

    /// Says which items of a table that holds several kinds of them these are. Several handlers of one table must each name an entity of
    /// their own.
    #[must_use]
    pub fn for_entity(mut self, entity: Entity) -> Self {
        self.target.entity = Some(entity);
        self
    }

    pub(super) fn push<T>(self, handler: T) -> TableHandler<M, V, (L, T)> {
        TableHandler { target: self.target, handlers: (self.handlers, handler), types: PhantomData }
    }
}

impl<M: Model, V, L: Handlers<M>> TableHandler<M, V, L> {
    pub(super) fn handlers(&self) -> &L {
        &self.handlers
    }

    /// Lets the handlers of single records handle a record whose images are not read yet; whether it is settled.
    pub(super) async fn read_and_handle<H: ErrorHook, C: Claims>(
        &self,
        handlers: &Range<usize>,
        together: bool,
        raw: &RawRecord<'_>,
        scratch: &mut Scratch,
        learnt: &mut Learnt<M>,
        run: &Run<'_, H, C>,
    ) -> bool {
        scratch.reset();
        let meta = run.meta(raw);
        let parts = match self.wanted(meta, run) {
            Due::Nothing => return true,
            Due::Unknown => return run.failed(None, meta, Cause::UnknownChange).await,
            Due::Parts(parts) => parts,
        };
        let (record, misfits) = Record::<M>::of(raw, parts, scratch, learnt);
        let mut misfit = Parts::NONE;
        for (part, error) in misfits {
            if !run.misfit(handlers.clone(), false, meta, misfit, part, error).await {
                return false;
            }
            misfit = misfit | part;
        }
        match together {
            true => self.handlers.together(handlers.start, &record, meta, misfit, run).await,
            false => self.handlers.in_turn(handlers.start, &record, meta, misfit, run).await,
        }
    }

    /// Lets all handlers handle records that were decoded before; answers the first that is not settled, or how many there are.
    pub(super) async fn handle_all<H: ErrorHook, C: Claims>(
        &self,
        handlers: &Range<usize>,
        together: bool,
        batch: &Batch<'_, M>,
        run: &Run<'_, H, C>,
    ) -> usize {
        let mut stop = batch.len();
        for index in 0..batch.len() {
            let before = run.window_state();
            let is_settled = !run.is_over()
                && match batch.get(index) {
                    Ok(record) => self.handle(handlers.start, together, record, run).await,
                    Err(error) => run.unreadable(index, batch.raw_of(error), error.clone()).await,
                };
            if !is_settled {
                run.take_back(before);
                stop = index;
                break;
            }
        }
        if L::WANTED_IN_BATCHES == Wanted::NOTHING {
            return stop;
        }
        let records = (0..stop).filter_map(|index| batch.get(index).ok());
        let sorted: Vec<Sorted<'_, '_, M>> =
            records.filter(|record| !run.is_too_old(record)).map(|record| (record, Parts::NONE)).collect();
        self.handlers.batches(handlers.start, &sorted, stop, run).await
    }

    #[inline]
    async fn handle<H: ErrorHook, C: Claims>(
        &self,
        base: usize,
        together: bool,
        record: &Record<'_, M>,
        run: &Run<'_, H, C>,
    ) -> bool {
        let meta = run.meta(record);
        match self.wanted(meta, run) {
            Due::Nothing => true,
            Due::Unknown => run.failed(None, meta, Cause::UnknownChange).await,
            Due::Parts(_) if together => self.handlers.together(base, record, meta, Parts::NONE, run).await,
            Due::Parts(_) => self.handlers.in_turn(base, record, meta, Parts::NONE, run).await,
        }
    }

    /// What the handlers of single records want of this one.
    #[inline]
    fn wanted<H: ErrorHook, C: Claims>(&self, meta: Meta<'_>, run: &Run<'_, H, C>) -> Due {
        if run.is_too_old(&meta) {
            run.passed.too_old.add();
            return Due::Nothing;
        }
        match L::WANTED.of(meta.event_name()) {
            Some(parts) => Due::Parts(parts),
            None if !meta.is_known() => Due::Unknown,
            None => {
                if L::WANTED_IN_BATCHES.of(meta.event_name()).is_none() {
                    run.passed.unwanted.add();
                }
                Due::Nothing
            }
        }
    }

    /// Lets the handlers of batches handle the table's records before `stop`; answers the first that is not settled, or `stop`.
    pub(super) async fn read_and_handle_batches<'r, H: ErrorHook, C: Claims>(
        &self,
        handlers: &Range<usize>,
        raws: OfTable<'_, 'r>,
        mut stop: usize,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> usize {
        scratch.reset();
        let mut learnt = Learnt::<M>::default();
        let mut records: Vec<(Record<'_, M>, Parts)> = Vec::new();
        for raw in raws {
            let wanted = L::WANTED_IN_BATCHES.of(raw.event_name()).filter(|_| !run.is_too_old(raw));
            let Some(parts) = wanted else { continue };
            if raw.index() >= stop {
                break;
            }
            if run.is_over() {
                stop = raw.index();
                break;
            }
            let (record, misfits) = Record::<M>::of(raw, parts, scratch, &mut learnt);
            let mut misfit = Parts::NONE;
            for (part, error) in misfits {
                if !run.misfit(handlers.clone(), true, run.meta(raw), misfit, part, error).await {
                    stop = raw.index();
                    break;
                }
                misfit = misfit | part;
            }
            records.push((record, misfit));
        }
        let sorted: Vec<Sorted<'_, '_, M>> =
            records.iter().map(|(record, misfit)| (record, *misfit)).collect();
        self.handlers.batches(handlers.start, &sorted, stop, run).await
    }
}

/// What is to be done with a record.
enum Due {
    /// these parts are wanted of it
    Parts(Parts),
    Nothing,
    /// its kind is not known, so that it fails
    Unknown,
}
