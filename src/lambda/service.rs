//! Handlers as the service of a runtime.

use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::Service;
use lambda_runtime::{LambdaEvent, Runtime, service_fn};

use super::answer::{Answer, Failed};
use super::payload::{RawEvent, RawPayload};
use crate::handler::{Delivery, EventHandler};

/// Handles invocations one after the other, until the environment ends.
///
/// The handlers may be made elsewhere, by a function that returns [any](EventHandler):
///
/// ```no_run
/// # use millstream::Item;
/// # use millstream::handler::TableHandler;
/// use millstream::handler::{EventHandler, SetupError, StreamHandler};
///
/// fn handler() -> Result<impl EventHandler, SetupError> {
///     # let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
///     #     println!("{}", item.new);
///     #     Ok::<_, std::io::Error>(())
///     # });
///     StreamHandler::builder().table(items).report_batch_item_failures().build()
/// }
///
/// #[tokio::main(flavor = "current_thread")]
/// async fn main() -> Result<(), lambda_runtime::Error> {
///     millstream::lambda::run(handler()?).await
/// }
/// ```
///
/// As [`lambda_runtime::run`] it adds a span to each invocation; what is written to `tracing` goes where a subscriber sends it.
///
/// # Errors
/// When the Runtime API cannot be reached.
///
/// # Panics
/// Outside of Lambda and of what stands in for it, since environment variables are missing then:
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime>
pub async fn run(handler: impl EventHandler) -> Result<(), lambda_runtime::Error> {
    Runtime::new(service(handler)).layer(RawPayload).layer(TracingLayer::new()).run().await
}

/// The service that a [`Runtime`] is made of, which takes the layer [`RawPayload`] as its first one.
///
/// Its clones share the handlers and their memory. For `run_concurrent` the futures have to be `Send`, which the compiler sees of a
/// [`StreamHandler`](crate::handler::StreamHandler) that is built here, and of a [`SharedHandler`](crate::handler::SharedHandler):
///
/// ```no_run
/// # use millstream::Item;
/// # use millstream::handler::TableHandler;
/// use lambda_runtime::Runtime;
/// use millstream::handler::{SetupError, SharedHandler, StreamHandler};
/// use millstream::lambda::{RawPayload, service};
///
/// fn handler() -> Result<SharedHandler, SetupError> {
///     # let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
///     #     println!("{}", item.new);
///     #     Ok::<_, std::io::Error>(())
///     # });
///     let handler = StreamHandler::builder().table(items).report_batch_item_failures().build()?;
///     Ok(handler.shared(StreamHandler::handle_owned))
/// }
///
/// #[tokio::main]
/// async fn main() -> Result<(), lambda_runtime::Error> {
///     Runtime::new(service(handler()?)).layer(RawPayload).run_concurrent().await
/// }
/// ```
pub fn service<S: EventHandler>(
    handler: S,
) -> impl Service<
    LambdaEvent<RawEvent>,
    Response = Answer,
    Error = Failed,
    Future = impl Future<Output = Result<Answer, Failed>>,
> + Clone {
    let handler = Arc::new(handler);
    service_fn(move |event| invoke(handler.clone(), event))
}

/// Not an `async` block within [`service`]: of a function of any types the compiler sees that its future is `Send` where theirs are.
async fn invoke<S: EventHandler>(handler: Arc<S>, event: LambdaEvent<RawEvent>) -> Result<Answer, Failed> {
    let delivery = Delivery::new(event.payload);
    let delivery = match deadline(event.context.deadline) {
        Some(deadline) => delivery.until(deadline),
        None => delivery,
    };
    Answer::of(handler.deliver(delivery).await)
}

/// Lambda tells the deadline in milliseconds since 1970
/// (<https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-next>). Tools that stand in for it may tell how long there is,
/// or nothing: what lies before Lambda was there is no deadline.
fn deadline(milliseconds: u64) -> Option<Instant> {
    const YEAR_2014: u64 = 1_388_534_400_000;
    if milliseconds < YEAR_2014 {
        return None;
    }
    let at = SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))?;
    let left = at.duration_since(SystemTime::now()).unwrap_or_default();
    Instant::now().checked_add(left)
}
