//! `encode_with = "module"`: a field written by a function of the user's.

use std::borrow::Cow;

use super::{Encode, EncodeError, Sink};

/// A field and the function that makes something of it that can be written. Derived code makes it.
#[derive(Debug)]
pub struct With<'f, T, F> {
    value: &'f T,
    encode: F,
}

impl<'f, T, F> With<'f, T, F> {
    /// `value`, of which `encode` makes something that is written.
    pub fn new<V, E>(value: &'f T, encode: F) -> With<'f, T, F>
    where
        F: Fn(&'f T) -> Result<V, E>,
    {
        With { value, encode }
    }
}

impl<'f, T, V, E, F> Encode for With<'f, T, F>
where
    F: Fn(&'f T) -> Result<V, E>,
    V: Encode,
    E: Into<Cow<'static, str>>,
{
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        (self.encode)(self.value).map_err(EncodeError::new)?.encode(sink)
    }

    /// What the function makes of the field says it, so that the function is called once for this and once to write.
    fn is_absent(&self) -> bool {
        (self.encode)(self.value).is_ok_and(|value| value.is_absent())
    }
}
