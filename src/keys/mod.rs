//! Keys and indexes of a table, as types: what a query layer asks a model, and no SDK is needed for.
//!
//! The derive `Encode` implements these for a model that marks `hash_key`, and makes a marker type for each index that it declares. So a key
//! of the wrong type does not compile, nor does a condition on a range key that a table does not have. The terms are DynamoDB's:
//! <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.CoreComponents.html>.
//!
//! ```
//! use millstream::keys::{Index, KeySchema, Keyed};
//! use millstream::{Encode, Model};
//!
//! #[derive(Model, Encode)]
//! #[model(table = "Posts", global_index(name = "by-author", hash = "author", range = "at"))]
//! struct Post<'a> {
//!     #[model(hash_key)]
//!     id: u64,
//!     author: &'a str,
//!     at: u64,
//! }
//!
//! assert_eq!((Post::HASH_KEY.name, Post::RANGE_KEY.is_none()), ("id", true));
//! assert_eq!(PostByAuthor::NAME, "by-author");
//! let key: <PostByAuthor as KeySchema>::Key<'_> = ("ann", 7);
//! assert_eq!(Post::INDEXES.len(), 1);
//! ```

mod path;

pub use path::{Holds, HoldsList, HoldsMap, Path, Paths, Step};

use crate::encode::{Encode, EncodeError, Sink};
use crate::model::Model;
use crate::value::Tag;

/// An attribute that is a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyAttribute {
    /// Its name.
    pub name: &'static str,
    /// Its type: S, N or B.
    pub tag: Tag,
}

/// The keys of a table or of an index, and the types they are given as.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no typed keys",
    note = "derive `Encode` for it, beside `Model`, and mark its key: `#[model(hash_key)]`"
)]
pub trait KeySchema {
    /// The hash key.
    const HASH_KEY: KeyAttribute;
    /// The range key, where there is one.
    const RANGE_KEY: Option<KeyAttribute>;
    /// What the hash key is given as.
    type Hash<'k>: Encode;
    /// What the whole key is given as: the hash key, or a pair of both.
    type Key<'k>;

    /// Writes the attributes of a key.
    ///
    /// # Errors
    /// When a part of it cannot be written.
    fn encode_key(key: &Self::Key<'_>, sink: &mut dyn Sink) -> Result<(), EncodeError>;
}

/// Keys with a range key among them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no range key",
    note = "a condition on the range key is for tables and indexes that have one"
)]
pub trait RangeKey: KeySchema {
    /// What the range key is given as.
    type Range<'k>: Encode;
}

/// A model of a table's items whose keys are known.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no typed keys",
    note = "derive `Encode` for it, beside `Model`, and mark its key: `#[model(hash_key)]`"
)]
pub trait Keyed: Model + KeySchema {
    /// Whether there is a range key: [`HashOnly`] or [`HashAndRange`].
    type Shape;
    /// The keys alone, as a model: `PostKeys` of `Post`.
    type KeyModel: Model;
    /// The table's indexes.
    const INDEXES: &'static [IndexSchema] = &[];

    /// Writes the keys that were read from an item.
    ///
    /// # Errors
    /// When a part of it cannot be written.
    fn encode_keys(
        keys: &<Self::KeyModel as Model>::View<'_>,
        sink: &mut dyn Sink,
    ) -> Result<(), EncodeError>;
}

/// A table whose primary key is a hash key.
#[derive(Clone, Copy, Debug)]
pub struct HashOnly;

/// A table whose primary key is a hash key and a range key.
#[derive(Clone, Copy, Debug)]
pub struct HashAndRange;

/// A secondary index of a table. The derive makes a type for each: `PostByAuthor` for the index `by-author` of `Post`.
pub trait Index: KeySchema {
    /// The table's model.
    type Table: Keyed;
    /// What the index holds of an item: the table's model, or a smaller one where less is projected.
    type Item: Model;
    /// Which of the three it is: [`Local`], [`HashGlobal`] or [`FullGlobal`].
    type Kind;
    /// The index's name.
    const NAME: &'static str;
}

/// A local secondary index: the table's hash key, and another range key.
#[derive(Clone, Copy, Debug)]
pub struct Local;

/// A global secondary index with a hash key alone.
#[derive(Clone, Copy, Debug)]
pub struct HashGlobal;

/// A global secondary index with a hash key and a range key.
#[derive(Clone, Copy, Debug)]
pub struct FullGlobal;

/// A function that names the attributes of a model.
type Names = fn(&mut dyn FnMut(&'static str)) -> bool;

/// An index as it is created.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct IndexSchema {
    /// Its name.
    pub name: &'static str,
    /// Whether it is a local one.
    pub is_local: bool,
    /// Its hash key.
    pub hash_key: KeyAttribute,
    /// Its range key.
    pub range_key: Option<KeyAttribute>,
    projection: Option<Names>,
}

impl IndexSchema {
    /// The index `I`, which holds all attributes.
    pub const fn of<I: Index>(is_local: bool) -> IndexSchema {
        IndexSchema {
            name: I::NAME,
            is_local,
            hash_key: I::HASH_KEY,
            range_key: I::RANGE_KEY,
            projection: None,
        }
    }

    /// The same, which holds the attributes of a model alone; `names` is its
    /// [`Attributes::attribute_names`](crate::model::Attributes::attribute_names).
    #[must_use]
    pub const fn projecting(mut self, names: Names) -> IndexSchema {
        self.projection = Some(names);
        self
    }

    /// The attributes that the index holds; `None`: all.
    pub fn projection(&self) -> Option<Vec<&'static str>> {
        let names = self.projection?;
        let mut all = Vec::new();
        names(&mut |name| all.push(name)).then_some(all)
    }
}
