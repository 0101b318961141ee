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
    /// The handler panicked, with this message. (Caught only where panics unwind, which they do unless a profile says `panic = "abort"`.)
    Panic(String),
    /// The record, or a part of it that the handler asks for, does not fit.
    Decode(Error),
    /// The record lacks an image or keys that the handler asks for.
    Missing,
    /// The record says none of INSERT, MODIFY and REMOVE: who should handle it is not known.
    UnknownChange,
    /// The record's table holds several kinds of items, and it is of none that is known.
    UnknownEntity,
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
#[derive(Clone, Copy, Debug)]
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

/// What becomes of a record that failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Decision {
    /// No later record is begun, and this one is delivered again.
    Stop,
    /// The record counts as handled by this handler; of an undecodable one, by all handlers that need the part that does not fit.
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
