//! Which Region of a global table a change was made in, as far as a record tells.

use super::{Envelope, EventName, Memo, Part, Payload, read_record};
use crate::arena::Arena;
use crate::cursor::Cursor;
use crate::error::{Error, Segment};
use crate::limits::Limits;
use crate::value::{AttributeValue, close_value, next_name, open_value, read_as};

const REGION: &str = "aws:rep:updateregion";
const TIME: &str = "aws:rep:updatetime";
const DELETING: &str = "aws:rep:deleting";

/// What global tables of version 2017.11.29 write into each item, apart from what the user wrote.
#[derive(Clone, Copy, Default, PartialEq)]
struct Stamp<'a> {
    region: Option<AttributeValue<'a>>,
    time: Option<AttributeValue<'a>>,
    deleting: Option<AttributeValue<'a>>,
}

#[derive(Default)]
struct Stamps<'a> {
    old: Option<Stamp<'a>>,
    new: Option<Stamp<'a>>,
}

impl Envelope<'_> {
    /// Whether the change was made in another Region and came here by replication; `None` where the record does not tell.
    ///
    /// Only [global tables of version 2017.11.29][legacy] leave a trace: they stamp each item with the attributes `aws:rep:updateregion`,
    /// `aws:rep:updatetime` and `aws:rep:deleting`, in a second write where the user's own write was, and in the same one where it is
    /// replicated. Hence
    ///
    /// - `Some(true)`: this write set a stamp of a Region that is not the record's `awsRegion`;
    /// - `Some(false)`: this write set a stamp of the record's own Region. It is the second record of a change made here;
    /// - `None`: anything else. Tables of [version 2019.11.21][versions] and those of one Region have no stamps. An [upgraded] table keeps
    ///   old stamps and no longer changes them, and a user's update leaves the last writer's stamp until the second write: so a stamp that
    ///   both images share says nothing of this write, and neither does one whose old image the stream does not carry, unless the item is
    ///   new. A removal is a replica's only if the old image was marked as `aws:rep:deleting`; otherwise its stamp is that of the last write.
    ///
    /// So `== Some(true)` is what may be left out where each change is to be handled in its own Region alone. For tables of the current
    /// version, let the writer put its Region into an attribute.
    ///
    /// It looks for the attribute's name first, spelled without escapes, as AWS does, and reads the images only if it is there. Nothing is
    /// allocated unless names of attributes have escapes. It can be asked of every record, whatever was decoded of it.
    ///
    /// [legacy]: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/globaltables_HowItWorks.html
    /// [versions]: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_versions.html
    /// [upgraded]: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_upgrade.html
    ///
    /// ```
    /// use millstream::{Decoder, Item};
    ///
    /// let mut decoder = Decoder::new();
    /// let record = decoder.decode_record::<Item>(r#"{"eventName":"INSERT","awsRegion":"eu-west-1","dynamodb":{"NewImage":{
    ///     "aws:rep:deleting":{"BOOL":false},"aws:rep:updateregion":{"S":"us-east-1"},"aws:rep:updatetime":{"N":"1602518560.314001"},
    ///     "id":{"S":"7"}}}}"#)?;
    /// assert_eq!(record.is_replica_write(), Some(true));
    /// # Ok::<(), millstream::Error>(())
    /// ```
    pub fn is_replica_write(&self) -> Option<bool> {
        if !self.raw().contains(REGION) {
            return None;
        }
        let limits = Limits::default();
        let arena = Arena::with_limit(limits.arena_bytes);
        let mut cursor = Cursor::new(self.input(), &arena, &limits);
        cursor.seek(self.start as usize);
        let mut stamps = Stamps::default();
        let mut again = Envelope::new(self.input(), self.index());
        // The record was read before. What is no attribute value after all is no stamp that DynamoDB wrote.
        read_record(&mut cursor, &mut again, &mut stamps, &mut Memo::new(self.input())).ok()?;
        let stamp = match (self.event_name, stamps.old, stamps.new) {
            (_, Some(old), Some(new)) if old != new => new,
            (Some(EventName::Insert), None, Some(new)) => new,
            (Some(EventName::Remove), Some(old), None)
                if old.deleting == Some(AttributeValue::Bool(true)) =>
            {
                old
            }
            _ => return None,
        };
        Some(stamp.region?.as_str()? != self.region()?)
    }
}

impl<'a> Payload<'a> for Stamps<'a> {
    const NEEDS_KEYS: bool = false;

    fn read(&mut self, part: Part, cursor: &mut Cursor<'a>, _: &mut Memo<'_>) -> Result<(), Error> {
        match part {
            Part::Keys => return cursor.skip_object(),
            Part::New => self.new = Some(stamp(cursor)?),
            Part::Old => self.old = Some(stamp(cursor)?),
        }
        Ok(())
    }

    fn clear(&mut self, part: Part) {
        match part {
            Part::Keys => {}
            Part::New => self.new = None,
            Part::Old => self.old = None,
        }
    }
}

/// The stamp of the image that the cursor stands in, behind its `{`.
fn stamp<'a>(cursor: &mut Cursor<'a>) -> Result<Stamp<'a>, Error> {
    let mut stamp = Stamp::default();
    let mut others = false;
    while let Some(name) = next_name(cursor, others)? {
        let place = match name {
            REGION => Some(&mut stamp.region),
            TIME => Some(&mut stamp.time),
            DELETING => Some(&mut stamp.deleting),
            _ => None,
        };
        let read = match place {
            Some(place) => value(cursor).map(|value| *place = Some(value)),
            None => cursor.skip(),
        };
        read.map_err(|error| error.within(Segment::from_input(name)))?;
        others = true;
    }
    Ok(stamp)
}

fn value<'a>(cursor: &mut Cursor<'a>) -> Result<AttributeValue<'a>, Error> {
    let tag = open_value(cursor)?;
    let value = read_as(tag, cursor)?;
    close_value(cursor)?;
    Ok(value)
}
