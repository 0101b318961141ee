//! What is wrong with an input, and where.

mod display;
mod kind;
mod path;

pub use kind::ErrorKind;
pub use path::Position;

use std::ops::Range;

use crate::value::Tag;
pub(crate) use path::{Segment, render};

/// Why an input, or one record of it, could not be decoded.
///
/// It is as small as a pointer, owns all it holds, and never shows the contents of an item: attribute names, types and places only.
/// [`is_fatal`](Error::is_fatal) tells whether the whole input failed or one record.
///
/// ```
/// use millstream::{Decoder, ErrorKind, Item};
///
/// let event = r#"{"Records":[{"eventID":"1","dynamodb":{"SequenceNumber":"7","NewImage":{"price":{"N":"cheap"}}}}]}"#;
/// let mut decoder = Decoder::new();
/// let batch = decoder.decode::<Item>(event)?;
/// let error = batch.iter().next().unwrap().unwrap_err();
/// assert_eq!(error.to_string(), "Records[0].NewImage.price: expected a number at byte 86");
/// assert_eq!(error.kind(), ErrorKind::Number);
/// assert_eq!((error.record_index(), error.event_id(), error.sequence_number()), (Some(0), Some("1"), Some("7")));
/// assert!(!error.is_fatal());
/// # Ok::<(), millstream::Error>(())
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    reason: Reason,
    offset: usize,
    fatal: bool,
    /// innermost first: each level adds its own name on the way out
    path: Vec<Segment>,
    record: Option<RecordRef>,
}

/// The record that an error belongs to, as far as it could be read.
#[derive(Clone, Debug, Default)]
pub(crate) struct RecordRef {
    pub index: usize,
    pub event_id: Option<String>,
    pub sequence_number: Option<String>,
    pub bytes: Range<usize>,
}

/// The words of an error.
#[derive(Clone)]
pub(crate) enum Reason {
    /// a thing was expected and something else stands there
    Found {
        expected: &'static str,
        found: &'static str,
    },
    /// a thing was expected; what stands there is not even that
    Expected(&'static str),
    Says(&'static str),
    Limit {
        what: &'static str,
        limit: usize,
    },
    ArenaFull,
    /// the attribute that chooses
    Variant {
        attribute: &'static str,
        is_there: bool,
    },
    /// from a `with` module
    Custom(std::borrow::Cow<'static, str>),
}

impl Error {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(kind: ErrorKind, reason: Reason, offset: usize) -> Error {
        Error(Box::new(Inner { kind, reason, offset, fatal: false, path: Vec::new(), record: None }))
    }

    #[cold]
    pub(crate) fn misfit(expected: &'static str, found: Tag, offset: usize) -> Error {
        Error::new(ErrorKind::Type, Reason::Found { expected, found: found.name() }, offset)
    }

    #[cold]
    pub(crate) fn missing(name: &'static str, offset: usize) -> Error {
        Error::new(ErrorKind::Missing, Reason::Says("missing"), offset).within(name)
    }

    /// Adds the name of the member that the error lies in.
    #[cold]
    #[inline(never)]
    pub(crate) fn within(mut self, segment: impl Into<Segment>) -> Error {
        // All of the input is no UTF-8, wherever that was noticed.
        if self.0.kind != ErrorKind::Utf8 {
            self.0.path.push(segment.into());
        }
        self
    }

    /// Marks the error as one of the whole input.
    #[cold]
    pub(crate) fn fatal(mut self) -> Error {
        self.0.fatal = true;
        self
    }

    #[cold]
    pub(crate) fn of_record(mut self, record: RecordRef) -> Error {
        self.0.record = Some(record);
        self
    }

    #[cold]
    pub(crate) fn with_kind(mut self, kind: ErrorKind) -> Error {
        self.0.kind = kind;
        self
    }

    /// Whether memory ended, and not the input.
    #[cold]
    pub(crate) fn is_of_memory(&self) -> bool {
        matches!(self.0.reason, Reason::ArenaFull)
    }

    /// The same error, of an item that stands at this place of a list: the path begins with it.
    ///
    /// Who decodes items alone, as [`Decoder::each`](crate::Decoder::each) does, knows where each of them stands; the error does not.
    ///
    /// ```
    /// use millstream::{Decoder, Model};
    ///
    /// #[derive(Debug, Model)]
    /// struct Bark<'a> {
    ///     message: &'a str,
    /// }
    ///
    /// let mut decoder = Decoder::new();
    /// let barks = decoder.each::<Bark>([r#"{"message":{"S":"wuff"}}"#, r#"{"message":{"N":"1"}}"#]).enumerate();
    /// let barks: Result<Vec<_>, _> = barks.map(|(index, bark)| bark.map_err(|error| error.at_index(index))).collect();
    /// assert_eq!(barks.unwrap_err().path(), "[1].message");
    /// ```
    #[cold]
    pub fn at_index(self, index: usize) -> Error {
        self.within(index)
    }

    /// What sort of error it is, to branch on.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// Whether the whole input failed. An error that is not fatal belongs to one record, and the others stand.
    pub fn is_fatal(&self) -> bool {
        self.0.fatal
    }

    /// Where in the input, in bytes from its start.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The line and column of the error in the input that gave it.
    ///
    /// ```
    /// let event = b"{\n  \"Records\": [}";
    /// let error = millstream::Decoder::new().decode::<millstream::Item>(event).unwrap_err();
    /// let position = error.position(event);
    /// assert_eq!((position.line, position.column), (2, 15));
    /// ```
    pub fn position(&self, input: impl AsRef<[u8]>) -> Position {
        Position::of(input.as_ref(), self.0.offset)
    }

    /// The place in the model, outermost first, such as `Records[3].NewImage.address.zip`. Empty for an error of the input as a whole.
    pub fn path(&self) -> String {
        path::render(&self.0.path)
    }

    /// The place of the failed record in its batch, from 0.
    pub fn record_index(&self) -> Option<usize> {
        self.0.record.as_ref().map(|record| record.index)
    }

    /// `eventID` of the failed record, where it could be read.
    pub fn event_id(&self) -> Option<&str> {
        self.0.record.as_ref()?.event_id.as_deref()
    }

    /// `SequenceNumber` of the failed record, where it could be read: what a batch item failure names.
    pub fn sequence_number(&self) -> Option<&str> {
        self.0.record.as_ref()?.sequence_number.as_deref()
    }

    /// Where the failed record stands in the input, in bytes: what to send to a dead-letter queue.
    pub fn record_bytes(&self) -> Option<Range<usize>> {
        self.0.record.as_ref().map(|record| record.bytes.clone())
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::Error;

    #[test]
    fn an_error_is_one_pointer_and_a_result_of_it_too() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
        assert_eq!(size_of::<Result<(), Error>>(), size_of::<usize>());
    }
}
