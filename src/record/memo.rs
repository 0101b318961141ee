//! What mostly is the same in one record as in the one before: two long runs of the envelope, compared as a whole.

use super::StreamViewType;
use super::arn::{ArnMemo, Ends};
use crate::cursor::Cursor;

/// What the record before looked like, by places in the input.
#[derive(Debug)]
pub(crate) struct Memo {
    pub(super) arns: ArnMemo,
    /// from behind the event's name to the time
    pub(super) source: Run,
    /// of the region within that run
    pub(super) region_length: usize,
    /// from behind the size to the record's end
    pub(super) stream: Run,
    pub(super) view_type: StreamViewType<'static>,
    /// where the ARN begins within that run, and how it is taken apart if it is one
    pub(super) arn_at: usize,
    pub(super) arn_ends: Option<Ends>,
}

impl Default for Memo {
    fn default() -> Memo {
        Memo {
            arns: ArnMemo::default(),
            source: Run::default(),
            region_length: 0,
            stream: Run::default(),
            view_type: StreamViewType::KeysOnly,
            arn_at: 0,
            arn_ends: None,
        }
    }
}

impl Memo {
    /// The run from `start` to `end`, in which the ARN begins at `arn`. A view type of another name is not kept: it would have to be read
    /// from the run.
    pub(super) fn remember_stream(
        &mut self,
        start: usize,
        arn: usize,
        end: usize,
        view_type: StreamViewType<'_>,
    ) {
        self.view_type = match view_type {
            StreamViewType::KeysOnly => StreamViewType::KeysOnly,
            StreamViewType::NewImage => StreamViewType::NewImage,
            StreamViewType::OldImage => StreamViewType::OldImage,
            StreamViewType::NewAndOldImages => StreamViewType::NewAndOldImages,
            StreamViewType::Unknown(_) => return,
        };
        // An ARN that was unescaped has no place in the run.
        if let Some(ends) = self.arns.ends_of(arn) {
            self.stream.remember(start, end);
            (self.arn_at, self.arn_ends) = (arn - start, ends);
        }
    }
}

/// A run of bytes that was read.
#[derive(Debug, Default)]
pub(super) struct Run {
    start: usize,
    end: usize,
}

impl Run {
    pub(super) fn remember(&mut self, start: usize, end: usize) {
        (self.start, self.end) = (start, end);
    }

    /// Steps over the same bytes if they come again.
    #[inline(always)]
    pub(super) fn comes(&self, cursor: &mut Cursor<'_>) -> bool {
        self.end > 0 && cursor.take_all(cursor.slice(self.start, self.end))
    }
}
