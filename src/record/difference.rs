//! What a record's change did to its item.

use super::{Envelope, Memo, Part, Payload, Scratch, read_record};
use crate::cursor::Cursor;
use crate::error::Error;
use crate::value::{Differences, Item, read_item};

#[derive(Default)]
struct Images<'a> {
    old: Option<Item<'a>>,
    new: Option<Item<'a>>,
}

impl<'a> Envelope<'a> {
    /// What the change did, attribute by attribute of the item, by [what values mean](crate::AttributeValue::same_as); `None` where the
    /// record does not carry both images. [`Item::diff`] says more.
    ///
    /// It reads both images of the record [as it came](Envelope::raw) into the scratch, so that it is there for records of any model, and for
    /// parts that were not [asked for](crate::Decoder::only). [`RawRecord::repeated`](crate::RawRecord::repeated) compares bytes and decodes
    /// nothing.
    ///
    /// ```
    /// use millstream::{Decoder, Difference, Item, Scratch};
    ///
    /// let event = r#"{"Records":[{"eventName":"MODIFY","dynamodb":{
    ///     "NewImage":{"id":{"N":"7"},"status":{"S":"paid"},"tags":{"SS":["b","a"]}},
    ///     "OldImage":{"id":{"N":"7"},"status":{"S":"open"},"tags":{"SS":["a","b"]}}}}]}"#;
    /// let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    /// let batch = decoder.decode::<Item>(event)?;
    /// let record = batch.iter().next().unwrap()?;
    /// let differences: Vec<_> = record.diff(&scratch)?.expect("both images").collect();
    /// assert!(matches!(differences[..], [Difference::Changed { name: "status", .. }]));
    /// # Ok::<(), millstream::Error>(())
    /// ```
    ///
    /// # Errors
    /// When an image does not hold attribute values, which a model need not have looked at, or the scratch is at its limit.
    pub fn diff<'s>(&self, scratch: &'s Scratch) -> Result<Option<Differences<'s>>, Error>
    where
        'a: 's,
    {
        if !(self.has_old_image() && self.has_new_image()) {
            return Ok(None);
        }
        let mut cursor = Cursor::new(self.input(), &scratch.arena, &scratch.limits);
        cursor.seek(self.start as usize);
        let mut images = Images::default();
        let mut again = Envelope::new(self.input(), self.index());
        read_record(&mut cursor, &mut again, &mut images, &mut Memo::new(self.input()))
            .map_err(|error| self.failed(error))?;
        Ok(images.old.zip(images.new).map(|(old, new)| old.diff(new)))
    }
}

impl<'a> Payload<'a> for Images<'a> {
    const NEEDS_KEYS: bool = false;

    fn read(&mut self, part: Part, cursor: &mut Cursor<'a>, _: &mut Memo<'_>) -> Result<(), Error> {
        match part {
            Part::Keys => return cursor.skip_keys(),
            Part::New => self.new = Some(read_item(cursor)?),
            Part::Old => self.old = Some(read_item(cursor)?),
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
