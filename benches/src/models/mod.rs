//! The models that events are decoded into, and the jobs done with them.

#[macro_use]
mod describe;

pub mod articles;
pub mod barks;
pub mod blobs;
pub mod counters;
pub mod entities;
pub mod entity_peers;
pub mod shape;
pub mod shop;
pub mod wide;

use crate::digest::Digest;
use crate::peers::baseline::FromItem;
use crate::peers::part::{Part, Skipped, Tree};

/// Runs a piece of code with `$family` as the family of a corpus's model.
macro_rules! with_family {
    ($model:expr, $family:ident => $run:expr) => {
        match $model {
            $crate::corpus::Model::Bark => {
                type $family = $crate::models::barks::Barks;
                $run
            }
            $crate::corpus::Model::Order => {
                type $family = $crate::models::shop::Orders;
                $run
            }
            $crate::corpus::Model::Counter => {
                type $family = $crate::models::counters::Counters;
                $run
            }
            $crate::corpus::Model::Article => {
                type $family = $crate::models::articles::Articles;
                $run
            }
            $crate::corpus::Model::Blob => {
                type $family = $crate::models::blobs::Blobs;
                $run
            }
            $crate::corpus::Model::Wide => {
                type $family = $crate::models::wide::Machines;
                $run
            }
            $crate::corpus::Model::Entity => {
                type $family = $crate::models::entity_peers::Entities;
                $run
            }
        }
    };
}

/// A model over all lifetimes, and its twins.
pub trait Family: 'static {
    /// For millstream itself.
    type Model: millstream::Model;
    type View<'a>: Part<'a>;
    type Keys<'a>: Part<'a>;
    type OwnedView: FromItem + Digest;
    type OwnedKeys: FromItem + Digest;

    /// By what the record's images are chosen, in a table of several entity types.
    #[inline(always)]
    fn range_key<'a>(_: &Self::Keys<'a>) -> &'a str {
        ""
    }

    /// The same for owned keys.
    #[inline(always)]
    fn owned_range_key(_: &Self::OwnedKeys) -> &str {
        ""
    }
}

/// What is asked of an event, in the shapes of the peers that borrow.
pub trait Task: 'static {
    /// Whether all members of a record are read. Otherwise event id, event name and sequence number are.
    const ENVELOPE: bool;
    type Keys<'a>: Part<'a>;
    type New<'a>: Part<'a>;
    type Old<'a>: Part<'a>;

    #[inline(always)]
    fn range_key<'a>(_: &Self::Keys<'a>) -> &'a str {
        ""
    }
}

/// Everything into a model.
pub struct Typed<F>(F);

impl<F: Family> Task for Typed<F> {
    const ENVELOPE: bool = true;
    type Keys<'a> = F::Keys<'a>;
    type New<'a> = F::View<'a>;
    type Old<'a> = F::View<'a>;

    #[inline(always)]
    fn range_key<'a>(keys: &Self::Keys<'a>) -> &'a str {
        F::range_key(keys)
    }
}

/// Everything into attribute values.
pub struct Dynamic;

impl Task for Dynamic {
    const ENVELOPE: bool = true;
    type Keys<'a> = Tree<'a>;
    type New<'a> = Tree<'a>;
    type Old<'a> = Tree<'a>;
}

pub struct KeysOnly<F>(F);

impl<F: Family> Task for KeysOnly<F> {
    const ENVELOPE: bool = false;
    type Keys<'a> = F::Keys<'a>;
    type New<'a> = Skipped;
    type Old<'a> = Skipped;
}

pub struct NewImageOnly<F>(F);

impl<F: Family> Task for NewImageOnly<F> {
    const ENVELOPE: bool = false;
    // A model may be chosen by the keys.
    type Keys<'a> = F::Keys<'a>;
    type New<'a> = F::View<'a>;
    type Old<'a> = Skipped;

    #[inline(always)]
    fn range_key<'a>(keys: &Self::Keys<'a>) -> &'a str {
        F::range_key(keys)
    }
}
