//! A handler of single records: what it asks for, and how it is called.

use std::any::Any;
use std::future::Future;
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use futures_util::FutureExt;

use super::Meta;
pub use super::failure::Cause;
use crate::model::Model;
use crate::record::{Parts, Record, Wanted};

/// A handler of each record by itself.
pub trait Handler<M: Model> {
    /// The parts it reads, by kind of change.
    const WANTED: Wanted;

    /// What reports and failures call it.
    fn name(&self) -> &'static str;

    /// Handles a record of a kind that it wants.
    fn handle<'r, 'a>(
        &self,
        record: &'r Record<'a, M>,
        meta: Meta<'r>,
    ) -> impl Future<Output = Result<(), Cause>>;
}

/// A record on its way through its handlers. They are lent it: what each call is given is written once.
pub struct Given<'r, 'a, M: Model> {
    pub record: &'r Record<'a, M>,
    pub meta: Meta<'r>,
    /// what of it does not fit
    pub misfit: Parts,
}

/// A stored handler: `S` chooses the changes it is called with.
pub struct PerRecord<S, F, E> {
    pub(super) name: &'static str,
    pub(super) handler: F,
    types: PhantomData<fn() -> (S, E)>,
}

impl<S, F, E> PerRecord<S, F, E> {
    pub(super) fn new(name: &'static str, handler: F) -> Self {
        PerRecord { name, handler, types: PhantomData }
    }
}

/// Awaits what a user wrote; a panic in it is a failure like another.
///
/// The future is lent: it may be large, and each move of it would cost as much as the rest of a record's way to its handler.
pub(super) async fn guarded<T>(future: Pin<&mut impl Future<Output = Result<T, Cause>>>) -> Result<T, Cause> {
    // What a panic leaves behind is the user's own: nothing of this crate is shared with the future but through `&`.
    match AssertUnwindSafe(future).catch_unwind().await {
        Ok(result) => result,
        Err(panic) => Err(Cause::Panic(message_of(&*panic))),
    }
}

/// Runs what calls a model's own conversions; a panic in them is an error too, its message.
pub(super) fn caught<T>(convert: impl FnOnce() -> T) -> Result<T, String> {
    // What is half done is given up by the caller: memory is reset before its next use.
    catch_unwind(AssertUnwindSafe(convert)).map_err(|panic| message_of(&*panic))
}

#[cold]
fn message_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message").to_owned()
}
