//! UpdateItem.

use std::fmt;
use std::marker::PhantomData;

use aws_sdk_dynamodb::operation::update_item::UpdateItem;
use aws_sdk_dynamodb::types::{TransactWriteItem, Update as SdkUpdate};
use millstream::Model;
use millstream::encode::{EncodeError, Operand};
use millstream::keys::{Path, Paths};
use millstream::value::{Shape, Tag};

use super::guard::{Guard, Returning, guard_part, guard_request, guarded};
use super::transaction::{Sealed, TransactWrite};
use crate::convert::SdkItem;
use crate::error::Error;
use crate::expression::{Changes, Placeholders, ValueFor};
use crate::raw::send_for_answer;
use crate::read::Found;
use crate::table::Handle;

/// Changes attributes of an item, and makes the item if there is none:
/// [UpdateItem](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateItem.html). `R` is the model of what is returned.
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Conditions, Error, HashPrimaryKey, Returning};
/// use millstream::Set;
///
/// #[derive(Model, Encode)]
/// #[model(table = "Posts")]
/// struct Post<'a> {
///     #[model(hash_key)]
///     id: u64,
///     title: &'a str,
///     likes: u64,
///     draft: Option<bool>,
///     #[model(set)]
///     tags: Vec<&'a str>,
/// }
///
/// async fn publish(posts: &HashPrimaryKey<Post<'static>>) -> Result<(), Error> {
///     let update = posts
///         .update(7)
///         .set(|post| post.title, "Spring")
///         .add(|post| post.likes, 1)
///         .add(|post| post.tags, Set(&["garden"]))
///         .delete_from(|post| post.tags, Set(&["winter"]))
///         .remove(|post| post.draft)
///         .condition(|post| post.draft.eq(true))
///         .returning(Returning::New);
///     if let Some(mut now) = update.send().await? {
///         println!("{} likes", now.item()?.likes);
///     }
///     Ok(())
/// }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct Update<M, R = M> {
    handle: Handle,
    key: Result<SdkItem, EncodeError>,
    changes: Changes,
    guard: Guard,
    models: PhantomData<fn() -> (M, R)>,
}

impl<M: Model, R: Model> Update<M, R> {
    pub(crate) fn new(handle: Handle, key: Result<SdkItem, EncodeError>) -> Update<M, R> {
        let (changes, guard) = (Changes::default(), Guard::default());
        Update { handle, key, changes, guard, models: PhantomData }
    }

