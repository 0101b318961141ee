//! PutItem.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::put_item::PutItem;
use aws_sdk_dynamodb::types::{Put as SdkPut, TransactWriteItem};
use millstream::Model;
use millstream::encode::EncodeError;

use super::guard::{Guard, Returning, guard_part, guard_request, guarded};
use super::transaction::{Sealed, TransactWrite};
use crate::convert::SdkItem;
use crate::error::Error;
use crate::expression::Placeholders;
use crate::raw::send_for_answer;
use crate::read::Found;
use crate::table::Handle;

/// Writes an item in the place of the one with its key, if there is one:
/// [PutItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PutItem.html).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn first(posts: &FullPrimaryKey<Post<'static>>) -> Result<(), Error> {
/// let post = Post { author: "ann", at: 7, slug: "spring", likes: 0 };
/// let put = posts.put(&post).condition(|post| post.author.not_exists()).return_old_on_failure();
/// match put.send().await {
///     Err(error) if error.is_conditional_check_failed() => {
///         if let Some(mut there) = error.old_item::<Post>()? {
///             println!("there is one: {}", there.item()?.slug);
///         }
///     }
///     other => drop(other?),
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Put<M> {
    handle: Handle,
    item: Result<SdkItem, EncodeError>,
    guard: Guard,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Put<M> {
    pub(crate) fn new(handle: Handle, item: Result<SdkItem, EncodeError>) -> Put<M> {
        Put { handle, item, guard: Guard::default(), model: PhantomData }
    }

    guarded!(guard);

    /// Returns the item that was there.
    pub fn return_old(mut self) -> Self {
        self.guard.returning = Some(Returning::Old);
        self
    }

    /// Writes it. What is found is the item that was there, if it was asked for.
    ///
    /// # Errors
    /// When the item or a value cannot be written, the condition does not hold, DynamoDB refuses, or does not answer.
    ///
    /// An answer that arrived whole and is no JSON is an error at once, and the write has happened. Where none arrives whole, the SDK sends
    /// the write again, which may then happen twice.
    pub async fn send(mut self) -> Result<Option<Found<M>>, Error> {
        let Handle { client, name, pool } = &self.handle;
        let at = self.handle.at("PutItem");
        let rendered = self.guard.render(Placeholders::default(), at)?;
        let request = client
            .put_item()
            .table_name(&**name)
            .set_item(Some(self.item.map_err(|error| at.encode(error))?));
        let request = guard_request!(request, self.guard, rendered);
        let answer = send_for_answer!(PutItem, request, pool, at);
        Ok(Found::of(answer, "Attributes", pool, "PutItem", name))
    }
}

impl<M: Model> Sealed for Put<M> {}

impl<M: Model> TransactWrite for Put<M> {
    fn into_item(mut self) -> Result<TransactWriteItem, Error> {
        let at = self.handle.at("TransactWriteItems");
        let rendered = self.guard.render(Placeholders::default(), at)?;
        let put = SdkPut::builder()
            .table_name(&*self.handle.name)
            .set_item(Some(self.item.map_err(|error| at.encode(error))?));
        let put = guard_part!(put, self.guard, rendered)
            .build()
            .map_err(|_| at.invalid("a put without an item"))?;
        Ok(TransactWriteItem::builder().put(put).build())
    }
}

impl<M> fmt::Debug for Put<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Put").field("table", &self.handle.name).finish_non_exhaustive()
    }
}
