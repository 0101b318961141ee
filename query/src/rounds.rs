//! The rounds of a batch: chunks that are under way at the same time, and again what was not processed, until all is or it is given up.

use std::future::Future;
use std::ops::Range;

use aws_sdk_dynamodb::Client;
use futures_util::stream::{self, StreamExt};

use crate::error::Error;
use crate::raw::Answer;
use crate::read::Place;
use crate::retry::Retry;

/// What was answered to one chunk. Its parts are told by their numbers.
pub(crate) struct Reply {
    pub(crate) answer: Option<Answer>,
    /// where in it what stands
    pub(crate) found: Vec<(usize, Range<usize>)>,
    pub(crate) unprocessed: Vec<usize>,
}

/// What all rounds came to.
pub(crate) struct Outcome {
    pub(crate) answers: Vec<Answer>,
    /// for each number, where it was found
    pub(crate) places: Vec<Option<Place>>,
    /// the numbers that have no answer
    pub(crate) left: Vec<usize>,
    /// why the last round failed, if a part of it did
    pub(crate) error: Option<Error>,
}

/// Asks for `0..count` in chunks of `chunk`. An error that is not transient ends it, behind the round it happened in.
pub(crate) async fn run<F>(
    client: &Client,
    retry: Retry,
    (count, chunk): (usize, usize),
    ask: impl Fn(Vec<usize>) -> F,
) -> Outcome
where
    F: Future<Output = Result<Reply, Error>> + Send,
{
    let mut rounds = retry.start(client);
    let mut left: Vec<usize> = (0..count).collect();
    let mut outcome =
        Outcome { answers: Vec::new(), places: vec![None; count], left: Vec::new(), error: None };
    while !left.is_empty() {
        let before = left.len();
        let chunks: Vec<Vec<usize>> = left.chunks(chunk).map(<[usize]>::to_vec).collect();
        let asked = chunks.into_iter().map(|numbers| {
            let asked = ask(numbers.clone());
            let rounds = &rounds;
            async move { (numbers, rounds.within(asked).await) }
        });
        let replies: Vec<_> = stream::iter(asked).buffer_unordered(retry.concurrency).collect().await;
        (left, outcome.error) = (Vec::new(), None);
        for (numbers, reply) in replies {
            match reply {
                None => left.extend(numbers),
                Some(Ok(Reply { answer, found, unprocessed })) => {
                    left.extend(unprocessed);
                    for (number, place) in found {
                        outcome.places[number] = Some(Place { answer: outcome.answers.len(), place });
                    }
                    outcome.answers.extend(answer);
                }
                Some(Err(error)) => {
                    left.extend(numbers);
                    // What is not transient ends it, whatever else went wrong.
                    if outcome.error.as_ref().is_none_or(Error::is_transient) {
                        outcome.error = Some(error);
                    }
                }
            }
        }
        left.sort_unstable();
        let is_over = outcome.error.as_ref().is_some_and(|error| !error.is_transient());
        if left.is_empty() || is_over || !rounds.next(left.len() < before).await {
            break;
        }
    }
    outcome.left = left;
    outcome
}
