//! Which parts of a record are there, and which ones somebody asked for.

use std::fmt;
use std::ops::{BitOr, BitOrAssign};

use super::{EventName, Part};

/// Parts of a record: any of its keys, its new image and its old image.
///
/// ```
/// use millstream::Parts;
///
/// let parts = Parts::KEYS | Parts::NEW_IMAGE;
/// assert!(parts.contains(Parts::KEYS));
/// assert!(!parts.contains(Parts::IMAGES)); // not both of them
/// assert_eq!(Parts::KEYS | Parts::IMAGES, Parts::ALL);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Parts(u8);

impl Parts {
    /// No part: the envelope alone.
    pub const NONE: Parts = Parts(0);
    /// `Keys`.
    pub const KEYS: Parts = Parts::of(Part::Keys);
    /// `NewImage`: the item after the change.
    pub const NEW_IMAGE: Parts = Parts::of(Part::New);
    /// `OldImage`: the item before the change.
    pub const OLD_IMAGE: Parts = Parts::of(Part::Old);
    /// Both images.
    pub const IMAGES: Parts = Parts::NEW_IMAGE.and(Parts::OLD_IMAGE);
    /// All of them.
    pub const ALL: Parts = Parts::KEYS.and(Parts::IMAGES);

    pub(super) const fn of(part: Part) -> Parts {
        Parts(1 << part as u8)
    }

    /// Those of both; in constants, where `|` cannot be written.
    #[must_use]
    pub const fn and(self, others: Parts) -> Parts {
        Parts(self.0 | others.0)
    }

    /// Those that are not among `others`.
    #[must_use]
    pub const fn without(self, others: Parts) -> Parts {
        Parts(self.0 & !others.0)
    }

    /// Whether all of `others` are among them.
    pub const fn contains(self, others: Parts) -> bool {
        self.0 & others.0 == others.0
    }

    #[inline(always)]
    pub(super) fn set(&mut self, part: Part, there: bool) {
        self.0 = self.0 & !Parts::of(part).0 | if there { Parts::of(part).0 } else { 0 };
    }
}

impl BitOr for Parts {
    type Output = Parts;

    fn bitor(self, others: Parts) -> Parts {
        self.and(others)
    }
}

impl BitOrAssign for Parts {
    fn bitor_assign(&mut self, others: Parts) {
        *self = self.and(others);
    }
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [Part::Keys, Part::New, Part::Old].into_iter();
        f.debug_set().entries(parts.filter(|&part| self.contains(Parts::of(part))).map(Part::name)).finish()
    }
}

/// What is asked of records, by the kind of their change: the parts to decode, or that the record is not asked for at all.
///
/// [`Parts`] alone ask the same of every record. See [`Decoder::only`](crate::Decoder::only).
///
/// ```
/// use millstream::{EventName, Parts, Wanted};
///
/// let wanted = Wanted::NOTHING.on_insert(Parts::NEW_IMAGE).on_remove(Parts::KEYS | Parts::OLD_IMAGE);
/// assert_eq!(wanted.of(Some(EventName::Insert)), Some(Parts::NEW_IMAGE));
/// assert_eq!(wanted.of(Some(EventName::Modify)), None); // such a record is not handed out
///
/// let wanted = Wanted::ALL.on_modify(Parts::NONE); // such a record is, without keys and images
/// assert_eq!(wanted.of(Some(EventName::Modify)), Some(Parts::NONE));
/// assert_eq!(wanted.of(None), Some(Parts::ALL));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Wanted {
    /// by kind: INSERT, MODIFY, REMOVE, others. A table, since no branch on a record's kind can be predicted
    parts: [Option<Parts>; 4],
}

impl Wanted {
    /// All parts of all records: what is decoded unless less is asked for.
    pub const ALL: Wanted = Wanted::each(Some(Parts::ALL));
    /// No record: where to begin when only some kinds are wanted.
    pub const NOTHING: Wanted = Wanted::each(None);

    const fn each(parts: Option<Parts>) -> Wanted {
        Wanted { parts: [parts; 4] }
    }

