//! What goes wrong with a record, and what is decided of it.

use std::fmt;
use std::future::Future;
use std::marker::PhantomData;

use super::sealed::Sealed;
use super::{BoxError, Meta};
use crate::error::Error;

/// Why a record is not settled.
#[derive(Debug)]
#[non_exhaustive]
pub enum Cause {
    /// The handler gave an error.
    Handler(BoxError),
    /// The handler panicked, with this message; or a conversion of the model did, for which all count as failed that need its part, as with
    /// [`Decode`](Cause::Decode). (Caught only where panics unwind, which they do unless a profile says `panic = "abort"`.)
    Panic(String),
    /// The record, or a part of it that the handler asks for, does not fit.
    Decode(Error),
    /// The record lacks an image or keys that the handler asks for.
    Missing,
    /// The record says none of INSERT, MODIFY and REMOVE: who should handle it is not known.
    UnknownChange,
    /// The record's table holds several kinds of items, and it is of none that is known.
    UnknownEntity,
    /// The record's table holds several kinds of items, and the record carries neither the image nor the key that tells which this is, though
    /// handlers of one of them want such changes.
    UntoldEntity,
    /// The store of [claims](super::Claims) gave an error.
    Claim(BoxError),
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Cause::Handler(error) => error.fmt(f),
            Cause::Panic(message) => write!(f, "a panic: {message}"),
            Cause::Decode(error) => error.fmt(f),
            Cause::Missing => f.write_str("the record lacks an image or keys that the handler asks for"),
            Cause::UnknownChange => f.write_str("the record is none of INSERT, MODIFY and REMOVE"),
            Cause::UntoldEntity => f.write_str("the record lacks what tells which entity it is of"),
            Cause::UnknownEntity => f.write_str("the record is of no entity that has handlers"),
            Cause::Claim(error) => write!(f, "the store of claims: {error}"),
        }
    }
}

impl std::error::Error for Cause {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Cause::Handler(error) | Cause::Claim(error) => error.source(),
            Cause::Decode(error) => Some(error),
            _ => None,
        }
    }
}

/// A record that a handler could not handle, as the hook of [`on_error`](super::Builder::on_error) sees it.
///
/// ```
/// use millstream::handler::{Cause, Decision, Failure};
///
/// /// What can never succeed goes to where somebody looks; all else is tried again.
/// async fn decide(failure: Failure<'_>) -> Result<Decision, std::io::Error> {
///     let number = failure.meta.and_then(|meta| meta.sequence_number());
///     match failure.cause {
///         Cause::Decode(error) => {
///             send("dead letters", format!("{number:?} {error}: {}", failure.raw)).await?;
///             Ok(Decision::Skip)
///         }
///         _ => Ok(Decision::Stop),
///     }
/// }
///
/// # async fn send(_: &str, _: String) -> Result<(), std::io::Error> { Ok(()) }
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # #[derive(millstream::Model)]
/// # struct Bark<'a> { message: &'a str }
/// # let barks = millstream::handler::TableHandler::<Bark>::new().for_table("barks").on_insert("notify", async |bark| {
/// #     println!("{}", bark.new.message);
/// #     Ok::<_, std::io::Error>(())
/// # });
/// let handler = millstream::handler::StreamHandler::builder().table(barks).on_error(decide).build()?;
/// # let event = r#"{"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{"message":{"N":"1"}}},"eventSourceARN":"arn:aws:dynamodb:r:1:table/barks/stream/x"}]}"#;
/// # let handled = handler.handle(event).await;
/// # assert!(handled.is_done() && handled.report.rows[0].skipped == 1);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Failure<'f> {
    /// The handler; of a record that could not be decoded, the first of those that need the part that does not fit. `None` where the record's
    /// envelope could not be read, so that no handler could be chosen.
    pub handler: Option<&'f str>,
    /// The record as it came, from its `{` to its `}`: what to send to a dead-letter queue.
    pub raw: &'f str,
    /// Its sequence number and all else that is known of it; `None` where its envelope could not be read.
    pub meta: Option<Meta<'f>>,
    /// What went wrong.
    pub cause: &'f Cause,
}

/// Of the record it tells the length: it holds what is customers'.
impl fmt::Debug for Failure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Failure")
            .field("handler", &self.handler)
            .field("raw_bytes", &self.raw.len())
            .field("meta", &self.meta)
            .field("cause", &self.cause)
            .finish()
    }
}

/// What becomes of a record that failed.
///
/// ```
/// use std::sync::atomic::{AtomicU32, Ordering::SeqCst};
///
/// use millstream::handler::{Decision, Failure, StreamHandler};
///
/// // Three failures are bad luck; from the fourth on something is wrong, and the records are to come again.
/// let failures = AtomicU32::new(0);
/// let handler = StreamHandler::builder()
///     .on_error(async |_: Failure<'_>| {
///         let decision = if failures.fetch_add(1, SeqCst) < 3 { Decision::Skip } else { Decision::Stop };
///         Ok::<_, std::convert::Infallible>(decision)
///     })
///     .build()?;
/// # Ok::<(), millstream::handler::SetupError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// No later record is begun, and this one is delivered again.
    Stop,
    /// The record counts as handled by this handler; of an undecodable one, by all handlers that need the part that does not fit. Those of
    /// single records and those of batches are asked about apart.
    Skip,
}

/// What decides of failures: what [`Builder::on_error`](super::Builder::on_error) was given, or `()` for always [`Stop`](Decision::Stop).
///
/// It stands in the types of functions that take or return handlers, as [`Tables`](super::Tables) does:
///
/// ```
/// use millstream::handler::{ErrorHook, SetupError, StreamHandler, Tables};
///
/// fn twice<T: Tables, H: ErrorHook>(handler: StreamHandler<T, H>) -> [std::sync::Arc<StreamHandler<T, H>>; 2] {
///     let handler = std::sync::Arc::new(handler);
///     [handler.clone(), handler]
/// }
/// let [_, _] = twice(StreamHandler::builder().build()?);
/// # Ok::<(), SetupError>(())
/// ```
pub trait ErrorHook: Sealed {
    #[doc(hidden)]
    fn decide(&self, failure: Failure<'_>) -> impl Future<Output = Result<Decision, BoxError>>;
}

impl ErrorHook for () {
    async fn decide(&self, _: Failure<'_>) -> Result<Decision, BoxError> {
        Ok(Decision::Stop)
    }
}

/// A hook that a user wrote.
pub struct Hook<F, E>(pub(super) F, pub(super) PhantomData<fn() -> E>);

impl<F, E> Sealed for Hook<F, E> {}

impl<F, E> ErrorHook for Hook<F, E>
where
    F: AsyncFn(Failure<'_>) -> Result<Decision, E>,
    E: Into<BoxError>,
{
    async fn decide(&self, failure: Failure<'_>) -> Result<Decision, BoxError> {
        (self.0)(failure).await.map_err(Into::into)
    }
}
