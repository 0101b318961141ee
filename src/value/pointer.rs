//! `Option` and `Box`.

use super::{Shape, Tag, Value};
use crate::cursor::Cursor;
use crate::error::Error;
use crate::value::scalar::read_bool;

impl<T: Shape> Shape for Option<T> {
    const TAG: Tag = T::TAG;
    const EXPECTED: &'static str = T::EXPECTED;
    const OPTIONAL: bool = true;
    const NEEDS_KEYS: bool = T::NEEDS_KEYS;
    const TAKES_OVER: bool = T::TAKES_OVER;
    type State = T::State;
}

/// `None` is an absent attribute, or NULL.
impl<'a, T: Value<'a>> Value<'a> for Option<T> {
    fn blank() -> Self {
        None
    }

    #[inline(always)]
    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        self.insert(T::blank()).decode(cursor, state)
    }

    #[inline]
    fn decode_as(&mut self, tag: Tag, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        if tag == Tag::Null {
            // DynamoDB writes true; hand-made events also say false, and mean the same.
            read_bool(cursor)?;
            *self = None;
            return Ok(());
        }
        self.insert(T::blank()).decode_as(tag, cursor, state)
    }

    fn absent(&mut self) -> bool {
        *self = None;
        true
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        match twin {
            Some(twin) => self.insert(T::blank()).take_over(twin),
            None => *self = None,
        }
    }
}

/// Learns nothing from one value to the next and says nothing of its type, so that a type may hold itself in a box.
impl<T> Shape for Box<T> {
    const TAG: Tag = Tag::Any;
    type State = ();
}

impl<'a, T: Value<'a>> Value<'a> for Box<T> {
    fn blank() -> Self {
        Box::new(T::blank())
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        Err(cursor.no_field())
    }

    fn decode_as(&mut self, tag: Tag, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        T::decode_as(self, tag, cursor, &mut T::State::default())
    }

    fn absent(&mut self) -> bool {
        T::absent(self)
    }
}
