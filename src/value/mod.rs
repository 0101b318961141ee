//! Attribute values: what may stand behind an attribute's name, and the Rust types it is read into.
//!
//! | DynamoDB | read into |
//! |---|---|
//! | S | `&str`, `String`, [`AttributeValue`] |
//! | N | every integer and float type, [`Number`], [`AttributeValue`] |
//! | B | `&[u8]`, `Vec<u8>`, [`Binary`], [`AttributeValue`] |
//! | BOOL | `bool`, [`AttributeValue`] |
//! | NULL | `Option` of anything, [`AttributeValue`] |
//! | M | a derived model, [`Item`], `&[(&str, T)]`, `BTreeMap<_, T>`, `HashMap<_, T>`, [`AttributeValue`] |
//! | L | `&[T]`, `Vec<T>`, [`AttributeValue`] |
//! | SS, NS, BS | `&[T]`, `Vec<T>` of a type that reads S, N or B, [`AttributeValue`] |
//!
//! The types of DynamoDB are described at
//! <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_AttributeValue.html>.

mod beside;
mod binary;
mod by_name;
mod difference;
pub(crate) mod digits;
mod dynamic;
mod item;
mod list;
mod map;
mod members;
mod number;
mod plain;
mod pointer;
mod same;
mod scalar;
#[cfg(feature = "serde")]
mod serialize;
mod tag;
mod wire;

pub use binary::{Binary, BinaryError};
pub use difference::{Difference, Differences};
pub use dynamic::AttributeValue;
pub use item::{Entries, Item};
pub use map::MapKey;
pub use number::{Number, NumberError};
pub use tag::Tag;

pub(crate) use dynamic::read_as;
pub(crate) use item::read_item;
pub(crate) use members::Members;
pub(crate) use number::{Decimal, short_integer};
pub(crate) use plain::write_text;
pub(crate) use wire::{attributes, close_value, elements, next_name, open_value};

use crate::cursor::Cursor;
use crate::error::Error;

/// What is known of a value type whatever its lifetime is.
///
/// Implemented by field types and by the derive. To teach millstream a foreign type, give its field a `with` module instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an attribute value",
    label = "no attribute value is read into this type",
    note = "derive `Model` for it, or give the field a module that reads it: `#[model(with = \"module\")]`"
)]
pub trait Shape {
    /// The type expected on the wire. The fast path looks for it; others may be accepted too.
    const TAG: Tag;
    /// What an error calls the expected type.
    const EXPECTED: &'static str = Self::TAG.name();
    /// Whether an absent attribute and NULL mean something, which is what a blank is.
    const OPTIONAL: bool = false;
    /// Whether the record's keys choose what the value is.
    const NEEDS_KEYS: bool = false;
    /// The type that a slice or `Vec` of it is expected to be written as.
    #[doc(hidden)]
    const LIST_TAG: Tag = Tag::L;
    #[doc(hidden)]
    const LIST_EXPECTED: &'static str = Self::LIST_TAG.name();
    /// Whether a value can be [taken over](Value::take_over).
    #[doc(hidden)]
    const TAKES_OVER: bool = false;
    /// What is learnt within one call, such as the order that attributes come in.
    type State: Default;
}

/// The State of a field's type, `PLACE` the field's place in its model. A type and an alias of it make two predicates, which name one type.
#[doc(hidden)]
pub trait FieldState<const PLACE: usize> {
    /// As [`Shape::State`].
    type State: Default;
}

impl<T: Shape, const PLACE: usize> FieldState<PLACE> for T {
    type State = T::State;
}

/// An attribute value that can be read, of lifetime `'a`: the shorter of the input's and the arena's, since a text lies in either.
///
/// It is decoded in place, into a slot made by [`blank`](Value::blank).
///
/// ```
/// use millstream::{Decoder, Model};
///
/// #[derive(Model)]
/// struct UserId<'a>(&'a str); // a newtype is a value like the one it holds
///
/// #[derive(Model)]
/// struct Bark<'a> {
///     user: UserId<'a>,
///     likes: Option<u32>,
/// }
///
/// let mut decoder = Decoder::new();
/// let bark = decoder.decode_item::<Bark>(r#"{"user":{"S":"ann"}}"#)?;
/// assert_eq!((bark.user.0, bark.likes), ("ann", None));
/// # Ok::<(), millstream::Error>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be read from an attribute value",
    label = "no attribute value is read into this type",
    note = "derive `Model` for it, or give the field a module that reads it: `#[model(with = \"module\")]`"
)]
pub trait Value<'a>: Shape + Sized {
    /// An empty slot to decode into.
    fn blank() -> Self;

    /// Reads a value of type [`TAG`](Shape::TAG).
    ///
    /// The cursor stands behind `{"T":` and the value's opening character (`"` for S, N and B, `{` for M, `[` for L and the sets,
    /// none for BOOL and NULL), and is left behind the closing one, in front of the attribute value's own `}`.
    ///
    /// # Errors
    /// When the value does not fit, or the JSON breaks off.
    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut Self::State) -> Result<(), Error>;

    /// Reads a value whose type was found to be `tag`.
    ///
    /// # Errors
    /// As [`decode`](Value::decode); and when it does not take that type.
    #[inline]
    fn decode_as(&mut self, tag: Tag, cursor: &mut Cursor<'a>, state: &mut Self::State) -> Result<(), Error> {
        if tag == Self::TAG {
            self.decode(cursor, state)
        } else {
            Err(Error::misfit(Self::EXPECTED, tag, cursor.at()))
        }
    }

    /// Sets what an absent attribute means and answers true; false where it may not be absent.
    fn absent(&mut self) -> bool {
        false
    }

    /// The same for a record's old image; `twin` is the new one, of which equal parts are taken over.
    ///
    /// # Errors
    /// As [`decode`](Value::decode).
    #[doc(hidden)]
    #[inline]
    fn decode_beside(
        &mut self,
        twin: &Self,
        cursor: &mut Cursor<'a>,
        state: &mut Self::State,
    ) -> Result<(), Error> {
        let _ = twin;
        self.decode(cursor, state)
    }

    /// Becomes a copy of `twin`, which shares its memory; called where [`TAKES_OVER`](Shape::TAKES_OVER) alone.
    #[doc(hidden)]
    fn take_over(&mut self, twin: &Self) {
        let _ = twin;
    }

    /// Tells the cursor which of a record's keys are texts, if this is what they were read into: an image may ask for one.
    #[doc(hidden)]
    #[inline(always)]
    fn tell_keys(&self, cursor: &mut Cursor<'a>) {
        let _ = cursor;
    }

    /// The text of a key, as it was written, where this is one.
    #[doc(hidden)]
    #[inline(always)]
    fn key_text(&self) -> Option<&'a str> {
        None
    }

    /// Reads a list of it into the arena.
    #[doc(hidden)]
    fn decode_slice(tag: Tag, cursor: &mut Cursor<'a>, state: &mut Self::State) -> Result<&'a [Self], Error> {
        list::read_slice(tag, cursor, state)
    }

    /// Reads a list of it into memory of its own.
    #[doc(hidden)]
    fn decode_vec(tag: Tag, cursor: &mut Cursor<'a>, state: &mut Self::State) -> Result<Vec<Self>, Error> {
        list::read_vec(tag, cursor, state)
    }
}
