/// The type of an attribute value, as its one member is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tag {
    /// String.
    S,
    /// Number, written as a string.
    N,
    /// Binary, written in base64.
    B,
    /// Boolean.
    Bool,
    /// Null.
    Null,
    /// Map.
    M,
    /// List.
    L,
    /// String set.
    Ss,
    /// Number set.
    Ns,
    /// Binary set.
    Bs,
    /// Any of the ten: the tag of a Rust type that reads them all, never of a value.
    Any,
}

impl Tag {
    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Tag::S => "S",
            Tag::N => "N",
            Tag::B => "B",
            Tag::Bool => "BOOL",
            Tag::Null => "NULL",
            Tag::M => "M",
            Tag::L => "L",
            Tag::Ss => "SS",
            Tag::Ns => "NS",
            Tag::Bs => "BS",
            Tag::Any => "an attribute value",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Tag> {
        Some(match name {
            "S" => Tag::S,
            "N" => Tag::N,
            "B" => Tag::B,
            "BOOL" => Tag::Bool,
            "NULL" => Tag::Null,
            "M" => Tag::M,
            "L" => Tag::L,
            "SS" => Tag::Ss,
            "NS" => Tag::Ns,
            "BS" => Tag::Bs,
            _ => return None,
        })
    }

    /// What stands between the colon and the value's first byte.
    pub(crate) const fn opening(self) -> Option<u8> {
        match self {
            Tag::S | Tag::N | Tag::B => Some(b'"'),
            Tag::M => Some(b'{'),
            Tag::L | Tag::Ss | Tag::Ns | Tag::Bs => Some(b'['),
            Tag::Bool | Tag::Null | Tag::Any => None,
        }
    }

    /// A value's bytes up to its opening character, as AWS writes them. Bytes that no event holds where any type may come.
    pub(crate) const fn announced(self) -> &'static str {
        match self.announced_next().as_bytes() {
            [_, _, announced @ ..] => match std::str::from_utf8(announced) {
                Ok(announced) => announced,
                Err(_) => unreachable!(),
            },
            _ => unreachable!(),
        }
    }

    /// The same behind another element of a list, from the other's closing brace on.
    pub(crate) const fn announced_next(self) -> &'static str {
        match self {
            Tag::S => "},{\"S\":\"",
            Tag::N => "},{\"N\":\"",
            Tag::B => "},{\"B\":\"",
            Tag::Bool => "},{\"BOOL\":",
            Tag::Null => "},{\"NULL\":",
            Tag::M => "},{\"M\":{",
            Tag::L => "},{\"L\":[",
            Tag::Ss => "},{\"SS\":[",
            Tag::Ns => "},{\"NS\":[",
            Tag::Bs => "},{\"BS\":[",
            Tag::Any => "},\0",
        }
    }

    /// What a set of this type holds.
    pub(crate) const fn set_of(self) -> Option<Tag> {
        match self {
            Tag::Ss => Some(Tag::S),
            Tag::Ns => Some(Tag::N),
            Tag::Bs => Some(Tag::B),
            _ => None,
        }
    }
}
