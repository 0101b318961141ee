//! TransactGetItems.

use std::fmt;
use std::marker::PhantomData;
use std::ops::Range;
use std::sync::Arc;
use std::vec::IntoIter;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItems;
use aws_sdk_dynamodb::types::{Get as SdkGet, TransactGetItem};
use millstream::Model;
use millstream::encode::EncodeError;

use super::{Found, FullBatch, Gathered, Get, Place};
use crate::convert::SdkItem;
use crate::error::{At, Error};
use crate::raw::{Answer, Pool, send_for_answer};
use crate::table::Handle;

const OPERATION: &str = "TransactGetItems";

/// The items of several tables as they were at one moment, up to 100 of them:
/// [TransactGetItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html).
///
/// What is read is a tuple, of up to eight, and so is what is found: for a [`Get`] an `Option<Found>`, for a [`TransactGet`], which is of many
/// keys of one table, a [`FullBatch`]. The read is consistent, whatever a `Get` says of it.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Error, HashPrimaryKey, transact_get};
/// # #[derive(Model, Encode)] struct Account { #[model(hash_key)] id: u64, balance: i64 }
/// # #[derive(Model, Encode)] struct User<'a> { #[model(hash_key)] name: &'a str, account: u64 }
/// async fn worth(
///     client: &aws_sdk_dynamodb::Client,
///     users: &HashPrimaryKey<User<'static>>,
///     accounts: &HashPrimaryKey<Account>,
/// ) -> Result<i64, Error> {
///     let (user, mut both) = transact_get(client, (users.get("ann"), accounts.transact_get([1, 2]))).await?;
///     println!("{}", user.is_some());
///     Ok(both.items()?.into_iter().flatten().map(|account| account.balance).sum())
/// }
/// ```
///
/// # Errors
/// When a key cannot be written, or DynamoDB refuses, as it does where an item is being written, or does not answer.
pub async fn transact_get<R: TransactRead>(client: &Client, reads: R) -> Result<R::Found, Error> {
    send(client, &Pool::default(), reads, At { operation: OPERATION, table: "several tables" }).await
}

async fn send<R: TransactRead>(
    client: &Client,
    pool: &Pool,
    mut reads: R,
    at: At<'_>,
) -> Result<R::Found, Error> {
    let mut gets = Vec::new();
    reads.gets(&mut gets)?;
    let asked = gets.len();
    let request = client.transact_get_items().set_transact_items(Some(gets));
    let answer = send_for_answer!(TransactGetItems, request, pool, at);
    let mut decoder = pool.decoder();
    let read = (|| {
        let Some(responses) = answer.member_place("Responses") else { return Ok(Vec::new()) };
        let responses = answer.elements(&responses, decoder.get())?.into_iter();
        let item = |response| {
            let members = answer.members(&response, decoder.get())?;
            Ok(members.into_iter().find(|(name, _)| &**name == "Item").map(|(_, place)| place))
        };
        responses.map(item).collect()
    })();
    let items: Vec<Option<Range<usize>>> = read.map_err(|error| at.decode(error))?;
    if items.len() != asked {
        return Err(at.invalid("not as many answers as keys"));
    }
    Ok(reads.found(&mut Answered { answer, items: items.into_iter() }))
}

/// What can be read together with others: a [`Get`], a [`TransactGet`], and tuples of these.
pub trait TransactRead: Sealed {
    /// What is found.
    type Found;

    /// As it is sent.
    #[doc(hidden)]
    fn gets(&mut self, gets: &mut Vec<TransactGetItem>) -> Result<(), Error>;

    /// Takes its part of what was answered.
    #[doc(hidden)]
    fn found(self, answered: &mut Answered) -> Self::Found;
}

/// Reads of other kinds there are none.
pub trait Sealed {}

/// Where the items of an answer stand, those that were taken left out.
#[derive(Debug)]
pub struct Answered {
    answer: Answer,
    items: IntoIter<Option<Range<usize>>>,
}

