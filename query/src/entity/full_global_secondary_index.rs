//! A global secondary index with a hash key and a range key.

use std::fmt;
use std::marker::PhantomData;

use millstream::encode::EncodeError;
use millstream::keys::Index;

use super::operations::index_operations;
use crate::convert::{SdkItem, build_item};
use crate::read::{BatchOne, Eventual, One, Query, Scan};
use crate::table::{Handle, Table};

/// The items of a table by another hash key and range key. Its keys are not unique, so that there is no `get`: [`one`](Self::one) tells if
/// there are several. No read of it is consistent.
///
/// ```
/// use millstream::{Encode, Model};
/// use millstream_query::{Error, Table};
///
/// #[derive(Model, Encode)]
/// #[model(table = "Posts", global_index(name = "by-author", hash = "author", range = "at", projection = "PostTitle<'a>"))]
/// struct Post<'a> {
///     #[model(hash_key)]
///     id: u64,
///     author: &'a str,
///     at: u64,
///     title: &'a str,
///     text: &'a str,
/// }
///
/// /// What the index holds of a post.
/// #[derive(Model, Encode)]
/// struct PostTitle<'a> {
///     id: u64,
///     title: &'a str,
/// }
///
/// async fn titles(posts: &Table<Post<'static>>) -> Result<(), Error> {
///     let mut page = posts.index::<PostByAuthor>().query("ann").range_ge(2026).page().await?;
///     for post in page.items()? {
///         println!("{}: {}", post.id, post.title);
///     }
///     Ok(())
/// }
/// ```
pub struct FullGlobalSecondaryIndex<I> {
    handle: Handle,
    index: PhantomData<fn() -> I>,
}

index_operations!(FullGlobalSecondaryIndex, Eventual);
