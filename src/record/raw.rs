//! A record whose keys and images are read when asked.

use std::ops::Deref;

#[cfg(feature = "handlers")]
use super::Parts;
use super::repeated::{repeated, texts};
use super::{Envelope, Memo, Part, Payload};
use crate::arena::Arena;
use crate::cursor::{Cursor, OrFull, Source};
use crate::error::Error;
use crate::limits::Limits;
use crate::model::Model;
#[cfg(feature = "handlers")]
use crate::model::text_in;
use crate::value::{Shape, Value};

/// A change record whose envelope is read, and whose keys and images are not yet: all of it is known to be JSON.
///
/// Each part is read with a model of its own, as often as wanted, into a [`Scratch`]. It dereferences to its [`Envelope`].
///
/// ```
/// use millstream::{Decoder, Item, Scratch};
///
/// let event = r#"{"Records":[{"dynamodb":{"Keys":{"id":{"N":"7"}},"NewImage":{"id":{"N":"7"},"price":{"N":"cheap"}}}}]}"#;
/// let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
/// let batch = decoder.read(event)?;
/// let record = batch.iter().next().unwrap()?;
/// assert_eq!(record.keys::<Item>(&scratch)?.unwrap().to_string(), r#"{"id":7}"#);
/// let error = record.new_image::<Item>(&scratch).unwrap_err(); // nobody stumbles over it who does not ask
/// assert_eq!(error.path(), "Records[0].NewImage.price");
/// assert!(record.old_image::<Item>(&scratch)?.is_none());
/// # Ok::<(), millstream::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct RawRecord<'a> {
    envelope: Envelope<'a>,
    parts: Places,
}

/// Where the parts begin, behind their `{`. No part begins at 0, where the event does.
#[derive(Clone, Copy, Debug, Default)]
struct Places([u32; 3]);

impl Places {
    fn get(&self, part: Part) -> Option<usize> {
        Some(self.0[part as usize] as usize).filter(|&at| at > 0)
    }
}

impl<'a> Payload<'a> for Places {
    const NEEDS_KEYS: bool = false;

    #[inline]
    fn read(&mut self, part: Part, cursor: &mut Cursor<'a>, memo: &mut Memo<'_>) -> Result<(), Error> {
        self.0[part as usize] = cursor.at() as u32;
        match part {
            Part::Keys => cursor.skip_keys(),
            Part::New | Part::Old => memo.skip_image(cursor),
        }
    }

    #[inline]
    fn clear(&mut self, part: Part) {
        self.0[part as usize] = 0;
    }
}

impl<'a> RawRecord<'a> {
    pub(crate) fn blank(input: Source<'a>, index: usize) -> RawRecord<'a> {
        RawRecord { envelope: Envelope::new(input, index), parts: Places::default() }
    }

    /// Reads the envelope of the record that stands here.
    pub(crate) fn read(&mut self, cursor: &mut Cursor<'a>, memo: &mut Memo<'a>) -> Result<(), Error> {
        super::read_record(cursor, &mut self.envelope, &mut self.parts, memo)?;
        self.envelope.input = cursor.source().into();
        self.envelope.keep(memo, cursor)
    }

    /// The record's keys, as the keys of `M`.
    ///
    /// # Errors
    /// When they do not fit.
    pub fn keys<'s, M: Model>(&self, scratch: &'s Scratch) -> Result<Option<M::Keys<'s>>, Error>
    where
        'a: 's,
    {
        self.part(Part::Keys, scratch)
    }

