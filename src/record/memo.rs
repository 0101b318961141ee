//! What mostly is the same in one record as in the one before: two long runs of the envelope, compared as a whole, and the length of the
//! sequence number.

use std::ops::Range;

use super::arn::ArnMemo;
use super::common::Common;
use super::{StreamArn, StreamViewType, UserIdentity};
use crate::arena::{Arena, ArenaFull};
use crate::cursor::{Cursor, Hint, Skeleton, Source};
use crate::error::Error;

/// What the record before looked like.
#[derive(Debug)]
pub(crate) struct Memo<'i> {
    input: Source<'i>,
    /// of the general envelope
    pub(super) arns: ArnMemo,
    common: Common<'i>,
    /// where `common` is kept as it is now
    kept: Option<&'i Common<'i>>,
    /// from behind the event's name to the time; empty if none was seen
    source: &'i str,
    /// from behind the size to the record's end; empty if none was seen
    stream: &'i str,
    /// of the sequence number, whose length seldom changes
    pub(super) sequence_number: Hint,
    /// of images that nobody asks for
    skeleton: Option<&'i mut Skeleton>,
}

impl<'i> Memo<'i> {
    /// Nothing was seen yet of `input`, in which all records stand that it is used for.
    pub(crate) fn new(input: Source<'i>) -> Memo<'i> {
        Memo {
            input,
            arns: ArnMemo::default(),
            common: *Common::NONE,
            kept: None,
            source: "",
            stream: "",
            sequence_number: Hint::default(),
            skeleton: None,
        }
    }

    /// The same, for many records.
    pub(crate) fn of_many(input: Source<'i>, skeleton: &'i mut Skeleton) -> Memo<'i> {
        skeleton.begin(input.bytes().len());
        Memo { skeleton: Some(skeleton), ..Memo::new(input) }
    }

    /// Steps over the rest of an image, the cursor behind its `{`.
    #[inline(always)]
    pub(super) fn skip_image(&mut self, cursor: &mut Cursor<'_>) -> Result<(), Error> {
        match &mut self.skeleton {
            Some(skeleton) => cursor.skip_image(skeleton),
            None => cursor.skip_object(),
        }
    }

    /// What the record that was read last has in common with others.
    pub(super) fn common(&self) -> &Common<'i> {
        &self.common
    }

    /// The same, kept in the arena: once for all records that come one after the other and share it.
    pub(super) fn keep(&mut self, arena: &'i Arena) -> Result<&'i Common<'i>, ArenaFull> {
        if let Some(kept) = self.kept {
            return Ok(kept);
        }
        let kept = arena.value(self.common)?;
        self.kept = Some(kept);
        Ok(kept)
    }

    /// Steps over the run in front of the time if it comes again.
    #[inline(always)]
    pub(super) fn source_comes(&self, cursor: &mut Cursor<'_>) -> bool {
        !self.source.is_empty() && cursor.take_all(self.source)
    }

    /// Steps over the run behind the size if it comes again.
    #[inline(always)]
    pub(super) fn stream_comes(&self, cursor: &mut Cursor<'_>) -> bool {
        !self.stream.is_empty() && cursor.take_all(self.stream)
    }

    pub(super) fn remember_source(
        &mut self,
        run: Range<usize>,
        version: &'static str,
        source: &'static str,
        region: &'i str,
        identity: Option<UserIdentity<'i>>,
    ) {
        self.source = self.input.part(run).unwrap_or_default();
        self.common.event_version = Some(version);
        self.common.event_source = Some(source);
        self.common.region = Some(region);
        self.common.user_identity = identity;
        self.kept = None;
    }

    pub(super) fn remember_stream(&mut self, run: Range<usize>, view: StreamViewType<'i>, arn: &'i str) {
        self.stream = self.input.part(run).unwrap_or_default();
        self.common.stream_view_type = Some(view);
        self.common.event_source_arn = Some(arn);
        self.common.stream_arn = StreamArn::parse(arn);
        self.kept = None;
    }

    /// The text that begins here, as one of the whole input; the cursor stands behind its quote and then behind the other. One that has
    /// escapes is none.
    pub(super) fn text(&self, cursor: &mut Cursor<'_>) -> Option<&'i str> {
        let start = cursor.at();
        let length = cursor.text().ok()?.len();
        let end = cursor.at() - "\"".len();
        if end - start == length { self.input.part(start..end) } else { None }
    }
}
