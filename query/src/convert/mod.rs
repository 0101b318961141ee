//! Between millstream's values, the SDK's, and serde_dynamo's.
//!
//! All go through what they have in common: a value writes itself into a sink. So anything that millstream encodes, a model or an
//! [`AttributeValue`](millstream::AttributeValue), becomes the SDK's or serde_dynamo's, and theirs become DynamoDB's JSON, which
//! [`Decoder::decode_item`](millstream::Decoder::decode_item) reads.
//!
//! ```
//! use millstream::{Decoder, Encode, Model};
//! use millstream_query::convert;
//!
//! #[derive(Debug, PartialEq, Model, Encode)]
//! struct Bark<'a> {
//!     user: &'a str,
//!     likes: u32,
//! }
//!
//! let bark = Bark { user: "ann", likes: 3 };
//! let sdk = convert::item_to_sdk(&bark)?; // HashMap<String, aws_sdk_dynamodb::types::AttributeValue>
//! assert_eq!(sdk["likes"].as_n().unwrap(), "3");
//! let json = convert::json_of_sdk(&sdk)?;
//! assert_eq!(Decoder::new().decode_item::<Bark>(&json)?, bark);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod build;
mod source;

use std::collections::HashMap;
use std::hash::BuildHasher;

use millstream::encode::{Encode, EncodeError, EncodeItem, item_to_json};

use build::{Builder, Target};

/// An attribute value of the SDK.
pub type SdkValue = aws_sdk_dynamodb::types::AttributeValue;

/// An item of the SDK.
pub type SdkItem = HashMap<String, SdkValue>;

/// An item of serde_dynamo.
pub type SerdeItem = HashMap<String, serde_dynamo::AttributeValue>;

/// A value as the SDK's.
///
/// # Errors
/// When DynamoDB has no value for it.
pub fn to_sdk(value: &(impl Encode + ?Sized)) -> Result<SdkValue, EncodeError> {
    build(value)
}

/// An item as the SDK's.
///
/// # Errors
/// When DynamoDB has no value for a part of it.
pub fn item_to_sdk(item: &impl EncodeItem) -> Result<SdkItem, EncodeError> {
    build_item(|sink| item.encode_attributes(sink))
}

/// A value as serde_dynamo's.
///
/// # Errors
/// When DynamoDB has no value for it.
pub fn to_serde_dynamo(value: &(impl Encode + ?Sized)) -> Result<serde_dynamo::AttributeValue, EncodeError> {
    build(value)
}

/// An item as serde_dynamo's.
///
/// # Errors
/// When DynamoDB has no value for a part of it.
pub fn item_to_serde_dynamo(item: &impl EncodeItem) -> Result<SerdeItem, EncodeError> {
    build_item(|sink| item.encode_attributes(sink))
}

/// An item of the SDK as DynamoDB's JSON.
///
/// # Errors
/// When the text of a number is none, or it holds a value of a type that this version of the SDK does not know.
pub fn json_of_sdk<S: BuildHasher>(item: &HashMap<String, SdkValue, S>) -> Result<String, EncodeError> {
    item_to_json(&source::Attributes(item))
}

/// An item of serde_dynamo as DynamoDB's JSON.
///
/// # Errors
/// When the text of a number is none.
pub fn json_of_serde_dynamo<S: BuildHasher>(
    item: &HashMap<String, serde_dynamo::AttributeValue, S>,
) -> Result<String, EncodeError> {
    item_to_json(&source::Attributes(item))
}

/// An item of the streams SDK likewise.
#[cfg(feature = "streams")]
pub(crate) fn json_of(
    item: &HashMap<String, aws_sdk_dynamodbstreams::types::AttributeValue>,
) -> Result<String, EncodeError> {
    item_to_json(&source::Attributes(item))
}

fn build<V: Target>(value: &(impl Encode + ?Sized)) -> Result<V, EncodeError> {
    let mut builder = Builder::default();
    value.encode(&mut builder)?;
    builder.value().ok_or_else(|| EncodeError::new("a value that writes nothing"))
}

pub(crate) fn build_item<V: Target>(
    write: impl FnOnce(&mut dyn millstream::encode::Sink) -> Result<(), EncodeError>,
) -> Result<HashMap<String, V>, EncodeError> {
    let mut builder = Builder::item();
    write(&mut builder)?;
    Ok(builder.into_item())
}
