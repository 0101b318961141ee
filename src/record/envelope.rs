//! What stands around a record's keys and images.

use std::fmt;

use super::common::Common;
use super::{EventName, Memo, Parts, SequenceNumber, StreamArn, StreamViewType, Timestamp};
use crate::cursor::{Cursor, Kept, OrFull, Source};
use crate::error::{Error, RecordRef};

/// The members of a record apart from its keys and images. Each may be missing; a member that is null counts as missing.
///
/// [`Record`](crate::Record) and [`RawRecord`](crate::RawRecord) dereference to it. The members are described at
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html>.
#[derive(Clone, Copy)]
pub struct Envelope<'a> {
    /// the whole input, in which the record stands from `start` to `end`
    pub(super) input: Kept<'a>,
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) index: u32,
    pub(super) parts: Parts,
    pub(super) event_id: Option<&'a str>,
    pub(super) event_name: Option<EventName<'a>>,
    pub(super) created: Option<Timestamp>,
    pub(super) sequence_number: Option<SequenceNumber<'a>>,
    pub(super) size_bytes: Option<u64>,
    /// once the record is read whole; until then [`Common::NONE`]. An `Option` would be zero in a blank record, as its neighbours are, and the compiler
    /// made of these one store that a load waited for which took more than it
    pub(super) common: &'a Common<'a>,
}

/// Who made the change, where it was a service: `Service` and `dynamodb.amazonaws.com` for an item that
/// [TTL](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html) deleted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct UserIdentity<'a> {
    /// `type`.
    pub kind: Option<&'a str>,
    /// `principalId`.
    pub principal_id: Option<&'a str>,
}

impl<'a> Envelope<'a> {
    pub(crate) fn new(input: Source<'a>, index: usize) -> Envelope<'a> {
        Envelope {
            input: input.into(),
            start: 0,
            end: 0,
            index: index as u32,
            parts: Parts::NONE,
            event_id: None,
            event_name: None,
            created: None,
            sequence_number: None,
            size_bytes: None,
            common: Common::NONE,
        }
    }

    /// The whole input, in which the record stands.
    pub(super) fn input(&self) -> Source<'a> {
        self.input.into()
    }

    pub(super) fn place(&mut self, start: usize, end: usize) {
        (self.start, self.end) = (start as u32, end as u32);
    }

    fn has_common(&self) -> bool {
        !std::ptr::eq(self.common, Common::NONE)
    }

    /// Whether the other record is of the same stream or table, and carries the same parts of items.
    #[cfg(feature = "handlers")]
    pub(crate) fn is_of_stream_of(&self, other: &Envelope<'_>) -> bool {
        // Mostly it is the same text, since it came again.
        let is_one = match (self.event_source_arn(), other.event_source_arn()) {
            (Some(one), Some(other)) => std::ptr::eq(one, other),
            _ => false,
        };
        self.stream_view_type() == other.stream_view_type()
            && (is_one
                || self.event_source_arn() == other.event_source_arn()
                    && self.table_name() == other.table_name())
    }

    /// Lends the record what it has in common with others, if it has no own.
    #[inline]
    pub(super) fn lend(&mut self, common: &'a Common<'a>) {
        if !self.has_common() {
            self.common = common;
        }
    }

    /// The same, kept in the arena.
    #[inline]
    pub(super) fn keep(&mut self, memo: &mut Memo<'a>, cursor: &Cursor<'a>) -> Result<(), Error> {
        if !self.has_common() {
            self.common = memo.keep(cursor.arena()).or_full(cursor)?;
        }
        Ok(())
    }

    /// Names the record in an error that lies within it.
    #[cold]
    pub(super) fn failed(&self, error: Error) -> Error {
        let bytes = self.start as usize..self.end as usize;
        // A record that was decoded alone stands behind white space at most, and errors of it name no place in a batch.
        let error = match self.input().bytes()[..bytes.start].contains(&b'{') {
            true => error.within(self.index()).within("Records"),
            false => error,
        };
        error.of_record(RecordRef {
            index: self.index(),
            event_id: self.event_id.map(str::to_owned),
            sequence_number: self.sequence_number.map(|number| number.as_str().to_owned()),
            bytes,
        })
    }

    /// The record's place in its batch, from 0.
    pub const fn index(&self) -> usize {
        self.index as usize
    }

