//! A handler of all its records of a batch at once.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use super::{BoxError, Meta};
use crate::model::Model;
use crate::record::{Record, Wanted};

/// A handler of slices of records.
pub trait BatchHandler<M: Model> {
    /// The parts it reads, by kind of change.
    const WANTED: Wanted;

    /// What reports and failures call it.
    fn name(&self) -> &'static str;

    /// Handles records, all of kinds that it wants and with the parts that it asks for.
    fn handle<'r, 'a>(
        &self,
        records: &[(&'r Record<'a, M>, Meta<'r>)],
    ) -> impl Future<Output = Result<(), BatchError>>;
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
    /// The record at `index` of the slice failed; those before it are done, those behind it are not.
    pub fn at(index: usize, error: impl Into<BoxError>) -> BatchError {
        BatchError { index, error: error.into() }
    }

    /// The place in the slice of the record that failed.
    pub const fn index(&self) -> usize {
        self.index
    }

    pub(super) fn into_parts(self) -> (usize, BoxError) {
        (self.index, self.error)
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
