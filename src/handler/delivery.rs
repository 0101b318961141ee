//! An event, and what its bytes do not tell of it.

use std::borrow::Cow;
use std::fmt;
use std::time::Instant;

/// An event that is given away, and what is known of it besides. Any bytes become one by `into`.
///
/// ```
/// use std::time::{Duration, Instant};
///
/// use millstream::handler::Delivery;
///
/// let page = String::from(r#"{"Records":[]}"#); // of GetRecords, which does not name the stream
/// let delivery = Delivery::new(page)
///     .from_stream("arn:aws:dynamodb:eu-west-1:123456789012:table/BarkTable/stream/2026-01-01T00:00:00.000")
///     .until(Instant::now() + Duration::from_secs(30));
/// assert_eq!(delivery.event().len(), 14);
/// ```
pub struct Delivery {
    // Boxed, so that whatever holds the bytes can be given without a copy of them.
    event: Box<dyn AsRef<[u8]> + Send + Sync>,
    stream: Option<Cow<'static, str>>,
    deadline: Option<Instant>,
}

impl Delivery {
    /// An event of which no more is known.
    pub fn new(event: impl AsRef<[u8]> + Send + Sync + 'static) -> Delivery {
        Delivery { event: Box::new(event), stream: None, deadline: None }
    }

    /// Says which stream records are of that do not name theirs, in the place of what the handlers
    /// [assume](super::Builder::assume_stream).
    #[must_use]
    pub fn from_stream(mut self, arn: impl Into<Cow<'static, str>>) -> Delivery {
        self.stream = Some(arn.into());
        self
    }

    /// Says when time is up: no record is begun then, less the [margin](super::Builder::deadline_margin), or later.
    #[must_use]
    pub fn until(mut self, deadline: Instant) -> Delivery {
        self.deadline = Some(deadline);
        self
    }

    /// The bytes.
    pub fn event(&self) -> &[u8] {
        (*self.event).as_ref()
    }

    pub(super) fn received(&self) -> Received<'_> {
        Received { event: self.event(), stream: self.stream.as_deref(), deadline: self.deadline }
    }
}

impl<E: AsRef<[u8]> + Send + Sync + 'static> From<E> for Delivery {
    fn from(event: E) -> Delivery {
        Delivery::new(event)
    }
}

/// Shows the event's length: what it holds is customers' data.
impl fmt::Debug for Delivery {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Delivery")
            .field("bytes", &self.event().len())
            .field("stream", &self.stream)
            .field("deadline", &self.deadline)
            .finish()
    }
}

/// The same, lent.
#[derive(Clone, Copy)]
pub struct Received<'e> {
    pub event: &'e [u8],
    pub stream: Option<&'e str>,
    pub deadline: Option<Instant>,
}

impl<'e> Received<'e> {
    pub fn new(event: &'e [u8]) -> Received<'e> {
        Received { event, stream: None, deadline: None }
    }
}
