//! A page of records.

use std::fmt;
use std::sync::Arc;

use millstream::{Batch, Item, Model, Parts, Stream};

use crate::error::{At, Error};
use crate::raw::{Answer, Pool, Pooled};

/// A page of [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html): it owns the bytes of
/// the answer, which are decoded like the event of a Lambda function.
pub struct RecordsPage {
    answer: Answer,
    decoder: Pooled,
    stream: Arc<str>,
    next_iterator: Option<String>,
}

impl RecordsPage {
    pub(super) fn new(answer: Answer, pool: &Pool, stream: &Arc<str>) -> Result<RecordsPage, Error> {
        let (mut decoder, at) = (pool.decoder(), At { operation: "GetRecords", table: stream });
        let next_iterator = match answer.member("NextShardIterator") {
            Some(json) => {
                // A JSON string is the S of an attribute value.
                let item = format!("{{\"iterator\":{{\"S\":{json}}}}}");
                let read = decoder.get().decode_item::<Item>(&item).map_err(|error| at.decode(error))?;
                read.get("iterator").and_then(|value| value.as_str()).map(str::to_owned)
            }
            None => None,
        };
        Ok(RecordsPage { answer, decoder, stream: stream.clone(), next_iterator })
    }

    /// The answer as it came: what any [`Decoder`](millstream::Decoder) takes for an event.
    pub fn bytes(&self) -> &[u8] {
        self.answer.bytes()
    }

    /// All records, each decoded or an error of its own. The model may own nothing: read one that does with
    /// [`stream`](RecordsPage::stream).
    ///
    /// # Errors
    /// When the answer is no page of records.
    pub fn records<M: Model>(&mut self) -> Result<Batch<'_, M>, Error> {
        let at = At { operation: "GetRecords", table: &self.stream };
        self.decoder.get().decode::<M>(self.answer.bytes()).map_err(|error| at.decode(error))
    }

    /// The records one by one, each lent while it is decoded.
    pub fn stream<M: Model>(&mut self) -> Stream<'_, M> {
        self.decoder.get().stream::<M>(self.answer.bytes())
    }

    /// Where the shard goes on; `None`: it has ended.
    pub fn next_iterator(&self) -> Option<&str> {
        self.next_iterator.as_deref()
    }

    /// Whether it has no records, which says nothing of the next page.
    pub fn is_empty(&self) -> bool {
        let records = self.answer.member("Records").and_then(|json| json.strip_prefix('['));
        records.is_none_or(|records| records.trim_start().starts_with(']'))
    }

    /// The sequence number of the last record, with which a reader can go on (`AFTER_SEQUENCE_NUMBER`) when the iterator has expired.
    ///
    /// # Errors
    /// When the last record cannot be read.
    pub fn last_sequence_number(&mut self) -> Result<Option<String>, Error> {
        let at = At { operation: "GetRecords", table: &self.stream };
        let Some(records) = self.answer.member_place("Records") else { return Ok(None) };
        let elements =
            self.answer.elements(&records, self.decoder.get()).map_err(|error| at.decode(error))?;
        let Some(last) = elements.last().and_then(|place| self.answer.at(place)) else { return Ok(None) };
        let event = format!("{{\"Records\":[{last}]}}");
        let mut read = self.decoder.get().only(Parts::NONE).stream::<Item>(&event);
        let Some(record) = read.next() else { return Ok(None) };
        let record = record.map_err(|error| at.decode(error))?;
        Ok(record.sequence_number().map(|number| number.as_str().to_owned()))
    }
}

impl fmt::Debug for RecordsPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordsPage").field("stream", &self.stream).finish_non_exhaustive()
    }
}
