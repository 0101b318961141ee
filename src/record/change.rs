/// What happened, with the images that the stream carries of it: an image that it does not carry is not there to be read.
///
/// | stream view type | INSERT | MODIFY | REMOVE |
/// |---|---|---|---|
/// | `NEW_AND_OLD_IMAGES` | `Insert` | `Modify` | `Remove` |
/// | `NEW_IMAGE` | `Insert` | `ModifiedTo` | `KeysOnly` |
/// | `OLD_IMAGE` | `KeysOnly` | `ModifiedFrom` | `Remove` |
/// | `KEYS_ONLY` | `KeysOnly` | `KeysOnly` | `KeysOnly` |
///
/// An image that is [not asked for](crate::Decoder::only) counts as one that the stream does not carry: who asks for new images only sees
/// what a stream of `NEW_IMAGE` would have sent. [`Envelope::parts`](crate::Envelope::parts) tells what was sent.
///
/// The record's keys are at [`Record::keys`](crate::Record::keys) in every case.
#[derive(Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Change<'r, T> {
    /// The item is new.
    Insert {
        /// The item.
        new: &'r T,
    },
    /// The item changed.
    Modify {
        /// The item before.
        old: &'r T,
        /// The item after.
        new: &'r T,
    },
    /// The item was deleted.
    Remove {
        /// The item before.
        old: &'r T,
    },
    /// The item changed, in a stream that carries new images only, or read for them only.
    ModifiedTo {
        /// The item after.
        new: &'r T,
    },
    /// The item changed, in a stream that carries old images only, or read for them only.
    ModifiedFrom {
        /// The item before.
        old: &'r T,
    },
    /// The stream carries no image of this change, or none that was asked for; [`event_name`](crate::Envelope::event_name) tells what it was.
    KeysOnly,
    /// An event name that is missing or unknown, or images that do not go with it. Nothing is hidden.
    Other {
        /// The old image, if there is one.
        old: Option<&'r T>,
        /// The new image, if there is one.
        new: Option<&'r T>,
    },
}

// Derived, these would ask the same of the model, of which there are references only.
impl<T> Clone for Change<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Change<'_, T> {}
