//! TransactWriteItems.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{ConditionCheck, TransactWriteItem};
use millstream::Model;
use millstream::encode::EncodeError;

use super::Guard;
use super::guard::guard_part;
use crate::Condition;
use crate::convert::SdkItem;
use crate::error::{At, Error};
use crate::expression::Placeholders;
use crate::table::Handle;

/// Up to 100 writes, of one table or several, of which all happen or none:
/// [TransactWriteItems](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Conditions, Error, HashPrimaryKey, Transaction};
/// # #[derive(Model, Encode)]
/// # struct Account { #[model(hash_key)] id: u64, balance: i64 }
/// async fn transfer(client: &aws_sdk_dynamodb::Client, accounts: &HashPrimaryKey<Account>) -> Result<(), Error> {
///     Transaction::new(client)
///         .write(accounts.update(1).add(|from| from.balance, -100).condition(|from| from.balance.ge(100)))
///         .write(accounts.update(2).add(|to| to.balance, 100))
///         .client_token("transfer 4711")
///         .send()
///         .await
/// }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Transaction {
    client: Client,
    writes: Result<Vec<TransactWriteItem>, Error>,
    token: Option<String>,
}

/// For errors: a transaction may be of several tables.
const AT: At<'static> = At { operation: "TransactWriteItems", table: "a transaction" };

impl Transaction {
    /// A transaction of no writes yet.
    pub fn new(client: &Client) -> Transaction {
        Transaction { client: client.clone(), writes: Ok(Vec::new()), token: None }
    }

    /// One more write: a [`Put`](crate::Put), an [`Update`](crate::Update), a [`Delete`](crate::Delete) or a [`Check`], with its condition.
    /// What it would return is not returned; the error has the item whose condition did not hold, if the write asks for it, by
    /// [`old_item_of`](Error::old_item_of).
    pub fn write(mut self, write: impl TransactWrite) -> Transaction {
        self.writes = self.writes.and_then(|mut writes| {
            writes.push(write.into_item()?);
            Ok(writes)
        });
        self
    }

    /// Makes it safe to be sent again: within ten minutes the same token and the same writes happen once. Without one the SDK makes one for
    /// its own retries.
    pub fn client_token(mut self, token: impl Into<String>) -> Transaction {
        self.token = Some(token.into());
        self
    }

    /// Does all writes, or none.
    ///
    /// # Errors
    /// When an item, a key or a value cannot be written, a condition does not hold, which
    /// [`cancellation_codes`](Error::cancellation_codes) tells of each write, DynamoDB refuses, or does not answer.
    pub async fn send(self) -> Result<(), Error> {
        let request = self.client.transact_write_items();
        let request = request.set_transact_items(Some(self.writes?)).set_client_request_token(self.token);
        request.send().await.map(drop).map_err(|error| AT.sdk(error))
    }
}

impl fmt::Debug for Transaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let writes = self.writes.as_ref().map_or(0, Vec::len);
        f.debug_struct("Transaction").field("writes", &writes).finish_non_exhaustive()
    }
}

/// A write that can be part of a [`Transaction`].
pub trait TransactWrite: Sealed {
    /// As it is sent.
    #[doc(hidden)]
    fn into_item(self) -> Result<TransactWriteItem, Error>;
}

/// Writes of other kinds there are none.
pub trait Sealed {}

/// That a condition holds of an item that the transaction does not write.
#[must_use = "a check is part of a transaction"]
pub struct Check<M> {
    handle: Handle,
    key: Result<SdkItem, EncodeError>,
    guard: Guard,
    model: PhantomData<fn() -> M>,
}

impl<M: Model> Check<M> {
    pub(crate) fn new(handle: Handle, key: Result<SdkItem, EncodeError>, condition: Condition) -> Check<M> {
        let guard = Guard { condition: Some(condition), ..Guard::default() };
        Check { handle, key, guard, model: PhantomData }
    }
}

impl<M: Model> Sealed for Check<M> {}

impl<M: Model> TransactWrite for Check<M> {
    fn into_item(mut self) -> Result<TransactWriteItem, Error> {
        let at = self.handle.at(AT.operation);
        let rendered = self.guard.render(Placeholders::default(), at)?;
        let check = ConditionCheck::builder()
            .table_name(&*self.handle.name)
            .set_key(Some(self.key.map_err(|error| at.encode(error))?));
        let check = guard_part!(check, self.guard, rendered).build();
        let check = check.map_err(|_| at.invalid("a check without a condition"))?;
        Ok(TransactWriteItem::builder().condition_check(check).build())
    }
}

impl<M> fmt::Debug for Check<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Check").field("table", &self.handle.name).finish_non_exhaustive()
    }
}
