//! Items of several answers, in the order they were asked for.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;

use millstream::Model;

use crate::error::{At, Error};
use crate::raw::{Answer, Pooled};

/// Where an item stands.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub(crate) answer: usize,
    pub(crate) place: Range<usize>,
}

/// The answers of a batch, and for each key that was asked, in that order, where its item stands.
pub(crate) struct Gathered {
    pub(crate) answers: Vec<Answer>,
    pub(crate) places: Vec<Option<Place>>,
    pub(crate) decoder: Pooled,
    pub(crate) operation: &'static str,
    pub(crate) table: Arc<str>,
}

impl Gathered {
    /// The items that were found, decoded.
    fn items<M: Model>(&mut self) -> Result<Vec<M::View<'_>>, Error> {
        let Gathered { answers, places, decoder, operation, table } = self;
        let at = At { operation, table };
        let found =
            places.iter().flatten().map(|place| answers[place.answer].at(&place.place).unwrap_or("{}"));
        let items: Result<Vec<_>, _> = decoder.each::<M>(found).collect();
        items.map_err(|error| at.decode(error))
    }
}

/// The items of a batch, in the order they were asked for, missing ones left out. It owns the bytes of all answers, and lends the items that
/// are decoded from them.
pub struct Batch<M> {
    gathered: Gathered,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Batch<M> {
    pub(crate) fn new(gathered: Gathered) -> Batch<M> {
        Batch { gathered, model: PhantomData }
    }

    /// The items. They borrow from here, unless the model owns all that it holds. An item that was asked for twice is there twice.
    ///
    /// # Errors
    /// When one does not fit the model.
    pub fn items(&mut self) -> Result<Vec<M::View<'_>>, Error> {
        self.gathered.items::<M>()
    }

    /// The same items, to be decoded into another model.
    pub fn as_model<P: Model>(self) -> Batch<P> {
        Batch::new(self.gathered)
    }

    /// The same items, with `None` in the place of missing ones.
    pub fn into_full(self) -> FullBatch<M> {
        FullBatch::new(self.gathered)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.gathered.places.iter().flatten().count()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The items of a batch, in the order they were asked for, `None` in the place of missing ones. It owns the bytes of all answers, and lends
/// the items that are decoded from them.
pub struct FullBatch<M> {
    gathered: Gathered,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> FullBatch<M> {
    pub(crate) fn new(gathered: Gathered) -> FullBatch<M> {
        FullBatch { gathered, model: PhantomData }
    }

    /// For each key that was asked its item. They borrow from here, unless the model owns all that it holds.
    ///
    /// # Errors
    /// When one does not fit the model.
    pub fn items(&mut self) -> Result<Vec<Option<M::View<'_>>>, Error> {
        let is_found: Vec<bool> = self.gathered.places.iter().map(Option::is_some).collect();
        let mut items = self.gathered.items::<M>()?.into_iter();
        Ok(is_found.into_iter().map(|found| if found { items.next() } else { None }).collect())
    }

    /// The same items, to be decoded into another model.
    pub fn as_model<P: Model>(self) -> FullBatch<P> {
        FullBatch::new(self.gathered)
    }

    /// How many keys were asked.
    pub fn len(&self) -> usize {
        self.gathered.places.len()
    }

    /// Whether none were.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl<M> fmt::Debug for Batch<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("table", &self.gathered.table).finish_non_exhaustive()
    }
}

impl<M> fmt::Debug for FullBatch<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FullBatch").field("table", &self.gathered.table).finish_non_exhaustive()
    }
}