    /// The record as it came, from its `{` to its `}`. Where the input was given as bytes, it is checked to be UTF-8 once more.
    pub fn raw(&self) -> &'a str {
        // All of it was read, and so is a text.
        self.input().part(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// `eventID`: the same whenever the record is delivered again.
    pub const fn event_id(&self) -> Option<&'a str> {
        self.event_id
    }

    /// `eventName`: what happened.
    pub const fn event_name(&self) -> Option<EventName<'a>> {
        self.event_name
    }

    /// `eventVersion`.
    pub const fn event_version(&self) -> Option<&'a str> {
        self.common.event_version
    }

    /// `eventSource`: `aws:dynamodb`.
    pub const fn event_source(&self) -> Option<&'a str> {
        self.common.event_source
    }

    /// `awsRegion`.
    pub const fn region(&self) -> Option<&'a str> {
        self.common.region
    }

    /// `eventSourceARN` as it came.
    pub const fn event_source_arn(&self) -> Option<&'a str> {
        self.common.event_source_arn
    }

    /// `eventSourceARN` taken apart, where it is the ARN of a stream.
    pub const fn stream_arn(&self) -> Option<StreamArn<'a>> {
        self.common.stream_arn
    }

    /// The table's name: from the ARN, or `tableName`, which records of
    /// [Kinesis Data Streams](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/kds.html) have in its place.
    pub fn table_name(&self) -> Option<&'a str> {
        self.common.stream_arn.map(|arn| arn.table_name()).or(self.common.table)
    }

    /// `userIdentity`: who made the change, where it was a service.
    pub const fn user_identity(&self) -> Option<UserIdentity<'a>> {
        self.common.user_identity
    }

    /// Whether the item was deleted by [TTL], since its time was up: a REMOVE that was made by the service itself.
    ///
    /// Of a global table it is told in the Region alone in which TTL ran: in the others the delete is replicated, its record has no user
    /// identity, and this is false. There, the item's own expiry attribute can be compared with the record's [time](Envelope::created).
    ///
    /// [TTL]: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html
    ///
    /// ```
    /// use millstream::{Decoder, Item};
    ///
    /// let mut decoder = Decoder::new();
    /// let record = decoder.decode_record::<Item>(r#"{"eventName":"REMOVE",
    ///     "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"dynamodb":{"OldImage":{"id":{"S":"7"}}}}"#)?;
    /// assert!(record.is_ttl_expiry());
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn is_ttl_expiry(&self) -> bool {
        let service = UserIdentity { kind: Some("Service"), principal_id: Some("dynamodb.amazonaws.com") };
        self.event_name == Some(EventName::Remove) && self.common.user_identity == Some(service)
    }

    /// `ApproximateCreationDateTime`: when the change was made.
    pub const fn created(&self) -> Option<Timestamp> {
        self.created
    }

    /// `SequenceNumber`: the record's place in its shard.
    pub const fn sequence_number(&self) -> Option<SequenceNumber<'a>> {
        self.sequence_number
    }

    /// `SizeBytes`: the size of keys and images as DynamoDB counts it, names and raw values.
    pub const fn size_bytes(&self) -> Option<u64> {
        self.size_bytes
    }

    /// `StreamViewType`: what the stream carries.
    pub const fn stream_view_type(&self) -> Option<StreamViewType<'a>> {
        self.common.stream_view_type
    }

    /// The parts that the record carries, whether or not they were [asked for](crate::Decoder::only).
    pub const fn parts(&self) -> Parts {
        self.parts
    }

    /// Whether the record carries the item after the change, asked for or not.
    pub const fn has_new_image(&self) -> bool {
        self.parts.contains(Parts::NEW_IMAGE)
    }

    /// Whether the record carries the item before the change, asked for or not.
    pub const fn has_old_image(&self) -> bool {
        self.parts.contains(Parts::OLD_IMAGE)
    }
}

impl fmt::Debug for Envelope<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Envelope")
            .field("index", &self.index)
            .field("event_id", &self.event_id)
            .field("event_name", &self.event_name)
            .field("event_version", &self.common.event_version)
            .field("event_source", &self.common.event_source)
            .field("region", &self.common.region)
            .field("event_source_arn", &self.common.event_source_arn)
            .field("table", &self.common.table)
            .field("user_identity", &self.common.user_identity)
            .field("created", &self.created)
            .field("sequence_number", &self.sequence_number)
            .field("size_bytes", &self.size_bytes)
            .field("stream_view_type", &self.common.stream_view_type)
            .field("parts", &self.parts)
            .finish()
    }
}
