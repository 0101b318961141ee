//! What a handler is told of a record besides its keys and images.

use std::fmt;
use std::ops::Deref;

use super::window::WindowState;
use crate::record::{Envelope, EventName};

/// What is known of a record besides its keys and images. It dereferences to the record's [`Envelope`]: sequence number, event id, time.
#[derive(Clone, Copy)]
pub struct Meta<'r> {
    pub(super) envelope: &'r Envelope<'r>,
    pub(super) assumed_arn: Option<&'r str>,
    pub(super) window: Option<&'r WindowState>,
}

impl<'r> Meta<'r> {
    /// The state of the tumbling window, where there [are windows](super::Builder::tumbling_windows).
    pub const fn window(&self) -> Option<&'r WindowState> {
        self.window
    }

    /// The record's envelope, for as long as the handler runs.
    pub const fn envelope(&self) -> &'r Envelope<'r> {
        self.envelope
    }

    /// Whether the change is of a kind that handlers can ask for.
    pub(super) fn is_known(&self) -> bool {
        matches!(self.envelope.event_name(), Some(EventName::Insert | EventName::Modify | EventName::Remove))
    }

    /// The ARN of the record's stream, told by itself or [assumed](super::Builder::assume_stream).
    pub(super) fn stream(&self) -> Option<&'r str> {
        self.envelope.event_source_arn().or(self.assumed_arn)
    }
}

impl<'r> Deref for Meta<'r> {
    type Target = Envelope<'r>;

    fn deref(&self) -> &Envelope<'r> {
        self.envelope
    }
}

impl fmt::Debug for Meta<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.envelope.fmt(f)
    }
}
