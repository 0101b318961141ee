//! A place in the input. All reading goes through it.

mod draft;
mod foreign;
mod name;
mod object;
mod place;
mod plain;
mod skip;
mod source;
mod text;
mod token;
mod unescape;

pub(crate) use name::{Name, hash_of_name};
pub use plain::Hint;
pub(crate) use skip::Skeleton;
pub(crate) use source::Kept;
pub use source::Source;
pub use token::AtToken;
pub(crate) use token::{MapPlace, Token};

use place::Place;

use crate::arena::{Arena, ArenaFull};
use crate::error::{Error, ErrorKind, Reason};
use crate::limits::Limits;
use crate::scan;

/// A place in a JSON text, the arena that decoded values go to, and how deep the place is.
///
/// Derived code hands it on; all work on it is done by the library.
pub struct Cursor<'a> {
    place: Place<'a>,
    arena: &'a Arena,
    /// maps and lists of attributes around the place, that of an image included
    levels: usize,
    max_levels: usize,
    /// JSON levels around the place but for those of attribute values, which are two each
    json_base: isize,
    /// where the record's keys begin, behind `{`
    keys: Option<usize>,
    /// those of them that are known to be texts, by name: an item has one or two keys
    key_texts: [Option<(&'a str, &'a str)>; 2],
    /// whether the places of values may hold some already
    reads_again: bool,
}

impl<'a> Cursor<'a> {
    #[inline]
    pub(crate) fn new(input: impl Into<Source<'a>>, arena: &'a Arena, limits: &Limits) -> Cursor<'a> {
        let max_levels = limits.nesting.min(Limits::MAX_NESTING);
        Cursor {
            place: Place::new(input.into()),
            arena,
            levels: 0,
            max_levels,
            json_base: 0,
            keys: None,
            key_texts: [None; 2],
            reads_again: false,
        }
    }

    /// A second cursor at another place of the same input.
    pub(crate) fn fork(&self, at: usize) -> Cursor<'a> {
        let mut fork = Cursor { levels: 0, keys: None, key_texts: [None; 2], reads_again: false, ..*self };
        fork.seek(at);
        fork
    }

    /// Says how many JSON levels are around the place.
    pub(crate) fn set_json_levels(&mut self, levels: isize) {
        self.json_base = levels - 2 * self.levels as isize;
    }

    /// The place, in bytes from the input's beginning.
    #[inline(always)]
    pub(crate) fn at(&self) -> usize {
        self.place.offset()
    }

    #[inline(always)]
    pub(crate) fn seek(&mut self, at: usize) {
        self.place.seek(at);
    }

    pub(crate) fn arena(&self) -> &'a Arena {
        self.arena
    }

    pub(crate) fn keys(&self) -> Option<usize> {
        self.keys
    }

    pub(crate) fn set_keys(&mut self, keys: Option<usize>) {
        self.keys = keys;
        self.key_texts = [None; 2];
    }

    /// Whether a value that is read now may have been read before, since its attribute is repeated: then its place is no longer blank.
    #[inline(always)]
    pub(crate) fn reads_again(&self) -> bool {
        self.reads_again
    }

    #[inline(always)]
    pub(crate) fn set_reads_again(&mut self, again: bool) {
        self.reads_again = again;
    }

    /// The text of the key called `name`, if it was remembered: both images of a record ask for it.
    #[inline(always)]
    pub(crate) fn key(&self, name: &str) -> Option<&'a str> {
        self.key_texts.iter().flatten().find(|(known, _)| *known == name).map(|(_, text)| *text)
    }

    #[inline(always)]
    pub(crate) fn remember_key(&mut self, name: &'a str, text: &'a str) {
        self.key_texts = [Some((name, text)), self.key_texts[0]];
    }

    /// Used by derived code, for one of a record's keys.
    #[doc(hidden)]
    #[inline(always)]
    pub fn tell_key(&mut self, name: &'static str, text: Option<&'a str>) {
        if let Some(text) = text {
            self.remember_key(name, text);
        }
    }

    /// JSON levels around the place, for a limit that counts from the root.
    pub(crate) fn json_levels(&self) -> isize {
        self.json_base + 2 * self.levels as isize
    }

    /// The input, and what is known of it by now.
    #[inline(always)]
    pub(crate) fn source(&self) -> Source<'a> {
        self.place.source()
    }

    /// Takes over what is known of the input by now.
    pub(crate) fn know(&mut self, by_now: Source<'a>) {
        self.place.know(by_now);
    }

    /// The input from `start` to `end`, which was read and so is text.
    #[inline]
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'a str {
        let slice = self.source().part(start..end);
        debug_assert!(slice.is_some(), "{start}..{end} is no text");
        slice.unwrap_or_default()
    }

    /// The byte here.
    #[inline(always)]
    pub(crate) fn peek(&self) -> Option<u8> {
        self.place.peek()
    }

    /// Steps over the character `ascii` if it is here.
    #[inline(always)]
    pub(crate) fn take(&mut self, ascii: u8) -> bool {
        self.place.take_if(|byte| byte == ascii)
    }

    /// Steps back onto the character `ascii` if it is the one before.
    #[inline]
    pub(crate) fn back_onto(&mut self, ascii: u8) -> bool {
        self.place.back_if(ascii)
    }

    /// Steps over `token`, all of it or nothing.
    #[inline(always)]
    pub(crate) fn take_all(&mut self, token: &str) -> bool {
        self.place.take_str(token)
    }

    /// The same for a word of up to 16 bytes.
    #[inline(always)]
    pub(crate) fn take_word(&mut self, word: &str) -> bool {
        self.place.take_word(word)
    }

    /// Steps over the bytes that stand from `start` to `end` of the input if the same come here, all of them or none.
    #[inline(always)]
    pub(crate) fn take_again(&mut self, start: usize, end: usize) -> bool {
        self.place.take_again(start, end)
    }

    /// The same from `start + before` to `end`, if the bytes in front are the same too, as many as `before`.
    #[inline(always)]
    pub(crate) fn take_again_from(&mut self, start: usize, before: usize, end: usize) -> bool {
        let bytes = self.place.bytes();
        let front = |behind: usize| bytes.get(behind.checked_sub(before)?..behind);
        front(start + before) == front(self.at()) && self.take_again(start + before, end)
    }

    /// Where a part of the input stands; nowhere in the input, if at all, for other texts.
    #[inline(always)]
    pub(crate) fn place_of(&self, part: &str) -> Option<usize> {
        part.as_ptr().addr().checked_sub(self.place.bytes().as_ptr().addr())
    }

    /// Steps over `length` bytes and `token`, which is not empty, if it follows them; all of it or nothing.
    #[inline(always)]
    pub(crate) fn take_through(&mut self, length: usize, token: &str) -> bool {
        self.place.take_through(length, token)
    }

    /// The next `N` bytes.
    #[inline(always)]
    pub(crate) fn window<const N: usize>(&self) -> Option<&'a [u8; N]> {
        self.place.window()
    }

    /// The 16 bytes before this place and the 32 from it on; `None` near either end of the input.
    #[inline(always)]
    pub(crate) fn window_around(&self) -> Option<&'a [u8; 48]> {
        self.place.window_around()
    }

    /// Steps over the next `N` bytes, which were seen to be ASCII.
    #[inline(always)]
    pub(crate) fn step_over<const N: usize>(&mut self) {
        self.place.step_over::<N>();
    }

    /// Steps over white space (RFC 8259, section 2). Events of AWS have none, so the first look decides.
    #[inline(always)]
    pub(crate) fn space(&mut self) {
        if self.peek().is_some_and(|byte| byte <= b' ') {
            self.space_run();
        }
    }

    #[cold]
    #[inline(never)]
    fn space_run(&mut self) {
        // Of a `match` a table is made, which vector instructions cannot look into.
        let is_space = |byte| (byte == b' ') | (byte == b'\n') | (byte == b'\r') | (byte == b'\t');
        let space = scan::run(self.place.rest(), is_space);
        self.place.advance_over(space);
    }

    /// White space, then `byte`, or the error that `expected` names.
    #[inline]
    pub(crate) fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), Error> {
        self.space();
        if self.take(byte) { Ok(()) } else { Err(self.syntax(expected)) }
    }

    /// Steps into a map or list of DynamoDB.
    #[inline(always)]
    pub(crate) fn enter(&mut self) -> Result<(), Error> {
        // The map of an image is no level of its own.
        if self.levels > self.max_levels {
            return Err(self.limit("levels of maps and lists", self.max_levels));
        }
        self.levels += 1;
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn leave(&mut self) {
        self.levels -= 1;
    }

    /// At the outermost attribute map of an image, where the record's keys say what an enum is.
    pub(crate) fn is_outermost(&self) -> bool {
        self.levels == 0
    }
}

