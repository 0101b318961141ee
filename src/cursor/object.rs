//! Plain JSON around the attribute values: objects, strings and null.

use super::Cursor;
use crate::error::Error;

impl<'a> Cursor<'a> {
    /// Calls `each` at every member's value of the object that stands here.
    pub(crate) fn members(
        &mut self,
        mut each: impl FnMut(&mut Cursor<'a>, &'a str) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.space();
        if !self.take(b'{') {
            return Err(self.unexpected("an object"));
        }
        self.space();
        if self.take(b'}') {
            return Ok(());
        }
        let around = self.json_levels();
        loop {
            self.set_json_levels(around + 1);
            let name = self.member_name()?;
            each(self, name)?;
            self.space();
            if self.take(b'}') {
                self.set_json_levels(around);
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.syntax("`,` or `}`"));
            }
        }
    }

    /// A member's name; the cursor is left at its value.
    pub(crate) fn member_name(&mut self) -> Result<&'a str, Error> {
        self.space();
        if !self.take(b'"') {
            return Err(self.syntax("a member name"));
        }
        let name = self.text()?;
        self.expect(b':', "`:`")?;
        self.space();
        Ok(name)
    }

    /// Steps over `null` if it stands here: a member that is null counts as absent.
    pub(crate) fn take_null(&mut self) -> Result<bool, Error> {
        match self.peek() {
            Some(b'n') => self.skip_word("null").map(|()| true),
            _ => Ok(false),
        }
    }

    /// A string, or `None` for null.
    pub(crate) fn string(&mut self) -> Result<Option<&'a str>, Error> {
        if self.take(b'"') {
            return self.text().map(Some);
        }
        if self.take_null()? { Ok(None) } else { Err(self.unexpected("a string")) }
    }

    /// A boolean, or `None` for null.
    pub(crate) fn boolean(&mut self) -> Result<Option<bool>, Error> {
        match self.peek() {
            Some(b't') => self.skip_word("true").map(|()| Some(true)),
            Some(b'f') => self.skip_word("false").map(|()| Some(false)),
            _ if self.take_null()? => Ok(None),
            _ => Err(self.unexpected("a boolean")),
        }
    }

    /// The text of a number, or `None` for null.
    pub(crate) fn number(&mut self) -> Result<Option<&'a str>, Error> {
        let start = self.at();
        match self.peek() {
            Some(b'-' | b'0'..=b'9') => self.skip_number().map(|()| Some(self.slice(start, self.at()))),
            _ if self.take_null()? => Ok(None),
            _ => Err(self.unexpected("a number")),
        }
    }
}
