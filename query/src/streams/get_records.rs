//! GetRecords.

use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::operation::get_records::GetRecords as Operation;

use super::RecordsPage;
use crate::error::{At, Error};
use crate::raw::{Pool, send_for_answer};

/// A page of the records of a shard:
/// [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html), for who has the iterator of a
/// shard. [`LocalStream`](super::LocalStream) finds shards and iterators by itself.
///
/// ```
/// # use millstream::Item;
/// # use millstream_query::Error;
/// use millstream_query::streams::GetRecords;
///
/// async fn read(client: &aws_sdk_dynamodbstreams::Client, iterator: String) -> Result<Option<String>, Error> {
///     let mut page = GetRecords::new(client, iterator).limit(100).send().await?;
///     for record in &page.records::<Item>()? {
///         println!("{:?}", record.map(|record| record.event_name()));
///     }
///     Ok(page.next_iterator().map(str::to_owned)) // `None`: the shard has ended
/// }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct GetRecords {
    client: Client,
    iterator: String,
    limit: Option<i32>,
    stream: Arc<str>,
    pool: Pool,
}

impl GetRecords {
    /// From the place of this iterator on.
    pub fn new(client: &Client, iterator: impl Into<String>) -> GetRecords {
        GetRecords::of(client, iterator.into(), "a shard".into(), Pool::default())
    }

    /// Of a stream that is known, for errors, with decoders that were used before.
    pub(super) fn of(client: &Client, iterator: String, stream: Arc<str>, pool: Pool) -> GetRecords {
        GetRecords { client: client.clone(), iterator, limit: None, stream, pool }
    }

    /// How many records the page has at most: 1,000 unless said otherwise, which is DynamoDB's limit too.
    pub fn limit(mut self, records: u32) -> GetRecords {
        self.limit = Some(i32::try_from(records).unwrap_or(i32::MAX));
        self
    }

    /// Reads them.
    ///
    /// # Errors
    /// When DynamoDB refuses, as it does where the iterator is older than 15 minutes, or does not answer.
    pub async fn send(self) -> Result<RecordsPage, Error> {
        let at = At { operation: "GetRecords", table: &self.stream };
        let request = self.client.get_records().shard_iterator(self.iterator).set_limit(self.limit);
        let answer = send_for_answer!(Operation, request, &self.pool, at);
        RecordsPage::new(answer, &self.pool, &self.stream)
    }
}

impl fmt::Debug for GetRecords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GetRecords").field("stream", &self.stream).finish_non_exhaustive()
    }
}