/// Errors at this place.
impl Cursor<'_> {
    /// The JSON breaks off or goes wrong here.
    #[cold]
    #[inline(never)]
    pub(crate) fn syntax(&self, expected: &'static str) -> Error {
        match self.peek() {
            None => Error::new(
                ErrorKind::UnexpectedEnd,
                Reason::Found { expected, found: "the end of the input" },
                self.at(),
            ),
            Some(byte) => {
                let error = Error::new(ErrorKind::Syntax, Reason::Expected(expected), self.at());
                // If the input is no text at all, that is what is wrong.
                if byte.is_ascii() { error } else { self.source().checked().err().unwrap_or(error) }
            }
        }
    }

    /// A JSON value of another type than `expected` stands here, or nothing that is JSON.
    #[cold]
    #[inline(never)]
    pub(crate) fn unexpected(&self, expected: &'static str) -> Error {
        let found = match self.peek() {
            Some(b'{') => "an object",
            Some(b'[') => "an array",
            Some(b'"') => "a string",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            _ => return self.syntax(expected),
        };
        Error::new(ErrorKind::Type, Reason::Found { expected, found }, self.at())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn limit(&self, what: &'static str, limit: usize) -> Error {
        Error::new(ErrorKind::Limit, Reason::Limit { what, limit }, self.at())
    }

    /// Used by derived code, for an index that no field has.
    #[doc(hidden)]
    #[cold]
    pub fn no_field(&self) -> Error {
        Error::new(ErrorKind::Type, Reason::Says("no field has this index"), self.at())
    }

    /// Used by derived code, for a value that chooses no variant, or none that could.
    #[doc(hidden)]
    #[cold]
    pub fn no_variant(&self, attribute: &'static str, is_there: bool) -> Error {
        Error::new(ErrorKind::Variant, Reason::Variant { attribute, is_there }, self.at())
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn full(&self) -> Error {
        Error::new(ErrorKind::Limit, Reason::ArenaFull, self.at())
    }
}

/// Turns "the arena is full" into an error of a place.
pub(crate) trait OrFull<T> {
    fn or_full(self, cursor: &Cursor<'_>) -> Result<T, Error>;
}

impl<T> OrFull<T> for Result<T, ArenaFull> {
    #[inline(always)]
    fn or_full(self, cursor: &Cursor<'_>) -> Result<T, Error> {
        self.map_err(|ArenaFull| cursor.full())
    }
}
