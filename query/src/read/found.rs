//! One item that was found.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use millstream::Model;

use crate::error::{At, Error};
use crate::raw::{Answer, Pool, Pooled};

/// An item that was read, or that a write returned: it owns the bytes of the answer, and lends the item that is decoded from them.
pub struct Found<M> {
    answer: Answer,
    decoder: Pooled,
    place: Range<usize>,
    operation: &'static str,
    table: Arc<str>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Found<M> {
    /// `None` where the answer has no such member: there is no such item, or nothing was to be returned.
    pub(crate) fn of(
        answer: Answer,
        member: &'static str,
        pool: &Pool,
        operation: &'static str,
        table: &Arc<str>,
    ) -> Option<Found<M>> {
        let place = answer.member_place(member)?;
        Some(Found::at(answer, place, pool, operation, table))
    }

    /// The item that stands at `place`.
    pub(crate) fn at(
        answer: Answer,
        place: Range<usize>,
        pool: &Pool,
        operation: &'static str,
        table: &Arc<str>,
    ) -> Found<M> {
        let (decoder, table) = (pool.decoder(), table.clone());
        Found { answer, decoder, place, operation, table, model: PhantomData }
    }

    /// The item. It borrows from here, unless the model owns all that it holds.
    ///
    /// # Errors
    /// When it does not fit the model.
    pub fn item(&mut self) -> Result<M::View<'_>, Error> {
        let at = At { operation: self.operation, table: &self.table };
        let json = self.answer.at(&self.place).unwrap_or("{}");
        self.decoder.get().decode_item::<M>(json).map_err(|error| at.decode(error))
    }

    /// The same item, to be decoded into another model.
    pub fn as_model<P: Model>(self) -> Found<P> {
        let Found { answer, decoder, place, operation, table, .. } = self;
        Found { answer, decoder, place, operation, table, model: PhantomData }
    }

    /// The capacity units that it took, where they were asked for.
    pub fn consumed_capacity(&mut self) -> Option<f64> {
        self.answer.consumed_capacity(self.decoder.get())
    }
}

impl<M> fmt::Debug for Found<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Found").field("table", &self.table).finish_non_exhaustive()
    }
}
