//! TransactGetItems.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItems;
use aws_sdk_dynamodb::types::{Get, TransactGetItem};
use millstream::Model;
use millstream::encode::EncodeError;

use super::{FullBatch, Gathered, Place};
use crate::convert::SdkItem;
use crate::error::Error;
use crate::raw::Keep;
use crate::table::Handle;

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
        let Handle { client, name, pool } = &self.handle;
        let at = self.handle.at("TransactGetItems");
        let mut items = Vec::with_capacity(self.keys.len());
        for key in self.keys {
            let key = key.map_err(|error| at.encode(error))?;
            let get = Get::builder().table_name(&**name).set_key(Some(key)).build();
            let get = get.map_err(|_| at.invalid("no key"))?;
            items.push(TransactGetItem::builder().get(get).build());
        }
        let keep = Keep::<TransactGetItems>::new(pool);
        let request = client.transact_get_items().set_transact_items(Some(items));
        let sent = request.customize().interceptor(keep.interceptor()).send().await;
        let output = sent.map_err(|error| at.sdk(error))?;
        let answer = keep.answer(&output).map_err(|error| at.encode(error))?;
        let mut decoder = pool.decoder();
        let places = (|| {
            let Some(responses) = answer.member_place("Responses") else { return Ok(Vec::new()) };
            let mut places = Vec::new();
            for response in answer.elements(&responses, &mut decoder)? {
                let item =
                    answer.members(&response, &mut decoder)?.into_iter().find(|(name, _)| &**name == "Item");
                places.push(item.map(|(_, place)| Place { answer: 0, place }));
            }
            Ok(places)
        })();
        let places = places.map_err(|error| at.decode(error))?;
        let table = name.clone();
        let gathered =
            Gathered { answers: vec![answer], places, decoder, operation: "TransactGetItems", table };
        Ok(FullBatch::new(gathered))
    }
}

impl<M> fmt::Debug for TransactGet<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransactGet").field("keys", &self.keys.len()).finish_non_exhaustive()
    }
}
