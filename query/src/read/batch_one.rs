//! The single item of a key of an index, whose keys are not unique.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use millstream::encode::EncodeError;
use millstream::keys::{Index, KeySchema};

use super::request::Kind;
use super::{Asked, Batch, Found, Request, Strong};
use crate::convert::{SdkItem, SdkValue};
use crate::error::Error;
use crate::expression::Part;
use crate::raw::Answer;
use crate::retry::Retry;
use crate::rounds::{Reply, run};
use crate::table::Handle;

/// The name of the operation, for errors.
const OPERATION: &str = "Query";

/// The item of a key, if it is the only one. A read of an index may show an item a moment late; of a local one it can be consistent, as `C`
/// says.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn of(posts: &Table<Post<'static>>, slug: &str) -> Result<(), Error> {
/// match posts.index::<PostBySlug>().one(slug).send().await {
///     Ok(Some(mut found)) => println!("by {}", found.item()?.author),
///     Ok(None) => println!("no such post"),
///     Err(error) if error.is_several() => println!("not the only one"),
///     Err(error) => return Err(error),
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct One<I, C> {
    handle: Handle,
    key: Result<SdkItem, EncodeError>,
    consistent: bool,
    types: PhantomData<fn() -> (I, C)>,
}

impl<I: Index, C> One<I, C> {
    pub(crate) fn new(handle: Handle, key: Result<SdkItem, EncodeError>) -> One<I, C> {
        One { handle, key, consistent: false, types: PhantomData }
    }

    /// Reads it. `None`: no item has this key.
    ///
    /// # Errors
    /// When several items have it, which [`is_several`](Error::is_several) tells; when the key cannot be written, or DynamoDB refuses, or
    /// does not answer.
    pub async fn send(self) -> Result<Option<Found<I::Item>>, Error> {
        let key = self.key.map_err(|error| self.handle.at(OPERATION).encode(error))?;
        let Some((answer, place)) = only::<I>(&self.handle, &key, self.consistent).await? else {
            return Ok(None);
        };
        Ok(Some(Found::at(answer, place, &self.handle.pool, OPERATION, &self.handle.name)))
    }
}

impl<I: Index> One<I, Strong> {
    /// Whether the read is strongly consistent, and costs twice as much.
    pub fn consistent(mut self, consistent: bool) -> Self {
        self.consistent = consistent;
        self
    }
}

/// The only item of a key, and the answer that it stands in.
async fn only<I: Index>(
    handle: &Handle,
    key: &SdkItem,
    consistent: bool,
) -> Result<Option<(Answer, Range<usize>)>, Error> {
    let at = handle.at(OPERATION);
    let kind = Kind::Query { condition: Ok(condition::<I>(key)), descending: false };
    let mut request = Request::new(handle.clone(), Some(I::NAME), kind);
    // A second one is all that has to be known of the others.
    request.limit = Some(2);
    request.consistent = consistent;
    let mut found = None;
    loop {
        let page = request.page::<I::Item>().await?;
        request.start_key = page.last_key().cloned();
        let answer = page.into_answer();
        let items = match answer.member_place("Items") {
            Some(items) => answer.elements(&items, handle.pool.decoder().get()),
            None => Ok(Vec::new()),
        };
        let mut items = items.map_err(|error| at.decode(error))?.into_iter();
        match (items.next(), items.next()) {
            (None, _) => {}
            (Some(item), None) if found.is_none() => found = Some((answer, item)),
            _ => return Err(at.several()),
        }
        if request.start_key.is_none() {
            return Ok(found);
        }
    }
}

/// All attributes of the key are as given.
fn condition<S: KeySchema>(key: &SdkItem) -> Vec<Part> {
    let given = |name: &'static str| -> Option<(&'static str, &SdkValue)> { Some((name, key.get(name)?)) };
    let range = S::RANGE_KEY.and_then(|range| given(range.name));
    let mut parts = Vec::new();
    for (name, value) in given(S::HASH_KEY.name).into_iter().chain(range) {
        parts.push(Part::Text(if parts.is_empty() { "" } else { " AND " }));
        parts.extend([Part::Name(name.to_owned()), Part::Text(" = "), Part::Value(value.clone())]);
    }
    parts
}

/// The single items of many keys of an index, in the order of the keys, those of keys without an item left out; each is a query of its own.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn of(posts: &Table<Post<'static>>) -> Result<(), Error> {
/// let mut found = posts.index::<PostBySlug>().batch_one(["spring", "summer"]).send().await?;
/// println!("{} of two", found.items()?.len());
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct BatchOne<I, C> {
    handle: Handle,
    keys: Vec<Result<SdkItem, EncodeError>>,
    consistent: bool,
    retry: Retry,
    types: PhantomData<fn() -> (I, C)>,
}

impl<I: Index, C> BatchOne<I, C> {
    pub(crate) fn new(handle: Handle, keys: Vec<Result<SdkItem, EncodeError>>) -> BatchOne<I, C> {
        BatchOne { handle, keys, consistent: false, retry: Retry::default(), types: PhantomData }
    }

    /// When a query that failed is made again, how many are under way, and when they are given up.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Reads them.
    ///
    /// # Errors
    /// When several items have one of the keys; when a key cannot be written, or DynamoDB refuses, or does not answer. The error has what
    /// did arrive, and the keys that have no answer.
    pub async fn send(self) -> Result<Batch<I::Item>, Error> {
        let at = self.handle.at(OPERATION);
        let keys = self.keys.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| at.encode(error))?;
        let asked = &Asked::new::<I>(keys);
        let (handle, consistent) = (&self.handle, self.consistent);
        let outcome = run(&handle.client, self.retry, (asked.keys.len(), 1), |numbers| async move {
            let number = numbers[0];
            let only = only::<I>(handle, &asked.keys[number], consistent).await?;
            let (answer, found) = match only {
                Some((answer, place)) => (Some(answer), vec![(number, place)]),
                None => (None, Vec::new()),
            };
            Ok(Reply { answer, found, unprocessed: Vec::new() })
        });
        Ok(Batch::new(asked.gather(handle, OPERATION, outcome.await)?))
    }
}

impl<I: Index> BatchOne<I, Strong> {
    /// Whether the reads are strongly consistent, and cost twice as much.
    pub fn consistent(mut self, consistent: bool) -> Self {
        self.consistent = consistent;
        self
    }
}

impl<I, C> fmt::Debug for One<I, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("One").field("table", &self.handle.name).finish_non_exhaustive()
    }
}

impl<I, C> fmt::Debug for BatchOne<I, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BatchOne").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
