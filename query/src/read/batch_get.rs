//! BatchGetItem, for any number of keys.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;

use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItem;
use aws_sdk_dynamodb::types::KeysAndAttributes;
use millstream::Decoder;
use millstream::encode::EncodeError;
use millstream::keys::{KeySchema, Keyed};

use super::{Batch, FullBatch, Gathered, Place};
use crate::convert::{SdkItem, build_item};
use crate::error::{At, Error, Leftover};
use crate::key_id::KeyId;
use crate::raw::{Answer, send_for_answer};
use crate::retry::Retry;
use crate::rounds::{Outcome, Reply, run};
use crate::table::Handle;

/// Keys of one [BatchGetItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html).
const CHUNK: usize = 100;

/// Keys that are asked for, each once, and the order of the answers.
pub(crate) struct Asked {
    pub(crate) keys: Vec<SdkItem>,
    ids: HashMap<KeyId, usize>,
    /// for each key that was given, its place among `keys`
    order: Vec<usize>,
}

impl Asked {
    pub(crate) fn new<S: KeySchema>(given: impl IntoIterator<Item = SdkItem>) -> Asked {
        let mut asked = Asked { keys: Vec::new(), ids: HashMap::new(), order: Vec::new() };
        for key in given {
            let next = asked.keys.len();
            let place = *asked.ids.entry(KeyId::of::<S>(&key)).or_insert(next);
            if place == next {
                asked.keys.push(key);
            }
            asked.order.push(place);
        }
        asked
    }

    /// What came of it, in the order of what was given.
    pub(crate) fn gather(
        &self,
        handle: &Handle,
        operation: &'static str,
        outcome: Outcome,
    ) -> Result<Gathered, Error> {
        let Outcome { answers, places, left, error } = outcome;
        let places: Vec<Option<Place>> = self.order.iter().map(|&place| places[place].clone()).collect();
        let (decoder, table) = (handle.pool.decoder(), handle.name.clone());
        let gathered = Gathered { answers, places, decoder, operation, table };
        if left.is_empty() {
            return Ok(gathered);
        }
        let keys = left.iter().map(|&place| self.keys[place].clone()).collect();
        let error = error.unwrap_or_else(|| handle.at(operation).unprocessed());
        Err(error.with(Leftover { arrived: Some(gathered), keys, writes: Vec::new() }))
    }
}

/// Reads the items of keys; what both kinds of batches share.
struct Keys<M> {
    handle: Handle,
    keys: Vec<Result<SdkItem, EncodeError>>,
    consistent: bool,
    retry: Retry,
    model: PhantomData<fn() -> M>,
}

impl<M: Keyed> Keys<M> {
    async fn send(self) -> Result<Gathered, Error> {
        const OPERATION: &str = "BatchGetItem";
        let at = self.handle.at(OPERATION);
        let keys = self.keys.into_iter().collect::<Result<Vec<_>, _>>().map_err(|error| at.encode(error))?;
        let asked = &Asked::new::<M>(keys);
        let (handle, consistent) = (&self.handle, self.consistent);
        let size = (asked.keys.len(), CHUNK);
        let outcome = run(&handle.client, self.retry, size, |numbers| async move {
            let keys = numbers.iter().map(|&number| asked.keys[number].clone()).collect();
            let answer = ask(handle, consistent, keys).await?;
            let mut decoder = handle.pool.decoder();
            read::<M>(answer, asked, decoder.get(), handle.at(OPERATION))
        });
        asked.gather(&self.handle, OPERATION, outcome.await)
    }
}

async fn ask(handle: &Handle, consistent: bool, keys: Vec<SdkItem>) -> Result<Answer, Error> {
    let Handle { client, name, pool } = handle;
    let at = handle.at("BatchGetItem");
    let keys = KeysAndAttributes::builder()
        .set_keys(Some(keys))
        .set_consistent_read(consistent.then_some(true))
        .build()
        .map_err(|_| at.invalid("no keys"))?;
    let request = client.batch_get_item().request_items(&**name, keys);
    Ok(send_for_answer!(BatchGetItem, request, pool, at))
}

