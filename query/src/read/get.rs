//! GetItem.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::get_item::GetItem;
use aws_sdk_dynamodb::types::{Get as SdkGet, ReturnConsumedCapacity, TransactGetItem};
use millstream::Model;
use millstream::encode::EncodeError;
use millstream::model::Attributes;

use super::Found;
use super::transact_get::part;
use crate::convert::SdkItem;
use crate::error::Error;
use crate::expression::Placeholders;
use crate::raw::send_for_answer;
use crate::table::Handle;

/// The item of a key: [GetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_GetItem.html).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn title(posts: &FullPrimaryKey<Post<'static>>) -> Result<(), Error> {
/// let found = posts.get(("ann", 7)).consistent(true).send().await?;
/// match found {
///     Some(mut found) => println!("{} likes", found.item()?.likes),
///     None => println!("no such post"),
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Get<M> {
    pub(super) handle: Handle,
    key: Result<SdkItem, EncodeError>,
    consistent: bool,
    capacity: bool,
    projection: Vec<&'static str>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Get<M> {
    pub(crate) fn new(handle: Handle, key: Result<SdkItem, EncodeError>) -> Get<M> {
        Get { handle, key, consistent: false, capacity: false, projection: Vec::new(), model: PhantomData }
    }

    /// Whether the read is strongly consistent, and costs twice as much.
    pub fn consistent(mut self, consistent: bool) -> Get<M> {
        self.consistent = consistent;
        self
    }

    /// Asks for the capacity units that it takes.
    pub fn return_consumed_capacity(mut self) -> Get<M> {
        self.capacity = true;
        self
    }

    /// Reads the attributes of another model alone. A model with a `rest` reads all.
    pub fn project<P>(self) -> Get<P>
    where
        P: Model,
        for<'a> P::View<'a>: Attributes<'a>,
    {
        let Get { handle, key, consistent, capacity, .. } = self;
        Get { handle, key, consistent, capacity, projection: names_of::<P>(), model: PhantomData }
    }

    /// As a part of a transaction. The key is taken.
    pub(super) fn take_part(&mut self, operation: &'static str) -> Result<TransactGetItem, Error> {
        let at = self.handle.at(operation);
        let key = std::mem::replace(&mut self.key, Ok(SdkItem::new()));
        let mut placeholders = Placeholders::default();
        let projection = placeholders.render_names(&self.projection);
        let get = SdkGet::builder()
            .table_name(&*self.handle.name)
            .set_key(Some(key.map_err(|error| at.encode(error))?))
            .set_projection_expression((!projection.is_empty()).then_some(projection))
            .set_expression_attribute_names(placeholders.names());
        part(get, at)
    }

    /// Reads it. `None`: there is no such item.
    ///
    /// # Errors
    /// When the key cannot be written, or DynamoDB refuses, or does not answer.
    pub async fn send(self) -> Result<Option<Found<M>>, Error> {
        let Handle { client, name, pool } = &self.handle;
        let at = self.handle.at("GetItem");
        let mut placeholders = Placeholders::default();
        let projection = placeholders.render_names(&self.projection);
        let request = client
            .get_item()
            .table_name(&**name)
            .set_key(Some(self.key.map_err(|error| at.encode(error))?))
            .set_consistent_read(self.consistent.then_some(true))
            .set_projection_expression((!projection.is_empty()).then_some(projection))
            .set_expression_attribute_names(placeholders.names())
            .set_return_consumed_capacity(self.capacity.then_some(ReturnConsumedCapacity::Total));
        let answer = send_for_answer!(GetItem, request, pool, at);
        Ok(Found::of(answer, "Item", pool, "GetItem", name))
    }
}

/// The attributes of a model; none where it has those of any name, so that all are read.
pub(super) fn names_of<P>() -> Vec<&'static str>
where
    P: Model,
    for<'a> P::View<'a>: Attributes<'a>,
{
    let mut names = Vec::new();
    let is_closed = <P::View<'static> as Attributes<'static>>::attribute_names(&mut |name| {
        if !names.contains(&name) {
            names.push(name);
        }
    });
    if is_closed { names } else { Vec::new() }
}

impl<M> fmt::Debug for Get<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Get").field("table", &self.handle.name).finish_non_exhaustive()
    }
}
