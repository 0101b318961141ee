//! An attribute of a model, and the bytes that announce it on the wire.

use crate::cursor::Token;
use crate::value::Tag;

/// One attribute of a model: its names, its type, and `},"name":{"T":"` as one token.
#[derive(Debug)]
pub struct Attribute {
    pub(super) name: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) tag: Tag,
    pub(super) token: Token,
}

impl Attribute {
    /// An attribute called `name` on the wire, or one of `aliases`, expected to be of type `tag`.
    pub const fn new(name: &'static str, aliases: &'static [&'static str], tag: Tag) -> Attribute {
        Attribute { name, aliases, tag, token: announce(name, tag) }
    }

    pub(super) fn is_called(&self, name: &str) -> bool {
        self.name == name || self.aliases.contains(&name)
    }
}

/// Calls `each` with the names of these attributes, aliases included.
pub fn own_names(attributes: &[Attribute], each: &mut dyn FnMut(&'static str)) {
    for attribute in attributes {
        each(attribute.name);
        attribute.aliases.iter().copied().for_each(&mut *each);
    }
}

/// `},"name":{"T":` and the value's opening character; up to the colon where any type may follow. Empty, which matches nothing, for a
/// name that JSON escapes or that is too long.
const fn announce(name: &'static str, tag: Tag) -> Token {
    let bytes = name.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if crate::scan::is_special(bytes[at]) {
            return Token::NONE;
        }
        at += 1;
    }
    let token = Token::BETWEEN_ATTRIBUTES.then(name).then("\":");
    if matches!(tag, Tag::Any) {
        return token;
    }
    token.then("{\"").then(tag.name()).then("\":").then(match tag.opening() {
        Some(b'"') => "\"",
        Some(b'{') => "{",
        Some(_) => "[",
        None => "",
    })
}
