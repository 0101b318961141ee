//! L and the sets into `&[T]` and `Vec<T>`.

use super::wire::open_text;
use super::{Shape, Tag, Value, close_value, elements, open_value};
use crate::arena::List;
use crate::cursor::{Cursor, OrFull};
use crate::error::Error;

impl<T: Shape> Shape for &[T] {
    const TAG: Tag = expected(T::LIST_TAG);
    const EXPECTED: &'static str = T::LIST_EXPECTED;
    const LIST_TAG: Tag = list_of_lists(T::LIST_TAG);
    const LIST_EXPECTED: &'static str = if matches!(Self::LIST_TAG, Tag::Bs) { "BS or L" } else { "L" };
    type State = T::State;
}

impl<'a, T: Value<'a>> Value<'a> for &'a [T] {
    fn blank() -> Self {
        &[]
    }

    #[inline]
    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        *self = T::decode_slice(T::LIST_TAG, cursor, state)?;
        Ok(())
    }

    #[inline]
    fn decode_as(&mut self, tag: Tag, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        *self = T::decode_slice(tag, cursor, state)?;
        Ok(())
    }
}

impl<T: Shape> Shape for Vec<T> {
    const TAG: Tag = expected(T::LIST_TAG);
    const EXPECTED: &'static str = T::LIST_EXPECTED;
    const LIST_TAG: Tag = list_of_lists(T::LIST_TAG);
    const LIST_EXPECTED: &'static str = if matches!(Self::LIST_TAG, Tag::Bs) { "BS or L" } else { "L" };
    type State = T::State;
}

impl<'a, T: Value<'a>> Value<'a> for Vec<T> {
    fn blank() -> Self {
        Vec::new()
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        *self = T::decode_vec(T::LIST_TAG, cursor, state)?;
        Ok(())
    }

    fn decode_as(&mut self, tag: Tag, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        *self = T::decode_vec(tag, cursor, state)?;
        Ok(())
    }
}

/// What may be a set may be a list as well; which one it is, is read and not guessed.
const fn expected(list: Tag) -> Tag {
    if list.set_of().is_some() { Tag::Any } else { list }
}

/// Binaries make a binary set; every other list stands in an L only.
const fn list_of_lists(element: Tag) -> Tag {
    if matches!(element, Tag::B) { Tag::Bs } else { Tag::L }
}

pub(super) fn read_slice<'a, T: Value<'a>>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
) -> Result<&'a [T], Error> {
    let mut list = List::new(cursor.arena());
    read_list(tag, cursor, state, |cursor, element| list.push(element).or_full(cursor))?;
    Ok(list.finish())
}

pub(super) fn read_vec<'a, T: Value<'a>>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
) -> Result<Vec<T>, Error> {
    let mut list = Vec::new();
    read_list(tag, cursor, state, |_, element| {
        list.push(element);
        Ok(())
    })?;
    Ok(list)
}

/// The elements of an L, or of the set of the element's own type.
#[inline]
fn read_list<'a, T: Value<'a>>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
    mut push: impl FnMut(&Cursor<'a>, T) -> Result<(), Error>,
) -> Result<(), Error> {
    match tag.set_of() {
        Some(element) if tag == T::LIST_TAG => elements(cursor, |cursor| {
            open_text(cursor)?;
            let mut value = T::blank();
            value.decode_as(element, cursor, state)?;
            push(cursor, value)
        }),
        None if tag == Tag::L => {
            cursor.enter()?;
            elements(cursor, |cursor| {
                let tag = open_value(cursor)?;
                let mut value = T::blank();
                value.decode_as(tag, cursor, state)?;
                close_value(cursor)?;
                push(cursor, value)
            })?;
            cursor.leave();
            Ok(())
        }
        _ => Err(Error::misfit(T::LIST_EXPECTED, tag, cursor.at())),
    }
}
