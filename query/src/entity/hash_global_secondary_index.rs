//! A global secondary index with a hash key.

use std::fmt;
use std::marker::PhantomData;

use millstream::encode::EncodeError;
use millstream::keys::Index;

use super::operations::index_operations;
use crate::convert::{SdkItem, build_item};
use crate::read::{BatchOne, Eventual, One, Query, Scan};
use crate::table::{Handle, Table};

/// The items of a table by another hash key. Its keys are not unique, so that there is no `get`: [`one`](Self::one) tells if there are
/// several.
///
/// ```
/// use millstream::{Encode, Model};
/// use millstream_query::{Error, Table};
///
/// #[derive(Model, Encode)]
/// #[model(table = "Users", global_index(name = "by-mail", hash = "mail"))]
/// struct User<'a> {
///     #[model(hash_key)]
///     id: u64,
///     mail: Option<&'a str>,
/// }
///
/// async fn id_of(users: &Table<User<'static>>, mail: &str) -> Result<Option<u64>, Error> {
///     let found = users.index::<UserByMail>().one(mail).send().await?;
///     found.map(|mut user| Ok(user.item()?.id)).transpose()
/// }
/// ```
///
/// No read of it is consistent, and its `get` and its writes are the table's:
///
/// ```compile_fail
/// # use millstream::{Encode, Model};
/// # #[derive(Model, Encode)]
/// # #[model(table = "Users", global_index(name = "by-mail", hash = "mail"))]
/// # struct User<'a> { #[model(hash_key)] id: u64, mail: Option<&'a str> }
/// fn some(users: &millstream_query::HashGlobalSecondaryIndex<UserByMail>) {
///     let _ = users.query("ann").consistent(true);
/// }
/// ```
/// ```compile_fail
/// # use millstream::{Encode, Model};
/// # #[derive(Model, Encode)]
/// # #[model(table = "Users", global_index(name = "by-mail", hash = "mail"))]
/// # struct User<'a> { #[model(hash_key)] id: u64, mail: Option<&'a str> }
/// fn some(users: &millstream_query::HashGlobalSecondaryIndex<UserByMail>) {
///     let _ = users.get("ann");
/// }
/// ```
pub struct HashGlobalSecondaryIndex<I> {
    handle: Handle,
    index: PhantomData<fn() -> I>,
}

index_operations!(HashGlobalSecondaryIndex, Eventual);
