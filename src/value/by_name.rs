//! The attributes of one item, found by the names of another.

use std::collections::HashMap;

use super::AttributeValue;

/// Up to so many attributes are looked through. More are hashed, with keys that nobody can guess: names that cost much can not be made.
const SEARCHED: usize = 32;

/// Finds attributes by name. Two images of an item mostly have the same names in the same order, so that the next name is expected first.
#[derive(Clone, Debug)]
pub(super) struct ByName<'a> {
    entries: &'a [(&'a str, AttributeValue<'a>)],
    expected: usize,
    places: Option<HashMap<&'a str, usize>>,
}

impl<'a> ByName<'a> {
    pub(super) fn new(entries: &'a [(&'a str, AttributeValue<'a>)]) -> ByName<'a> {
        ByName { entries, expected: 0, places: None }
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    /// The value of the attribute `name`.
    pub(super) fn find(&mut self, name: &str) -> Option<&'a AttributeValue<'a>> {
        let is_called = |entry: &&(&str, _)| entry.0 == name;
        let place = match self.entries.get(self.expected).filter(is_called) {
            Some(_) => self.expected,
            None => self.search(name)?,
        };
        self.expected = place + 1;
        self.entries.get(place).map(|(_, value)| value)
    }

    fn search(&mut self, name: &str) -> Option<usize> {
        let entries = self.entries;
        if entries.len() <= SEARCHED {
            return entries.iter().position(|entry| entry.0 == name);
        }
        // From the back, so that the first of a repeated name stays.
        let index = || entries.iter().enumerate().rev().map(|(place, entry)| (entry.0, place)).collect();
        self.places.get_or_insert_with(index).get(name).copied()
    }
}
