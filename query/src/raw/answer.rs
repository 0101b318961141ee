//! An answer: its body, known to be JSON, and where its members stand in it.

use std::ops::Range;

use aws_smithy_types::body::SdkBody;
use millstream::{Decoder, Error};

/// A body that was read as a whole, and the places of its members.
#[derive(Debug)]
pub(crate) struct Answer {
    body: SdkBody,
    members: Vec<Member>,
}

/// A member of an object: its name, and where its value stands.
pub(crate) type Member = (Box<str>, Range<usize>);

impl Answer {
    /// Reads the members of a body.
    ///
    /// # Errors
    /// When it is not an object of JSON, whole to its end, or was not read yet.
    pub(crate) fn read(body: SdkBody, decoder: &mut Decoder) -> Result<Answer, Error> {
        let bytes = body.bytes().unwrap_or_default();
        let members = decoder.members(bytes)?.into_iter();
        let members = members.map(|(name, json)| (name.into(), place_of(json, bytes))).collect();
        Ok(Answer { body, members })
    }

    /// The same bytes once more, to be read at places that are known.
    pub(crate) fn share(&self) -> Answer {
        let copy = || self.body.bytes().unwrap_or_default().to_vec().into();
        Answer { body: self.body.try_clone().unwrap_or_else(copy), members: Vec::new() }
    }

    /// Where the members of the object that stands at `place` stand, each with its name.
    pub(crate) fn members(&self, place: &Range<usize>, decoder: &mut Decoder) -> Result<Vec<Member>, Error> {
        let members = decoder.members(self.at(place).unwrap_or("{}"))?.into_iter();
        Ok(members.map(|(name, json)| (name.into(), self.place(json))).collect())
    }

    /// Where the elements of the array that stands at `place` stand.
    pub(crate) fn elements(
        &self,
        place: &Range<usize>,
        decoder: &mut Decoder,
    ) -> Result<Vec<Range<usize>>, Error> {
        let elements = decoder.elements(self.at(place).unwrap_or("[]"))?.into_iter();
        Ok(elements.map(|json| self.place(json)).collect())
    }

    /// Where a part of the answer stands in it.
    fn place(&self, json: &str) -> Range<usize> {
        place_of(json, self.body.bytes().unwrap_or_default())
    }

    /// All of it.
    #[cfg(feature = "streams")]
    pub(crate) fn bytes(&self) -> &[u8] {
        self.body.bytes().unwrap_or_default()
    }

    /// The part that stands there.
    pub(crate) fn at(&self, place: &Range<usize>) -> Option<&str> {
        let json = self.body.bytes()?.get(place.clone())?;
        // It was seen to be UTF-8 when the members were read, as part of a whole.
        std::str::from_utf8(json).ok()
    }

    /// The JSON of a member. Of a repeated one the last counts; null is as good as absent.
    pub(crate) fn member(&self, name: &str) -> Option<&str> {
        self.member_place(name).and_then(|place| self.at(&place))
    }

    /// Where a member stands.
    pub(crate) fn member_place(&self, name: &str) -> Option<Range<usize>> {
        let (_, place) = self.members.iter().rev().find(|(known, _)| **known == *name)?;
        self.at(place).is_some_and(|json| json != "null").then(|| place.clone())
    }

    /// A member that is a count.
    pub(crate) fn count(&self, name: &str) -> Option<u64> {
        self.member(name)?.parse().ok()
    }

    /// Capacity units, all of those that `ConsumedCapacity` tells of: an object, or an array of them for several tables.
    pub(crate) fn consumed_capacity(&self, decoder: &mut Decoder) -> Option<f64> {
        let json = self.member("ConsumedCapacity")?;
        if !json.starts_with('[') {
            return capacity_units(json, decoder);
        }
        let tables: Vec<String> = decoder.elements(json).ok()?.into_iter().map(str::to_owned).collect();
        tables.iter().map(|table| capacity_units(table, decoder)).sum()
    }
}

/// `part` is a part of `whole`, and begins at its beginning or behind it.
fn place_of(part: &str, whole: &[u8]) -> Range<usize> {
    let start = part.as_ptr().addr() - whole.as_ptr().addr();
    start..start + part.len()
}

fn capacity_units(json: &str, decoder: &mut Decoder) -> Option<f64> {
    let members = decoder.members(json).ok()?;
    members.iter().find(|(name, _)| *name == "CapacityUnits")?.1.parse().ok()
}
