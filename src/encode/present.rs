//! A field whose absence means something of its own.

use super::{Encode, EncodeError, Sink};
use crate::value::Shape;

/// A field with a default of its own, `#[model(default = "path")]`. If it is `None`, that is written as NULL: were it left out, it would be read
/// as the default. Derived code makes it.
#[derive(Debug)]
pub struct Present<'f, T>(pub &'f T);

impl<T: Encode + Shape> Encode for Present<'_, T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        self.0.encode(sink)
    }

    fn is_absent(&self) -> bool {
        !T::OPTIONAL && self.0.is_absent()
    }
}
