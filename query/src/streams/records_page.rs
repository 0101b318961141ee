//! A page of records.

use std::fmt;
use std::sync::Arc;

use millstream::{Batch, Model, Stream};

use crate::error::{At, Error};
use crate::raw::{Answer, Pool, Pooled};

/// A page of [GetRecords](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetRecords.html): it owns the bytes of
/// the answer, which are decoded like the event of a Lambda function.
pub struct RecordsPage {
    answer: Answer,
    decoder: Pooled,
    stream: Arc<str>,
}

impl RecordsPage {
    pub(super) fn new(answer: Answer, pool: &Pool, stream: &Arc<str>) -> RecordsPage {
        RecordsPage { answer, decoder: pool.decoder(), stream: stream.clone() }
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
        self.decoder.decode::<M>(self.answer.bytes()).map_err(|error| at.decode(error))
    }

    /// The records one by one, each lent while it is decoded.
    pub fn stream<M: Model>(&mut self) -> Stream<'_, M> {
        self.decoder.stream::<M>(self.answer.bytes())
    }

    /// Where the shard goes on; `None`: it has ended.
    pub(super) fn next_iterator(&mut self) -> Result<Option<String>, Error> {
        let at = At { operation: "GetRecords", table: &self.stream };
        let Some(json) = self.answer.member("NextShardIterator") else { return Ok(None) };
        // A JSON string is the S of an attribute value.
        let item = format!("{{\"iterator\":{{\"S\":{json}}}}}");
        let read = self.decoder.decode_item::<millstream::Item>(&item).map_err(|error| at.decode(error))?;
        Ok(read.get("iterator").and_then(|value| value.as_str()).map(str::to_owned))
    }

    pub(super) fn is_empty(&mut self) -> Result<bool, Error> {
        let at = At { operation: "GetRecords", table: &self.stream };
        let Some(records) = self.answer.member_place("Records") else { return Ok(true) };
        let records = self.answer.elements(&records, &mut self.decoder);
        Ok(records.map_err(|error| at.decode(error))?.is_empty())
    }
}

impl fmt::Debug for RecordsPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordsPage").field("stream", &self.stream).finish_non_exhaustive()
    }
}
