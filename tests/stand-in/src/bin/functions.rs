//! The functions that are tested. The first argument says which one this process is.

use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use lambda_runtime::layers::TracingLayer;
use lambda_runtime::tower::layer::layer_fn;
use lambda_runtime::tower::{Service, ServiceExt};
use lambda_runtime::{BoxFuture, Error, LambdaEvent, LambdaInvocation, Runtime, service_fn};
use millstream::Model;
use millstream::handler::{EventHandler, SetupError, SharedHandler, StreamHandler, TableHandler};
use millstream::lambda::{Answer, Failed, RawEvent, RawPayload, run, service};
use tokio::sync::Barrier;
use tokio::time::sleep;

#[derive(Model)]
#[model(table = "BarkTable")]
struct Bark<'a> {
    #[model(hash_key)]
    id: &'a str,
    message: &'a str,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    match std::env::args().nth(1).as_deref() {
        Some("strict") => run(obedient(false)?).await,
        Some("reporting") => run(obedient(true)?).await,
        Some("windows") => windows().await,
        Some("concurrent") => concurrent().await,
        Some("shared") => shared().await,
        Some("observed") => observed().await,
        Some("bytes") => {
            Runtime::new(service_fn(bytes)).layer(RawPayload).layer(TracingLayer::new()).run().await
        }
        Some("no layer") => Runtime::new(service_fn(bytes)).run().await,
        Some("second layer") => {
            let later = layer_fn(|inner| Later { inner });
            Runtime::new(service_fn(bytes)).layer(later).layer(RawPayload).run().await
        }
        name => Err(format!("no function is called {name:?}").into()),
    }
}

/// Does what the message of a new bark says.
fn obedient(reports: bool) -> Result<impl EventHandler, SetupError> {
    let barks = TableHandler::<Bark>::new().on_insert("obey", async |bark| match bark.new.message {
        "fail" => Err(format!("{} does not bark", bark.new.id)),
        "panic" => panic!("{} panics", bark.new.id),
        "wait" => {
            sleep(Duration::from_millis(100)).await;
            Ok(())
        }
        _ => Ok(()),
    });
    let builder = StreamHandler::builder().table(barks);
    let builder = if reports { builder.report_batch_item_failures() } else { builder };
    builder.build()
}

/// Sets the window's state to the message.
async fn windows() -> Result<(), Error> {
    let barks = TableHandler::<Bark>::new().on_insert("set", async |bark| {
        let window = bark.meta.window().ok_or("no window")?;
        window.set(bark.new.message);
        Ok::<_, &str>(())
    });
    let ended = async |_: millstream::handler::WindowEnd<'_>| Err("no end is wanted");
    run(StreamHandler::builder().table(barks).on_window_end(ended).build()?).await
}

/// A stream's handlers that fail at each bark whose message is its id, once `AWS_LAMBDA_MAX_CONCURRENCY` invocations have come to
/// such a one.
macro_rules! meeting {
    () => {{
        let at_once = std::env::var("AWS_LAMBDA_MAX_CONCURRENCY")?.parse()?;
        let all_are_here = Arc::new(Barrier::new(at_once));
        let barks = TableHandler::<Bark>::new().on_insert("meet", async move |bark| {
            if bark.new.id != bark.new.message {
                return Ok(());
            }
            all_are_here.wait().await;
            Err(bark.new.id.to_owned())
        });
        StreamHandler::builder().table(barks).report_batch_item_failures().build()?
    }};
}

async fn concurrent() -> Result<(), Error> {
    let runtime = Runtime::new(service(meeting!())).layer(RawPayload).layer(TracingLayer::new());
    runtime.run_concurrent().await
}

/// The same where the handlers' types are not known.
async fn shared() -> Result<(), Error> {
    fn handler() -> Result<SharedHandler, Error> {
        Ok(meeting!().shared(StreamHandler::handle_owned))
    }
    Runtime::new(service(handler()?)).layer(RawPayload).run_concurrent().await
}

/// Answers what is seen of each invocation from around the service.
async fn observed() -> Result<(), Error> {
    let barks = TableHandler::<Bark>::new().on_insert("fail", async |bark| match bark.new.message {
        "fail" => Err("failed"),
        _ => Ok(()),
    });
    let handler = StreamHandler::builder().table(barks).build()?;
    let service = service(handler).map_result(|result: Result<Answer, Failed>| {
        Ok::<_, Failed>(match &result {
            Ok(answer) => format!("{} records: {}", answer.handled().report.records, answer.as_json()),
            Err(failed) => format!("{} records: {failed:?}", failed.handled().report.records),
        })
    });
    Runtime::new(service).layer(RawPayload).run_concurrent().await
}

/// A function of one's own: answers how many bytes came, and their sum.
async fn bytes(event: LambdaEvent<RawEvent>) -> Result<(usize, u64), Error> {
    let bytes = event.payload.as_bytes();
    Ok((bytes.len(), bytes.iter().map(|&byte| u64::from(byte)).sum()))
}

/// A layer that calls the service below it only when its own future is polled.
#[derive(Clone)]
struct Later<S> {
    inner: S,
}

impl<S> Service<LambdaInvocation> for Later<S>
where
    S: Service<LambdaInvocation, Response = (), Error = Error> + Clone + Send + 'static,
    S::Future: Send,
{
    type Response = ();
    type Error = Error;
    type Future = BoxFuture<'static, Result<(), Error>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        let mut inner = self.inner.clone();
        Box::pin(async move { inner.call(invocation).await })
    }
}
