//! What a handler is told of a record besides its keys and images.

use std::fmt;
use std::ops::Deref;

use super::window::WindowState;
use crate::record::{DedupKey, Envelope, EventName, StreamArn};

/// What is known of a record besides its keys and images. It dereferences to the record's [`Envelope`]: sequence number, event id, time.
///
/// What the event does not tell and was said besides, the [stream](super::Builder::assume_stream) of a page of GetRecords, is known here alone:
///
/// ```
/// use millstream::{Item, handler::{StreamHandler, TableHandler}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let items = TableHandler::<Item>::new().for_table("items").on_insert("look", async |item| {
///     assert_eq!(item.meta.table_name(), Some("items"));
///     assert!(item.meta.dedup_key().unwrap().to_string().ends_with("/items/stream/x/111"));
///     assert_eq!(item.meta.sequence_number().unwrap().as_str(), "111"); // the envelope's
///     Ok::<_, std::io::Error>(())
/// });
/// let handler = StreamHandler::builder().table(items).build()?;
/// let page = r#"{"Records":[{"eventName":"INSERT","dynamodb":{"NewImage":{},"SequenceNumber":"111"}}]}"#;
/// assert!(handler.handle_from("arn:aws:dynamodb:eu-west-1:1:table/items/stream/x", page).await.is_done());
/// # Ok(())
/// # }
/// ```
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

    /// The ARN of the record's stream, told by itself or assumed.
    pub fn stream_arn(&self) -> Option<StreamArn<'r>> {
        self.envelope.stream_arn().or_else(|| StreamArn::parse(self.assumed()?))
    }

    /// The table's name, told by the record or by the stream that is assumed.
    pub fn table_name(&self) -> Option<&'r str> {
        self.envelope.table_name().or_else(|| Some(StreamArn::parse(self.assumed()?)?.table_name()))
    }

    /// What the record is known by when it is delivered again; see [`Envelope::dedup_key`]. The stream may be the one that is assumed.
    pub fn dedup_key(&self) -> Option<DedupKey<'r>> {
        self.envelope.dedup_key_in(self.stream())
    }

    /// The same as text, whatever it is.
    pub(super) fn stream(&self) -> Option<&'r str> {
        self.envelope.event_source_arn().or(self.assumed())
    }

    /// A record that names its table comes another way than the page's stream.
    fn assumed(&self) -> Option<&'r str> {
        self.assumed_arn
            .filter(|_| self.envelope.event_source_arn().is_none() && self.envelope.table_name().is_none())
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
