//! DynamoDB by its keys: typed reads and writes over [`aws_sdk_dynamodb`], with the models of [`millstream`].
//!
//! A model that derives `Model` and `Encode` and marks its keys is a table's. [`Table`] gives its primary key and its indexes, five kinds of
//! entities, each with the operations that DynamoDB has for it:
//!
//! ```
//! use millstream::{Encode, Model};
//! use millstream_query::{Error, Table};
//!
//! #[derive(Debug, PartialEq, Model, Encode)]
//! #[model(table = "Barks", global_index(name = "by-mood", hash = "mood", range = "at"))]
//! struct Bark<'a> {
//!     #[model(hash_key)]
//!     user: &'a str,
//!     #[model(range_key)]
//!     at: u64,
//!     mood: Option<&'a str>,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! # let server = millstream_query_kit::Server::in_process().await;
//! # let client = millstream_query_kit::client(server.endpoint());
//! let table = Table::<Bark>::new(&client);
//! table.create_table().send().await?;
//!
//! let barks = table.primary_key(); // a `FullPrimaryKey`
//! barks.put(&Bark { user: "ann", at: 7, mood: Some("glad") }).send().await?;
//! let mut found = barks.get(("ann", 7)).consistent(true).send().await?.expect("a bark");
//! assert_eq!(found.item()?.mood, Some("glad")); // borrowed from the bytes of the answer
//!
//! let glad = table.index::<BarkByMood>(); // a `FullGlobalSecondaryIndex`
//! let mut page = glad.query("glad").range_gt(5).page().await?;
//! assert_eq!(page.items()?, [Bark { user: "ann", at: 7, mood: Some("glad") }]);
//! # Ok(())
//! # }
//! ```
//!
//! # What comes back
//!
//! [`Found`], [`Page`], [`Batch`] and [`FullBatch`] own the bytes of answers and lend the items that are decoded from them. The SDK signs,
//! sends, retries and reads errors; of a good answer it does not read the items, which takes ten times as long as decoding them in place.
//!
//! # Batches
//!
//! They take any number of keys or items, and lose none: what DynamoDB leaves unprocessed is asked for again, and what is left when the
//! caller's [`Retry`] ends is in the [`Error`], together with all that did arrive.
//!
//! # Expressions
//!
//! A closure chooses the field: `posts.update(7).add(|post| post.likes, 1).condition(|post| post.draft.eq(true))`. The methods are those of
//! [`Conditions`]. Names and values always go through placeholders.
//!
//! # Features
//!
//! - `streams`: [`streams`], pages of GetRecords, and a loop over the shards of a stream for development.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
mod readme {}

pub mod convert;
mod entity;
mod error;
mod expression;
#[doc = include_str!("../FROM_DYNAMORM.md")]
pub mod from_dynamorm {}
mod key_id;
mod raw;
mod read;
mod retry;
mod rounds;
mod schema;
#[cfg(feature = "streams")]
pub mod streams;
mod table;
mod write;

pub use entity::{
    FullGlobalSecondaryIndex, FullPrimaryKey, HashGlobalSecondaryIndex, HashPrimaryKey, IndexKind, KeyShape,
    LocalSecondaryIndex,
};
pub use error::Error;
pub use expression::{Condition, Conditions, Size, ValueFor};
pub use read::{
    Batch, BatchGet, BatchGetFull, BatchOne, Eventual, Found, FullBatch, Get, One, Page, PageKey, Pages,
    Query, Scan, Strong, TransactGet, TransactRead, transact_get,
};
pub use retry::Retry;
pub use schema::{CreateTable, DropTable};
pub use table::{SameTable, Table};
pub use write::{BatchWrite, Check, Delete, Put, Returning, TransactWrite, Transaction, Update};
