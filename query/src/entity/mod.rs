//! The five entities, each with the operations that its keys allow.

mod full_global_secondary_index;
mod full_primary_key;
mod hash_global_secondary_index;
mod hash_primary_key;
mod local_secondary_index;
mod operations;

pub use full_global_secondary_index::FullGlobalSecondaryIndex;
pub use full_primary_key::FullPrimaryKey;
pub use hash_global_secondary_index::HashGlobalSecondaryIndex;
pub use hash_primary_key::HashPrimaryKey;
pub use local_secondary_index::LocalSecondaryIndex;

use millstream::Model;
use millstream::keys::{FullGlobal, HashAndRange, HashGlobal, HashOnly, Index, Keyed, Local};

use crate::table::Table;

/// The entity of a table's primary key, by whether it has a range key.
pub trait KeyShape {
    /// [`HashPrimaryKey`] or [`FullPrimaryKey`].
    type PrimaryKey<M: Keyed>;

    /// The entity of this table.
    #[doc(hidden)]
    fn of<M: Keyed>(table: Table<M>) -> Self::PrimaryKey<M>;
}

impl KeyShape for HashOnly {
    type PrimaryKey<M: Keyed> = HashPrimaryKey<M>;

    fn of<M: Keyed>(table: Table<M>) -> HashPrimaryKey<M> {
        HashPrimaryKey::new(table)
    }
}

impl KeyShape for HashAndRange {
    type PrimaryKey<M: Keyed> = FullPrimaryKey<M>;

    fn of<M: Keyed>(table: Table<M>) -> FullPrimaryKey<M> {
        FullPrimaryKey::new(table)
    }
}

/// The entity of an index, by its kind.
pub trait IndexKind {
    /// [`LocalSecondaryIndex`], [`HashGlobalSecondaryIndex`] or [`FullGlobalSecondaryIndex`].
    type Entity<I: Index>;

    /// The entity of this table's index.
    #[doc(hidden)]
    fn of<I: Index, M: Model>(table: Table<M>) -> Self::Entity<I>;
}

impl IndexKind for Local {
    type Entity<I: Index> = LocalSecondaryIndex<I>;

    fn of<I: Index, M: Model>(table: Table<M>) -> LocalSecondaryIndex<I> {
        LocalSecondaryIndex::new(table)
    }
}

impl IndexKind for HashGlobal {
    type Entity<I: Index> = HashGlobalSecondaryIndex<I>;

    fn of<I: Index, M: Model>(table: Table<M>) -> HashGlobalSecondaryIndex<I> {
        HashGlobalSecondaryIndex::new(table)
    }
}

impl IndexKind for FullGlobal {
    type Entity<I: Index> = FullGlobalSecondaryIndex<I>;

    fn of<I: Index, M: Model>(table: Table<M>) -> FullGlobalSecondaryIndex<I> {
        FullGlobalSecondaryIndex::new(table)
    }
}
