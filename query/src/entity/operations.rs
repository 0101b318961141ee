//! The operations that entities share. Each is written once, and stands in the entities that have it.

/// What a primary key has, with or without a range key.
macro_rules! primary_key_operations {
    ($entity:ident) => {
        impl<M: Keyed> $entity<M> {
            /// The primary key of a table.
            pub fn new(table: Table<M>) -> $entity<M> {
                $entity { handle: table.handle, model: PhantomData }
            }

            fn key(key: &M::Key<'_>) -> Result<SdkItem, EncodeError> {
                build_item(|sink| M::encode_key(key, sink))
            }

            fn keys<'k>(keys: impl IntoIterator<Item = M::Key<'k>>) -> Vec<Result<SdkItem, EncodeError>> {
                keys.into_iter().map(|key| Self::key(&key)).collect()
            }

            /// The item of a key.
            pub fn get(&self, key: M::Key<'_>) -> Get<M> {
                Get::new(self.handle.clone(), Self::key(&key))
            }

            /// The items of any number of keys, in their order, missing ones left out.
            pub fn batch_get<'k>(&self, keys: impl IntoIterator<Item = M::Key<'k>>) -> BatchGet<M> {
                BatchGet::new(self.handle.clone(), Self::keys(keys))
            }

            /// The items of any number of keys, in their order, `None` in the place of missing ones.
            pub fn batch_get_full<'k>(&self, keys: impl IntoIterator<Item = M::Key<'k>>) -> BatchGetFull<M> {
                BatchGetFull::new(self.handle.clone(), Self::keys(keys))
            }

            /// The items of keys that an earlier batch left [unprocessed](crate::Error::unprocessed_keys).
            pub fn batch_get_keys(&self, keys: impl IntoIterator<Item = SdkItem>) -> BatchGet<M> {
                BatchGet::new(self.handle.clone(), keys.into_iter().map(Ok).collect())
            }

            /// The items of up to 100 keys as they were at one moment, `None` in the place of missing ones. Of several tables:
            /// [`transact_get`](crate::transact_get).
            pub fn transact_get<'k>(&self, keys: impl IntoIterator<Item = M::Key<'k>>) -> TransactGet<M> {
                TransactGet::new(self.handle.clone(), Self::keys(keys))
            }

            /// All items.
            pub fn scan(&self) -> Scan<M, Strong> {
                Scan::new(self.handle.clone(), None)
            }

            /// Writes an item in the place of the one with its key, if there is one.
            pub fn put<'a>(&self, item: &M::View<'a>) -> Put<M>
            where
                M::View<'a>: EncodeItem,
            {
                Put::new(self.handle.clone(), item_to_sdk(item))
            }

            /// Changes attributes of the item of a key, and makes it if there is none.
            pub fn update(&self, key: M::Key<'_>) -> Update<M> {
                Update::new(self.handle.clone(), Self::key(&key))
            }

            /// Deletes the item of a key, if there is one.
            pub fn delete(&self, key: M::Key<'_>) -> Delete<M> {
                Delete::new(self.handle.clone(), Self::key(&key))
            }

            /// That a condition holds of the item of a key: for a [`Transaction`](crate::Transaction).
            pub fn check(&self, key: M::Key<'_>, condition: impl FnOnce(M::Paths) -> Condition) -> Check<M>
            where
                M: Paths,
            {
                Check::new(self.handle.clone(), Self::key(&key), condition(M::PATHS))
            }

            /// Writes any number of items, each in the place of the one with its key.
            pub fn batch_put<'i, 'a: 'i>(
                &self,
                items: impl IntoIterator<Item = &'i M::View<'a>>,
            ) -> BatchWrite<M>
            where
                M::View<'a>: EncodeItem + 'i,
            {
                BatchWrite::puts(self.handle.clone(), items.into_iter().map(item_to_sdk))
            }

            /// Deletes the items of any number of keys.
            pub fn batch_delete<'k>(&self, keys: impl IntoIterator<Item = M::Key<'k>>) -> BatchWrite<M> {
                BatchWrite::deletes(self.handle.clone(), Self::keys(keys))
            }

            /// Sends the writes that an earlier batch left [unprocessed](crate::Error::unprocessed_writes).
            pub fn batch_write(&self, writes: impl IntoIterator<Item = WriteRequest>) -> BatchWrite<M> {
                BatchWrite::of(self.handle.clone(), writes.into_iter().collect())
            }
        }

        impl<M> Clone for $entity<M> {
            fn clone(&self) -> Self {
                $entity { handle: self.handle.clone(), model: PhantomData }
            }
        }

        impl<M> fmt::Debug for $entity<M> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($entity)).field("table", &self.handle.name).finish_non_exhaustive()
            }
        }
    };
}

/// What an index has; `$consistency` says whether its reads can be consistent.
macro_rules! index_operations {
    ($entity:ident, $consistency:ident) => {
        impl<I: Index> $entity<I> {
            pub(super) fn new<M>(table: Table<M>) -> $entity<I> {
                $entity { handle: table.handle, index: PhantomData }
            }

            fn key(key: &I::Key<'_>) -> Result<SdkItem, EncodeError> {
                build_item(|sink| I::encode_key(key, sink))
            }

            /// The items of a hash key.
            pub fn query(&self, hash: I::Hash<'_>) -> Query<I::Item, I, $consistency> {
                Query::new(self.handle.clone(), Some(I::NAME), &hash)
            }

            /// The item of a key, if it is the only one; an error if there are several.
            pub fn one(&self, key: I::Key<'_>) -> One<I, $consistency> {
                One::new(self.handle.clone(), Self::key(&key))
            }

            /// The single items of any number of keys, in their order, those of keys without an item left out.
            pub fn batch_one<'k>(
                &self,
                keys: impl IntoIterator<Item = I::Key<'k>>,
            ) -> BatchOne<I, $consistency> {
                BatchOne::new(self.handle.clone(), keys.into_iter().map(|key| Self::key(&key)).collect())
            }

            /// All items of the index: those that have its keys.
            pub fn scan(&self) -> Scan<I::Item, $consistency> {
                Scan::new(self.handle.clone(), Some(I::NAME))
            }
        }

        impl<I> Clone for $entity<I> {
            fn clone(&self) -> Self {
                $entity { handle: self.handle.clone(), index: PhantomData }
            }
        }

        impl<I> fmt::Debug for $entity<I> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_struct(stringify!($entity)).field("table", &self.handle.name).finish_non_exhaustive()
            }
        }
    };
}

pub(super) use {index_operations, primary_key_operations};
