//! The names that a record chooses from. A name that is new to this crate is kept as it is.

use std::fmt;

/// What happened to the item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventName<'a> {
    /// `INSERT`: the item is new.
    Insert,
    /// `MODIFY`: one or more attributes changed.
    Modify,
    /// `REMOVE`: the item was deleted.
    Remove,
    /// Another name.
    Unknown(&'a str),
}

/// What the stream carries of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum StreamViewType<'a> {
    /// `KEYS_ONLY`.
    KeysOnly,
    /// `NEW_IMAGE`: the item as it is after the change.
    NewImage,
    /// `OLD_IMAGE`: the item as it was before the change.
    OldImage,
    /// `NEW_AND_OLD_IMAGES`.
    NewAndOldImages,
    /// Another name.
    Unknown(&'a str),
}

impl<'a> EventName<'a> {
    pub(crate) fn new(name: &'a str) -> EventName<'a> {
        match name {
            "INSERT" => EventName::Insert,
            "MODIFY" => EventName::Modify,
            "REMOVE" => EventName::Remove,
            name => EventName::Unknown(name),
        }
    }

    /// The name as it came.
    pub const fn as_str(&self) -> &'a str {
        match self {
            EventName::Insert => "INSERT",
            EventName::Modify => "MODIFY",
            EventName::Remove => "REMOVE",
            EventName::Unknown(name) => name,
        }
    }
}

impl<'a> StreamViewType<'a> {
    pub(crate) fn new(name: &'a str) -> StreamViewType<'a> {
        match name {
            "KEYS_ONLY" => StreamViewType::KeysOnly,
            "NEW_IMAGE" => StreamViewType::NewImage,
            "OLD_IMAGE" => StreamViewType::OldImage,
            "NEW_AND_OLD_IMAGES" => StreamViewType::NewAndOldImages,
            name => StreamViewType::Unknown(name),
        }
    }

    /// The name as it came.
    pub const fn as_str(&self) -> &'a str {
        match self {
            StreamViewType::KeysOnly => "KEYS_ONLY",
            StreamViewType::NewImage => "NEW_IMAGE",
            StreamViewType::OldImage => "OLD_IMAGE",
            StreamViewType::NewAndOldImages => "NEW_AND_OLD_IMAGES",
            StreamViewType::Unknown(name) => name,
        }
    }
}

impl fmt::Display for EventName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Display for StreamViewType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
