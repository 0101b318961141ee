//! A zero-copy decoder of DynamoDB change streams that, once warm, allocates nothing.
//!
//! DynamoDB Streams hands a Lambda function change records in which every value is wrapped in its type (`{"Message":{"S":"hi"}}`). This
//! crate walks the event's JSON once and writes it into typed views that borrow from it:
//!
//! ```
//! use millstream::{Change, Decoder, Model};
//!
//! #[derive(Model)]
//! #[model(table = "BarkTable")]
//! struct Bark<'a> {
//!     #[model(hash_key, rename = "Username")]
//!     username: &'a str,
//!     #[model(range_key, rename = "Timestamp")]
//!     timestamp: &'a str,
//!     #[model(rename = "Message")]
//!     message: &'a str,
//! }
//!
//! let event = br#"{"Records":[{"eventName":"INSERT","dynamodb":{
//!     "Keys":{"Timestamp":{"S":"2016-11-18:12:09:36"},"Username":{"S":"John Doe"}},
//!     "NewImage":{"Timestamp":{"S":"2016-11-18:12:09:36"},"Message":{"S":"wuff"},"Username":{"S":"John Doe"}}}}]}"#;
//!
//! let mut decoder = Decoder::new(); // owns all memory, reused from batch to batch
//! let batch = decoder.decode::<Bark>(event)?;
//! for record in &batch {
//!     match record?.change() { // a bad record is an error of its own; the others stay
//!         Change::Insert { new } => assert_eq!((new.username, new.message), ("John Doe", "wuff")),
//!         Change::Modify { old, new } => println!("{} became {}", old.message, new.message),
//!         Change::Remove { old } => println!("{} is gone", old.message),
//!         _ => {} // what KEYS_ONLY, NEW_IMAGE and OLD_IMAGE streams carry of a change
//!     }
//! }
//! # Ok::<(), millstream::Error>(())
//! ```
//!
//! # Ways in
//!
//! - [`Decoder::decode`] decodes an event as a whole, [`Decoder::stream`] lends its records one by one, [`Decoder::read`] reads envelopes
//!   only and leaves keys and images for later. [`Decoder::only`] decodes chosen parts of chosen records. [`Decoder::decode_item`] and
//!   [`Decoder::decode_record`] decode a map of attributes and a record that stand alone.
//! - [`#[derive(Model)]`](derive@Model) makes a struct or an enum a model; [`Item`] is the model of anything, with [`AttributeValue`]s.
//! - The [`value`] module lists what each DynamoDB type can be read into.
//!
//! # What is checked
//!
//! All of an event is checked to be UTF-8 and JSON (RFC 8259), skipped members included: strings with their escapes and surrogate pairs,
//! numbers, nesting. Malformed JSON fails the batch; the error [is fatal](Error::is_fatal). A record that does not fit its model fails
//! alone, and the error says which, where and why, and shows no contents.
//!
//! Not checked: attributes that the model does not name (they are JSON, but need not be attribute values), base64 of a [`Binary`] before it
//! is decoded, and the ranges that DynamoDB sets for numbers, keys and sizes.
//!
//! Nor does the decoder ask where an event is from: a batch of SQS messages has records too, which then hold nothing of DynamoDB and come as
//! [`Change::Other`]. A creation time that is no JSON number, as some tools print it, is a misfit of its record.
//!
//! A repeated attribute or member counts as written last, and each occurrence must fit. The members of a record may come in any order, be
//! missing or be null. [`Decoder::read`] checks a repeated image only if it is the last.
//!
//! # Features
//!
//! - `derive` (default): the derive macro.
//! - `handlers`: `handler`, from records to handlers.
//! - `lambda`: handlers as an AWS Lambda function, in `millstream::lambda`.
//! - `serde`: `Serialize` for [`AttributeValue`], [`Item`], [`Number`] and [`Binary`].
//! - `test-util`: `test_util`, events made of models.
//! - `tracing`: spans and counts of handlers.
#![deny(missing_docs)]

#[cfg(test)]
extern crate self as millstream;

// Its examples use all features.
#[cfg(all(doctest, feature = "handlers", feature = "test-util"))]
#[doc = include_str!("../README.md")]
mod readme {}

mod arena;
mod base64;
mod batch;
mod cursor;
pub mod encode;
mod error;
#[cfg(feature = "handlers")]
pub mod handler;
pub mod keys;
#[cfg(feature = "lambda")]
pub mod lambda;
mod limits;
pub mod model;
mod paths;
mod record;
mod scan;
#[cfg(feature = "test-util")]
pub mod test_util;
pub mod value;
mod visits;

pub use batch::{Batch, Decoder, Input, Items, Only, RawBatch, RawRecords, Records, Root, Stream, Window};
pub use cursor::Cursor;
pub use encode::{Encode, Set};
pub use error::{Error, ErrorKind, Position};
pub use limits::Limits;
#[cfg(feature = "derive")]
pub use millstream_derive::{Encode, Model};
pub use model::Model;
pub use record::{
    Change, DedupKey, Envelope, EventName, Parts, RawRecord, Record, Scratch, SequenceNumber, StreamArn,
    StreamViewType, Timestamp, UserIdentity, Wanted,
};
/// For the fuzz targets. `fuzz/run` sets this `cfg`; no feature and no dependent does.
#[cfg(fuzzing)]
#[doc(hidden)]
pub use scan::{BackEnd, back_ends};
pub use value::{AttributeValue, Binary, BinaryError, Difference, Differences, Item, Number, NumberError};
