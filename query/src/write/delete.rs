//! DeleteItem.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::delete_item::DeleteItem;
use aws_sdk_dynamodb::types::{Delete as SdkDelete, TransactWriteItem};
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

/// Deletes the item of a key, if there is one:
/// [DeleteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteItem.html).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn last(posts: &FullPrimaryKey<Post<'static>>) -> Result<(), Error> {
/// let delete = posts.delete(("ann", 7)).condition(|post| post.likes.eq(0)).return_old();
/// if let Some(mut old) = delete.send().await? {
///     println!("{} is gone", old.item()?.slug);
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Delete<M> {
    handle: Handle,
    key: Result<SdkItem, EncodeError>,
    guard: Guard,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Delete<M> {
    pub(crate) fn new(handle: Handle, key: Result<SdkItem, EncodeError>) -> Delete<M> {
        Delete { handle, key, guard: Guard::default(), model: PhantomData }
    }

    guarded!(guard);

    /// Returns the item that was there.
    pub fn return_old(mut self) -> Self {
        self.guard.returning = Some(Returning::Old);
        self
    }

    /// Deletes it. What is found is the item that was there, if it was asked for.
    ///
    /// # Errors
    /// When the key or a value cannot be written, the condition does not hold, DynamoDB refuses, or does not answer.
    ///
    /// An answer that arrived whole and is no JSON is an error at once, and the write has happened. Where none arrives whole, the SDK sends
    /// the write again, which may then happen twice.
    pub async fn send(mut self) -> Result<Option<Found<M>>, Error> {
        let Handle { client, name, pool } = &self.handle;
        let at = self.handle.at("DeleteItem");
        let rendered = self.guard.render(Placeholders::default(), at)?;
        let request = client
            .delete_item()
            .table_name(&**name)
            .set_key(Some(self.key.map_err(|error| at.encode(error))?));
        let request = guard_request!(request, self.guard, rendered);
        let answer = send_for_answer!(DeleteItem, request, pool, at);
        Ok(Found::of(answer, "Attributes", pool, "DeleteItem", name))
    }
}

impl<M: Model> Sealed for Delete<M> {}

impl<M: Model> TransactWrite for Delete<M> {
    fn into_item(mut self) -> Result<TransactWriteItem, Error> {
        let at = self.handle.at("TransactWriteItems");
        let rendered = self.guard.render(Placeholders::default(), at)?;
        let delete = SdkDelete::builder()
            .table_name(&*self.handle.name)
            .set_key(Some(self.key.map_err(|error| at.encode(error))?));
        let delete = guard_part!(delete, self.guard, rendered)
            .build()
            .map_err(|_| at.invalid("a delete without a key"))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }
}

impl<M> fmt::Debug for Delete<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delete").field("table", &self.handle.name).finish_non_exhaustive()
    }
}