/// Which keys were answered where, and which were not processed. A key that is neither has no item.
fn read<M: Keyed>(answer: Answer, asked: &Asked, decoder: &mut Decoder, at: At<'_>) -> Result<Reply, Error> {
    // One table is asked, by its name or its ARN.
    let (mut items, mut keys) = (Vec::new(), Vec::new());
    let read = (|| {
        if let Some(responses) = answer.member_place("Responses") {
            for (_, table) in answer.members(&responses, decoder)? {
                items.extend(answer.elements(&table, decoder)?);
            }
        }
        if let Some(unprocessed) = answer.member_place("UnprocessedKeys") {
            for (_, table) in answer.members(&unprocessed, decoder)? {
                for (name, place) in answer.members(&table, decoder)? {
                    if &*name == "Keys" {
                        keys.extend(answer.elements(&place, decoder)?);
                    }
                }
            }
        }
        Ok(())
    })();
    read.map_err(|error| at.decode(error))?;
    let unprocessed = numbers::<M>(&answer, &keys, asked, decoder, at)?;
    let found = numbers::<M>(&answer, &items, asked, decoder, at)?.into_iter().zip(items).collect();
    Ok(Reply { answer: Some(answer), found, unprocessed })
}

/// The numbers of the keys that stand in items, or alone.
fn numbers<M: Keyed>(
    answer: &Answer,
    places: &[Range<usize>],
    asked: &Asked,
    decoder: &mut Decoder,
    at: At<'_>,
) -> Result<Vec<usize>, Error> {
    let items = places.iter().map(|place| answer.at(place).unwrap_or("{}"));
    let numbers = decoder.each::<M::KeyModel>(items).map(|keys| {
        let keys = keys.map_err(|error| at.decode(error))?;
        let key = build_item(|sink| M::encode_keys(&keys, sink)).map_err(|error| at.encode(error))?;
        let number = asked.ids.get(&KeyId::of::<M>(&key)).copied();
        number.ok_or_else(|| at.invalid("an item came that was not asked for"))
    });
    numbers.collect()
}

macro_rules! batches {
    ($($(#[$doc:meta])* $name:ident => $batch:ident;)*) => { $(
        $(#[$doc])*
        #[must_use = "nothing is sent before `send`"]
        pub struct $name<M>(Keys<M>);

        impl<M: Keyed> $name<M> {
            pub(crate) fn new(handle: Handle, keys: Vec<Result<SdkItem, EncodeError>>) -> Self {
                $name(Keys { handle, keys, consistent: false, retry: Retry::default(), model: PhantomData })
            }

            /// Whether the read is strongly consistent, and costs twice as much.
            pub fn consistent(mut self, consistent: bool) -> Self {
                self.0.consistent = consistent;
                self
            }

            /// When keys that were not processed are asked for again, and when they are given up.
            pub fn retry(mut self, retry: Retry) -> Self {
                self.0.retry = retry;
                self
            }

            /// Reads them, in chunks of 100, several of which are under way at the same time.
            ///
            /// # Errors
            /// When a key cannot be written, or DynamoDB refuses, or does not answer, or there are keys left that it did not process. The
            /// error has these, [`unprocessed_keys`](Error::unprocessed_keys), and all that did arrive.
            pub async fn send(self) -> Result<$batch<M>, Error> {
                Ok($batch::new(self.0.send().await?))
            }
        }

        impl<M> fmt::Debug for $name<M> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($name)).field("keys", &self.0.keys.len()).finish_non_exhaustive()
            }
        }
    )* };
}

batches! {
    /// The items of many keys, in the order of the keys, missing ones left out.
    ///
    /// DynamoDB answers in any order, refuses a key that comes twice, and may leave keys unprocessed. All of that is taken care of: a key
    /// that comes twice is asked for once (numbers by their value), and its item is there twice.
    ///
    /// ```
    /// # use millstream::{Encode, Model};
    /// # use millstream_query::*;
    /// # #[derive(Model, Encode)] struct User<'a> { #[model(hash_key)] id: u64, name: &'a str }
    /// # async fn names(users: &HashPrimaryKey<User<'static>>) -> Result<(), Error> {
    /// let mut batch = match users.batch_get(0..1_000).send().await {
    ///     Ok(batch) => batch,
    ///     Err(error) => {
    ///         println!("{error}"); // it has `unprocessed_keys`, too
    ///         let Some(arrived) = error.into_arrived() else { return Ok(()) };
    ///         arrived
    ///     }
    /// };
    /// for user in batch.items()? {
    ///     println!("{}", user.name);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    BatchGet => Batch;
    /// The items of many keys, in the order of the keys, `None` in the place of missing ones; otherwise as [`BatchGet`].
    BatchGetFull => FullBatch;
}
