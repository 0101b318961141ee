//! A table: a client, a name, and the model of its items.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use aws_sdk_dynamodb::Client;
use millstream::Model;
use millstream::keys::{Index, Keyed};

use crate::entity::{IndexKind, KeyShape};
use crate::error::At;
use crate::raw::Pool;

/// A table of items of the model `M`. It is cheap to clone, and shares its memory for decoding with its clones and entities.
///
/// ```
/// use millstream::{Encode, Model};
/// use millstream_query::{Error, FullPrimaryKey, Table};
///
/// #[derive(Debug, Model, Encode)]
/// #[model(table = "Posts")]
/// struct Post<'a> {
///     #[model(hash_key)]
///     author: &'a str,
///     #[model(range_key)]
///     at: u64,
///     title: &'a str,
/// }
///
/// async fn show(client: &aws_sdk_dynamodb::Client) -> Result<(), Error> {
///     let posts: FullPrimaryKey<Post> = Table::<Post>::new(client).primary_key();
///     posts.put(&Post { author: "ann", at: 7, title: "Spring" }).send().await?;
///     if let Some(mut found) = posts.get(("ann", 7)).consistent(true).send().await? {
///         println!("{}", found.item()?.title); // borrows from the bytes of the answer
///     }
///     Ok(())
/// }
/// ```
pub struct Table<M> {
    pub(crate) handle: Handle,
    model: PhantomData<fn() -> M>,
}

/// What every operation needs of a table.
#[derive(Clone, Debug)]
pub(crate) struct Handle {
    pub(crate) client: Client,
    pub(crate) name: Arc<str>,
    pub(crate) pool: Pool,
}

impl Handle {
    /// An operation of this table, for errors.
    pub(crate) fn at(&self, operation: &'static str) -> At<'_> {
        At { operation, table: &self.name }
    }
}

impl<M: Model> Table<M> {
    /// The table that the model names. For a model that names none it does not compile.
    pub fn new(client: &Client) -> Table<M> {
        let name = const {
            match M::TABLE {
                Some(name) => name,
                None => panic!(
                    "the model names no table: write `#[model(table = \"...\")]`, or use `Table::named`"
                ),
            }
        };
        Table::named(client, name)
    }

    /// The table of this name, or of this ARN.
    pub fn named(client: &Client, name: impl AsRef<str>) -> Table<M> {
        let handle = Handle { client: client.clone(), name: name.as_ref().into(), pool: Pool::default() };
        Table { handle, model: PhantomData }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.handle.name
    }
}

impl<M: Keyed> Table<M> {
    /// Its primary key: a [`HashPrimaryKey`](crate::HashPrimaryKey) or a [`FullPrimaryKey`](crate::FullPrimaryKey), as the model says.
    pub fn primary_key(&self) -> <M::Shape as KeyShape>::PrimaryKey<M>
    where
        M::Shape: KeyShape,
    {
        <M::Shape as KeyShape>::of(self.clone())
    }

    /// One of its indexes: a [`LocalSecondaryIndex`](crate::LocalSecondaryIndex), a
    /// [`HashGlobalSecondaryIndex`](crate::HashGlobalSecondaryIndex) or a
    /// [`FullGlobalSecondaryIndex`](crate::FullGlobalSecondaryIndex), as it was declared.
    pub fn index<I>(&self) -> <I::Kind as IndexKind>::Entity<I>
    where
        I: Index,
        I::Kind: IndexKind,
        I::Table: SameTable<M>,
    {
        <I::Kind as IndexKind>::of(self.clone())
    }
}

/// Two names of one model, for whatever lifetimes.
pub trait SameTable<M> {}

impl<A: Keyed, M: Keyed<KeyModel = A::KeyModel>> SameTable<M> for A {}

impl<M> Clone for Table<M> {
    fn clone(&self) -> Self {
        Table { handle: self.handle.clone(), model: PhantomData }
    }
}

impl<M> fmt::Debug for Table<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("name", &self.handle.name).finish_non_exhaustive()
    }
}
