//! What a handler has done already, when a record comes again.

use std::future::Future;

use super::{BoxError, Meta};

/// One handler's work on one record, the same whenever the record is delivered again.
///
/// Within a stream a sequence number is one record's. Events that are written by hand, or put together of others, have to keep that: of two
/// records that share a number, the second counts as one that came before.
///
/// ```
/// use millstream::handler::Claim;
///
/// /// The key of an item in a table of claims.
/// fn key(claim: &Claim<'_>) -> String {
///     format!("{}#{}#{}", claim.handler, claim.stream_arn, claim.sequence_number)
/// }
/// let claim = Claim { handler: "notify", stream_arn: "arn:…/stream/x", sequence_number: "111" };
/// assert_eq!(key(&claim), "notify#arn:…/stream/x#111");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Claim<'c> {
    /// The handler's name.
    pub handler: &'c str,
    /// The ARN of the stream.
    pub stream_arn: &'c str,
    /// The record's sequence number in it.
    pub sequence_number: &'c str,
}

impl<'c> Claim<'c> {
    /// `None` where the record does not tell its stream or its sequence number.
    pub(super) fn of(handler: &'c str, meta: Meta<'c>) -> Option<Claim<'c>> {
        let stream_arn = meta.stream()?;
        let sequence_number = meta.envelope().sequence_number()?.as_str();
        (!sequence_number.is_empty()).then_some(Claim { handler, stream_arn, sequence_number })
    }
}

/// A store of what handlers have done, so that one that is done with a record is passed over when the record comes again because of another.
///
/// ```
/// use std::collections::HashSet;
/// use std::convert::Infallible;
/// use std::sync::Mutex;
///
/// use millstream::handler::{Claim, Claims};
///
/// /// Remembers as long as the process lives. One that lives longer is a table with the three parts of a claim as its key.
/// #[derive(Default)]
/// struct InMemory(Mutex<HashSet<String>>);
///
/// impl InMemory {
///     fn key(claim: &Claim<'_>) -> String {
///         format!("{} {} {}", claim.handler, claim.stream_arn, claim.sequence_number)
///     }
/// }
///
/// impl Claims for InMemory {
///     type Error = Infallible;
///
///     async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Infallible> {
///         Ok(self.0.lock().unwrap().contains(&Self::key(claim)))
///     }
///
///     async fn done(&self, claim: &Claim<'_>) -> Result<(), Infallible> {
///         self.0.lock().unwrap().insert(Self::key(claim));
///         Ok(())
///     }
/// }
/// ```
///
/// Between a handler's last act and [`done`](Claims::done) the process may end, and the handler then runs again: where that must not be, the
/// handler's act and the claim belong into one transaction.
pub trait Claims {
    /// What the store gives where it fails. Such a failure is one of the handler for this record.
    type Error: Into<BoxError>;

    /// Whether the handler is done with the record.
    fn is_done(&self, claim: &Claim<'_>) -> impl Future<Output = Result<bool, Self::Error>>;

    /// Notes that it is.
    fn done(&self, claim: &Claim<'_>) -> impl Future<Output = Result<(), Self::Error>>;

    /// Whether there is a store at all.
    #[doc(hidden)]
    const EXIST: bool = true;
}

/// No store: handlers run whenever a record comes.
impl Claims for () {
    type Error = std::convert::Infallible;

    async fn is_done(&self, _: &Claim<'_>) -> Result<bool, Self::Error> {
        Ok(false)
    }

    async fn done(&self, _: &Claim<'_>) -> Result<(), Self::Error> {
        Ok(())
    }

    const EXIST: bool = false;
}
