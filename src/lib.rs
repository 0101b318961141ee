//! A zero-copy, allocation-free decoder of DynamoDB change streams.
#![deny(missing_docs)]

#[cfg(test)]
extern crate self as millstream;

mod arena;
mod batch;
mod cursor;
mod error;
mod limits;
pub mod model;
mod paths;
mod record;
mod scan;
pub mod value;

pub use batch::{Batch, Decoder, Input, RawBatch, RawRecords, Records, Root, Stream, Window};
pub use cursor::Cursor;
pub use error::{Error, ErrorKind, Position};
pub use limits::Limits;
#[cfg(feature = "derive")]
pub use millstream_derive::Model;
pub use model::Model;
pub use record::{
    Change, Envelope, EventName, RawRecord, Record, Scratch, SequenceNumber, StreamArn, StreamViewType,
    Timestamp, UserIdentity,
};
pub use value::{AttributeValue, Binary, BinaryError, Item, Number, NumberError};
