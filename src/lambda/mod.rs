//! Handlers as an AWS Lambda function, without a pass of serde over the event.
//!
//! ```no_run
//! use millstream::Model;
//! use millstream::handler::{StreamHandler, TableHandler};
//!
//! #[derive(Model)]
//! #[model(table = "BarkTable")]
//! struct Bark<'a> {
//!     #[model(hash_key, rename = "Username")]
//!     username: &'a str,
//!     #[model(rename = "Message")]
//!     message: &'a str,
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), lambda_runtime::Error> {
//!     let barks = TableHandler::<Bark>::new().on_insert("notify", async |bark| {
//!         println!("{} barks: {}", bark.new.username, bark.new.message);
//!         Ok::<_, std::io::Error>(())
//!     });
//!     let handler = StreamHandler::builder().table(barks).report_batch_item_failures().build()?;
//!     millstream::lambda::run(handler).await
//! }
//! ```
//!
//! [`run`] is all that most functions need. Where several invocations run at the same time, as on Lambda Managed Instances, the same is
//! put together by hand, from a [`service`] and a layer:
//!
//! ```no_run
//! # use millstream::{Item, handler::{StreamHandler, TableHandler}};
//! use lambda_runtime::Runtime;
//! use lambda_runtime::layers::TracingLayer;
//! use millstream::lambda::{RawPayload, service};
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), lambda_runtime::Error> {
//! # let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
//! #     println!("{}", item.new);
//! #     Ok::<_, std::io::Error>(())
//! # });
//! # let handler = StreamHandler::builder().table(items).build()?;
//! let runtime = Runtime::new(service(handler))
//!     .layer(RawPayload) // the first one
//!     .layer(TracingLayer::new()); // and then any others
//! // as many at a time as `AWS_LAMBDA_MAX_CONCURRENCY` says
//! runtime.run_concurrent().await
//! # }
//! ```
//!
//! What an invocation came to is in [`Answer`] and [`Failed`], which a service around this one can look at:
//!
//! ```no_run
//! # use millstream::{Item, handler::{StreamHandler, TableHandler}};
//! use lambda_runtime::Runtime;
//! use lambda_runtime::tower::ServiceExt;
//! use millstream::lambda::{Answer, Failed, RawPayload, service};
//!
//! # #[tokio::main]
//! # async fn main() -> Result<(), lambda_runtime::Error> {
//! # let items = TableHandler::<Item>::new().for_table("items").on_insert("print", async |item| {
//! #     println!("{}", item.new);
//! #     Ok::<_, std::io::Error>(())
//! # });
//! # let handler = StreamHandler::builder().table(items).build()?;
//! let service = service(handler).map_result(|result: Result<Answer, Failed>| {
//!     let handled = match &result {
//!         Ok(answer) => answer.handled(),
//!         Err(failed) => failed.handled(),
//!     };
//!     println!("{}", handled.report);
//!     result
//! });
//! Runtime::new(service).layer(RawPayload).run().await
//! # }
//! ```
//!
//! A function that is no [`StreamHandler`](crate::handler::StreamHandler) takes a `LambdaEvent<`[`RawEvent`]`>`, and reads it with a
//! [`Decoder`](crate::Decoder) of its own.
//!
//! # What is promised
//!
//! - The event is decoded where the runtime's HTTP client put it. It is neither copied nor parsed before.
//! - Memory is kept from invocation to invocation: for as many events as were handled at the same time.
//! - No record is begun once the invocation's deadline is nearer than the [margin](crate::handler::Builder::deadline_margin).
//! - The answer is that of [`Handled::answer`](crate::handler::Handled::answer), to the letter. What fails the invocation is an error with a
//!   type that alarms and destinations can tell: [`Failed::error_type`].

mod answer;
mod payload;
mod service;

pub use answer::{Answer, Failed};
pub use payload::{RawEvent, RawPayload, RawPayloadService};
pub use service::{run, service};