    /// Sets an attribute, or a part of one. A set without elements is an absent attribute, and removes it.
    pub fn set<'v, T>(
        mut self,
        path: impl FnOnce(M::Paths) -> Path<T>,
        value: impl ValueFor<T::Given<'v>>,
    ) -> Self
    where
        M: Paths,
        T: Operand + 'static,
    {
        self.changes.set(&path(M::PATHS), &value.into_value());
        self
    }

    /// Sets an attribute, or a part of one, if it is absent.
    pub fn set_if_absent<'v, T>(
        mut self,
        path: impl FnOnce(M::Paths) -> Path<T>,
        value: impl ValueFor<T::Given<'v>>,
    ) -> Self
    where
        M: Paths,
        T: Operand + 'static,
    {
        self.changes.set_if_absent(&path(M::PATHS), &value.into_value());
        self
    }

    /// Appends elements to a list, absent or not.
    pub fn append<'v, T>(
        mut self,
        path: impl FnOnce(M::Paths) -> Path<T>,
        elements: impl ValueFor<T::Given<'v>>,
    ) -> Self
    where
        M: Paths,
        T: Operand + 'static,
    {
        const {
            let tag = <T::Given<'static> as Shape>::TAG;
            assert!(
                matches!(tag, Tag::L | Tag::Any),
                "`append` is to a list; to a set elements are added: `add`"
            );
        }
        self.changes.append(&path(M::PATHS), &elements.into_value());
        self
    }

    /// Removes an attribute, or a part of one.
    pub fn remove<T>(mut self, path: impl FnOnce(M::Paths) -> Path<T>) -> Self
    where
        M: Paths,
    {
        self.changes.remove(&path(M::PATHS));
        self
    }

    /// Adds to a number, which may be absent and then is 0, or adds elements to a set: a field that is marked `set`.
    pub fn add<'v, T>(
        mut self,
        path: impl FnOnce(M::Paths) -> Path<T>,
        value: impl ValueFor<T::Given<'v>>,
    ) -> Self
    where
        M: Paths,
        T: Operand + 'static,
    {
        const {
            let tag = <T::Given<'static> as Shape>::TAG;
            assert!(
                matches!(tag, Tag::N | Tag::Ss | Tag::Ns | Tag::Bs),
                "`add` is to a number, or to a set: a field that is marked `#[model(set)]`"
            );
        }
        self.changes.add(&path(M::PATHS), &value.into_value());
        self
    }

    /// Deletes elements from a set.
    pub fn delete_from<'v, T>(
        mut self,
        path: impl FnOnce(M::Paths) -> Path<T>,
        elements: impl ValueFor<T::Given<'v>>,
    ) -> Self
    where
        M: Paths,
        T: Operand + 'static,
    {
        const {
            let tag = <T::Given<'static> as Shape>::TAG;
            assert!(
                matches!(tag, Tag::Ss | Tag::Ns | Tag::Bs),
                "`delete_from` is of a set: a field that is marked `#[model(set)]`"
            );
        }
        self.changes.delete(&path(M::PATHS), &elements.into_value());
        self
    }

    guarded!(guard);

    /// Returns the item, or the changed attributes, as they were or as they are now.
    pub fn returning(mut self, returning: Returning) -> Self {
        self.guard.returning = Some(returning);
        self
    }

    /// The same, decoded into another model: of the changed attributes alone, say.
    pub fn returning_as<P: Model>(mut self, returning: Returning) -> Update<M, P> {
        self.guard.returning = Some(returning);
        let Update { handle, key, changes, guard, .. } = self;
        Update { handle, key, changes, guard, models: PhantomData }
    }

    /// Changes it. What is found is what was asked to be returned.
    ///
    /// # Errors
    /// When the key or a value cannot be written, the condition does not hold, DynamoDB refuses, or does not answer.
    ///
    /// An answer that arrived whole and is no JSON is an error at once, and the write has happened. Where none arrives whole, the SDK sends
    /// the write again, which may then happen twice.
    pub async fn send(mut self) -> Result<Option<Found<R>>, Error> {
        let Handle { client, name, pool } = &self.handle;
        let at = self.handle.at("UpdateItem");
        let mut placeholders = Placeholders::default();
        let update = self.changes.render(&mut placeholders).map_err(|error| at.encode(error))?;
        let rendered = self.guard.render(placeholders, at)?;
        let request = client
            .update_item()
            .table_name(&**name)
            .set_key(Some(self.key.map_err(|error| at.encode(error))?))
            .set_update_expression(update);
        let request = guard_request!(request, self.guard, rendered);
        let answer = send_for_answer!(UpdateItem, request, pool, at);
        Ok(Found::of(answer, "Attributes", pool, "UpdateItem", name))
    }
}

impl<M: Model, R: Model> Sealed for Update<M, R> {}

impl<M: Model, R: Model> TransactWrite for Update<M, R> {
    fn into_item(mut self) -> Result<TransactWriteItem, Error> {
        let at = self.handle.at("TransactWriteItems");
        let mut placeholders = Placeholders::default();
        let update = self.changes.render(&mut placeholders).map_err(|error| at.encode(error))?;
        let rendered = self.guard.render(placeholders, at)?;
        let update = SdkUpdate::builder()
            .table_name(&*self.handle.name)
            .set_key(Some(self.key.map_err(|error| at.encode(error))?))
            .set_update_expression(update);
        let update = guard_part!(update, self.guard, rendered)
            .build()
            .map_err(|_| at.invalid("an update that changes nothing"))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }
}

impl<M, R> fmt::Debug for Update<M, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update").field("table", &self.handle.name).finish_non_exhaustive()
    }
}
