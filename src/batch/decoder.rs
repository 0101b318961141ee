//! The decoder: memory that is reused from event to event.

use super::event::end_of_input;
#[cfg(feature = "handlers")]
use super::event::{AROUND_RECORD, Walk};
use super::{Batch, Input, Only, RawBatch, Stream, input};
use crate::arena::Arena;
use crate::cursor::{Cursor, Skeleton, Source};
use crate::error::Error;
use crate::limits::Limits;
use crate::model::Model;
#[cfg(feature = "handlers")]
use crate::record::RawRecord;
use crate::record::{Learnt, Memo, Record, Wanted};
use crate::value::{Shape, Value};

/// Decodes events. It owns the memory that decoded values live in and reuses it: once warm, it allocates nothing.
///
/// There are three ways through a batch:
///
/// | | when it returns | memory | for |
/// |---|---|---|---|
/// | [`decode`](Decoder::decode) | the event is whole, every record is decoded or is its own error | all records | reading records more than once, or only once all are known |
/// | [`stream`](Decoder::stream) | records are lent one by one while they are decoded | one record | the fastest way, if acting before the end of the batch is seen is right |
/// | [`read`](Decoder::read) | the event is whole, envelopes are read, images not | envelopes | images of several models, or of which few are wanted |
///
/// [`only`](Decoder::only) chooses which parts of which records the first two decode.
///
/// What a call returns borrows from the decoder: it ends before the next call.
///
/// ```compile_fail
/// # use millstream::{Decoder, Item};
/// let mut decoder = Decoder::new();
/// let first = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap();
/// let second = decoder.decode::<Item>(r#"{"Records":[]}"#).unwrap(); // the memory of the first
/// drop(first);
/// ```
#[derive(Debug)]
pub struct Decoder {
    pub(super) records: Arena,
    pub(super) failures: Vec<Error>,
    pub(super) limits: Limits,
    /// of the images of one call
    pub(super) skeleton: Skeleton,
}

impl Decoder {
    /// A decoder with the default [`Limits`].
    pub fn new() -> Decoder {
        Decoder::with_limits(Limits::default())
    }

    /// A decoder with limits of its own.
    pub fn with_limits(limits: Limits) -> Decoder {
        Decoder {
            records: Arena::with_limit(limits.arena_bytes),
            failures: Vec::new(),
            limits,
            skeleton: Skeleton::default(),
        }
    }

    /// Its limits.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Bytes of memory that it holds.
    pub fn reserved_bytes(&self) -> usize {
        self.records.reserved() + self.skeleton.reserved()
    }

    /// Gives memory back until it holds at most `bytes`.
    ///
    /// ```
    /// # use millstream::{Decoder, Item};
    /// let mut decoder = Decoder::new();
    /// decoder.decode::<Item>(r#"{"Records":[{"dynamodb":{"Keys":{"id":{"S":"a"}}}}]}"#)?;
    /// assert!(decoder.reserved_bytes() > 0);
    /// decoder.shrink_to(0);
    /// assert_eq!(decoder.reserved_bytes(), 0);
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn shrink_to(&mut self, bytes: usize) {
        self.reset();
        self.records.shrink_to(bytes);
        self.failures.shrink_to(bytes / size_of::<Error>());
        self.keep_within(bytes);
    }

    pub(super) fn reset(&mut self) {
        self.records.reset(self.limits.kept_bytes);
        self.failures.clear();
        self.keep_within(self.limits.kept_bytes);
    }

    /// Gives up what holds more than that besides the records.
    fn keep_within(&mut self, bytes: usize) {
        if self.reserved_bytes() > bytes {
            self.skeleton = Skeleton::default();
        }
    }

    /// Decodes an event as a whole: the JSON is known to be whole when it returns, and every record is decoded, or is an error of its own.
    ///
    /// The model's views live in the decoder's memory, which runs no destructors: a model with `String`, `Vec`, `Box` or another field that
    /// owns memory does not compile here; read it with [`stream`](Decoder::stream) or [`read`](Decoder::read).
    ///
    /// ```
    /// use millstream::{Change, Decoder, Model};
    ///
    /// #[derive(Debug, Model)]
    /// struct Bark<'a> {
    ///     message: &'a str,
    /// }
    ///
    /// let event = r#"{"Records":[
    ///     {"eventName":"INSERT","dynamodb":{"NewImage":{"message":{"S":"wuff"}}}},
    ///     {"eventName":"INSERT","dynamodb":{"NewImage":{"message":{"N":"1"}}}}
    /// ]}"#;
    /// let mut decoder = Decoder::new();
    /// let batch = decoder.decode::<Bark>(event)?;
    /// let results: Vec<_> = batch.iter().collect();
    /// assert!(matches!(results[0].as_ref().unwrap().change(), Change::Insert { new } if new.message == "wuff"));
    /// assert_eq!(results[1].as_ref().unwrap_err().to_string(), "Records[1].NewImage.message: expected S, found N at byte 156");
    /// # Ok::<(), millstream::Error>(())
    /// ```
    ///
    /// # Errors
    /// Fatal ones: malformed JSON, no event, or more than the limits allow.
    pub fn decode<'s, M: Model>(&'s mut self, input: impl Input<'s>) -> Result<Batch<'s, M>, Error> {
        self.reset();
        Batch::decode(self, input::source_of(input)?, Wanted::ALL)
    }

