//! What is written beside attributes that are written already.

use std::fmt::Display;

use super::{EncodeError, EncodeItem, Sink};
use crate::value::{Binary, BinaryError, Tag};

/// Writes the attributes of `item` but for those whose name is `taken`: by a field beside a `rest`, or by an enum's tag. An item has no
/// attribute twice. Derived code calls it.
///
/// # Errors
/// As [`Encode::encode`](super::Encode::encode).
pub fn others(
    item: &dyn EncodeItem,
    taken: &dyn Fn(&str) -> bool,
    sink: &mut dyn Sink,
) -> Result<(), EncodeError> {
    item.encode_attributes(&mut Others { sink, taken, levels: 0, is_taken: false })
}

/// Passes on what is written, but for attributes that are taken.
struct Others<'s> {
    sink: &'s mut dyn Sink,
    taken: &'s dyn Fn(&str) -> bool,
    /// of values around the place, within the attribute that is written now
    levels: usize,
    /// whether that attribute is
    is_taken: bool,
}

impl Others<'_> {
    fn pass_on(&mut self, write: impl FnOnce(&mut dyn Sink)) {
        if !self.is_taken {
            write(self.sink);
        }
    }
}

impl Sink for Others<'_> {
    fn s(&mut self, text: &str) {
        self.pass_on(|sink| sink.s(text));
    }

    fn n(&mut self, number: &dyn Display) {
        self.pass_on(|sink| sink.n(number));
    }

    fn b(&mut self, bytes: &[u8]) {
        self.pass_on(|sink| sink.b(bytes));
    }

    fn base64(&mut self, binary: Binary<'_>) -> Result<(), BinaryError> {
        if self.is_taken { Ok(()) } else { self.sink.base64(binary) }
    }

    fn bool(&mut self, value: bool) {
        self.pass_on(|sink| sink.bool(value));
    }

    fn null(&mut self) {
        self.pass_on(|sink| sink.null());
    }

    fn begin(&mut self, tag: Tag) {
        self.levels += 1;
        self.pass_on(|sink| sink.begin(tag));
    }

    fn name(&mut self, name: &str) {
        if self.levels == 0 {
            self.is_taken = (self.taken)(name);
        }
        self.pass_on(|sink| sink.name(name));
    }

    fn end(&mut self) {
        self.levels -= 1;
        self.pass_on(|sink| sink.end());
    }
}
