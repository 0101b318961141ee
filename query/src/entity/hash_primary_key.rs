//! A primary key that is a hash key.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::types::WriteRequest;
use millstream::encode::{EncodeError, EncodeItem};
use millstream::keys::{Keyed, Paths};

use super::operations::primary_key_operations;
use crate::Condition;
use crate::convert::{SdkItem, build_item, item_to_sdk};
use crate::read::{BatchGet, BatchGetFull, Get, Scan, Strong, TransactGet};
use crate::table::{Handle, Table};
use crate::write::{BatchWrite, Check, Delete, Put, Update};

/// The items of a table whose primary key is a hash key: a key is one value.
///
/// ```
/// use millstream::{Encode, Model};
/// use millstream_query::{Conditions, Error, HashPrimaryKey};
///
/// #[derive(Model, Encode)]
/// struct User<'a> {
///     #[model(hash_key)]
///     name: &'a str,
///     age: Option<u8>,
/// }
///
/// async fn some(users: &HashPrimaryKey<User<'static>>) -> Result<(), Error> {
///     users.put(&User { name: "ann", age: None }).condition(|user| user.name.not_exists()).send().await?;
///     let mut batch = users.batch_get(["ann", "bob", "ann"]).send().await?;
///     for user in batch.items()? {
///         println!("{}: {:?}", user.name, user.age);
///     }
///     Ok(())
/// }
/// ```
///
/// A key of another type does not compile, nor does a query, since there is nothing more to ask for than the item:
///
/// ```compile_fail
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Error, HashPrimaryKey};
/// # #[derive(Model, Encode)] struct User<'a> { #[model(hash_key)] name: &'a str }
/// fn some(users: &HashPrimaryKey<User<'static>>) {
///     let _ = users.get(7);
/// }
/// ```
/// ```compile_fail
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Error, HashPrimaryKey};
/// # #[derive(Model, Encode)] struct User<'a> { #[model(hash_key)] name: &'a str }
/// fn some(users: &HashPrimaryKey<User<'static>>) {
///     let _ = users.query("ann");
/// }
/// ```
pub struct HashPrimaryKey<M> {
    handle: Handle,
    model: PhantomData<fn() -> M>,
}

primary_key_operations!(HashPrimaryKey);