    /// Decodes an event record by record, each of which is lent until the next one is asked for.
    ///
    /// An event that is malformed at its end is known to be so only there: the records before it were then handed out, and the error comes last. What is
    /// no UTF-8 is found there at the latest, and sooner where there are letters beyond ASCII before it: for those all of the input may be checked.
    ///
    /// ```
    /// use millstream::{Decoder, Item};
    ///
    /// let event = r#"{"Records":[{"eventID":"1"},{"eventID":"2"}"#; // cut off
    /// let mut decoder = Decoder::new();
    /// let mut stream = decoder.stream::<Item>(event);
    /// assert_eq!(stream.next().unwrap()?.event_id(), Some("1"));
    /// assert_eq!(stream.next().unwrap()?.event_id(), Some("2"));
    /// assert!(stream.next().unwrap().unwrap_err().is_fatal());
    /// assert!(stream.next().is_none());
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn stream<'s, M: Model>(&'s mut self, input: impl Input<'s>) -> Stream<'s, M> {
        self.reset();
        Stream::new(self, input::source_of(input), Wanted::ALL)
    }

    /// Decodes only what is wanted: the same parts of every record, or other parts for other kinds of change, in the same single pass.
    ///
    /// All else is stepped over. It is checked to be JSON, as everything is, but nothing in it can be a misfit: an attribute that does not fit
    /// its model fails only those who ask for it. A part that was not asked for is `None` in the record, and
    /// [`has_new_image`](crate::Envelope::has_new_image), [`has_old_image`](crate::Envelope::has_old_image) and
    /// [`parts`](crate::Envelope::parts) still tell what the record carries. Envelopes are always read, and one that does not fit is an error,
    /// of whatever kind the record is.
    ///
    /// ```
    /// use millstream::{Change, Decoder, Model, Parts, Wanted};
    ///
    /// #[derive(Debug, Model)]
    /// struct Bark<'a> {
    ///     message: &'a str,
    /// }
    ///
    /// let event = r#"{"Records":[
    ///     {"eventName":"INSERT","dynamodb":{"Keys":{"id":{"N":"1"}},"NewImage":{"message":{"S":"wuff"}}}},
    ///     {"eventName":"MODIFY","dynamodb":{"Keys":{"id":{"N":"1"}},"NewImage":{"message":{"S":"woof"}},"OldImage":{"message":{"S":"wuff"}}}},
    ///     {"eventName":"REMOVE","dynamodb":{"Keys":{"id":{"N":"1"}},"OldImage":{"message":{"S":"woof"}}}}
    /// ]}"#;
    /// let mut decoder = Decoder::new();
    ///
    /// // Keys only, to drop items from a cache, say.
    /// let mut stream = decoder.only(Parts::KEYS).stream::<Bark>(event);
    /// while let Some(record) = stream.next() {
    ///     let record = record?;
    ///     assert_eq!(record.keys().unwrap().to_string(), r#"{"id":1}"#);
    ///     assert!(record.new_image().is_none() && record.old_image().is_none());
    /// }
    ///
    /// // A replica follows new images, and needs the keys of what is gone.
    /// let wanted = Wanted::from(Parts::NEW_IMAGE).on_remove(Parts::KEYS);
    /// for record in &decoder.only(wanted).decode::<Bark>(event)? {
    ///     let record = record?;
    ///     match record.change() {
    ///         Change::Insert { new } | Change::ModifiedTo { new } => println!("is {}", new.message),
    ///         _ => println!("gone: {:?}", record.keys()),
    ///     }
    /// }
    ///
    /// // Nobody waits for inserted and changed items: their records are not handed out.
    /// let batch = decoder.only(Wanted::NOTHING.on_remove(Parts::OLD_IMAGE)).decode::<Bark>(event)?;
    /// let gone: Vec<_> = batch.iter().map(|record| record.unwrap().old_image().unwrap().message).collect();
    /// assert_eq!(gone, ["woof"]);
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn only(&mut self, wanted: impl Into<Wanted>) -> Only<'_> {
        Only::new(self, wanted.into())
    }

    /// Reads the envelopes of an event, and leaves keys and images for later. All of it is known to be JSON when it returns.
    ///
    /// # Errors
    /// Fatal ones: malformed JSON, no event, or more than the limits allow.
    pub fn read<'s>(&'s mut self, input: impl Input<'s>) -> Result<RawBatch<'s>, Error> {
        self.read_source(input::source_of(input)?)
    }

    pub(crate) fn read_source<'s>(&'s mut self, input: Source<'s>) -> Result<RawBatch<'s>, Error> {
        self.reset();
        RawBatch::read(self, input)
    }

    /// The first record of an event, by which the others can be guessed.
    #[cfg(feature = "handlers")]
    pub(crate) fn first<'s>(&'s mut self, input: Source<'s>) -> Option<RawRecord<'s>> {
        self.reset();
        let mut walk = Walk::new(input, self.limits);
        let start = walk.next(&self.records).ok()??;
        let mut cursor = Cursor::new(input, &self.records, &self.limits);
        cursor.seek(start);
        cursor.set_json_levels(AROUND_RECORD);
        let mut record = RawRecord::blank(input, 0);
        record.read(&mut cursor, &mut Memo::new(input)).ok()?;
        Some(record)
    }

    /// The same as `decode` of [`only`](Decoder::only), for a model of which it is known otherwise that it owns nothing.
    #[cfg(feature = "handlers")]
    pub(crate) fn decode_any<'s, M: Model>(
        &'s mut self,
        input: Source<'s>,
        wanted: Wanted,
    ) -> Result<Batch<'s, M>, Error> {
        self.reset();
        Batch::decode_any(self, input, wanted)
    }

    /// Decodes a map of attributes alone, such as `{"id":{"N":"7"}}`: an image, keys, or an item of a query.
    ///
    /// # Errors
    /// When it does not fit the model, or is not JSON, which [`is_fatal`](Error::is_fatal) tells apart.
    pub fn decode_item<'s, M: Model>(&'s mut self, input: impl Input<'s>) -> Result<M::View<'s>, Error> {
        self.reset();
        self.item_alone::<M>(input::source_of(input)?, &mut <M::View<'s> as Shape>::State::default())
    }

    pub(super) fn item_alone<'s, M: Model>(
        &'s self,
        input: impl Into<Source<'s>>,
        state: &mut M::State,
    ) -> Result<M::View<'s>, Error> {
        self.alone(input, |cursor| {
            cursor.space();
            if !cursor.take(b'{') {
                return Err(cursor.unexpected("an object"));
            }
            // Where it stands within a record, the map and `dynamodb` are two levels; here it is one.
            cursor.set_json_levels(-1);
            let mut view = M::View::blank();
            view.decode(cursor, state)?;
            Ok(view)
        })
    }

    /// Decodes a record alone, as other wrappings than Lambda's hold it.
    ///
    /// ```
    /// # use millstream::{Decoder, EventName, Item};
    /// let mut decoder = Decoder::new();
    /// let record = decoder.decode_record::<Item>(r#"{"eventName":"REMOVE","dynamodb":{"Keys":{"id":{"S":"a"}}}}"#)?;
    /// assert_eq!(record.event_name(), Some(EventName::Remove));
    /// # Ok::<(), millstream::Error>(())
    /// ```
    ///
    /// # Errors
    /// As [`decode_item`](Decoder::decode_item).
    pub fn decode_record<'s, M: Model>(&'s mut self, input: impl Input<'s>) -> Result<Record<'s, M>, Error> {
        self.reset();
        let input = input::source_of(input)?;
        self.alone(input, |cursor| {
            cursor.space();
            let mut record = Record::blank(input, 0);
            let mut memo = Memo::new(input);
            record.read(cursor, &Wanted::ALL, &mut Learnt::default(), &mut memo)?;
            record.keep(&mut memo, cursor)?;
            Ok(record)
        })
    }

    /// Reads the one value that the input holds, and tells misfits from malformed JSON.
    pub(super) fn alone<'s, T>(
        &'s self,
        input: impl Into<Source<'s>>,
        read: impl FnOnce(&mut Cursor<'s>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut cursor = Cursor::new(input, &self.records, &self.limits);
        cursor.seek(input::mark_length(cursor.source().bytes()));
        let start = cursor.at();
        let result = read(&mut cursor);
        if let Err(error) = result {
            cursor = cursor.fork(start);
            cursor.set_json_levels(0);
            return Err(match cursor.skip().and_then(|()| end_of_input(&mut cursor)) {
                Ok(()) => error,
                Err(malformed) => malformed.fatal(),
            });
        }
        end_of_input(&mut cursor).map_err(Error::fatal)?;
        result
    }
}

impl Default for Decoder {
    fn default() -> Decoder {
        Decoder::new()
    }
}
