//! Stepping over attributes in the spelling that AWS writes, most of them in one look at the 64 bytes from the name on. Whatever else comes
//! is left to the general code, which takes over at the same place.

use super::brackets::{Brackets, Few};
use super::{Cursor, Due};
use crate::error::Error;
use crate::scan::{self, BLOCK, Level, Plain, STEP, Task};

/// What stands between an attribute's name and its value if that is a text; the letter of its type does not matter.
const OPENS_TEXT: u64 = u64::from_le_bytes(*b"\":{\"\0\":\"");
const BUT_FOR_LETTER: u64 = u64::from_le_bytes(*b"\xff\xff\xff\xff\0\xff\xff\xff");
/// Where that letter is.
const LETTER: usize = 4;
/// What stands between the end of such a value and the next attribute's name.
const ENDS_TEXT: &[u8; 4] = b"\"},\"";

/// Where a step has come to.
enum Step {
    /// Behind the opening quote of a name.
    Name(usize),
    /// At a value.
    Value(usize),
    /// Behind the opening quote of a value.
    Text(usize),
    /// Behind a value.
    Behind(usize),
    /// The general code goes on.
    Other(usize, Due),
}

/// Goes on from where `due` is due as far as the spelling is the usual one.
pub(super) struct Usual<'c, 'a> {
    pub(super) cursor: &'c mut Cursor<'a>,
    pub(super) due: Due,
    pub(super) open: &'c mut Brackets,
}

impl Task for Usual<'_, '_> {
    type Output = Result<Due, Error>;

    #[inline(always)]
    fn run<L: Level>(self) -> Result<Due, Error> {
        let Usual { cursor, due, open: brackets } = self;
        let mut open = brackets.few();
        // From here on there always is room for the brace of a value that is a text.
        if !open.has_room(1) {
            return Ok(due);
        }
        let mut at = cursor.at();
        let mut name_is_due = match (due, cursor.peek()) {
            (Due::Name, Some(b'"')) => {
                at += 1;
                true
            }
            (Due::Value, Some(b'{' | b'"')) => false,
            _ => return Ok(due),
        };
        let bytes = cursor.place.bytes();
        // Until all of the input was checked, only ASCII is.
        let mut plain = *cursor.place.plain();
        let (at, due) = loop {
            let mut step =
                if name_is_due { skip_texts::<L>(bytes, at, &mut open, &plain) } else { Step::Value(at) };
            if let Step::Value(value) = step {
                step = open_value(bytes, value, &mut open);
            }
            if let Step::Text(text) = step {
                cursor.seek(text);
                cursor.skip_text()?;
                plain = *cursor.place.plain();
                step = Step::Behind(cursor.at());
            }
            if let Step::Behind(value) = step {
                step = close_values(bytes, value, &mut open);
            }
            (at, name_is_due) = match step {
                Step::Name(at) => (at, true),
                Step::Value(at) => (at, false),
                Step::Text(at) | Step::Behind(at) => (at, false),
                Step::Other(at, due) => break (at, due),
            };
        };
        cursor.seek(at);
        brackets.set(&open);
        Ok(due)
    }
}

/// The next `N` bytes from `at` on.
#[inline(always)]
fn window<const N: usize>(bytes: &[u8], at: usize) -> Option<&[u8; N]> {
    bytes.get(at..)?.first_chunk()
}

