//! A primary key that is a hash key and a range key.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::WriteRequest;
use millstream::encode::{EncodeError, EncodeItem};
use millstream::keys::{Keyed, Paths, RangeKey};

use super::operations::primary_key_operations;
use crate::Condition;
use crate::convert::{SdkItem, build_item, item_to_sdk};
use crate::read::{BatchGet, BatchGetFull, Get, Query, Scan, Strong, TransactGet};
use crate::table::{Handle, Table};
use crate::write::{BatchWrite, Check, Delete, Put, Update};

/// The items of a table whose primary key is a hash key and a range key: a key is a pair.
///
/// ```
/// use millstream::{Encode, Model};
/// use millstream_query::{Error, FullPrimaryKey};
///
/// #[derive(Model, Encode)]
/// struct Bark<'a> {
///     #[model(hash_key)]
///     user: &'a str,
///     #[model(range_key)]
///     at: u64,
///     message: &'a str,
/// }
///
/// async fn some(barks: &FullPrimaryKey<Bark<'static>>) -> Result<(), Error> {
///     let mut page = barks.query("ann").range_between(7, 9).consistent(true).limit(20).page().await?;
///     for bark in page.items()? {
///         println!("{}", bark.message);
///     }
///     barks.delete(("ann", 7)).send().await?;
///     Ok(())
/// }
/// ```
pub struct FullPrimaryKey<M> {
    handle: Handle,
    model: PhantomData<fn() -> M>,
}

primary_key_operations!(FullPrimaryKey);

impl<M: Keyed + RangeKey> FullPrimaryKey<M> {
    /// The items of a hash key.
    pub fn query(&self, hash: M::Hash<'_>) -> Query<M, M, Strong> {
        Query::new(self.handle.clone(), None, &hash)
    }
}
