//! When a batch is asked for again, and when it is given up.

use std::future::Future;
use std::pin::pin;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_smithy_async::rt::sleep::{AsyncSleep, SharedAsyncSleep, default_async_sleep};
use futures_util::future::{Either, select};

/// How a batch goes on where DynamoDB has processed a part of it: when the rest is asked for again, and when it is given up and returned.
///
/// Between two rounds it waits, as DynamoDB asks: a random part ("full jitter") of a time that doubles with each round in which nothing
/// arrived (<https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html>). The SDK's own retries, of
/// requests that failed as a whole, come before.
///
/// ```
/// use millstream_query::Retry;
/// use std::time::Duration;
///
/// let retry = Retry::default().attempts(20).deadline(Duration::from_secs(5)).concurrency(4);
/// # drop(retry);
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    pub(crate) attempts: u32,
    pub(crate) deadline: Option<Duration>,
    pub(crate) base: Duration,
    pub(crate) cap: Duration,
    pub(crate) concurrency: usize,
}

impl Default for Retry {
    fn default() -> Retry {
        Retry {
            attempts: 8,
            deadline: None,
            base: Duration::from_millis(50),
            cap: Duration::from_secs(5),
            concurrency: 8,
        }
    }
}

impl Retry {
    /// Rounds in a row in which nothing arrives, after which it is given up: 8 unless said otherwise. At least one round is made.
    #[must_use]
    pub const fn attempts(mut self, attempts: u32) -> Retry {
        self.attempts = attempts;
        self
    }

    /// The time after which it is given up: none unless said otherwise. No request begins behind it, and none is waited for: of writes that
    /// were under way then, and are returned as unprocessed, some may have been done.
    #[must_use]
    pub const fn deadline(mut self, deadline: Duration) -> Retry {
        self.deadline = Some(deadline);
        self
    }

    /// The most that is waited before the second round, 50 ms unless said otherwise; it doubles from round to round, up to `cap`, 5 s
    /// unless said otherwise.
    #[must_use]
    pub const fn backoff(mut self, base: Duration, cap: Duration) -> Retry {
        (self.base, self.cap) = (base, cap);
        self
    }

    /// Requests that are under way at the same time: 8 unless said otherwise.
    #[must_use]
    pub const fn concurrency(mut self, requests: usize) -> Retry {
        self.concurrency = if requests == 0 { 1 } else { requests };
        self
    }

    pub(crate) fn start(self, client: &Client) -> Rounds {
        Rounds { retry: self, begun: Instant::now(), idle: 0, sleep: sleep_of(client) }
    }
}

/// What the client was told to wait by, or else tokio.
pub(crate) fn sleep_of(client: &Client) -> Option<SharedAsyncSleep> {
    client.config().sleep_impl().or_else(default_async_sleep)
}

/// The rounds of one batch.
pub(crate) struct Rounds {
    retry: Retry,
    begun: Instant,
    /// rounds in a row in which nothing arrived
    idle: u32,
    sleep: Option<SharedAsyncSleep>,
}

impl Rounds {
    /// The time until the deadline.
    fn left(&self) -> Option<Duration> {
        self.retry.deadline.map(|deadline| deadline.saturating_sub(self.begun.elapsed()))
    }

    /// What comes of some work, if it is done before the deadline. Behind it none is begun.
    pub(crate) async fn within<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let (Some(left), Some(sleep)) = (self.left(), &self.sleep) else { return Some(work.await) };
        if left.is_zero() {
            return None;
        }
        match select(pin!(work), sleep.sleep(left)).await {
            Either::Left((done, _)) => Some(done),
            Either::Right(_) => None,
        }
    }

    /// Waits before the next round; false: there is none.
    pub(crate) async fn next(&mut self, something_arrived: bool) -> bool {
        self.idle = if something_arrived { 0 } else { self.idle + 1 };
        if self.idle >= self.retry.attempts {
            return false;
        }
        let most =
            self.retry.base.saturating_mul(1 << self.idle.saturating_sub(1).min(16)).min(self.retry.cap);
        let wait = most.mul_f64(fastrand::f64());
        if self.left().is_some_and(|left| wait >= left) {
            return false;
        }
        if let Some(sleep) = &self.sleep {
            sleep.sleep(wait).await;
        }
        true
    }
}
