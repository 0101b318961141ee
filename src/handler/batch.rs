//! A handler of all its records of a batch at once.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::pin;

use super::call::guarded;
use super::claims::Claims;
use super::failure::{Cause, ErrorHook};
use super::report::End;
use super::run::Run;
use super::window::Step;
use super::{BoxError, Meta, traced};
use crate::model::Model;
use crate::record::{Record, Wanted};

/// A handler of slices of records.
pub trait BatchHandler<M: Model> {
    /// The parts it reads, by kind of change.
    const WANTED: Wanted;

    /// What reports and failures call it.
    fn name(&self) -> &'static str;

    /// Lets it handle the records before `stop`, all of kinds that it wants and with the parts that it asks for; answers the first that is
    /// not settled for it, or `stop`. `at` is its place among all handlers.
    fn settle<'r, 'a, H: ErrorHook, C: Claims>(
        &self,
        at: usize,
        records: &[Due<'r, 'a, M>],
        stop: usize,
        run: &'r Run<'_, H, C>,
    ) -> impl Future<Output = usize>;
}

/// A record that a handler of batches is to be given.
pub type Due<'r, 'a, M> = (&'r Record<'a, M>, Meta<'r>);

/// Calls a handler with the changes that the records tell, and where it fails at one that does not stop it, with those behind. That the changes
/// are given, and not made for each call, keeps this linear however often it fails.
pub async fn settle<'r, 'a, M: Model, X, F, E, H: ErrorHook, C: Claims>(
    handler: &PerBatch<impl Sized, F, E>,
    at: usize,
    mut due: &[Due<'r, 'a, M>],
    mut changes: &[X],
    mut stop: usize,
    run: &'r Run<'_, H, C>,
) -> usize
where
    F: AsyncFn(&[X]) -> Result<(), E>,
    E: Into<BatchError>,
{
    while let [(first, meta), ..] = due {
        if run.is_over() {
            return first.index();
        }
        run.begin(Step::Handler);
        let handling = pin!(async { Ok((handler.handler)(changes).await.map_err(Into::into)) });
        let result = traced::handler(handler.name, *meta, guarded(handling)).await;
        let failed = match result {
            Ok(Ok(())) => None,
            Ok(Err(BatchError { index, error })) => {
                // A place that is none in the slice does not say which record failed.
                Some((if index < due.len() { index } else { 0 }, Cause::Handler(error)))
            }
            Err(panic) => Some((0, panic)),
        };
        let done = failed.as_ref().map_or(due.len(), |failed| failed.0);
        for &(record, meta) in &due[..done] {
            match run.done(at, meta).await {
                Ok(()) => run.tallies[at].count(meta.event_name(), End::Handled),
                // The others are noted still: they are handled, and come again with this one.
                Err(cause) => {
                    if !run.failed(Some(at), meta, cause).await {
                        stop = stop.min(record.index());
                    }
                }
            }
        }
        if stop <= due[due.len() - 1].0.index() {
            return stop;
        }
        let Some((place, cause)) = failed else { break };
        if place == 0 {
            run.take_back(Step::Handler);
        }
        let (record, meta) = due[place];
        if !run.failed(Some(at), meta, cause).await {
            return record.index();
        }
        (due, changes) = (&due[place + 1..], &changes[place + 1..]);
    }
    stop
}

/// A stored handler of batches: `S` chooses the changes it is called with.
pub struct PerBatch<S, F, E> {
    pub(super) name: &'static str,
    pub(super) handler: F,
    types: PhantomData<fn() -> (S, E)>,
}

impl<S, F, E> PerBatch<S, F, E> {
    pub(super) fn new(name: &'static str, handler: F) -> Self {
        PerBatch { name, handler, types: PhantomData }
    }
}

/// The error of a handler of batches. Any error becomes one by `?` or `into`, and then means the first record of the slice.
///
/// ```
/// use millstream::handler::BatchError;
///
/// let error = BatchError::at(3, "the index is full");
/// assert_eq!(error.to_string(), "the index is full");
/// assert_eq!(error.index(), 3);
/// assert_eq!(BatchError::from(std::fmt::Error).index(), 0);
/// ```
pub struct BatchError {
    index: usize,
    error: BoxError,
}

impl BatchError {
    /// The record at `index` of the slice failed; those before it are done, those behind it are not. In a tumbling window, what the handler
    /// made of the state is then what those before it made of it; if the first one failed, it is as it was before the call.
    pub fn at(index: usize, error: impl Into<BoxError>) -> BatchError {
        BatchError { index, error: error.into() }
    }

    /// The place in the slice of the record that failed.
    pub const fn index(&self) -> usize {
        self.index
    }
}

impl<E: Into<BoxError>> From<E> for BatchError {
    fn from(error: E) -> BatchError {
        BatchError::at(0, error)
    }
}

impl fmt::Debug for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchError").field("index", &self.index).field("error", &self.error).finish()
    }
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}
