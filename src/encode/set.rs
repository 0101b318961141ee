//! SS, NS and BS.

use super::values::encode_set;
use super::{Encode, EncodeError, Sink};
use crate::value::{Shape, Tag};

/// A list that is written as a set: SS, NS or BS, as its elements are.
///
/// A field that is one is marked `#[model(set)]`; a condition or an update is given `Set(&["a", "b"])`.
///
/// ```
/// use millstream::encode::{Set, to_json};
///
/// assert_eq!(to_json(&Set(&["a", "b"][..]))?, r#"{"SS":["a","b"]}"#);
/// # Ok::<(), millstream::encode::EncodeError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Set<L>(pub L);

/// What a [`Set`] can be made of: `&[T]` and `Vec<T>`.
pub trait List {
    /// The set's elements: strings, numbers or binaries.
    type Element: Encode + Shape;

    /// All of them.
    fn elements(&self) -> &[Self::Element];
}

impl<T: Encode + Shape> List for &[T] {
    type Element = T;

    fn elements(&self) -> &[T] {
        self
    }
}

impl<T: Encode + Shape, const N: usize> List for &[T; N] {
    type Element = T;

    fn elements(&self) -> &[T] {
        *self
    }
}

impl<T: Encode + Shape> List for Vec<T> {
    type Element = T;

    fn elements(&self) -> &[T] {
        self
    }
}

/// A field by reference, as derived code has it.
impl<L: List> List for &L {
    type Element = L::Element;

    fn elements(&self) -> &[L::Element] {
        (**self).elements()
    }
}

impl<L: List> Shape for Set<L> {
    const TAG: Tag = {
        let tag = <L::Element as Shape>::LIST_TAG;
        assert!(tag.set_of().is_some(), "a set is of strings, of numbers other than u8, or of binaries");
        tag
    };
    type State = ();
}

impl<L: List> Encode for Set<L> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        encode_set(Self::TAG, self.0.elements(), sink)
    }

    /// DynamoDB has no empty sets.
    fn is_absent(&self) -> bool {
        self.0.elements().is_empty()
    }
}
