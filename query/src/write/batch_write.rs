//! BatchWriteItem, for any number of writes.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::{DeleteRequest, PutRequest, WriteRequest};
use millstream::encode::EncodeError;
use millstream::keys::Keyed;

use crate::convert::SdkItem;
use crate::error::{Error, Leftover};
use crate::key_id::KeyId;
use crate::retry::Retry;
use crate::rounds::{Reply, run};
use crate::table::Handle;

/// Writes of one [BatchWriteItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html).
const CHUNK: usize = 25;
const OPERATION: &str = "BatchWriteItem";

/// Many puts, or many deletes, in no order, each by itself.
///
/// DynamoDB refuses a batch that writes an item twice: of several writes of one key the last one counts (numbers by their value).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::*;
/// # #[derive(Model, Encode)]
/// # #[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
/// # struct Post<'a> { #[model(hash_key)] author: &'a str, #[model(range_key)] at: u64, slug: &'a str, likes: u64 }
/// # async fn many(posts: &FullPrimaryKey<Post<'static>>, new: &[Post<'static>]) -> Result<(), Error> {
/// use std::time::Duration;
///
/// let put = posts.batch_put(new).retry(Retry::default().deadline(Duration::from_secs(5)));
/// if let Err(error) = put.send().await {
///     println!("{error}");
///     posts.batch_write(error.unprocessed_writes().to_vec()).send().await?; // once more, what is left
/// }
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct BatchWrite<M> {
    handle: Handle,
    writes: Result<Vec<WriteRequest>, Error>,
    retry: Retry,
    model: PhantomData<fn() -> M>,
}

impl<M: Keyed> BatchWrite<M> {
    /// Requests as they are sent.
    pub(crate) fn of(handle: Handle, writes: Vec<WriteRequest>) -> BatchWrite<M> {
        BatchWrite { handle, writes: Ok(writes), retry: Retry::default(), model: PhantomData }
    }

    pub(crate) fn puts(
        handle: Handle,
        items: impl IntoIterator<Item = Result<SdkItem, EncodeError>>,
    ) -> BatchWrite<M> {
        let at = handle.at(OPERATION);
        let put = |item: Result<SdkItem, EncodeError>| {
            let item = item.map_err(|error| at.encode(error))?;
            let put =
                PutRequest::builder().set_item(Some(item)).build().map_err(|_| at.invalid("no item"))?;
            Ok(WriteRequest::builder().put_request(put).build())
        };
        let writes = items.into_iter().map(put).collect();
        BatchWrite { handle, writes, retry: Retry::default(), model: PhantomData }
    }

    pub(crate) fn deletes(
        handle: Handle,
        keys: impl IntoIterator<Item = Result<SdkItem, EncodeError>>,
    ) -> BatchWrite<M> {
        let at = handle.at(OPERATION);
        let delete = |key: Result<SdkItem, EncodeError>| {
            let key = key.map_err(|error| at.encode(error))?;
            let delete =
                DeleteRequest::builder().set_key(Some(key)).build().map_err(|_| at.invalid("no key"))?;
            Ok(WriteRequest::builder().delete_request(delete).build())
        };
        let writes = keys.into_iter().map(delete).collect();
        BatchWrite { handle, writes, retry: Retry::default(), model: PhantomData }
    }

    /// When writes that were not processed are sent again, and when they are given up.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Does them, in chunks of 25, several of which are under way at the same time.
    ///
    /// # Errors
    /// When an item or a key cannot be written, and nothing is sent; when DynamoDB refuses, or does not answer, or there are writes left that
    /// it did not process. The error has these, [`unprocessed_writes`](Error::unprocessed_writes); a request that failed may have done some
    /// of them.
    pub async fn send(self) -> Result<(), Error> {
        let handle = &self.handle;
        let mut numbers = HashMap::new();
        let mut writes: Vec<WriteRequest> = Vec::new();
        for write in self.writes? {
            let next = writes.len();
            let number = *numbers.entry(id::<M>(&write)).or_insert(next);
            match writes.get_mut(number) {
                Some(earlier) => *earlier = write,
                None => writes.push(write),
            }
        }
        let (all, numbers) = (&writes, &numbers);
        let outcome = run(&handle.client, self.retry, (all.len(), CHUNK), |chunk| async move {
            let chunk = chunk.into_iter().map(|number| all[number].clone()).collect();
            let left = send(handle, chunk).await?;
            let number = |write| numbers.get(&id::<M>(write)).copied();
            let unprocessed: Option<Vec<usize>> = left.iter().map(number).collect();
            let unprocessed = unprocessed
                .ok_or_else(|| handle.at(OPERATION).invalid("a write came back that was not sent"))?;
            Ok(Reply { answer: None, found: Vec::new(), unprocessed })
        });
        let outcome = outcome.await;
        if outcome.left.is_empty() {
            return Ok(());
        }
        let writes = outcome.left.iter().map(|&number| writes[number].clone()).collect();
        let error = outcome.error.unwrap_or_else(|| handle.at(OPERATION).unprocessed());
        Err(error.with(Leftover { writes, ..Leftover::default() }))
    }
}

/// Sends a chunk, and answers what was not processed of it.
async fn send(handle: &Handle, chunk: Vec<WriteRequest>) -> Result<Vec<WriteRequest>, Error> {
    let sent = handle.client.batch_write_item().request_items(&*handle.name, chunk).send().await;
    let output = sent.map_err(|error| handle.at(OPERATION).sdk(error))?;
    Ok(output.unprocessed_items.into_iter().flatten().flat_map(|(_, writes)| writes).collect())
}

/// The key of the item that is written.
fn id<M: Keyed>(write: &WriteRequest) -> KeyId {
    let put = write.put_request().map(PutRequest::item);
    let item = put.or_else(|| write.delete_request().map(DeleteRequest::key));
    KeyId::of::<M>(item.unwrap_or(&SdkItem::new()))
}

impl<M> fmt::Debug for BatchWrite<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let writes = self.writes.as_ref().map_or(0, Vec::len);
        f.debug_struct("BatchWrite").field("writes", &writes).finish_non_exhaustive()
    }
}