impl<M: Model> Sealed for Get<M> {}

impl<M: Model> TransactRead for Get<M> {
    type Found = Option<Found<M>>;

    fn gets(&mut self, gets: &mut Vec<TransactGetItem>) -> Result<(), Error> {
        gets.push(self.take_part(OPERATION)?);
        Ok(())
    }

    fn found(self, answered: &mut Answered) -> Option<Found<M>> {
        let place = answered.items.next()??;
        Some(Found::at(answered.answer.share(), place, &self.handle.pool, OPERATION, &self.handle.name))
    }
}

/// The items of up to 100 keys as they were at one moment:
/// [TransactGetItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactGetItems.html).
#[must_use = "nothing is sent before `send`"]
pub struct TransactGet<M> {
    handle: Handle,
    keys: Vec<Result<SdkItem, EncodeError>>,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> TransactGet<M> {
    pub(crate) fn new(handle: Handle, keys: Vec<Result<SdkItem, EncodeError>>) -> TransactGet<M> {
        TransactGet { handle, keys, model: PhantomData }
    }

    /// Reads them, `None` in the place of missing ones.
    ///
    /// # Errors
    /// When a key cannot be written, or DynamoDB refuses, as it does where an item is being written, or does not answer.
    pub async fn send(self) -> Result<FullBatch<M>, Error> {
        let Handle { client, name, pool } = self.handle.clone();
        send(&client, &pool, self, At { operation: OPERATION, table: &name }).await
    }
}

impl<M: Model> Sealed for TransactGet<M> {}

impl<M: Model> TransactRead for TransactGet<M> {
    type Found = FullBatch<M>;

    fn gets(&mut self, gets: &mut Vec<TransactGetItem>) -> Result<(), Error> {
        let at = self.handle.at(OPERATION);
        for key in &mut self.keys {
            let key = std::mem::replace(key, Ok(SdkItem::new())).map_err(|error| at.encode(error))?;
            gets.push(part(SdkGet::builder().table_name(&*self.handle.name).set_key(Some(key)), at)?);
        }
        Ok(())
    }

    fn found(self, answered: &mut Answered) -> FullBatch<M> {
        let places = answered.items.by_ref().take(self.keys.len());
        let places = places.map(|place| place.map(|place| Place { answer: 0, place })).collect();
        let (decoder, table) = (self.handle.pool.decoder(), Arc::clone(&self.handle.name));
        let answers = vec![answered.answer.share()];
        FullBatch::new(Gathered { answers, places, decoder, operation: OPERATION, table })
    }
}

/// A get as it is sent.
pub(super) fn part(
    get: aws_sdk_dynamodb::types::builders::GetBuilder,
    at: At<'_>,
) -> Result<TransactGetItem, Error> {
    let get = get.build().map_err(|_| at.invalid("no key"))?;
    Ok(TransactGetItem::builder().get(get).build())
}

macro_rules! tuples {
    ($(($($read:ident),*);)*) => { $(
        impl<$($read: TransactRead),*> Sealed for ($($read,)*) {}

        impl<$($read: TransactRead),*> TransactRead for ($($read,)*) {
            type Found = ($($read::Found,)*);

            #[allow(non_snake_case)] // a read has the name of its type
            fn gets(&mut self, gets: &mut Vec<TransactGetItem>) -> Result<(), Error> {
                let ($($read,)*) = self;
                $($read.gets(gets)?;)*
                Ok(())
            }

            #[allow(non_snake_case)]
            fn found(self, answered: &mut Answered) -> Self::Found {
                let ($($read,)*) = self;
                ($($read.found(answered),)*)
            }
        }
    )* };
}

tuples! {
    (A);
    (A, B);
    (A, B, C);
    (A, B, C, D);
    (A, B, C, D, E);
    (A, B, C, D, E, F);
    (A, B, C, D, E, F, G);
    (A, B, C, D, E, F, G, H);
}

impl<M> fmt::Debug for TransactGet<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactGet").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
