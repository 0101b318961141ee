//! From records to handlers: by table, by kind of change, and so that no record is lost.
//!
//! ```
//! use millstream::Model;
//! use millstream::handler::{Outcome, StreamHandler, TableHandler};
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
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let barks = TableHandler::<Bark>::new()
//!     .on_insert("notify", async |bark| {
//!         println!("{} barks: {}", bark.new.username, bark.new.message);
//!         Ok::<_, std::io::Error>(())
//!     })
//!     .on_remove("regret", async |bark| {
//!         println!("{} is gone", bark.old.message);
//!         Ok::<_, std::io::Error>(())
//!     });
//! let handler = StreamHandler::builder().table(barks).build()?;
//!
//! let event = r#"{"Records":[{"eventName":"INSERT","dynamodb":{
//!     "NewImage":{"Message":{"S":"wuff"},"Username":{"S":"ann"}},"SequenceNumber":"111"},
//!     "eventSourceARN":"arn:aws:dynamodb:eu-west-1:123456789012:table/BarkTable/stream/2026-01-01T00:00:00.000"}]}"#;
//! let handled = handler.handle(event).await;
//! assert!(matches!(handled.outcome, Outcome::Done));
//! println!("{}", handled.report);
//! # Ok(())
//! # }
//! ```
//!
//! # What is promised
//!
//! - A record is **settled** when every handler that wants it has succeeded, or was skipped by a decision of the error hook. After a failure
//!   no later record is begun; what runs is awaited, never dropped. The checkpoint is the lowest record that is not settled.
//! - Records come to each handler in stream order; with [`Strategy::ByKey`] those of one item do.
//! - The whole event is known to be JSON, and every record's table to be known, before the first handler runs.
//! - Only what a handler asks for is decoded: one of REMOVE never decodes a new image. A part that does not fit fails the handlers that ask
//!   for it, and no others.
//! - A panic in a handler is a failure of that record, where panics unwind.
//!
//! Delivery is at least once: after a failure, records that were settled behind the checkpoint come again. [`Claims`] lets handlers that are
//! done with a record be passed over.
//!
//! # Handlers as values
//!
//! A [`StreamHandler`] has a type that lists all of its closures. A function that returns one, or takes any, says [`EventHandler`]; where a name
//! is needed, or a future that is `Send`, there is [`SharedHandler`]; and [`Tables`], [`Handlers`], [`ErrorHook`], [`Claims`] and [`WindowHook`]
//! are the bounds of the parts, for functions that return half-built ones. Such a part cannot be [shared](StreamHandler::shared):
//! [`Handlers`] says what can be done.
//!
//! # What is seen of it
//!
//! [`Handled::report`] counts what became of the records, by table, kind of change and handler. With the feature `tracing` each batch has a
//! span `batch` and each call of a handler a span `handler`, of the target `millstream`, and a batch ends with an event of its counts.
//!
//! # Which argument
//!
//! | the stream carries | made by | `on_insert` | `on_modify` | `on_remove` |
//! |---|---|---|---|---|
//! | `NEW_AND_OLD_IMAGES` | [`TableHandler::new`] | `new` | `old`, `new` | `old` |
//! | `NEW_IMAGE` | [`TableHandler::new_image`] | `new` | `new` | `keys` |
//! | `OLD_IMAGE` | [`TableHandler::old_image`] | `keys` | `old` | `old` |
//! | `KEYS_ONLY` | [`TableHandler::keys_only`] | `keys` | `keys` | `keys` |
//!
//! The pairs `on_insert_or_modify`, `on_insert_or_remove`, `on_modify_or_remove` and all, `on_change`, give enums of these. Each has a twin
//! that ends in `_batch` and takes a slice of all its records in a batch.
//!
//! Handlers of several kinds match on the enum, or ask for what they have:
//!
//! ```
//! use millstream::{Item, handler::TableHandler};
//!
//! let items = TableHandler::<Item>::new().for_table("items").on_change("index", async |change| {
//!     println!("{:?}: {}", change.meta().event_name(), change.latest());
//!     if let (Some(old), Some(new)) = (change.old_image(), change.new_image()) {
//!         println!("its price was {:?} and is {:?}", old.get("price"), new.get("price"));
//!     }
//!     Ok::<_, std::io::Error>(())
//! });
//! ```
//!
//! Two pages say more: [`redelivery`], what runs again when records come again, and [`scaling`], what runs at the same time.

mod batch;
mod builder;
mod by_key;
mod call;
mod change;
mod claims;
mod delivery;
mod failure;
mod list;
mod meta;
mod outcome;
mod plan;
mod report;
mod route;
mod run;
mod settle;
mod shared;
mod stream;
mod table;
mod tables;
mod traced;
mod window;

#[doc = include_str!("redelivery.md")]
pub mod redelivery {}

#[doc = include_str!("scaling.md")]
pub mod scaling {}

pub use batch::BatchError;
pub use builder::{Builder, SetupError, Strategy, Unknown};
pub use change::images::{Change, Insert, InsertOrModify, InsertOrRemove, Modify, ModifyOrRemove, Remove};
pub use change::{images, keys_only, new_image, old_image};
pub use claims::{Claim, Claims};
pub use delivery::Delivery;
pub use failure::{Cause, Decision, ErrorHook, Failure};
pub use list::Handlers;
pub use meta::Meta;
pub use outcome::{Fault, Handled, Outcome, Stopped};
pub use report::{Report, Row};
pub use route::Entity;
pub use shared::{EventHandler, Handling, SharedHandler};
pub use stream::StreamHandler;
pub use table::TableHandler;
pub use tables::Tables;
pub use window::{WindowEnd, WindowHook, WindowState};

/// What is implemented here and nowhere else, so that methods can be added to it.
mod sealed {
    pub trait Sealed {}

    impl Sealed for () {}
}

/// Any error of a handler or a hook.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
