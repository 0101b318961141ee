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
    /// For each key its item, decoded when it is asked for.
    fn each<M: Model>(&mut self) -> impl Iterator<Item = Option<Result<M::View<'_>, millstream::Error>>> {
        let Gathered { answers, places, decoder, .. } = self;
        let (answers, places) = (&*answers, &*places);
        let found = places.iter().flatten();
        let found = found.map(|place| answers[place.answer].at(&place.place).unwrap_or("{}"));
        let mut items = decoder.get().each::<M>(found);
        places.iter().map(move |place| place.as_ref().and_then(|_| items.next()))
    }

    /// What an error of an item becomes where it is the batch's.
    fn failed(&self) -> impl Fn(millstream::Error) -> Error + use<> {
        let (operation, table) = (self.operation, self.table.clone());
        move |error| At { operation, table: &table }.decode(error)
    }
}

/// The items of a batch, in the order they were asked for, missing ones left out. It owns the bytes of all answers, and lends the items that
/// are decoded from them.
///
/// One that does not fit the model keeps none of the others from being read:
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Error, Table};
/// #[derive(Model, Encode)]
/// #[model(table = "Users")]
/// struct User<'a> {
///     #[model(hash_key)]
///     id: u64,
///     name: Option<&'a str>,
/// }
///
/// #[derive(Debug, Model)]
/// struct Named<'a> {
///     name: &'a str,
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Error> {
/// # let server = millstream_query_kit::Server::in_process().await;
/// # let table = Table::<User>::new(&millstream_query_kit::client(server.endpoint()));
/// # table.create_table().send().await?;
/// # let users = table.primary_key();
/// let user = |id, name| User { id, name };
/// users.batch_put(&[user(1, Some("ann")), user(2, None), user(3, Some("eve"))]).send().await?;
///
/// let mut batch = users.batch_get([1, 2, 3]).send().await?.as_model::<Named>();
/// assert_eq!(batch.items().unwrap_err().as_decode().unwrap().path(), "[1].name");
/// let names: Vec<_> = batch.iter().map(|user| user.map_or("nobody", |user| user.name)).collect();
/// assert_eq!(names, ["ann", "nobody", "eve"]);
/// # Ok(())
/// # }
/// ```
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
    /// When one does not fit the model, which the path tells, by its place among these: `[3].title`. The byte is counted from where the item
    /// begins. [`iter`](Batch::iter) goes on behind it.
    pub fn items(&mut self) -> Result<Vec<M::View<'_>>, Error> {
        let failed = self.gathered.failed();
        let mut items = Vec::with_capacity(self.len());
        for item in self.iter() {
            items.push(item.map_err(&failed)?);
        }
        Ok(items)
    }

    /// The items one by one, each decoded when it is asked for, or an error of its own.
    pub fn iter(&mut self) -> impl Iterator<Item = Result<M::View<'_>, millstream::Error>> {
        let found = self.gathered.each::<M>().flatten().enumerate();
        found.map(|(index, item)| item.map_err(|error| error.at_index(index)))
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
    /// When one does not fit the model, which the path tells, by the place of its key: `[3].title`. The byte is counted from where the item
    /// begins. [`iter`](FullBatch::iter) goes on behind it.
    pub fn items(&mut self) -> Result<Vec<Option<M::View<'_>>>, Error> {
        let failed = self.gathered.failed();
        let mut items = Vec::with_capacity(self.len());
        for item in self.iter() {
            items.push(item.map_err(&failed)?);
        }
        Ok(items)
    }

    /// For each key that was asked its item, decoded when it is asked for, or an error of its own.
    pub fn iter(&mut self) -> impl Iterator<Item = Result<Option<M::View<'_>>, millstream::Error>> {
        let items = self.gathered.each::<M>().enumerate();
        items.map(|(index, item)| item.transpose().map_err(|error| error.at_index(index)))
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
