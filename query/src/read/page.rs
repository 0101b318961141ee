//! A page of a query or a scan.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;

use futures_core::Stream;
use millstream::{Items, Model};

use super::PageKey;
use crate::error::{At, Error};
use crate::raw::{Answer, Pool, Pooled};

/// Pages one after the other, each of which is asked for when it is polled for.
pub type Pages<M> = Pin<Box<dyn Stream<Item = Result<Page<M>, Error>> + Send>>;

/// One page of a query or a scan: it owns the bytes of the answer, and lends the items that are decoded from them.
///
/// A page may be empty and not be the last one: a filter kept nothing of it, or the time was up. The last one is that without a
/// [`last_key`](Page::last_key).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Error, FullPrimaryKey};
/// # #[derive(Model, Encode)]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, title: &'a str }
/// use futures_util::TryStreamExt;
///
/// async fn titles(posts: &FullPrimaryKey<Post<'static>>) -> Result<(), Error> {
///     let mut pages = posts.query("ann").range_ge(7).descending().pages();
///     while let Some(mut page) = pages.try_next().await? {
///         for post in page.items()? {
///             println!("{}", post.title);
///         }
///     }
///     Ok(())
/// }
/// ```
pub struct Page<M> {
    answer: Answer,
    decoder: Pooled,
    last_key: Option<PageKey>,
    operation: &'static str,
    table: Arc<str>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Page<M> {
    pub(crate) fn new(
        answer: Answer,
        pool: &Pool,
        operation: &'static str,
        table: &Arc<str>,
    ) -> Result<Page<M>, Error> {
        let mut decoder = pool.decoder();
        let last_key = match answer.member("LastEvaluatedKey") {
            Some(json) => PageKey::read(json, decoder.get(), At { operation, table })?,
            None => None,
        };
        Ok(Page { answer, decoder, last_key, operation, table: table.clone(), model: PhantomData })
    }

    /// All items, decoded. They borrow from the page, unless the model owns all that it holds.
    ///
    /// # Errors
    /// When one does not fit the model, which the path tells: `[3].title`. [`iter`](Page::iter) goes on behind it.
    pub fn items(&mut self) -> Result<Vec<M::View<'_>>, Error> {
        let at = At { operation: self.operation, table: &self.table };
        let json = self.answer.member("Items").unwrap_or("[]");
        // The count is the service's: it is for the room alone.
        let room = self.answer.count("Count").unwrap_or(0).min(json.len() as u64 / 2);
        let mut items = Vec::with_capacity(room as usize);
        for item in self.decoder.get().items::<M>(json) {
            items.push(item.map_err(|error| at.decode(error))?);
        }
        Ok(items)
    }

    /// The items one by one, each decoded when it is asked for, or an error of its own.
    pub fn iter(&mut self) -> Items<'_, M> {
        self.decoder.get().items::<M>(self.answer.member("Items").unwrap_or("[]"))
    }

    /// The items, each by itself, of a model that owns its fields.
    pub(crate) fn each(&mut self) -> Vec<Result<M, Error>>
    where
        for<'a> M: Model<View<'a> = M>,
    {
        let at = At { operation: self.operation, table: &self.table };
        let items = self.decoder.get().items::<M>(self.answer.member("Items").unwrap_or("[]"));
        items.map(|item| item.map_err(|error| at.decode(error))).collect()
    }

    pub(crate) fn into_answer(self) -> Answer {
        self.answer
    }

    /// Items of the page, by DynamoDB's count.
    pub fn count(&self) -> u64 {
        self.answer.count("Count").unwrap_or(0)
    }

    /// Items that were read before a filter was applied: what is paid for.
    pub fn scanned_count(&self) -> u64 {
        self.answer.count("ScannedCount").unwrap_or(0)
    }

    /// The capacity units that it took, where they were asked for.
    pub fn consumed_capacity(&mut self) -> Option<f64> {
        self.answer.consumed_capacity(self.decoder.get())
    }

    /// Where the next page begins; `None`: this is the last one.
    pub fn last_key(&self) -> Option<&PageKey> {
        self.last_key.as_ref()
    }
}

impl<M> fmt::Debug for Page<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Page").field("table", &self.table).finish_non_exhaustive()
    }
}
