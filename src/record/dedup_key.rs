//! By what a record is known again.

use std::fmt;

use super::Envelope;

/// What a change is known by, whenever its record is delivered: the stream's ARN and the record's sequence number; where one of them is
/// absent, `eventID`.
///
/// Lambda delivers records [at least once](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html): what makes up this key stays the same
/// when a batch is tried again, whole, in halves or from a checkpoint. So an effect that must not happen twice writes the key together with
/// what it does, in one transaction, under the condition that it is not there yet. A key that is written before or after guards nothing: the
/// function may end between the two.
///
/// - A sequence number alone is no key: two tables may have the same, and a stream that is enabled anew has another ARN, by its label.
/// - The sequence number comes first since it is what a shard is read and checkpointed by, so that whatever delivers records has to keep
///   it. AWS says of `eventID` that it is [globally unique]; where changes come through Kinesis it is all there is.
/// - Each Region of a global table has a stream of its own, so that a replicated change has another key in each.
/// - Keys are compared as text, which a redelivery repeats to the letter.
///
/// [globally unique]: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html
///
/// ```
/// use millstream::{Decoder, Item};
/// use std::collections::HashSet;
///
/// let record = r#"{"dynamodb":{"SequenceNumber":"13021600000000001596893679"},
///     "eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/Barks/stream/2016-11-16T20:42:48.104"}"#;
/// let mut seen = HashSet::new();
/// let mut decoder = Decoder::new();
/// for delivered in [true, false] {
///     let record = decoder.decode_record::<Item>(record)?;
///     let key = record.dedup_key().expect("a record of a stream has one");
///     assert_eq!(seen.insert(key.to_string()), delivered);
/// }
/// assert!(seen.contains(
///     "arn:aws:dynamodb:us-east-1:123456789012:table/Barks/stream/2016-11-16T20:42:48.104/13021600000000001596893679"
/// ));
/// # Ok::<(), millstream::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DedupKey<'a>(Key<'a>);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Key<'a> {
    Place { stream: &'a str, sequence_number: &'a str },
    Event(&'a str),
}

impl<'a> Envelope<'a> {
    /// What the record is known by when it is delivered again; `None` where it carries neither an ARN and a sequence number nor an id.
    pub fn dedup_key(&self) -> Option<DedupKey<'a>> {
        self.dedup_key_in(self.event_source_arn())
    }

    /// The same of a record of this stream.
    pub(crate) fn dedup_key_in(&self, stream: Option<&'a str>) -> Option<DedupKey<'a>> {
        // An empty text tells as little as none.
        let told = |text: &&str| !text.is_empty();
        let number = self.sequence_number.map(|number| number.as_str()).filter(told);
        let place = stream.filter(told).zip(number);
        let place = place.map(|(stream, sequence_number)| Key::Place { stream, sequence_number });
        place.or(self.event_id.filter(told).map(Key::Event)).map(DedupKey)
    }
}

/// The ARN, `/` and the sequence number, or the id.
impl fmt::Display for DedupKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Key::Place { stream, sequence_number } => write!(f, "{stream}/{sequence_number}"),
            Key::Event(id) => f.pad(id),
        }
    }
}
