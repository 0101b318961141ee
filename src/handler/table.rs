//! The handlers of one table's changes.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::ops::Range;

use super::Meta;
use super::call::{Given, caught};
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
use super::window::Step;
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
    /// Says which table it is, in the place of the model's name: a name, such as one with a stage or a stack's suffix; the whole ARN of the
    /// table, which tells it from those of that name in other regions and accounts; or the whole ARN of one of its streams.
    ///
    /// Records that name their table and no stream, as they come through Kinesis, are found by a name alone.
    ///
    /// ```
    /// use millstream::{Item, handler::TableHandler};
    ///
    /// let stage = "prod"; // from the environment
    /// let _by_name = TableHandler::<Item>::new().for_table(format!("barks-{stage}"));
    /// let _by_arn = TableHandler::<Item>::new().for_table("arn:aws:dynamodb:eu-west-1:123456789012:table/barks");
    /// ```
    #[must_use]
    pub fn for_table(mut self, name_or_arn: impl Into<Cow<'static, str>>) -> Self {
        self.target.table = Some(name_or_arn.into());
        self
    }

    /// Says which items of a table that holds several kinds of them these are. Several handlers of one table must each name an entity of
    /// their own.
    ///
    /// An item that is of two entities, since they are told by different attributes, goes to those of the two that were given first, and to
    /// them alone.
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
        let (record, misfits) = read(raw, parts, scratch, learnt);
        let mut misfit = Parts::NONE;
        for (part, cause) in misfits {
            if !run.misfit(handlers.clone(), false, meta, misfit, part, cause).await {
                return false;
            }
            misfit |= part;
        }
        let given = Given { record: &record, meta, misfit };
        match together {
            true => self.handlers.together(handlers.start, &given, run).await,
            false => self.handlers.in_turn(handlers.start, &given, run).await,
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
            run.begin(Step::Record);
            let is_settled = match batch.get(index) {
                _ if run.is_over() => false,
                Ok(record) => {
                    let given = Given { record, meta: run.meta(record), misfit: Parts::NONE };
                    match self.wanted(given.meta, run) {
                        Due::Nothing => true,
                        Due::Unknown => run.failed(None, given.meta, Cause::UnknownChange).await,
                        Due::Parts(_) if together => {
                            self.handlers.together(handlers.start, &given, run).await
                        }
                        Due::Parts(_) => self.handlers.in_turn(handlers.start, &given, run).await,
                    }
                }
                Err(error) => {
                    let of_event = batch.index_of(index).unwrap_or(index);
                    run.unreadable(of_event, batch.raw_of(error), error.clone()).await
                }
            };
            if !is_settled {
                run.take_back(Step::Record);
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
        // Handlers of batches go by the index in the event, which is no place here where the decoder left records out.
        let end = batch.index_of(stop).unwrap_or(usize::MAX);
        let unsettled = self.handlers.batches(handlers.start, &sorted, end, run).await;
        (0..stop).find(|&at| batch.index_of(at) == Some(unsettled)).unwrap_or(stop)
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
    ///
    /// Records that do not fit into memory at once, by the decoder's limit, come in several slices: none of them is at fault.
    pub(super) async fn read_and_handle_batches<'r, H: ErrorHook, C: Claims>(
        &self,
        handlers: &Range<usize>,
        raws: OfTable<'_, 'r>,
        mut stop: usize,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> usize {
        let mut learnt = Learnt::<M>::default();
        let mut raws = raws.peekable();
        loop {
            scratch.reset();
            let mut records: Vec<(Record<'_, M>, Parts)> = Vec::new();
            let mut end = stop;
            while let Some(&raw) = raws.peek().filter(|raw| raw.index() < end) {
                let wanted = L::WANTED_IN_BATCHES.of(raw.event_name()).filter(|_| !run.is_too_old(raw));
                let Some(parts) = wanted else {
                    raws.next();
                    continue;
                };
                if run.is_over() {
                    (stop, end) = (raw.index(), raw.index());
                    break;
                }
                let (record, misfits) = read(raw, parts, scratch, &mut learnt);
                if !records.is_empty() && misfits.iter().any(|(_, cause)| is_of_memory(cause)) {
                    end = raw.index();
                    break;
                }
                raws.next();
                let mut misfit = Parts::NONE;
                for (part, cause) in misfits {
                    if !run.misfit(handlers.clone(), true, run.meta(raw), misfit, part, cause).await {
                        (stop, end) = (raw.index(), raw.index());
                        break;
                    }
                    misfit |= part;
                }
                records.push((record, misfit));
            }
            let sorted: Vec<Sorted<'_, '_, M>> =
                records.iter().map(|(record, misfit)| (record, *misfit)).collect();
            let settled = self.handlers.batches(handlers.start, &sorted, end, run).await;
            if settled < end || end == stop {
                return settled;
            }
        }
    }
}

/// Reads parts of a record. What does not fit, or panics, is left out, and why is told.
fn read<'r, M: Model>(
    raw: &RawRecord<'r>,
    parts: Parts,
    scratch: &'r Scratch,
    learnt: &mut Learnt<M>,
) -> (Record<'r, M>, Vec<(Parts, Cause)>) {
    match caught(|| Record::<M>::of(raw, parts, scratch, learnt)) {
        Ok((record, misfits)) => {
            (record, misfits.into_iter().map(|(part, error)| (part, Cause::Decode(error))).collect())
        }
        Err(_) => read_one_by_one(raw, parts, scratch, learnt),
    }
}

/// The same where a part panics: the others are read without it.
#[cold]
fn read_one_by_one<'r, M: Model>(
    raw: &RawRecord<'r>,
    parts: Parts,
    scratch: &'r Scratch,
    learnt: &mut Learnt<M>,
) -> (Record<'r, M>, Vec<(Parts, Cause)>) {
    let (mut fine, mut causes) = (Parts::NONE, Vec::new());
    for part in [Parts::KEYS, Parts::NEW_IMAGE, Parts::OLD_IMAGE] {
        if !parts.contains(part) {
            continue;
        }
        // What was learnt may be half of it.
        *learnt = Learnt::default();
        match caught(|| Record::<M>::of(raw, part, scratch, learnt)) {
            Ok(_) => fine |= part,
            Err(message) => causes.push((part, Cause::Panic(message))),
        }
    }
    *learnt = Learnt::default();
    match caught(|| Record::<M>::of(raw, fine, scratch, learnt)) {
        Ok((record, misfits)) => {
            causes.extend(misfits.into_iter().map(|(part, error)| (part, Cause::Decode(error))));
            (record, causes)
        }
        // They panic together, and alone they do not: none of them can be given.
        Err(message) => {
            let parts = [Parts::KEYS, Parts::NEW_IMAGE, Parts::OLD_IMAGE].into_iter();
            let parts = parts.filter(|&part| fine.contains(part));
            causes.extend(parts.map(|part| (part, Cause::Panic(message.clone()))));
            *learnt = Learnt::default();
            (Record::of(raw, Parts::NONE, scratch, learnt).0, causes)
        }
    }
}

/// Whether it was no fault of the record's, but of those before it.
fn is_of_memory(cause: &Cause) -> bool {
    matches!(cause, Cause::Decode(error) if error.is_of_memory())
}

/// What is to be done with a record.
enum Due {
    /// these parts are wanted of it
    Parts(Parts),
    Nothing,
    /// its kind is not known, so that it fails
    Unknown,
}
