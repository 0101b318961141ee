//! Models: structs whose fields are attributes, and enums that choose one by an attribute's value or a key's prefix.
//!
//! [`Model`] is what users name and derive. The rest of this module is what the derive writes against: a table of attributes and a
//! `match` per model; the loop over a map's members is here, once.

mod announced;
mod attribute;
mod choice;
mod decode;
mod learnt;
mod line;
mod names;
mod rest;
mod spans;
mod with;

pub use announced::{read_announced, read_announced_by_index};
pub use attribute::{Attribute, own_names};
#[cfg(feature = "handlers")]
pub(crate) use choice::text_in;
pub use choice::{key_of, tag_of};
pub use decode::{decode_attributes, finish, offer, owed};
pub use learnt::{Seen, Tally};
pub use line::{see_all, slot_behind, step, step_by_index};
pub use names::{Names, room};
pub use rest::{Rest, keep, kept};
pub use spans::{Span, Spans};
pub use with::decode_with;

pub use crate::cursor::AtToken;
use crate::cursor::Cursor;
use crate::error::Error;
use crate::value::{Shape, Tag, Value};

/// A model over all lifetimes: what `#[derive(Model)]` implements and what decoders are told.
///
/// `Bark<'a>` is one type for each lifetime; `Model` names them all by any one of them, so that a decoder, a stream that lends records and
/// a handler that outlives every batch can be written for `Bark`.
///
/// ```
/// use millstream::{Decoder, Model};
///
/// #[derive(Model)]
/// #[model(table = "BarkTable")]
/// struct Bark<'a> {
///     #[model(hash_key)]
///     username: &'a str,
///     #[model(rename = "Message")]
///     message: &'a str,
/// }
///
/// fn longest<M: Model>(decoder: &mut Decoder, event: &str, length: impl Fn(&M::View<'_>) -> usize) -> usize {
///     let mut stream = decoder.stream::<M>(event);
///     let mut longest = 0;
///     while let Some(Ok(record)) = stream.next() {
///         longest = longest.max(record.new_image().map_or(0, &length));
///     }
///     longest
/// }
///
/// let event = r#"{"Records":[{"dynamodb":{"NewImage":{"username":{"S":"ann"},"Message":{"S":"wuff"}}}}]}"#;
/// assert_eq!(longest::<Bark>(&mut Decoder::new(), event, |bark| bark.message.len()), 4);
/// assert_eq!(Bark::TABLE, Some("BarkTable"));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no model",
    note = "derive `Model` for it, or read any item as `millstream::Item`"
)]
pub trait Model {
    /// The table's name, where the model gives one. It is a default: every place that uses it can be given another.
    const TABLE: Option<&'static str> = None;
    /// What is learnt of images within one call: whatever the view's [`Shape::State`] is.
    type State: Default;
    /// The same of keys.
    type KeysState: Default;
    /// An image, of lifetime `'a`.
    type View<'a>: Value<'a> + Shape<State = Self::State>;
    /// A record's keys: the fields marked as such, or an [`Item`](crate::Item) where none are.
    type Keys<'a>: Value<'a> + Shape<State = Self::KeysState>;
}

/// A struct whose fields are attributes, as [`decode_attributes`] sees it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no attributes of its own",
    label = "only a struct that derives `Model` names its attributes: it can be flattened, and projected to"
)]
pub trait Attributes<'a>: Value<'a> {
    /// What stands on the wire, in the order in which Lambda writes it.
    const ATTRIBUTES: &'static [Attribute];
    /// Where each stands there.
    const NAMES: &'static Names;
    /// One bit for each attribute that is required, or whose absence means something else than a blank.
    const OWED: &'static [u64];
    /// What was seen of one map: a [`Seen`], the same of each flattened field, and a [`Rest`].
    type Progress: Default;

    /// One bit for each attribute that was seen.
    fn seen(progress: &mut Self::Progress) -> &mut [u64];

    /// How well the order of the table fits.
    fn tally(state: &mut Self::State) -> &mut Tally;

    /// Where values of the new image stand.
    fn spans(state: &mut Self::State) -> &mut Spans;

    /// Reads a value of type `tag` into the field of `ATTRIBUTES[index]`, as [`Value::decode_as`].
    ///
    /// # Errors
    /// As [`Value::decode_as`].
    fn field(
        &mut self,
        index: usize,
        tag: Tag,
        cursor: &mut Cursor<'a>,
        state: &mut Self::State,
    ) -> Result<(), Error>;

    /// Steps over the token, which is that of `ATTRIBUTES[index]`, and reads the attribute's value into its field. `twin` is the record's new
    /// image where this is the old one.
    ///
    /// # Errors
    /// As [`Value::decode`].
    fn announced(
        &mut self,
        index: usize,
        token: AtToken<'_, 'a>,
        state: &mut Self::State,
        twin: Option<&Self>,
    ) -> Result<(), Error>;

    /// Whether [`line`](Attributes::line) is written out.
    const HAS_LINE: bool = false;

    /// Reads the attributes of the table from `slot` on in straight-line code, passing over those that do not come, and answers the slot
    /// that is due then. The cursor stands in front of an attribute value's own `}`, or where the map begins if `slot` is 0. `twin` is the
    /// record's new image where this is the old one.
    ///
    /// # Errors
    /// When a value does not fit.
    fn line(
        &mut self,
        slot: usize,
        cursor: &mut Cursor<'a>,
        state: &mut Self::State,
        progress: &mut Self::Progress,
        twin: Option<&Self>,
    ) -> Result<usize, Error> {
        let _ = (cursor, state, progress, twin);
        Ok(slot)
    }

    /// Sets what absence of `ATTRIBUTES[index]` means; false where it is required.
    fn absent_field(&mut self, index: usize) -> bool;

    /// Whether [`other`](Attributes::other) may take an attribute.
    const TAKES_OTHERS: bool = false;

    /// Reads an attribute that is none of `ATTRIBUTES` where a flattened field or a `rest` takes it, and answers whether one did.
    ///
    /// The cursor stands behind the colon and is left in front of the attribute value's own `}`, or where it was.
    ///
    /// # Errors
    /// When the value does not fit.
    fn other(
        &mut self,
        name: &'a str,
        cursor: &mut Cursor<'a>,
        state: &mut Self::State,
        progress: &mut Self::Progress,
    ) -> Result<bool, Error> {
        let _ = (name, cursor, state, progress);
        Ok(false)
    }

    /// Calls `each` with every name that an attribute may have, aliases and those of flattened fields included: a projection asks for them.
    /// False where any other may be there too, since a `rest` keeps it.
    fn attribute_names(each: &mut dyn FnMut(&'static str)) -> bool {
        own_names(Self::ATTRIBUTES, each);
        true
    }

    /// Ends flattened fields and `rest`, once the map has ended.
    ///
    /// # Errors
    /// When a required attribute of a flattened field was absent.
    fn finish_other(&mut self, cursor: &mut Cursor<'a>, progress: &mut Self::Progress) -> Result<(), Error> {
        let _ = (cursor, progress);
        Ok(())
    }
}
