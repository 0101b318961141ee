//! M with one value type under any names: `&[(&str, T)]`, `BTreeMap` and `HashMap`.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};

use super::members::Members;
use super::{Shape, Tag, Value, attributes};
use crate::cursor::{Cursor, Name, OrFull};
use crate::error::Error;

/// A member of a map: it stands in `&[(&str, T)]`, never alone.
impl<T: Shape> Shape for (&str, T) {
    const TAG: Tag = panic!("a pair is a member of a map: write `&[(&str, T)]`");
    const LIST_TAG: Tag = Tag::M;
    type State = T::State;
}

impl<'a, T: Value<'a>> Value<'a> for (&'a str, T) {
    fn blank() -> Self {
        ("", T::blank())
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut T::State) -> Result<(), Error> {
        Err(cursor.no_field())
    }

    fn decode_slice(tag: Tag, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<&'a [Self], Error> {
        let mut members = Members::new(cursor.arena());
        read_map(tag, cursor, |cursor, name, tag| {
            members.place(name, T::blank).or_full(cursor)?.decode_as(tag, cursor, state)
        })?;
        members.finish().or_full(cursor)
    }

    /// Without an arena for its members, a vector of pairs first stands in a map that keeps the order.
    fn decode_vec(tag: Tag, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<Vec<Self>, Error> {
        let mut members: Vec<Self> = Vec::new();
        let mut places = HashMap::new();
        read_map(tag, cursor, |cursor, name, tag| {
            let value = read_value(tag, cursor, state)?;
            let place = *places.entry(name.text).or_insert(members.len());
            match members.get_mut(place) {
                Some(member) => member.1 = value,
                None => members.push((name.text, value)),
            }
            Ok(())
        })?;
        Ok(members)
    }
}

/// What the names of a `BTreeMap` or `HashMap` can be read into.
pub trait MapKey<'a>: Sized {
    /// The name as a key.
    fn from_name(name: &'a str) -> Self;
}

impl<'a> MapKey<'a> for &'a str {
    fn from_name(name: &'a str) -> Self {
        name
    }
}

impl<'a> MapKey<'a> for String {
    fn from_name(name: &'a str) -> Self {
        name.to_owned()
    }
}

impl<K, T: Shape> Shape for BTreeMap<K, T> {
    const TAG: Tag = Tag::M;
    type State = T::State;
}

impl<'a, K: MapKey<'a> + Ord, T: Value<'a>> Value<'a> for BTreeMap<K, T> {
    fn blank() -> Self {
        BTreeMap::new()
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        self.clear();
        read_map(Tag::M, cursor, |cursor, name, tag| {
            self.insert(K::from_name(name.text), read_value(tag, cursor, state)?);
            Ok(())
        })
    }
}

impl<K, T: Shape, S> Shape for HashMap<K, T, S> {
    const TAG: Tag = Tag::M;
    type State = T::State;
}

impl<'a, K, T, S> Value<'a> for HashMap<K, T, S>
where
    K: MapKey<'a> + Eq + Hash,
    T: Value<'a>,
    S: BuildHasher + Default,
{
    fn blank() -> Self {
        HashMap::default()
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<(), Error> {
        self.clear();
        read_map(Tag::M, cursor, |cursor, name, tag| {
            self.insert(K::from_name(name.text), read_value(tag, cursor, state)?);
            Ok(())
        })
    }
}

#[inline]
fn read_value<'a, T: Value<'a>>(tag: Tag, cursor: &mut Cursor<'a>, state: &mut T::State) -> Result<T, Error> {
    let mut value = T::blank();
    value.decode_as(tag, cursor, state)?;
    Ok(value)
}

/// Calls `each` with the name and the type of every member of an M, repeated names included.
#[inline]
fn read_map<'a>(
    tag: Tag,
    cursor: &mut Cursor<'a>,
    each: impl FnMut(&mut Cursor<'a>, Name<'a>, Tag) -> Result<(), Error>,
) -> Result<(), Error> {
    if tag != Tag::M {
        return Err(Error::misfit("M", tag, cursor.at()));
    }
    attributes(cursor, each)
}
