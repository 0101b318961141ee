//! The payload of an invocation as it came.
//!
//! `lambda_runtime` gives a function what `serde_json` makes of the payload, with `serde_path_to_error` around it: a type that owns all it
//! holds, after one slow pass over the event. But it deserializes within `Service::call`, and a layer sees the payload before. So the layer
//! puts the payload where the thread finds it again and passes a token on, and [`RawEvent`] is "deserialized" from the token: it takes what
//! was put there. The order of these calls is documented nowhere, so that tests pin it; and an event is taken only for its own token, so that
//! whatever becomes of the order, no invocation gets the event of another.

use std::cell::Cell;
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use lambda_runtime::LambdaInvocation;
use lambda_runtime::tower::{Layer, Service};
use serde::de::{Deserialize, Deserializer, Error};

thread_local! {
    /// The event of the invocation whose `call` is running in this thread, and its token.
    static HANDED_OVER: Cell<Option<(u64, Bytes)>> = const { Cell::new(None) };
}

/// No two invocations of a process have the same.
static NEXT_TOKEN: AtomicU64 = AtomicU64::new(0);

/// The layer that hands events over as they came, to a service that takes a `LambdaEvent<`[`RawEvent`]`>`.
///
/// It has to be the first that is added to a [`Runtime`](lambda_runtime::Runtime), which makes it the innermost. Without it, or with a layer
/// below it that calls the service later, invocations fail and say so.
#[derive(Clone, Copy, Debug, Default)]
pub struct RawPayload;

impl<S> Layer<S> for RawPayload {
    type Service = RawPayloadService<S>;

    fn layer(&self, inner: S) -> RawPayloadService<S> {
        RawPayloadService { inner }
    }
}

/// What [`RawPayload`] makes of a service.
#[derive(Clone, Debug)]
pub struct RawPayloadService<S> {
    inner: S,
}

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for RawPayloadService<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> S::Future {
        let token = NEXT_TOKEN.fetch_add(1, Ordering::Relaxed);
        let event = std::mem::replace(&mut invocation.body, Bytes::from(token.to_string()));
        HANDED_OVER.set(Some((token, event)));
        let _taken_back = TakeBack;
        self.inner.call(invocation)
    }
}

/// Leaves nothing behind that nobody took, whichever way a call ends.
struct TakeBack;

impl Drop for TakeBack {
    fn drop(&mut self) {
        HANDED_OVER.take();
    }
}

/// The payload of an invocation, to the letter: what a function takes in a `LambdaEvent` behind the layer [`RawPayload`].
///
/// ```no_run
/// use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
/// use millstream::lambda::{RawEvent, RawPayload};
/// use millstream::{Decoder, Item};
///
/// async fn print(event: LambdaEvent<RawEvent>) -> Result<(), Error> {
///     let mut decoder = Decoder::new();
///     for record in &decoder.decode::<Item>(event.payload.as_bytes())? {
///         println!("{}: {:?}", event.context.request_id, record?.new_image());
///     }
///     Ok(())
/// }
///
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> Result<(), Error> {
///     Runtime::new(service_fn(print)).layer(RawPayload).run().await
/// }
/// ```
#[derive(Clone)]
pub struct RawEvent(Bytes);

impl RawEvent {
    /// An event, for tests of functions.
    pub fn new(json: impl Into<Bytes>) -> RawEvent {
        RawEvent(json.into())
    }

    /// The bytes that came.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The bytes that came. They are shared, not copied.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }
}

impl AsRef<[u8]> for RawEvent {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

/// Shows its length: what it holds is customers' data.
impl fmt::Debug for RawEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawEvent").field("bytes", &self.0.len()).finish()
    }
}

/// Takes what [`RawPayload`] handed over; of anything else it is an error.
impl<'de> Deserialize<'de> for RawEvent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawEvent, D::Error> {
        let misplaced = || {
            D::Error::custom(
                "`millstream::lambda::RawPayload` has to be the first layer of the runtime, so that it is the innermost",
            )
        };
        let (token, event) = HANDED_OVER.take().ok_or_else(misplaced)?;
        // Not its own error, which would show what it found in the place of a token.
        match u64::deserialize(deserializer) {
            Ok(found) if found == token => Ok(RawEvent(event)),
            _ => Err(misplaced()),
        }
    }
}
