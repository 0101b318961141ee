//! Stepping over values that nobody asked for. The grammar is checked in full all the same.

mod attributes;
mod brackets;
mod image;
#[cfg(test)]
mod image_tests;
mod skeleton;

use super::Cursor;
use crate::error::Error;
use crate::limits::Limits;
use crate::scan::{at_best_level, run};

use attributes::Usual;
use brackets::Brackets;
pub(crate) use skeleton::Skeleton;

/// What comes next in a value.
#[derive(Clone, Copy)]
enum Due {
    /// a member's name
    Name,
    /// a value
    Value,
    /// what stands behind a value
    Next,
    /// nothing: the value has ended
    Nothing,
}

impl Cursor<'_> {
    /// Steps over one JSON value, white space before it included.
    pub(crate) fn skip(&mut self) -> Result<(), Error> {
        // Most are attribute values with a text, with a map of a few, or with true or false.
        let room = Brackets::room_within(self.json_levels());
        if room >= 1 && self.take_text_opening() {
            self.skip_text()?;
            return if self.take(b'}') { Ok(()) } else { self.skip_within(Due::Next, 1, room) };
        }
        if room >= 3 && self.take_all("{\"M\":{\"") {
            return match self.skip_short_texts() {
                Due::Nothing if self.take(b'}') => Ok(()),
                Due::Nothing => self.skip_within(Due::Next, 1, room),
                due => self.skip_within(due, 2, room),
            };
        }
        if room >= 1 && (self.take_all("{\"BOOL\":true}") || self.take_all("{\"BOOL\":false}")) {
            return Ok(());
        }
        self.skip_within(Due::Value, 0, room)
    }

    /// The same, but for the `}` of an attribute value. False: there is none, and the cursor stands behind what is there.
    #[inline(always)]
    pub(crate) fn skip_but_brace(&mut self) -> Result<bool, Error> {
        let room = Brackets::room_within(self.json_levels());
        if room >= 1 && self.take_text_opening() {
            self.skip_text()?;
            if self.peek() == Some(b'}') {
                return Ok(true);
            }
            self.skip_within(Due::Next, 1, room)?;
        } else {
            self.skip()?;
        }
        Ok(self.back_onto(b'}'))
    }

    /// Steps over the rest of a map of attributes, the cursor behind its `{`. It stands in an attribute value, or in `dynamodb`.
    pub(crate) fn skip_object(&mut self) -> Result<(), Error> {
        let room = Brackets::room_within(self.json_levels() + 1);
        if room < 1 {
            return Err(self.too_deep());
        }
        self.space();
        if self.take(b'}') {
            return Ok(());
        }
        self.skip_within(Due::Name, 1, room)
    }

    /// The same for a record's keys, which are one or two attributes, mostly with a short text each.
    pub(crate) fn skip_keys(&mut self) -> Result<(), Error> {
        let room = Brackets::room_within(self.json_levels() + 1);
        if room < 2 || !self.take(b'"') {
            return self.skip_object();
        }
        match self.skip_short_texts() {
            Due::Nothing => Ok(()),
            due => self.skip_within(due, 1, room),
        }
    }

    /// Steps over attributes with a short text each, from behind the opening quote of the first one's name on, as far as they are such, but not
    /// over many. What is short is found by fewer instructions than it takes to begin with what may be long. `Nothing`: the map has ended, too.
    #[inline(always)]
    fn skip_short_texts(&mut self) -> Due {
        let mut more = 4;
        loop {
            let name = self.at();
            let is_short = self.pass_text_of_two_looks()
                && (self.take_all(":{\"S\":\"") || self.take_all(":{\"N\":\""))
                && self.pass_text_of_two_looks()
                && self.take(b'}');
            if !is_short {
                self.seek(name - 1);
                return Due::Name;
            }
            if self.take(b'}') {
                return Due::Nothing;
            }
            more -= 1;
            if more == 0 || !self.take_all(",\"") {
                return Due::Next;
            }
        }
    }

    /// Used by derived code, for a variant that holds nothing.
    #[doc(hidden)]
    pub fn skip_map(&mut self) -> Result<(), Error> {
        self.skip_object()
    }

    /// Goes on where so many braces were opened, and `room` brackets may be open.
    #[inline(never)]
    fn skip_within(&mut self, due: Due, braces: usize, room: usize) -> Result<(), Error> {
        self.skip_on(due, &mut Brackets::braces(braces, room))
    }

    /// Goes on where these brackets are open, until they are closed.
    fn skip_on(&mut self, mut due: Due, open: &mut Brackets) -> Result<(), Error> {
        loop {
            due = match at_best_level(Usual { cursor: self, due, open })? {
                Due::Name => self.skip_name()?,
                Due::Value => self.skip_value(open)?,
                Due::Next => self.skip_between(open)?,
                Due::Nothing => return Ok(()),
            };
        }
    }

    /// Steps over a value, or into it.
    fn skip_value(&mut self, open: &mut Brackets) -> Result<Due, Error> {
        self.space();
        match self.peek() {
            Some(b'"') => {
                self.take(b'"');
                self.skip_text()?;
            }
            Some(bracket @ (b'{' | b'[')) => {
                if !open.has_room() {
                    return Err(self.too_deep());
                }
                self.take(bracket);
                self.space();
                let brace = bracket == b'{';
                if !self.take(if brace { b'}' } else { b']' }) {
                    open.push(brace);
                    return Ok(if brace { Due::Name } else { Due::Value });
                }
            }
            Some(b't') => self.skip_word("true")?,
            Some(b'f') => self.skip_word("false")?,
            Some(b'n') => self.skip_word("null")?,
            _ => self.skip_number()?,
        }
        Ok(Due::Next)
    }

    /// A value has ended: steps over the brackets that close behind it, to where the next name or value is due.
    fn skip_between(&mut self, open: &mut Brackets) -> Result<Due, Error> {
        while !open.is_empty() {
            self.space();
            let in_object = open.in_object();
            if self.take(if in_object { b'}' } else { b']' }) {
                open.pop();
            } else if self.take(b',') {
                self.space();
                return Ok(if in_object { Due::Name } else { Due::Value });
            } else {
                return Err(self.syntax(if in_object { "`,` or `}`" } else { "`,` or `]`" }));
            }
        }
        Ok(Due::Nothing)
    }

    #[cold]
    fn too_deep(&self) -> Error {
        self.limit("levels of JSON", Limits::JSON_NESTING).fatal()
    }

    fn skip_name(&mut self) -> Result<Due, Error> {
        if !self.take(b'"') {
            return Err(self.syntax("a member name"));
        }
        self.skip_text()?;
        self.expect(b':', "`:`")?;
        self.space();
        Ok(Due::Value)
    }

    pub(crate) fn skip_word(&mut self, word: &'static str) -> Result<(), Error> {
        for letter in word.bytes() {
            if !self.take(letter) {
                return Err(self.syntax("a JSON value"));
            }
        }
        Ok(())
    }

    /// Steps over a number: `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
    pub(crate) fn skip_number(&mut self) -> Result<(), Error> {
        let negative = self.take(b'-');
        if !self.take(b'0') {
            match self.peek() {
                Some(b'1'..=b'9') => self.skip_digits()?,
                _ if negative => return Err(self.syntax("a digit")),
                _ => return Err(self.syntax("a JSON value")),
            }
        }
        if self.take(b'.') {
            self.skip_digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.skip_digits()?;
        }
        Ok(())
    }

    fn skip_digits(&mut self) -> Result<(), Error> {
        match run(self.place.rest(), |byte| byte.is_ascii_digit()) {
            0 => Err(self.syntax("a digit")),
            digits => {
                self.place.advance_over(digits);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;

    /// A bit of everything that DynamoDB writes, and some of what it does not.
    const ITEM: &str = concat!(
        r#"{"id":{"S":"7068f54b"},"empty":{"S":""},"n":{"N":"-1.5E3"},"yes":{"BOOL":true},"no":{"BOOL":false},"b":{"B":"AA=="},"#,
        r#""m":{"M":{"a":{"S":"é😀"},"no":{"BOOL":false}}},"none":{"M":{}},"l":{"L":[{"M":{"x":{"N":"1"}}},{"M":{"x":{"NULL":true}}},"#,
        r#"{"S":"t"},{"L":[]},{"L":[{"N":"2"}]},{"BOOL":true}]},"ss":{"SS":["a","b\n\u00e9"]},"ns":{"NS":["1"]},"no":{"SS":[]},"#,
        r#""long":{"S":"0123456789012345678901234567890123456789 \"quoted\" 0123456789012345678901234567890123456789"},"#,
        r#""two":{"S":"x","N":1.5e-3},"plain":"text","array":[1,[],{},"x",null,{"k":true}],"last":{"M":{"M":{"L":[{"S":"z"}]}}}}"#
    );

    /// What skipping `text` comes to, without the usual spelling's shortcut if `plainly`.
    fn skip(text: &str, levels: isize, plainly: bool) -> Result<usize, (usize, String)> {
        let (arena, limits) = (Arena::with_limit(1 << 20), Limits::default());
        let mut cursor = Cursor::new(text, &arena, &limits);
        cursor.set_json_levels(levels);
        let mut go = || {
            if !plainly {
                return cursor.skip();
            }
            let mut open = Brackets::braces(0, Brackets::room_within(levels));
            let mut due = Due::Value;
            loop {
                due = match due {
                    Due::Name => cursor.skip_name()?,
                    Due::Value => cursor.skip_value(&mut open)?,
                    Due::Next => cursor.skip_between(&mut open)?,
                    Due::Nothing => return Ok(()),
                };
            }
        };
        go().map_err(|error| (error.offset(), error.to_string())).map(|()| cursor.at())
    }

    fn agree(text: &str, levels: isize) -> Result<usize, (usize, String)> {
        let result = skip(text, levels, false);
        assert_eq!(result, skip(text, levels, true), "{text}");
        result
    }

    /// So that even the last attributes are looked at in wide windows.
    const BEHIND: &str = "                                                                                ";

    /// What is stepped over by code of its own where it is a value, not a part of one.
    const VALUES: [&str; 7] = [
        r#"{"M":{"kind":{"S":"of copper"},"id":{"N":"7"}}}"#,
        r#"{"M":{"a":{"S":""},"b":{"N":"1"},"c":{"S":"é"},"d":{"N":"2"},"e":{"S":"5"},"f":{"BOOL":true}}}"#,
        r#"{"M":{"a":{"S":"0123456789012345678901234567890123456789"},"no":{"BOOL":false},"c":{"M":{"d":{"S":"x"}}}}}"#,
        r#"{"M":{}}"#,
        r#"{"BOOL":true}"#,
        r#"{"B":"AA=="}"#,
        r#"{"S":"x","N":"1"}"#,
    ];

    #[test]
    fn the_shortcut_changes_nothing() {
        for value in VALUES.into_iter().chain([ITEM]) {
            assert_eq!(agree(value, 0), Ok(value.len()));
            for end in (0..=value.len()).filter(|&end| value.is_char_boundary(end)) {
                let _ = agree(&value[..end], 0);
                let _ = agree(&format!("{}{BEHIND}", &value[..end]), 0);
            }
        }
    }

    #[test]
    fn the_shortcut_is_as_strict_at_every_byte() {
        for value in VALUES.into_iter().chain([ITEM]) {
            let mut refused = 0;
            for (at, there) in value.char_indices() {
                for other in
                    ["", " ", "\"", "\\", "\n", ",", ":", "{", "}", "[", "]", "S", "1", "é", "\"\"", "},\""]
                {
                    let behind = &value[at + there.len_utf8()..];
                    refused +=
                        agree(&format!("{}{other}{behind}{BEHIND}", &value[..at]), 0).is_err() as usize;
                    let _ = agree(&format!("{}{other}{}{BEHIND}", &value[..at], &value[at..]), 0);
                }
            }
            assert!(refused > value.len() * 4, "{refused} of {value}");
        }
    }

    /// As [`skip`](Cursor::skip), whose shortcuts it shares, but behind the brace.
    #[test]
    fn keys_are_skipped_as_other_maps() {
        let go = |text: &str, levels: isize, shortly: bool| {
            let (arena, limits) = (Arena::with_limit(1 << 20), Limits::default());
            let mut cursor = Cursor::new(text, &arena, &limits);
            cursor.set_json_levels(levels);
            let skipped = if shortly { cursor.skip_keys() } else { cursor.skip_object() };
            let skipped = skipped.map_err(|error| (error.offset(), error.to_string()));
            skipped.map(|()| cursor.at())
        };
        for value in VALUES[..4].iter().map(|map| &map[6..map.len() - 1]) {
            for (at, there) in value.char_indices() {
                for other in ["", " ", "\"", "\\", ",", ":", "{", "}", "]", "1", "},\""] {
                    let text = format!("{}{other}{}{BEHIND}", &value[..at], &value[at + there.len_utf8()..]);
                    for levels in [0, Limits::JSON_NESTING as isize - 2, Limits::JSON_NESTING as isize - 1] {
                        let keys = go(&text, levels, true);
                        assert_eq!(keys, go(&text, levels, false), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_shortcut_ends_at_the_same_depth() {
        for depth in 0..12 {
            for value in VALUES.into_iter().chain([ITEM]) {
                let _ = agree(&format!("{value}{BEHIND}"), Limits::JSON_NESTING as isize - depth);
            }
        }
        for depth in [1, 20, 31, 32, 33, 62, 63, 64, 65, 500, 511, 512, 513] {
            let maps = r#"{"M":{"a":"#.repeat(depth) + ITEM + &"}}".repeat(depth) + BEHIND;
            let lists = r#"{"L":["#.repeat(depth) + ITEM + &"]}".repeat(depth) + BEHIND;
            let fits = 2 * depth + 5 <= Limits::JSON_NESTING;
            assert_eq!(agree(&maps, 0).is_ok(), fits);
            assert_eq!(agree(&lists, 0).is_ok(), fits);
            assert!(agree(&maps.replacen("}}}", "}]}", 1), 0).is_err());
        }
    }
}
