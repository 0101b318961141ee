//! A local secondary index.

use std::fmt;
use std::marker::PhantomData;

use millstream::encode::EncodeError;
use millstream::keys::Index;

use super::operations::index_operations;
use crate::convert::{SdkItem, build_item};
use crate::read::{BatchOne, One, Query, Scan, Strong};
use crate::table::{Handle, Table};

/// The items of a table by its hash key and another range key. Its keys are not unique, so that there is no `get`: [`one`](Self::one) tells
/// if there are several.
///
/// ```
/// use millstream::{Encode, Model};
/// use millstream_query::{Error, Table};
///
/// #[derive(Model, Encode)]
/// #[model(table = "Barks", local_index(name = "by-likes", range = "likes"))]
/// struct Bark<'a> {
///     #[model(hash_key)]
///     user: &'a str,
///     #[model(range_key)]
///     at: u64,
///     likes: u64,
/// }
///
/// async fn best(barks: &Table<Bark<'static>>) -> Result<(), Error> {
///     let best = barks.index::<BarkByLikes>().query("ann").consistent(true).descending().limit(1);
///     for bark in best.page().await?.items()? {
///         println!("{}", bark.likes);
///     }
///     Ok(())
/// }
/// ```
pub struct LocalSecondaryIndex<I> {
    handle: Handle,
    index: PhantomData<fn() -> I>,
}

index_operations!(LocalSecondaryIndex, Strong);