/// Steps over attributes that are texts, from behind the opening quote of the first one's name.
#[inline(always)]
fn skip_texts<L: Level>(bytes: &[u8], mut at: usize, open: &mut Few, plain: &Plain) -> Step {
    loop {
        let Some(window) = window::<BLOCK>(bytes, at) else { return Step::Other(at - 1, Due::Name) };
        let marks = L::marks(window, plain);
        let name = marks.first();
        let Some(behind_name) = window.get(name..).and_then(|rest| rest.first_chunk::<8>()) else {
            return Step::Other(at - 1, Due::Name);
        };
        let marks = marks.from(name);
        // A letter that is marked is no member's whole name.
        if u64::from_le_bytes(*behind_name) & BUT_FOR_LETTER != OPENS_TEXT || marks.has::<LETTER>() {
            let is_name = behind_name.starts_with(b"\":");
            return if is_name { Step::Value(at + name + 2) } else { Step::Other(at - 1, Due::Name) };
        }
        let (text, marks) = (name + 8, marks.from(8));
        let ends_at =
            |place: usize| window.get(place..).and_then(|rest| rest.first_chunk()) == Some(ENDS_TEXT);
        if L::FINDS_BRACES {
            // The next attribute mostly follows the first brace. Where that proves right, the place of the text's end need not be waited for.
            let brace = L::braces(window).first();
            if marks.is_first(brace.wrapping_sub(text + 1)) && ends_at(brace.wrapping_sub(1)) {
                at += brace - 1 + ENDS_TEXT.len();
                continue;
            }
        }
        let end = text + marks.first();
        if !L::FINDS_BRACES && ends_at(end) {
            at += end + ENDS_TEXT.len();
            continue;
        }
        if end >= BLOCK {
            if let Some(next) = next_name::<L>(bytes, at + BLOCK, plain) {
                at = next;
                continue;
            }
        }
        open.push(true);
        return if window.get(end) == Some(&b'"') {
            Step::Behind(at + end + 1)
        } else {
            Step::Text(at + text)
        };
    }
}

/// Behind the opening quote of the next name, if the text ends in the block from `at` on. The end of a longer one is found in larger steps.
#[inline(always)]
fn next_name<L: Level>(bytes: &[u8], at: usize, plain: &Plain) -> Option<usize> {
    let end = at + L::marks(window(bytes, at)?, plain).first();
    (window(bytes, end) == Some(ENDS_TEXT)).then_some(end + ENDS_TEXT.len())
}

/// Steps into the value that begins here, or over it if it is a short one.
#[inline(always)]
fn open_value(bytes: &[u8], at: usize, open: &mut Few) -> Step {
    let other = Step::Other(at, Due::Value);
    let Some(window) = window::<STEP>(bytes, at) else { return other };
    // Four for what is opened here, and one for a text in it.
    if !open.has_room(5) {
        return other;
    }
    let is = |text: &[u8]| window.starts_with(text);
    if is(b"{\"M\":{\"") {
        open.push_all(0b11, 2);
        Step::Name(at + 7)
    } else if is(b"{\"L\":[{\"M\":{\"") {
        open.push_all(0b1011, 4);
        Step::Name(at + 13)
    } else if is(b"{\"BOOL\":true},\"") && open.in_object() {
        Step::Name(at + 15)
    } else if is(b"{\"BOOL\":false},\"") && open.in_object() {
        Step::Name(at + 16)
    } else if is(b"\"") {
        Step::Text(at + 1)
    } else if is(b"{\"S\":\"") || is(b"{\"N\":\"") {
        open.push(true);
        Step::Text(at + 6)
    } else if is(b"{\"SS\":[\"") || is(b"{\"NS\":[\"") || is(b"{\"BS\":[\"") {
        open.push_all(0b10, 2);
        Step::Text(at + 8)
    } else if is(b"{\"L\":[") && matches!(window[6], b'{' | b']') {
        open.push_all(0b10, 2);
        if window[6] == b'{' { Step::Value(at + 6) } else { Step::Behind(at + 6) }
    } else if is(b"{\"BOOL\":true") || is(b"{\"NULL\":true") {
        open.push(true);
        Step::Behind(at + 12)
    } else if is(b"{\"BOOL\":false") {
        open.push(true);
        Step::Behind(at + 13)
    } else if is(b"{\"M\":{}") {
        open.push_all(0b11, 2);
        Step::Behind(at + 6)
    } else {
        other
    }
}

/// Steps over the brackets that close behind a value, to the next name or value.
#[inline(always)]
fn close_values(bytes: &[u8], at: usize, open: &mut Few) -> Step {
    let Some(window) = window::<STEP>(bytes, at) else { return Step::Other(at, Due::Next) };
    let (braces, count) = scan::closing(window);
    let Some(count) = open.close(braces, count) else { return Step::Other(at, Due::Next) };
    let at = at + count;
    if open.is_empty() {
        return Step::Other(at, Due::Nothing);
    }
    match (window.get(count..).and_then(|rest| rest.first_chunk()), open.in_object()) {
        (Some(b",\""), true) => Step::Name(at + 2),
        (Some(b",{" | b",\""), false) => Step::Value(at + 1),
        _ => Step::Other(at, Due::Next),
    }
}
