//! What can go wrong: one type.

use std::fmt;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::types::{CancellationReason, WriteRequest};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use millstream::encode::EncodeError;

use crate::convert::{SdkItem, json_of_sdk};
use crate::raw::{Answer, Pool};
use crate::read::{Batch, Found, FullBatch, Gathered};

/// Why an operation failed.
///
/// It is as small as a pointer. What DynamoDB or the SDK said is its [`source`](std::error::Error::source); its text names the operation and
/// the table and never shows an item. Of a batch it holds what did arrive and what is left.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Conditions, Error, HashPrimaryKey};
/// # #[derive(Model, Encode)] struct Post { #[model(hash_key)] id: u64, likes: u64 }
/// # async fn like(posts: &HashPrimaryKey<Post>) -> Result<(), Error> {
/// let liked = posts.update(7).add(|post| post.likes, 1).condition(|post| post.id.exists()).send().await;
/// match liked {
///     Err(error) if error.is_conditional_check_failed() => println!("it is gone"),
///     Err(error) if error.is_throttled() => println!("later"),
///     other => drop(other?),
/// }
/// # Ok(())
/// # }
/// ```
pub struct Error(Box<Inner>);

struct Inner {
    kind: Kind,
    operation: &'static str,
    table: String,
    leftover: Option<Leftover>,
}

enum Kind {
    /// from the SDK, and whether the same may work a moment later
    Sdk {
        source: Box<dyn std::error::Error + Send + Sync>,
        code: Option<String>,
        message: Option<String>,
        is_transient: bool,
    },
    Decode(millstream::Error),
    Encode(EncodeError),
    /// an answer that the SDK has read, and that is not known to it whole
    Output(EncodeError),
    Several,
    Unprocessed,
    Invalid(&'static str),
}

/// Why a write of a transaction was refused that may work a moment later; `None`: it was not to blame.
const TRANSIENT_CANCELLATIONS: [&str; 4] =
    ["None", "TransactionConflict", "ProvisionedThroughputExceeded", "ThrottlingError"];

/// What a batch did not come to, and what it did.
#[derive(Default)]
pub(crate) struct Leftover {
    pub(crate) arrived: Option<Gathered>,
    pub(crate) keys: Vec<SdkItem>,
    pub(crate) writes: Vec<WriteRequest>,
}

/// Where an error happened.
#[derive(Clone, Copy)]
pub(crate) struct At<'t> {
    pub(crate) operation: &'static str,
    pub(crate) table: &'t str,
}

impl At<'_> {
    fn error(self, kind: Kind) -> Error {
        Error(Box::new(Inner {
            kind,
            operation: self.operation,
            table: self.table.to_owned(),
            leftover: None,
        }))
    }

    pub(crate) fn sdk<E>(self, error: SdkError<E, HttpResponse>) -> Error
    where
        E: ProvideErrorMetadata + std::error::Error + Send + Sync + 'static,
    {
        let code = error.code().map(str::to_owned);
        let message = error.message().map(str::to_owned);
        let status = error.raw_response().map(|response| response.status().as_u16());
        let is_transient = match &error {
            SdkError::TimeoutError(_) | SdkError::ResponseError(_) => true,
            // Those that the SDK tries again. The others lie in the client, such as one without credentials, and stay.
            SdkError::DispatchFailure(failure) => {
                failure.is_io() || failure.is_timeout() || failure.as_other().is_some()
            }
            _ => status.is_some_and(|status| status >= 500),
        };
        self.error(Kind::Sdk { source: error.into(), code, message, is_transient })
    }

    pub(crate) fn decode(self, error: millstream::Error) -> Error {
        self.error(Kind::Decode(error))
    }

    pub(crate) fn encode(self, error: EncodeError) -> Error {
        self.error(Kind::Encode(error))
    }

    pub(crate) fn output(self, error: EncodeError) -> Error {
        self.error(Kind::Output(error))
    }

    pub(crate) fn several(self) -> Error {
        self.error(Kind::Several)
    }

    pub(crate) fn unprocessed(self) -> Error {
        self.error(Kind::Unprocessed)
    }

    pub(crate) fn invalid(self, why: &'static str) -> Error {
        self.error(Kind::Invalid(why))
    }
}