    const fn with(mut self, kind: usize, parts: Option<Parts>) -> Wanted {
        self.parts[kind] = parts;
        self
    }

    /// `parts` of records of this name alone, for constants.
    #[cfg(feature = "handlers")]
    pub(crate) const fn only(name: EventName<'_>, parts: Parts) -> Wanted {
        let kind = match name {
            EventName::Insert => 0,
            EventName::Modify => 1,
            EventName::Remove => 2,
            EventName::Unknown(_) => 3,
        };
        Wanted::NOTHING.with(kind, Some(parts))
    }

    /// Asks for `parts` of each INSERT; `None`: such records are stepped over.
    #[must_use]
    pub fn on_insert(self, parts: impl Into<Option<Parts>>) -> Wanted {
        self.with(0, parts.into())
    }

    /// Asks for `parts` of each MODIFY; `None`: such records are stepped over.
    #[must_use]
    pub fn on_modify(self, parts: impl Into<Option<Parts>>) -> Wanted {
        self.with(1, parts.into())
    }

    /// Asks for `parts` of each REMOVE; `None`: such records are stepped over.
    #[must_use]
    pub fn on_remove(self, parts: impl Into<Option<Parts>>) -> Wanted {
        self.with(2, parts.into())
    }

    /// Asks for `parts` of each record whose event name is missing or unknown; `None`: such records are stepped over.
    #[must_use]
    pub fn on_other(self, parts: impl Into<Option<Parts>>) -> Wanted {
        self.with(3, parts.into())
    }

    /// The same of wanted records, and no part of the others, which are handed out nevertheless.
    #[cfg(feature = "handlers")]
    pub(crate) fn of_every_record(self) -> Wanted {
        Wanted { parts: self.parts.map(|parts| Some(parts.unwrap_or(Parts::NONE))) }
    }

    /// All that one of the two asks for.
    #[must_use]
    pub const fn and(mut self, other: Wanted) -> Wanted {
        let mut kind = 0;
        while kind < self.parts.len() {
            self.parts[kind] = match (self.parts[kind], other.parts[kind]) {
                (Some(parts), Some(others)) => Some(parts.and(others)),
                (parts, None) => parts,
                (None, others) => others,
            };
            kind += 1;
        }
        self
    }

    /// What is asked of a record with this event name; `None`: it is stepped over.
    #[inline]
    pub const fn of(&self, name: Option<EventName<'_>>) -> Option<Parts> {
        self.parts[match name {
            Some(EventName::Insert) => 0,
            Some(EventName::Modify) => 1,
            Some(EventName::Remove) => 2,
            Some(EventName::Unknown(_)) | None => 3,
        }]
    }

    /// Whether the event name makes a difference.
    pub(super) fn differs(&self) -> bool {
        *self != Wanted::each(self.parts[0])
    }
}

/// All parts of all records.
impl Default for Wanted {
    fn default() -> Wanted {
        Wanted::ALL
    }
}

/// The same parts of every record.
impl From<Parts> for Wanted {
    fn from(parts: Parts) -> Wanted {
        Wanted::each(Some(parts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_shown_by_name() {
        assert_eq!(format!("{:?}", Parts::KEYS | Parts::OLD_IMAGE), r#"{"Keys", "OldImage"}"#);
        assert_eq!(format!("{:?}", Parts::NONE), "{}");
    }

    #[test]
    fn a_part_is_there_as_it_was_set_last() {
        let mut parts = Parts::NONE;
        parts.set(Part::New, true);
        parts.set(Part::Keys, true);
        parts.set(Part::New, false);
        parts.set(Part::New, false);
        assert_eq!(parts, Parts::KEYS);
    }

    #[test]
    fn the_same_of_every_record_does_not_differ() {
        assert!(!Wanted::ALL.differs() && !Wanted::NOTHING.differs() && !Wanted::from(Parts::KEYS).differs());
        let all = Parts::ALL;
        for wanted in [
            Wanted::NOTHING.on_insert(all),
            Wanted::NOTHING.on_modify(all),
            Wanted::NOTHING.on_remove(all),
            Wanted::NOTHING.on_other(all),
        ] {
            assert!(wanted.differs());
        }
    }
}
