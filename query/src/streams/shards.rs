//! The shards of a stream, parents before their children.

use std::collections::HashSet;
use std::fmt;
use std::sync::Arc;

use aws_sdk_dynamodbstreams::Client;
use aws_sdk_dynamodbstreams::types::ShardIteratorType;

use super::{GetRecords, RecordsPage};
use crate::error::{At, Error};
use crate::raw::Pool;

/// All records of a stream, from its beginning on, read by this process alone: for development.
///
/// It may lie still for as long as it likes: an iterator that expires, after 15 minutes, is replaced by one behind the last record. But
/// DynamoDB keeps records for 24 hours. Where the place to go on from is older than that, a shard is read from the oldest record that it still
/// has, and one that is gone has ended. What was trimmed meanwhile is lost, and [`gaps`](LocalStream::gaps) tells where that may have happened.
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
    gaps: u64,
}

struct Shard {
    id: String,
    parent: Option<String>,
    state: State,
    /// the last record that was read, behind which it goes on where an iterator has expired
    after: Option<String>,
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
        LocalStream { client: client.clone(), stream, pool, shards: Vec::new(), turn: 0, gaps: 0 }
    }

    fn at<'t>(stream: &'t Arc<str>, operation: &'static str) -> At<'t> {
        At { operation, table: stream }
    }

    /// The next page that has records; `None`: there are no more for now. It does not wait.
    ///
    /// A shard is read once its parent has ended, so that the changes of an item come in their order.
    ///
    /// # Errors
    /// When DynamoDB refuses, or does not answer. The next call begins with the next shard, so that one that fails does not hold back the
    /// others; its own turn comes again, and then it goes on where it was.
    pub async fn next(&mut self) -> Result<Option<RecordsPage>, Error> {
        self.describe().await?;
        // A shard that ends makes its children readable.
        loop {
            let (open, first, count) = (self.open(), self.turn, self.shards.len());
            for index in (0..count).map(|step| (first + step) % count) {
                // Before it is read: one that fails does not hold back the others.
                self.turn = index + 1;
                let Some(mut page) = self.page(index).await? else { continue };
                let last = page.last_sequence_number()?;
                let next = page.next_iterator().map(str::to_owned);
                let shard = &mut self.shards[index];
                shard.state = next.map_or(State::Ended, State::Reading);
                if last.is_some() {
                    shard.after = last;
                }
                if !page.is_empty() {
                    return Ok(Some(page));
                }
            }
            if self.open() == open {
                return Ok(None);
            }
        }
    }

    /// How often records may have been lost: DynamoDB had trimmed the place that a shard was to be read on from, or the shard was gone before
    /// its end was read. DynamoDB does not say whether there were any, and nothing at all of a shard that had no records when it was read last.
    pub fn gaps(&self) -> u64 {
        self.gaps
    }

    /// How many shards have not ended.
    fn open(&self) -> usize {
        self.shards.iter().filter(|shard| !matches!(shard.state, State::Ended)).count()
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
                    let parent = shard.parent_shard_id;
                    self.shards.push(Shard { id, parent, state: State::Unread, after: None });
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
        let mut read = match &shard.state {
            State::Reading(iterator) => self.records(iterator.clone()).await.map(Some),
            State::Unread if self.is_ready(shard) => self.records_anew(shard).await,
            State::Unread | State::Ended => return Ok(None),
        };
        if has_code(&read, "ExpiredIteratorException") {
            read = self.records_anew(shard).await;
        }
        if has_code(&read, "TrimmedDataAccessException") {
            self.gaps += 1;
            let shard = &mut self.shards[index];
            (shard.state, shard.after) = (State::Unread, None);
            read = self.records_anew(&self.shards[index]).await;
        }
        // The stream itself is there: its shards were told of just now.
        if has_code(&read, "ResourceNotFoundException") {
            self.gaps += 1;
            self.shards[index].state = State::Ended;
            return Ok(None);
        }
        read
    }

    /// The records behind what was read of a shard, by an iterator of now.
    async fn records_anew(&self, shard: &Shard) -> Result<Option<RecordsPage>, Error> {
        match self.iterator(shard).await? {
            Some(iterator) => self.records(iterator).await.map(Some),
            None => Ok(None),
        }
    }

    async fn records(&self, iterator: String) -> Result<RecordsPage, Error> {
        GetRecords::of(&self.client, iterator, self.stream.clone(), self.pool.clone()).send().await
    }

    /// An iterator behind what was read of a shard, or at its beginning.
    async fn iterator(&self, shard: &Shard) -> Result<Option<String>, Error> {
        let from = match shard.after {
            Some(_) => ShardIteratorType::AfterSequenceNumber,
            None => ShardIteratorType::TrimHorizon,
        };
        let request = self.client.get_shard_iterator().stream_arn(&*self.stream).shard_id(&shard.id);
        let request = request.shard_iterator_type(from).set_sequence_number(shard.after.clone());
        let sent = request.send().await;
        let output = sent.map_err(|error| Self::at(&self.stream, "GetShardIterator").sdk(error))?;
        Ok(output.shard_iterator)
    }
}

/// Whether DynamoDB has refused for this reason.
fn has_code<T>(read: &Result<T, Error>, code: &str) -> bool {
    read.as_ref().is_err_and(|error| error.code() == Some(code))
}

impl fmt::Debug for LocalStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LocalStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}
