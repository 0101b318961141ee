//! Events made of models, to test handlers with.
//!
//! ```
//! use millstream::test_util::EventBuilder;
//! use millstream::{Change, Decoder, Encode, Model};
//!
//! #[derive(Model, Encode)]
//! #[model(table = "BarkTable")]
//! struct Bark<'a> {
//!     #[model(hash_key)]
//!     username: &'a str,
//!     message: &'a str,
//! }
//!
//! let bark = Bark { username: "ann", message: "wuff" };
//! let louder = Bark { message: "WUFF", ..bark };
//! let event = EventBuilder::new("BarkTable").insert(&bark).modify(&bark, &louder).expire(&louder).build();
//!
//! let mut decoder = Decoder::new();
//! let batch = decoder.decode::<Bark>(&event)?;
//! let records: Vec<_> = batch.iter().collect::<Result<_, _>>()?;
//! assert!(matches!(records[1].change(), Change::Modify { old, new } if old.message == "wuff" && new.message == "WUFF"));
//! assert!(records[2].is_ttl_expiry());
//! # Ok::<(), millstream::Error>(())
//! ```

use std::fmt::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::batch::Decoder;
use crate::encode::{EncodeItem, item_to_json};
use crate::keys::KeySchema;
use crate::model::Model;
use crate::record::{EventName, StreamViewType};
use crate::value::{Item, write_text};

/// Builds an event as Lambda sends it, record by record.
///
/// Sequence numbers and event ids count up, and are as long as real ones. Records are of the region `us-east-1` and the account
/// `123456789012`. `SizeBytes` is the length of the record's keys and images as JSON, which DynamoDB counts in another way.
#[derive(Clone, Debug)]
pub struct EventBuilder {
    stream_arn: String,
    view: StreamViewType<'static>,
    created: Option<SystemTime>,
    next: u64,
    records: String,
    /// members of the event besides its records
    window: String,
}

impl EventBuilder {
    /// An event of the stream of a table, with new and old images and without records.
    pub fn new(table: &str) -> EventBuilder {
        let label = "2026-01-01T00:00:00.000";
        EventBuilder::of_stream(format!(
            "arn:aws:dynamodb:us-east-1:123456789012:table/{table}/stream/{label}"
        ))
    }

    /// An event of the stream with this ARN.
    pub fn of_stream(arn: impl Into<String>) -> EventBuilder {
        EventBuilder {
            stream_arn: arn.into(),
            view: StreamViewType::NewAndOldImages,
            created: None,
            next: 1,
            records: String::new(),
            window: String::new(),
        }
    }

    /// From the next record on, records carry what this view type says.
    #[must_use]
    pub fn view(mut self, view: StreamViewType<'static>) -> EventBuilder {
        self.view = view;
        self
    }

    /// From the next record on, changes were made at this time, and not when they are added here.
    #[must_use]
    pub fn created(mut self, time: SystemTime) -> EventBuilder {
        self.created = Some(time);
        self
    }

    /// From the next record on, sequence numbers and event ids count up from here, and not from 1: for a second event of the same stream. By
    /// its number a record is known, to a store of claims too, and what has that of an earlier one counts as it come again.
    ///
    /// ```
    /// # use millstream::{Decoder, Encode, Item, Model, test_util::EventBuilder};
    /// # #[derive(Model, Encode)] struct Bark<'a> { #[model(hash_key)] username: &'a str }
    /// let later = EventBuilder::new("BarkTable").numbered_from(100).insert(&Bark { username: "ann" }).build();
    /// let mut decoder = Decoder::new();
    /// for record in &decoder.read(&later)? {
    ///     assert_eq!(record?.sequence_number().unwrap().as_str(), "000000000000000000100");
    /// }
    /// # Ok::<(), millstream::Error>(())
    /// ```
    #[must_use]
    pub fn numbered_from(mut self, number: u64) -> EventBuilder {
        self.next = number;
        self
    }

    /// From the next record on, records are of another table's stream.
    #[must_use]
    pub fn table(mut self, table: &str) -> EventBuilder {
        self.stream_arn = EventBuilder::new(table).stream_arn;
        self
    }

    /// An item is new.
    ///
    /// # Panics
    /// When DynamoDB has no value for a field, such as a float that is no number; so do the other methods that add records.
    #[must_use]
    pub fn insert<M: Model + KeySchema + EncodeItem>(self, new: &M) -> EventBuilder {
        self.record::<M>(EventName::Insert, None, Some(new), "")
    }

    /// An item changed.
    ///
    /// # Panics
    /// As [`insert`](EventBuilder::insert).
    #[must_use]
    pub fn modify<M: Model + KeySchema + EncodeItem>(self, old: &M, new: &M) -> EventBuilder {
        self.record::<M>(EventName::Modify, Some(old), Some(new), "")
    }

