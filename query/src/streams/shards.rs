//! The shards of a stream, parents before their children.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::operation::get_records::GetRecords;
use aws_sdk_dynamodbstreams::types::ShardIteratorType;

use super::RecordsPage;
use crate::error::{At, Error};
use crate::raw::{Keep, Pool};

/// All records of a stream, from its beginning on, read by this process alone: for development.
///
/// ```
/// # use millstream::Item;
/// # use millstream_query::Error;
/// # use millstream_query::streams::LocalStream;
/// async fn follow(client: &aws_sdk_dynamodbstreams::Client, arn: &str) -> Result<(), Error> {
///     let mut stream = LocalStream::new(client, arn);
///     while let Some(mut page) = stream.next().await? {
///         for record in &page.records::<Item>()? {
///             println!("{:?}", record.map(|record| record.event_name()));
///         }
///     }
///     Ok(()) // nothing more for now: ask again in a while
/// }
/// ```
pub struct LocalStream {
    client: Client,
    stream: Arc<str>,
    pool: Pool,
    /// in the order they were told of
    shards: Vec<Shard>,
    /// whose turn it is: each is read in its turn, however much another has
    turn: usize,
}

struct Shard {
    id: String,
    parent: Option<String>,
    state: State,
}

enum State {
    Unread,
    /// the iterator that goes on
    Reading(String),
    Ended,
}

impl LocalStream {
    /// The stream of this ARN: a table's `LatestStreamArn`.
    pub fn new(client: &Client, arn: impl AsRef<str>) -> LocalStream {
        let (stream, pool) = (arn.as_ref().into(), Pool::default());
        LocalStream { client: client.clone(), stream, pool, shards: Vec::new(), turn: 0 }
    }

    fn at<'t>(stream: &'t Arc<str>, operation: &'static str) -> At<'t> {
        At { operation, table: stream }
    }

    /// The next page that has records; `None`: there are no more for now. It does not wait.
    ///
    /// A shard is read once its parent has ended, so that the changes of an item come in their order.
    ///
    /// # Errors
    /// When DynamoDB refuses, or does not answer. The next call goes on where this one ended.
    pub async fn next(&mut self) -> Result<Option<RecordsPage>, Error> {
        self.describe().await?;
        // A shard that ends makes its children readable.
        loop {
            let mut has_ended = false;
            let (first, count) = (self.turn, self.shards.len());
            for index in (0..count).map(|step| (first + step) % count) {
                let Some(mut page) = self.page(index).await? else { continue };
                let next = page.next_iterator()?;
                has_ended |= next.is_none();
                self.shards[index].state = next.map_or(State::Ended, State::Reading);
                if !page.is_empty()? {
                    self.turn = index + 1;
                    return Ok(Some(page));
                }
            }
            if !has_ended {
                return Ok(None);
            }
        }
    }

    /// Looks for shards that are new.
    async fn describe(&mut self) -> Result<(), Error> {
        let mut start = None;
        loop {
            let request = self.client.describe_stream().stream_arn(&*self.stream);
            let sent = request.set_exclusive_start_shard_id(start).send().await;
            let output = sent.map_err(|error| Self::at(&self.stream, "DescribeStream").sdk(error))?;
            let Some(description) = output.stream_description else { return Ok(()) };
            start = description.last_evaluated_shard_id().map(str::to_owned);
            for shard in description.shards.into_iter().flatten() {
                let Some(id) = shard.shard_id else { continue };
                if !self.shards.iter().any(|known| known.id == id) {
                    self.shards.push(Shard { id, parent: shard.parent_shard_id, state: State::Unread });
                }
            }
            if start.is_none() {
                return Ok(());
            }
        }
    }

    /// Whether a shard may be read: its parent has ended, or is gone.
    fn is_ready(&self, shard: &Shard) -> bool {
        let open: HashSet<&str> = self
            .shards
            .iter()
            .filter(|shard| !matches!(shard.state, State::Ended))
            .map(|shard| shard.id.as_str())
            .collect();
        shard.parent.as_deref().is_none_or(|parent| !open.contains(parent))
    }

    /// The next page of a shard; `None` where it is not read, or has ended.
    async fn page(&mut self, index: usize) -> Result<Option<RecordsPage>, Error> {
        let shard = &self.shards[index];
        let iterator = match &shard.state {
            State::Reading(iterator) => iterator.clone(),
            State::Unread if self.is_ready(shard) => {
                let request = self.client.get_shard_iterator().stream_arn(&*self.stream).shard_id(&shard.id);
                let sent = request.shard_iterator_type(ShardIteratorType::TrimHorizon).send().await;
                let output = sent.map_err(|error| Self::at(&self.stream, "GetShardIterator").sdk(error))?;
                let Some(iterator) = output.shard_iterator else { return Ok(None) };
                iterator
            }
            State::Unread | State::Ended => return Ok(None),
        };
        let at = Self::at(&self.stream, "GetRecords");
        let keep = Keep::<GetRecords>::new(&self.pool);
        let request = self.client.get_records().shard_iterator(iterator);
        let sent = request.customize().interceptor(keep.interceptor()).send().await;
        let output = sent.map_err(|error| at.sdk(error))?;
        let answer = keep.answer(&output).map_err(|error| at.encode(error))?;
        Ok(Some(RecordsPage::new(answer, &self.pool, &self.stream)))
    }
}

impl fmt::Debug for LocalStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}