    /// The item after the change, where the stream carries it.
    ///
    /// # Errors
    /// When it does not fit the model.
    pub fn new_image<'s, M: Model>(&self, scratch: &'s Scratch) -> Result<Option<M::View<'s>>, Error>
    where
        'a: 's,
    {
        self.part(Part::New, scratch)
    }

    /// The item before the change, where the stream carries it.
    ///
    /// # Errors
    /// When it does not fit the model.
    pub fn old_image<'s, M: Model>(&self, scratch: &'s Scratch) -> Result<Option<M::View<'s>>, Error>
    where
        'a: 's,
    {
        self.part(Part::Old, scratch)
    }

    fn part<'s, V: Value<'s>>(&self, part: Part, scratch: &'s Scratch) -> Result<Option<V>, Error>
    where
        'a: 's,
    {
        let Some(mut cursor) = self.cursor(part, scratch) else { return Ok(None) };
        if V::NEEDS_KEYS {
            cursor.set_keys(self.keys_at());
        }
        let mut view = V::blank();
        match view.decode(&mut cursor, &mut <V as Shape>::State::default()) {
            Ok(()) => Ok(Some(view)),
            Err(error) => Err(self.envelope.failed(error.within(part.name()))),
        }
    }

    /// The text of the S or N `name` among the attributes of one part.
    #[cfg(feature = "handlers")]
    pub(crate) fn text<'s>(
        &self,
        part: Parts,
        name: &str,
        scratch: &'s Scratch,
    ) -> Result<Option<&'s str>, Error>
    where
        'a: 's,
    {
        for of in [Part::Keys, Part::New, Part::Old].into_iter().filter(|&of| part.contains(Parts::of(of))) {
            let Some(cursor) = self.cursor(of, scratch) else { continue };
            let text = text_in(&cursor, cursor.at(), name);
            return text.map_err(|error| self.failed(error.within(of.name())));
        }
        Ok(None)
    }

    /// The input in which the record stands, and whether it is known by now to be a text.
    #[cfg(feature = "handlers")]
    pub(crate) fn input_of<'e>(&self, input: Source<'e>) -> Source<'e> {
        input.as_known(self.envelope.input())
    }

    /// Where the keys begin, which choose what an image is.
    pub(super) fn keys_at(&self) -> Option<usize> {
        self.parts.get(Part::Keys)
    }

    /// The names of the attributes that the change left alone: those that both images have, with the same bytes, in the order of the old
    /// image. `None` where the record does not carry both.
    ///
    /// No value is decoded. Other bytes may still mean the same: a set has no order, and a program that wrote the event anew may have
    /// spelled a number or a text in another way. (A [`Record`](crate::Record) tells of its lists what was repeated as well: those of the old
    /// image are then the very slices of the new one.)
    ///
    /// ```
    /// use millstream::{Decoder, Scratch};
    ///
    /// let event = r#"{"Records":[{"dynamodb":{
    ///     "NewImage":{"id":{"N":"7"},"tags":{"L":[{"S":"new"}]},"price":{"N":"5"}},
    ///     "OldImage":{"id":{"N":"7"},"tags":{"L":[{"S":"new"}]},"price":{"N":"4"}}}}]}"#;
    /// let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    /// let batch = decoder.read(event)?;
    /// let record = batch.iter().next().unwrap()?;
    /// assert_eq!(record.repeated(&scratch)?, Some(["id", "tags"].as_slice()));
    /// # Ok::<(), millstream::Error>(())
    /// ```
    ///
    /// # Errors
    /// When the scratch is at its limit.
    pub fn repeated<'s>(&self, scratch: &'s Scratch) -> Result<Option<&'s [&'s str]>, Error>
    where
        'a: 's,
    {
        let cursors = self.cursor(Part::New, scratch).zip(self.cursor(Part::Old, scratch));
        let Some((mut new, mut old)) = cursors else { return Ok(None) };
        let read = |cursor: &mut Cursor<'s>, part: Part| {
            texts(cursor).map_err(|error| self.envelope.failed(error.within(part.name())))
        };
        let (new, of_old) = (read(&mut new, Part::New)?, read(&mut old, Part::Old)?);
        let names = repeated(new, of_old, &scratch.arena).or_full(&old);
        names.map(Some).map_err(|error| self.envelope.failed(error))
    }

    /// A cursor behind the `{` of a part.
    pub(super) fn cursor<'s>(&self, part: Part, scratch: &'s Scratch) -> Option<Cursor<'s>>
    where
        'a: 's,
    {
        let mut cursor = Cursor::new(self.envelope.input(), &scratch.arena, &scratch.limits);
        cursor.seek(self.parts.get(part)?);
        Some(cursor)
    }
}

impl<'a> Deref for RawRecord<'a> {
    type Target = Envelope<'a>;

    fn deref(&self) -> &Envelope<'a> {
        &self.envelope
    }
}

/// Memory for what is read from [`RawRecord`]s, reused from record to record.
///
/// ```
/// # use millstream::Scratch;
/// let mut scratch = Scratch::new();
/// // … read some records …
/// scratch.reset(); // views that still borrow from it do not compile here
/// ```
#[derive(Debug)]
pub struct Scratch {
    pub(super) arena: Arena,
    pub(super) limits: Limits,
}

impl Scratch {
    /// Memory within the default limits.
    pub fn new() -> Scratch {
        Scratch::with_limits(Limits::default())
    }

    /// Memory within `limits`: `nesting`, `arena_bytes` and `kept_bytes` hold here.
    pub fn with_limits(limits: Limits) -> Scratch {
        Scratch { arena: Arena::with_limit(limits.arena_bytes), limits }
    }

    /// Empties it and keeps its memory.
    pub fn reset(&mut self) {
        self.arena.reset(self.limits.kept_bytes);
    }
}

impl Default for Scratch {
    fn default() -> Scratch {
        Scratch::new()
    }
}