impl Error {
    /// The code of DynamoDB's error, such as `ValidationException`.
    pub fn code(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Sdk { code, .. } => code.as_deref(),
            _ => None,
        }
    }

    /// What DynamoDB says of it. It may quote a value of the request, so that the error's own text has the code alone.
    pub fn message(&self) -> Option<&str> {
        match &self.0.kind {
            Kind::Sdk { message, .. } => message.as_deref(),
            _ => None,
        }
    }

    fn has_code(&self, codes: &[&str]) -> bool {
        self.code().is_some_and(|code| codes.contains(&code))
    }

    /// The condition of a write did not hold. Of a transaction: one of its conditions.
    pub fn is_conditional_check_failed(&self) -> bool {
        self.has_code(&["ConditionalCheckFailedException"])
            || self.cancellation_codes().contains(&"ConditionalCheckFailed")
    }

    /// DynamoDB has had too many requests, of this table or of the account; the SDK has tried again already. Of a transaction: for one of
    /// its items.
    ///
    /// The codes are those of
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html>.
    pub fn is_throttled(&self) -> bool {
        self.has_code(&[
            "ProvisionedThroughputExceededException",
            "RequestLimitExceeded",
            "ThrottlingException",
            "Throttling",
        ]) || self
            .cancellation_codes()
            .iter()
            .any(|code| matches!(*code, "ProvisionedThroughputExceeded" | "ThrottlingError"))
    }

    /// The table, or the index, is not there.
    pub fn is_not_found(&self) -> bool {
        self.has_code(&["ResourceNotFoundException"])
    }

    /// The request was malformed, by DynamoDB's rules.
    pub fn is_validation(&self) -> bool {
        self.has_code(&["ValidationException"])
    }

    /// A transaction was cancelled, or an item is part of another one.
    pub fn is_transaction_cancelled(&self) -> bool {
        self.has_code(&["TransactionCanceledException", "TransactionConflictException"])
    }

    /// The same may work a moment later: throttled, timed out, no connection, a broken answer to a read, an error of the server, a conflict
    /// with another write, or a batch of which DynamoDB has left a part unprocessed. Of a transaction: there is no other reason. What lies in
    /// the client stays: one without credentials, say.
    pub fn is_transient(&self) -> bool {
        let is_conflict = self.has_code(&[
            "ReplicatedWriteConflictException",
            "TransactionConflictException",
            "TransactionInProgressException",
        ]);
        is_conflict
            || matches!(self.0.kind, Kind::Sdk { is_transient: true, .. } | Kind::Unprocessed)
            || match &*self.cancellation_codes() {
                [] => self.is_throttled(),
                codes => codes.iter().all(|code| TRANSIENT_CANCELLATIONS.contains(code)),
            }
    }

    /// Several items have the key that one was asked of.
    pub fn is_several(&self) -> bool {
        matches!(self.0.kind, Kind::Several)
    }

    /// An answer, or an item of it, could not be decoded.
    pub fn as_decode(&self) -> Option<&millstream::Error> {
        match &self.0.kind {
            Kind::Decode(error) => Some(error),
            _ => None,
        }
    }

    /// A model, a key or a value could not be encoded, so that nothing was sent.
    pub fn as_encode(&self) -> Option<&EncodeError> {
        match &self.0.kind {
            Kind::Encode(error) => Some(error),
            _ => None,
        }
    }

    /// Why each write of a cancelled transaction was refused, in their order; `None` for those that were not to blame.
    ///
    /// The codes are those of `CancellationReasons` in
    /// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html>.
    pub fn cancellation_codes(&self) -> Vec<&str> {
        self.cancellation_reasons().iter().map(|reason| reason.code().unwrap_or("None")).collect()
    }

    fn cancellation_reasons(&self) -> &[CancellationReason] {
        use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItemsError as Get;
        use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError as Write;
        match (self.service::<Write>(), self.service::<Get>()) {
            (Some(Write::TransactionCanceledException(cancelled)), _)
            | (_, Some(Get::TransactionCanceledException(cancelled))) => cancelled.cancellation_reasons(),
            _ => &[],
        }
    }

    /// The item as it is, where the condition of a put, an update or a delete did not hold, and
    /// [`return_old_on_failure`](crate::Put::return_old_on_failure) asked for it. Of a transaction, whose items may be of several models:
    /// [`old_item_of`](Error::old_item_of).
    ///
    /// # Errors
    /// When it holds what this version of the SDK does not know.
    pub fn old_item<M: millstream::Model>(&self) -> Result<Option<Found<M>>, Error> {
        use aws_sdk_dynamodb::operation::delete_item::DeleteItemError as Delete;
        use aws_sdk_dynamodb::operation::put_item::PutItemError as Put;
        use aws_sdk_dynamodb::operation::update_item::UpdateItemError as Update;
        let failed = match (self.service::<Put>(), self.service::<Update>(), self.service::<Delete>()) {
            (Some(Put::ConditionalCheckFailedException(failed)), ..)
            | (_, Some(Update::ConditionalCheckFailedException(failed)), _)
            | (.., Some(Delete::ConditionalCheckFailedException(failed))) => failed,
            _ => return Ok(None),
        };
        failed.item().map(|item| self.found(item)).transpose()
    }

    /// The item as it is, where the condition of a write of a transaction did not hold, and
    /// [`return_old_on_failure`](crate::Put::return_old_on_failure) asked for it. The write is told by its place among those of the
    /// transaction, from 0, which is that of its code in [`cancellation_codes`](Error::cancellation_codes); `M` is its model.
    ///
    /// ```
    /// # use millstream::{Encode, Model};
    /// # use millstream_query::{Conditions, Error, HashPrimaryKey, Transaction};
    /// # #[derive(Model, Encode)] struct Account { #[model(hash_key)] id: u64, balance: i64 }
    /// # async fn pay(client: &aws_sdk_dynamodb::Client, accounts: &HashPrimaryKey<Account>) -> Result<(), Error> {
    /// let take = accounts.update(1).add(|from| from.balance, -100).condition(|from| from.balance.ge(100));
    /// let give = accounts.update(2).add(|to| to.balance, 100);
    /// let paid = Transaction::new(client).write(take.return_old_on_failure()).write(give).send().await;
    /// if let Err(error) = &paid {
    ///     if let Some(mut from) = error.old_item_of::<Account>(0)? {
    ///         println!("there are {} left", from.item()?.balance);
    ///     }
    /// }
    /// # paid
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`old_item`](Error::old_item).
    pub fn old_item_of<M: millstream::Model>(&self, write: usize) -> Result<Option<Found<M>>, Error> {
        let item = self.cancellation_reasons().get(write).and_then(CancellationReason::item);
        item.map(|item| self.found(item)).transpose()
    }

    /// An item that the error carries.
    fn found<M: millstream::Model>(&self, item: &SdkItem) -> Result<Found<M>, Error> {
        let Inner { operation, table, .. } = &*self.0;
        let (at, pool) = (At { operation, table }, Pool::default());
        let json = json_of_sdk(item).map_err(|error| at.output(error))?;
        let whole = 0..json.len();
        let answer = Answer::read(json.into(), pool.decoder().get()).map_err(|error| at.decode(error))?;
        Ok(Found::at(answer, whole, &pool, operation, &table.as_str().into()))
    }

    /// What DynamoDB said of an operation.
    fn service<E: std::error::Error + Send + Sync + 'static>(&self) -> Option<&E> {
        let Kind::Sdk { source, .. } = &self.0.kind else { return None };
        source.downcast_ref::<SdkError<E, HttpResponse>>().and_then(SdkError::as_service_error)
    }

    /// The keys that a batch has no answer for, as they are sent: `batch_get_keys` asks for them again.
    pub fn unprocessed_keys(&self) -> &[SdkItem] {
        self.0.leftover.as_ref().map_or(&[], |leftover| &leftover.keys)
    }

    /// The writes that a batch did not come to, as they are sent: `batch_write` sends them again.
    pub fn unprocessed_writes(&self) -> &[WriteRequest] {
        self.0.leftover.as_ref().map_or(&[], |leftover| &leftover.writes)
    }

    /// What a `batch_get` or `batch_one` did get, in the order asked: what it would have returned, less the unprocessed keys. `M` is the
    /// batch's model.
    pub fn into_arrived<M: millstream::Model>(self) -> Option<Batch<M>> {
        self.0.leftover?.arrived.map(Batch::new)
    }

    /// The same of a batch with `None` in the place of items that are missing, and of those that are unprocessed.
    pub fn into_arrived_full<M: millstream::Model>(self) -> Option<FullBatch<M>> {
        self.0.leftover?.arrived.map(FullBatch::new)
    }

    pub(crate) fn with(mut self, leftover: Leftover) -> Error {
        self.0.leftover = Some(leftover);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, operation, table, leftover } = &*self.0;
        write!(f, "{operation} of {table}: ")?;
        match kind {
            Kind::Sdk { code: Some(code), .. } => f.write_str(code)?,
            Kind::Sdk { source, .. } => write!(f, "{source}")?,
            Kind::Decode(error) => write!(f, "{error}")?,
            Kind::Encode(error) => write!(f, "{error}")?,
            Kind::Output(error) => write!(f, "in the answer: {error}")?,
            Kind::Several => f.write_str("expected one item, found several")?,
            Kind::Unprocessed => f.write_str("given up")?,
            Kind::Invalid(why) => f.write_str(why)?,
        }
        match leftover {
            Some(Leftover { keys, .. }) if !keys.is_empty() => {
                write!(f, " ({} unprocessed keys)", keys.len())
            }
            Some(Leftover { writes, .. }) if !writes.is_empty() => {
                write!(f, " ({} unprocessed writes)", writes.len())
            }
            _ => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error").field("message", &self.to_string()).field("code", &self.code()).finish()
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Sdk { source, .. } => Some(&**source),
            Kind::Decode(error) => Some(error),
            Kind::Encode(error) | Kind::Output(error) => Some(error),
            Kind::Several | Kind::Unprocessed | Kind::Invalid(_) => None,
        }
    }
}
