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
    const TAKES_OVER: bool = true;
    type State = T::State;
}

impl<'a, T: Value<'a>> Value<'a> for &'a [T] {
    fn blank() -> Self {
        &[]
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
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
    read_list::<T>(tag, cursor, |place, cursor| match place {
        Place::Expected => list.place(T::blank()).or_full(cursor)?.decode(cursor, state),
        Place::Of(tag) => list.place(T::blank()).or_full(cursor)?.decode_as(tag, cursor, state),
    })?;
    Ok(list.finish())
}

pub(super) fn read_vec<'a, T: Value<'a>>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    state: &mut T::State,
) -> Result<Vec<T>, Error> {
    let mut list = Vec::new();
    read_list::<T>(tag, cursor, |place, cursor| {
        let mut element = T::blank();
        match place {
            Place::Expected => element.decode(cursor, state)?,
            Place::Of(tag) => element.decode_as(tag, cursor, state)?,
        }
        list.push(element);
        Ok(())
    })?;
    Ok(list)
}

/// What stands at the cursor, behind its opening character.
enum Place {
    /// a value of the element's own type
    Expected,
    Of(Tag),
}

/// Calls `each` at every element of an L, or of the set of the element's own type.
#[inline(always)]
fn read_list<'a, T: Value<'a>>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    each: impl FnMut(Place, &mut Cursor<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    match T::LIST_TAG.set_of() {
        Some(element) if tag == T::LIST_TAG => read_set(element, cursor, each),
        _ if tag == Tag::L => read_elements::<T>(cursor, each),
        _ => Err(Error::misfit(T::LIST_EXPECTED, tag, cursor.at())),
    }
}

/// The elements of a set.
#[inline(always)]
fn read_set<'a>(
    element: Tag,
    cursor: &mut Cursor<'a>,
    mut each: impl FnMut(Place, &mut Cursor<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    if !cursor.take(b'"') {
        return elements(cursor, |cursor| {
            open_text(cursor)?;
            each(Place::Of(element), cursor)
        });
    }
    for index in 0usize.. {
        each(Place::Of(element), cursor).map_err(|error| error.within(index))?;
        if cursor.take_all(",\"") {
            continue;
        }
        if cursor.take(b']') || !next_element(cursor)? {
            break;
        }
        cursor.space();
        open_text(cursor).map_err(|error| error.within(index + 1))?;
    }
    Ok(())
}

/// The elements of an L. Most are of the expected type, without white space between them, which is one comparison for each.
#[inline(always)]
fn read_elements<'a, T: Value<'a>>(
    cursor: &mut Cursor<'a>,
    mut each: impl FnMut(Place, &mut Cursor<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    let (first, next) = const { (T::TAG.announced(), T::TAG.announced_next()) };
    cursor.enter()?;
    let mut expected = cursor.take_all(first);
    if !expected {
        cursor.space();
        if cursor.take(b']') {
            cursor.leave();
            return Ok(());
        }
    }
    for index in 0usize.. {
        let place = if expected { Ok(Place::Expected) } else { open_value(cursor).map(Place::Of) };
        place.and_then(|place| each(place, cursor)).map_err(|error| error.within(index))?;
        expected = cursor.take_all(next);
        if expected {
            continue;
        }
        if cursor.take_all("}]") {
            break;
        }
        close_value(cursor).map_err(|error| error.within(index))?;
        if !next_element(cursor)? {
            break;
        }
        cursor.space();
    }
    cursor.leave();
    Ok(())
}

/// Behind an element: steps over the comma to the next one, or over the bracket.
#[inline(never)]
pub(super) fn next_element(cursor: &mut Cursor<'_>) -> Result<bool, Error> {
    cursor.space();
    if cursor.take(b',') {
        return Ok(true);
    }
    if cursor.take(b']') { Ok(false) } else { Err(cursor.syntax("`,` or `]`")) }
}