    /// An item was deleted.
    ///
    /// # Panics
    /// As [`insert`](EventBuilder::insert).
    #[must_use]
    pub fn remove<M: Model + KeySchema + EncodeItem>(self, old: &M) -> EventBuilder {
        self.record::<M>(EventName::Remove, Some(old), None, "")
    }

    /// An item was deleted by TTL.
    ///
    /// # Panics
    /// As [`insert`](EventBuilder::insert).
    #[must_use]
    pub fn expire<M: Model + KeySchema + EncodeItem>(self, old: &M) -> EventBuilder {
        let identity = r#""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"#;
        self.record::<M>(EventName::Remove, Some(old), None, identity)
    }

    /// A record as it is written here, for what no model can say, such as one that does not fit.
    #[must_use]
    pub fn raw(mut self, record: &str) -> EventBuilder {
        self.push(record);
        self
    }

    /// The event is of a tumbling window of five minutes, to which the function returned this state, as JSON, the last time.
    ///
    /// ```
    /// use millstream::Decoder;
    /// use millstream::test_util::EventBuilder;
    ///
    /// let event = EventBuilder::new("BarkTable").window(r#"{"barks":7}"#, true).build();
    /// let mut decoder = Decoder::new();
    /// let batch = decoder.read(&event)?;
    /// assert_eq!((batch.state(), batch.is_final_invoke_for_window()), (Some(r#"{"barks":7}"#), Some(true)));
    /// # Ok::<(), millstream::Error>(())
    /// ```
    #[must_use]
    pub fn window(mut self, state: &str, is_final: bool) -> EventBuilder {
        self.window = format!(
            ",\"window\":{{\"start\":\"2026-01-01T00:00:00Z\",\"end\":\"2026-01-01T00:05:00Z\"}},\"state\":{state},\
             \"shardId\":\"shardId-00000001767225600000-00000000\",\"eventSourceARN\":{},\
             \"isFinalInvokeForWindow\":{is_final},\"isWindowTerminatedEarly\":false",
            quoted(&self.stream_arn),
        );
        self
    }

    /// The event.
    pub fn build(&self) -> String {
        format!("{{\"Records\":[{}]{}}}", self.records, self.window)
    }

    fn push(&mut self, record: &str) {
        if !self.records.is_empty() {
            self.records.push(',');
        }
        self.records.push_str(record);
        self.next += 1;
    }

    fn record<M: Model + KeySchema + EncodeItem>(
        mut self,
        name: EventName<'_>,
        old: Option<&M>,
        new: Option<&M>,
        identity: &str,
    ) -> EventBuilder {
        let has_new = matches!(self.view, StreamViewType::NewImage | StreamViewType::NewAndOldImages);
        let has_old = matches!(self.view, StreamViewType::OldImage | StreamViewType::NewAndOldImages);
        let json = |item: Option<&M>| item.map(|item| written(item_to_json(item)));
        let (new, old) = (json(new), json(old));
        let item = new.as_ref().or(old.as_ref()).map_or("{}", String::as_str);
        let mut parts = format!("\"Keys\":{}", keys_of::<M>(item));
        for (part, image) in [("NewImage", new.filter(|_| has_new)), ("OldImage", old.filter(|_| has_old))] {
            if let Some(image) = image {
                let _ = write!(parts, ",\"{part}\":{image}");
            }
        }
        let created = self.created.unwrap_or_else(SystemTime::now);
        let seconds = created.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let (number, size) = (self.next, parts.len());
        let record = format!(
            "{{\"eventID\":\"{number:032x}\",\"eventName\":\"{name}\",\"eventVersion\":\"1.1\",\"eventSource\":\"aws:dynamodb\",\
             \"awsRegion\":\"us-east-1\",{identity}\"dynamodb\":{{\"ApproximateCreationDateTime\":{:E},{parts},\
             \"SequenceNumber\":\"{number:021}\",\"SizeBytes\":{size},\"StreamViewType\":\"{}\"}},\"eventSourceARN\":{}}}",
            seconds as f64,
            self.view.as_str(),
            quoted(&self.stream_arn),
        );
        self.push(&record);
        self
    }
}

/// The keys of an item, of those that it has.
fn keys_of<M: KeySchema>(item: &str) -> String {
    let mut decoder = Decoder::new();
    let Ok(item) = decoder.decode_item::<Item>(item) else { return "{}".to_owned() };
    let names = [Some(M::HASH_KEY.name), M::RANGE_KEY.map(|key| key.name)];
    let keys: Vec<_> =
        names.into_iter().flatten().filter_map(|name| Some((name, *item.get(name)?))).collect();
    written(item_to_json(&Item::from_entries(&keys)))
}

/// A text as a JSON string.
fn quoted(text: &str) -> String {
    let mut json = String::new();
    let _ = write_text(&mut json, text);
    json
}

fn written<E: std::fmt::Display>(json: Result<String, E>) -> String {
    match json {
        Ok(json) => json,
        Err(error) => panic!("the model cannot be written: {error}"),
    }
}
