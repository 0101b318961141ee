//! Scan.

use std::fmt;
use std::marker::PhantomData;

use futures_core::Stream;
use futures_util::stream::{self, StreamExt};
use millstream::Model;
use millstream::keys::Paths;
use millstream::model::Attributes;

use super::get::names_of;
use super::request::{Kind, items_of};
use super::{Page, PageKey, Pages, Request, Strong};
use crate::error::Error;
use crate::expression::Condition;
use crate::table::Handle;

/// All items: [Scan](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html). `M` is the items' model, and `C` says
/// whether it can be consistent.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn all(posts: &FullPrimaryKey<Post<'static>>) -> Result<(), Error> {
/// use futures_util::TryStreamExt;
///
/// let mut pages = posts.scan().filter(|post| post.likes.gt(3)).parallel(4);
/// while let Some(mut page) = pages.try_next().await? {
///     for post in page.items()? {
///         println!("{}", post.slug);
///     }
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before a page is asked for"]
pub struct Scan<M, C> {
    request: Request,
    types: PhantomData<fn() -> (M, C)>,
}

impl<M: Model, C> Scan<M, C> {
    pub(crate) fn new(handle: Handle, index: Option<&'static str>) -> Scan<M, C> {
        let request = Request::new(handle, index, Kind::Scan { segment: None });
        Scan { request, types: PhantomData }
    }

    /// One part of all: the segment of this number, from 0, of so many. A page's last key belongs to its segment.
    pub fn segment(mut self, segment: u32, of: u32) -> Self {
        self.request.kind = Kind::Scan { segment: Some((segment, of)) };
        self
    }

    /// How many items are read for one page, at most; a filter is applied to them.
    pub fn limit(mut self, items: u32) -> Self {
        self.request.limit = Some(i32::try_from(items).unwrap_or(i32::MAX));
        self
    }

    /// Begins behind the place where an earlier page ended.
    pub fn start_key(mut self, key: PageKey) -> Self {
        self.request.start_key = Some(key);
        self
    }

    /// Reads the attributes of another model alone. A model with a `rest` reads all.
    pub fn project<P>(mut self) -> Scan<P, C>
    where
        P: Model,
        for<'a> P::View<'a>: Attributes<'a>,
    {
        self.request.projection = names_of::<P>();
        Scan { request: self.request, types: PhantomData }
    }

    /// The same items decoded into another model: an enum of all kinds of them, say, of an index that a struct of keys declares.
    pub fn as_model<P: Model>(self) -> Scan<P, C> {
        Scan { request: self.request, types: PhantomData }
    }

    /// Hands out those alone of which the condition holds; of several, all must. All are read, and paid for.
    pub fn filter(mut self, condition: impl FnOnce(M::Paths) -> Condition) -> Self
    where
        M: Paths,
    {
        self.request.filter(condition(M::PATHS));
        self
    }

    /// Asks for the capacity units that each page takes.
    pub fn return_consumed_capacity(mut self) -> Self {
        self.request.capacity = true;
        self
    }

    /// One page, the first from the start key on.
    ///
    /// # Errors
    /// When a value cannot be written, or DynamoDB refuses, or does not answer.
    pub async fn page(&self) -> Result<Page<M>, Error> {
        self.request.page().await
    }

    /// All pages, of the segment if one was chosen.
    pub fn pages(self) -> Pages<M>
    where
        M: 'static,
    {
        self.request.pages()
    }

    /// All pages, read in so many segments at once. They come in no order. A start key is of one [`segment`](Scan::segment) and not for it:
    /// DynamoDB refuses it.
    pub fn parallel(self, segments: u32) -> Pages<M>
    where
        M: 'static,
    {
        let segments = segments.max(1);
        let all = (0..segments).map(|segment| {
            let mut request = self.request.clone();
            request.kind = Kind::Scan { segment: Some((segment, segments)) };
            request.pages()
        });
        Box::pin(stream::select_all(all).fuse())
    }

    /// All items, of a model that owns its fields. One that does not fit the model is an error in its place, and the stream goes on.
    pub fn items(self) -> impl Stream<Item = Result<M, Error>> + Send
    where
        M: Send + 'static,
        for<'a> M: Model<View<'a> = M>,
    {
        self.request.items()
    }

    /// All items, read in so many segments at once, of a model that owns its fields.
    pub fn parallel_items(self, segments: u32) -> impl Stream<Item = Result<M, Error>> + Send
    where
        M: Send + 'static,
        for<'a> M: Model<View<'a> = M>,
    {
        items_of(self.parallel(segments))
    }
}

impl<M: Model> Scan<M, Strong> {
    /// Whether the read is strongly consistent, and costs twice as much. The items are not all of one moment even so.
    pub fn consistent(mut self, consistent: bool) -> Self {
        self.request.consistent = consistent;
        self
    }
}

impl<M, C> fmt::Debug for Scan<M, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scan").field("table", &self.request.handle.name).finish_non_exhaustive()
    }
}

impl<M, C> Clone for Scan<M, C> {
    fn clone(&self) -> Self {
        Scan { request: self.request.clone(), types: PhantomData }
    }
}
