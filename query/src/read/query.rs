//! Query.

use std::fmt;
use std::marker::PhantomData;

use futures_core::Stream;
use millstream::Model;
use millstream::encode::{Encode, EncodeError};
use millstream::keys::{KeyAttribute, KeySchema, Paths, RangeKey};
use millstream::model::Attributes;
use millstream::value::Tag;

use super::get::names_of;
use super::request::Kind;
use super::{Page, PageKey, Pages, Request, Strong};
use crate::convert::to_sdk;
use crate::error::Error;
use crate::expression::{Condition, Part};
use crate::table::Handle;

/// The items of a hash key: [Query](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html). `M` is the items' model, `S`
/// the keys', and `C` says whether it can be consistent.
///
/// Of several conditions on the range key the last one counts, since DynamoDB takes one.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn some(posts: &FullPrimaryKey<Post<'static>>, from: Option<PageKey>) -> Result<Option<PageKey>, Error> {
/// let query = posts.query("ann").range_ge(7).descending().limit(20);
/// let query = match from {
///     Some(key) => query.start_key(key),
///     None => query,
/// };
/// let mut page = query.page().await?;
/// for post in page.items()? {
///     println!("{}", post.slug);
/// }
/// Ok(page.last_key().cloned()) // where the next page begins
/// # }
/// ```
#[must_use = "nothing is sent before a page is asked for"]
pub struct Query<M, S, C> {
    request: Request,
    model: PhantomData<fn() -> M>,
    keys: PhantomData<fn() -> (S, C)>,
}

impl<M: Model, S: KeySchema, C> Query<M, S, C> {
    pub(crate) fn new(handle: Handle, index: Option<&'static str>, hash: &S::Hash<'_>) -> Query<M, S, C> {
        let condition = equals(S::HASH_KEY, hash);
        let request = Request::new(handle, index, Kind::Query { condition, descending: false });
        Query { request, model: PhantomData, keys: PhantomData }
    }

    /// Descending by the range key.
    pub fn descending(mut self) -> Self {
        if let Kind::Query { descending, .. } = &mut self.request.kind {
            *descending = true;
        }
        self
    }

    /// How many items are read for one page, at most; a filter is applied to them. For a number of items in all, take so many of the
    /// stream.
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
    pub fn project<P>(mut self) -> Query<P, S, C>
    where
        P: Model,
        for<'a> P::View<'a>: Attributes<'a>,
    {
        self.request.projection = names_of::<P>();
        Query { request: self.request, model: PhantomData, keys: PhantomData }
    }

    /// The same items decoded into another model: an enum of all kinds of them, say, of an index that a struct of keys declares.
    pub fn as_model<P: Model>(self) -> Query<P, S, C> {
        Query { request: self.request, model: PhantomData, keys: PhantomData }
    }

    /// Hands out those alone of which the condition holds. All are read, and paid for. It may not speak of the keys. Of several,
    /// all must hold.
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

    /// All pages.
    pub fn pages(self) -> Pages<M>
    where
        M: 'static,
    {
        self.request.pages()
    }

    /// All items, of a model that owns its fields. One that does not fit the model is an error in its place, and the stream goes on.
    pub fn items(self) -> impl Stream<Item = Result<M, Error>> + Send
    where
        M: Send + 'static,
        for<'a> M: Model<View<'a> = M>,
    {
        self.request.items()
    }
}

impl<M: Model, S: KeySchema> Query<M, S, Strong> {
    /// Whether the read is strongly consistent, and costs twice as much.
    pub fn consistent(mut self, consistent: bool) -> Self {
        self.request.consistent = consistent;
        self
    }
}

/// Conditions on the range key.
impl<M: Model, S: RangeKey, C> Query<M, S, C> {
    /// Those whose range key is `range`.
    pub fn range_eq(self, range: S::Range<'_>) -> Self {
        self.range("", " = ", &[&range], "")
    }

    /// Those whose range key is less.
    pub fn range_lt(self, range: S::Range<'_>) -> Self {
        self.range("", " < ", &[&range], "")
    }

    /// Those whose range key is less or equal.
    pub fn range_le(self, range: S::Range<'_>) -> Self {
        self.range("", " <= ", &[&range], "")
    }

    /// Those whose range key is greater.
    pub fn range_gt(self, range: S::Range<'_>) -> Self {
        self.range("", " > ", &[&range], "")
    }

    /// Those whose range key is greater or equal.
    pub fn range_ge(self, range: S::Range<'_>) -> Self {
        self.range("", " >= ", &[&range], "")
    }

    /// Those whose range key is from `low` to `high`, both included.
    pub fn range_between(self, low: S::Range<'_>, high: S::Range<'_>) -> Self {
        self.range("", " BETWEEN ", &[&low, &high], "")
    }

    /// Those whose range key begins with `prefix`: a text or a binary. Of a number it does not compile.
    pub fn range_begins_with(self, prefix: S::Range<'_>) -> Self {
        const {
            assert!(
                matches!(S::RANGE_KEY, Some(KeyAttribute { tag: Tag::S | Tag::B, .. })),
                "`range_begins_with` is of a text or a binary"
            );
        }
        self.range("begins_with(", ", ", &[&prefix], ")")
    }

    fn range(
        mut self,
        before: &'static str,
        operator: &'static str,
        values: &[&dyn Encode],
        behind: &'static str,
    ) -> Self {
        if let (Kind::Query { condition: Ok(parts), .. }, Some(key)) = (&mut self.request.kind, S::RANGE_KEY)
        {
            // A name, an equals sign and a value are the hash key's.
            parts.truncate(HASH_PARTS);
            parts.extend([Part::Text(" AND "), Part::Text(before), Part::Name(key.name.to_owned())]);
            for (at, value) in values.iter().enumerate() {
                parts.push(Part::Text(if at == 0 { operator } else { " AND " }));
                match to_sdk(*value) {
                    Ok(value) => parts.push(Part::Value(value)),
                    Err(error) => {
                        let condition = Err(error);
                        self.request.kind = Kind::Query { condition, descending: false };
                        return self;
                    }
                }
            }
            parts.push(Part::Text(behind));
        }
        self
    }
}

/// Parts of the condition on the hash key.
const HASH_PARTS: usize = 3;

/// `name = value`
fn equals(key: KeyAttribute, value: &dyn Encode) -> Result<Vec<Part>, EncodeError> {
    Ok(vec![Part::Name(key.name.to_owned()), Part::Text(" = "), Part::Value(to_sdk(value)?)])
}

impl<M, S, C> fmt::Debug for Query<M, S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query").field("table", &self.request.handle.name).finish_non_exhaustive()
    }
}

impl<M, S, C> Clone for Query<M, S, C> {
    fn clone(&self) -> Self {
        Query { request: self.request.clone(), model: PhantomData, keys: PhantomData }
    }
}
