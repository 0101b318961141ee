//! What a change did to an item, attribute by attribute.

use std::iter::FusedIterator;
use std::slice;

use super::by_name::ByName;
use super::{AttributeValue, Item};

/// An attribute that is not the same before and after a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference<'a> {
    /// The new item alone has it.
    Added {
        /// The attribute's name.
        name: &'a str,
        /// What it is now.
        new: &'a AttributeValue<'a>,
    },
    /// The old item alone has it.
    Removed {
        /// The attribute's name.
        name: &'a str,
        /// What it was.
        old: &'a AttributeValue<'a>,
    },
    /// Both have it, and it no longer [means the same](AttributeValue::same_as).
    Changed {
        /// The attribute's name.
        name: &'a str,
        /// What it was.
        old: &'a AttributeValue<'a>,
        /// What it is now.
        new: &'a AttributeValue<'a>,
    },
}

impl<'a> Difference<'a> {
    /// The attribute's name.
    pub const fn name(&self) -> &'a str {
        match self {
            Difference::Added { name, .. }
            | Difference::Removed { name, .. }
            | Difference::Changed { name, .. } => name,
        }
    }

    /// What the attribute was, if it was there.
    pub const fn old_value(&self) -> Option<&'a AttributeValue<'a>> {
        match self {
            Difference::Added { .. } => None,
            Difference::Removed { old, .. } | Difference::Changed { old, .. } => Some(old),
        }
    }

    /// What the attribute is now, if it is there.
    pub const fn new_value(&self) -> Option<&'a AttributeValue<'a>> {
        match self {
            Difference::Removed { .. } => None,
            Difference::Added { new, .. } | Difference::Changed { new, .. } => Some(new),
        }
    }
}

/// The differences of two items, found one by one: [`Item::diff`], [`Envelope::diff`](crate::Envelope::diff).
#[derive(Clone, Debug)]
#[must_use = "iterators are lazy"]
pub struct Differences<'a> {
    old: ByName<'a>,
    new: ByName<'a>,
    rest_of_old: slice::Iter<'a, (&'a str, AttributeValue<'a>)>,
    rest_of_new: slice::Iter<'a, (&'a str, AttributeValue<'a>)>,
    /// how many attributes both were seen to have
    shared: usize,
}

impl<'a> Item<'a> {
    /// What is different in `new`, which this item became: first what changed or was removed, in this item's order, then what was added,
    /// in the order of `new`.
    ///
    /// Values are compared by [what they mean](AttributeValue::same_as), not by how they are written: a set in another order, or `1.0`
    /// where `1` stood, is no difference. An attribute that became NULL is changed, and not removed: DynamoDB tells them apart too.
    ///
    /// ```
    /// use millstream::{Decoder, Difference, Item};
    ///
    /// let (mut one, mut other) = (Decoder::new(), Decoder::new());
    /// let old = one.decode_item::<Item>(r#"{"id":{"N":"7"},"tags":{"SS":["a","b"]},"price":{"N":"4"},"note":{"S":"x"}}"#)?;
    /// let new = other.decode_item::<Item>(r#"{"id":{"N":"7.0"},"tags":{"SS":["b","a"]},"price":{"N":"5"},"sale":{"BOOL":true}}"#)?;
    /// let told: Vec<String> = old.diff(new).map(|difference| match difference {
    ///     Difference::Added { name, new } => format!("{name} is {new}"),
    ///     Difference::Removed { name, old } => format!("{name} is no longer {old}"),
    ///     Difference::Changed { name, old, new } => format!("{name} was {old} and is {new}"),
    /// }).collect();
    /// assert_eq!(told, ["price was 4 and is 5", "note is no longer \"x\"", "sale is true"]);
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn diff(&self, new: Item<'a>) -> Differences<'a> {
        let (old, new) = (self.as_entries(), new.as_entries());
        Differences {
            old: ByName::new(old),
            new: ByName::new(new),
            rest_of_old: old.iter(),
            rest_of_new: new.iter(),
            shared: 0,
        }
    }
}

impl<'a> Iterator for Differences<'a> {
    type Item = Difference<'a>;

    fn next(&mut self) -> Option<Difference<'a>> {
        for &(name, ref old) in self.rest_of_old.by_ref() {
            let Some(new) = self.new.find(name) else { return Some(Difference::Removed { name, old }) };
            self.shared += 1;
            if !old.same_as(new) {
                return Some(Difference::Changed { name, old, new });
            }
        }
        if self.shared == self.new.len() {
            return None; // mostly: nothing was added
        }
        let added = self.rest_of_new.by_ref().find(|(name, _)| self.old.find(name).is_none());
        added.map(|(name, new)| Difference::Added { name, new })
    }
}

impl FusedIterator for Differences<'_> {}
