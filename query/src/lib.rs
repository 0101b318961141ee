//! A lean key-query layer over aws-sdk-dynamodb.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod convert;
mod entity;
mod error;
mod expression;
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
    Query, Scan, Strong, TransactGet,
};
pub use retry::Retry;
pub use schema::{CreateTable, DropTable};
pub use table::{SameTable, Table};
pub use write::{BatchWrite, Check, Delete, Put, Returning, TransactWrite, Transaction, Update};
