//! Reading: single items, batches of them, queries and scans.

mod batch;
mod batch_get;
mod batch_one;
mod consistency;
mod found;
mod get;
mod page;
mod page_key;
mod query;
mod request;
mod scan;
mod transact_get;

pub use batch::{Batch, FullBatch};
pub(crate) use batch::{Gathered, Place};
pub(crate) use batch_get::Asked;
pub use batch_get::{BatchGet, BatchGetFull};
pub use batch_one::{BatchOne, One};
pub use consistency::{Eventual, Strong};
pub use found::Found;
pub use get::Get;
pub use page::{Page, Pages};
pub use page_key::PageKey;
pub use query::Query;
pub(crate) use request::Request;
pub use scan::Scan;
pub use transact_get::{TransactGet, TransactRead, transact_get};
