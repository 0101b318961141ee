//! M without a model: attributes by name, in the order they came.

use std::fmt;
use std::iter::FusedIterator;
use std::slice;

use super::beside::{ItemState, read_beside, read_first};
use super::members::Members;
use super::{AttributeValue, Shape, Tag, Value, attributes};
use crate::cursor::{Cursor, OrFull};
use crate::error::Error;
use crate::model::Model;

/// The attributes of a map, an image or keys, in the order they came, each name once.
///
/// It is a model too: `decoder.decode::<Item>(event)` reads any table.
///
/// ```
/// use millstream::{AttributeValue, Decoder, Item};
///
/// let mut decoder = Decoder::new();
/// let item = decoder.decode_item::<Item>(r#"{"name":{"S":"ann"},"likes":{"N":"3"}}"#)?;
/// assert_eq!(item.get("name"), Some(&AttributeValue::S("ann")));
/// assert_eq!(item.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["name", "likes"]);
/// assert_eq!(item.to_string(), r#"{"name":"ann","likes":3}"#);
/// for (name, value) in item {
///     println!("{name} is {value}");
/// }
/// # Ok::<(), millstream::Error>(())
/// ```
#[derive(Clone, Copy, Default)]
pub struct Item<'a>(&'a [(&'a str, AttributeValue<'a>)]);

impl<'a> Item<'a> {
    /// An item of these attributes, each name once. Of a repeated one [`get`](Item::get) would see the first.
    pub const fn from_entries(entries: &'a [(&'a str, AttributeValue<'a>)]) -> Item<'a> {
        Item(entries)
    }

    /// The value of the attribute `name`; it is searched for from the front.
    pub fn get(&self, name: &str) -> Option<&'a AttributeValue<'a>> {
        self.0.iter().find(|entry| entry.0 == name).map(|entry| &entry.1)
    }

    /// Names and values, in the order they came.
    pub fn iter(&self) -> Entries<'a> {
        Entries(self.0.iter())
    }

    /// Names and values as a slice.
    pub const fn as_entries(&self) -> &'a [(&'a str, AttributeValue<'a>)] {
        self.0
    }

    /// How many attributes there are.
    pub const fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> IntoIterator for Item<'a> {
    type Item = (&'a str, &'a AttributeValue<'a>);
    type IntoIter = Entries<'a>;

    fn into_iter(self) -> Entries<'a> {
        self.iter()
    }
}

impl<'a> IntoIterator for &Item<'a> {
    type Item = (&'a str, &'a AttributeValue<'a>);
    type IntoIter = Entries<'a>;

    fn into_iter(self) -> Entries<'a> {
        self.iter()
    }
}

/// Names and values of an [`Item`], in the order they came.
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct Entries<'a>(slice::Iter<'a, (&'a str, AttributeValue<'a>)>);

impl<'a> Iterator for Entries<'a> {
    type Item = (&'a str, &'a AttributeValue<'a>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        self.0.next().map(|(name, value)| (*name, value))
    }

    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.0.size_hint()
    }
}

impl DoubleEndedIterator for Entries<'_> {
    #[inline]
    fn next_back(&mut self) -> Option<Self::Item> {
        self.0.next_back().map(|(name, value)| (*name, value))
    }
}

impl ExactSizeIterator for Entries<'_> {}
impl FusedIterator for Entries<'_> {}

impl fmt::Debug for Item<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Equal when they hold equal values under the same names, in any order; where that differs, both are sorted.
impl PartialEq for Item<'_> {
    fn eq(&self, other: &Self) -> bool {
        let in_place = |(a, b): (&(&str, AttributeValue<'_>), &(&str, AttributeValue<'_>))| a.0 == b.0;
        if self.len() != other.len() {
            return false;
        }
        if self.0.iter().zip(other.0).all(in_place) {
            return self.0.iter().zip(other.0).all(|(a, b)| a.1 == b.1);
        }
        let sorted = |item: &Self| {
            let mut entries: Vec<_> = item.0.iter().collect();
            entries.sort_by_key(|entry| entry.0);
            entries
        };
        sorted(self) == sorted(other)
    }
}

impl Eq for Item<'_> {}

impl Shape for Item<'_> {
    const TAG: Tag = Tag::M;
    const TAKES_OVER: bool = true;
    type State = ItemState;
}

impl<'a> Value<'a> for Item<'a> {
    fn blank() -> Self {
        Item(&[])
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    #[inline]
    fn decode(&mut self, cursor: &mut Cursor<'a>, state: &mut ItemState) -> Result<(), Error> {
        *self = read_first(cursor, state)?;
        Ok(())
    }

    #[inline]
    fn decode_beside(
        &mut self,
        twin: &Self,
        cursor: &mut Cursor<'a>,
        state: &mut ItemState,
    ) -> Result<(), Error> {
        *self = read_beside(cursor, twin, state)?;
        Ok(())
    }

    #[inline(always)]
    fn tell_keys(&self, cursor: &mut Cursor<'a>) {
        for (name, value) in self.0.iter().take(2) {
            match value {
                AttributeValue::S(text) => cursor.remember_key(name, text),
                AttributeValue::N(number) => cursor.remember_key(name, number.as_str()),
                _ => (),
            }
        }
    }
}

/// Any item, of any table.
impl Model for Item<'_> {
    type State = ItemState;
    type KeysState = ItemState;
    type View<'a> = Item<'a>;
    type Keys<'a> = Item<'a>;
}

/// A map of attributes, the cursor behind its `{` and in the end behind its `}`.
pub(crate) fn read_item<'a>(cursor: &mut Cursor<'a>) -> Result<Item<'a>, Error> {
    let mut members = Members::new(cursor.arena());
    attributes(cursor, |cursor, name, tag| {
        let value = members.place(name, || AttributeValue::S("")).or_full(cursor)?;
        value.decode_as(tag, cursor, &mut ())
    })?;
    Ok(Item(members.finish().or_full(cursor)?))
}
