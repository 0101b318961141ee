//! B: base64 text, decoded when asked.

use std::fmt;

use base64_simd::Out;

use super::{Shape, Tag, Value};
use crate::base64;
use crate::cursor::{Cursor, OrFull};
use crate::error::{Error, ErrorKind, Reason};

/// A binary value as it came: base64 in the standard alphabet, with or without padding. It is decoded, and checked, when asked.
///
/// ```
/// use millstream::{AttributeValue, Decoder, Item};
///
/// let mut decoder = Decoder::new();
/// let item = decoder.decode_item::<Item>(r#"{"picture":{"B":"Zm9vYmFy"}}"#)?;
/// let Some(AttributeValue::B(picture)) = item.get("picture") else { panic!("a binary") };
/// assert_eq!(picture.to_vec()?, b"foobar");
/// let mut buffer = [0; 16];
/// assert_eq!(picture.decode_into(&mut buffer)?, b"foobar");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Binary<'a>(&'a str);

/// Why a [`Binary`] could not be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BinaryError {
    /// It is not base64.
    Invalid,
    /// The buffer is shorter than [`Binary::decoded_len`].
    BufferTooSmall,
}

impl fmt::Display for BinaryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BinaryError::Invalid => "expected base64",
            BinaryError::BufferTooSmall => "the buffer is too small for the binary value",
        })
    }
}

impl std::error::Error for BinaryError {}

impl From<base64::Invalid> for BinaryError {
    fn from(_: base64::Invalid) -> Self {
        BinaryError::Invalid
    }
}

impl From<BinaryError> for std::borrow::Cow<'static, str> {
    /// So that a `with` module can use `?` on a binary value.
    fn from(error: BinaryError) -> Self {
        error.to_string().into()
    }
}

impl<'a> Binary<'a> {
    /// A binary value of this base64 text, which is not checked yet.
    pub const fn from_base64(base64: &'a str) -> Binary<'a> {
        Binary(base64)
    }

    /// The text as it came.
    pub const fn as_base64(&self) -> &'a str {
        self.0
    }

    /// Bytes that it decodes to.
    ///
    /// # Errors
    /// When its length is none that base64 has.
    pub fn decoded_len(&self) -> Result<usize, BinaryError> {
        Ok(base64::decoded_len(self.0)?)
    }

    /// Decodes it into the beginning of `buffer` and returns that part.
    ///
    /// # Errors
    /// When it is not base64, or the buffer is too small.
    pub fn decode_into<'b>(&self, buffer: &'b mut [u8]) -> Result<&'b mut [u8], BinaryError> {
        let room = buffer.get_mut(..self.decoded_len()?).ok_or(BinaryError::BufferTooSmall)?;
        Ok(base64::decode(self.0, Out::from_slice(room))?)
    }

    /// Decodes it into memory of its own.
    ///
    /// # Errors
    /// When it is not base64.
    pub fn to_vec(&self) -> Result<Vec<u8>, BinaryError> {
        Ok(base64::to_vec(self.0)?)
    }
}

impl Shape for Binary<'_> {
    const TAG: Tag = Tag::B;
    const LIST_TAG: Tag = Tag::Bs;
    const LIST_EXPECTED: &'static str = "BS or L";
    const TAKES_OVER: bool = true;
    type State = ();
}

impl<'a> Value<'a> for Binary<'a> {
    fn blank() -> Self {
        Binary("")
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    #[inline]
    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        *self = Binary(cursor.text()?);
        Ok(())
    }
}

/// The base64 text of a `&[u8]` or `Vec<u8>`, which takes B and nothing else.
fn read_base64<'a>(tag: Tag, cursor: &mut Cursor<'a>) -> Result<(usize, Binary<'a>), Error> {
    let start = cursor.at();
    if tag != Tag::B {
        return Err(Error::misfit("B", tag, start));
    }
    Ok((start, Binary(cursor.text()?)))
}

#[cold]
fn not_base64(offset: usize) -> Error {
    Error::new(ErrorKind::Base64, Reason::Expected("base64"), offset)
}

pub(super) fn read_bytes<'a>(tag: Tag, cursor: &mut Cursor<'a>) -> Result<&'a [u8], Error> {
    let (start, binary) = read_base64(tag, cursor)?;
    let length = binary.decoded_len().map_err(|_| not_base64(start))?;
    let bytes = cursor.arena().bytes(length).or_full(cursor)?;
    Ok(base64::decode(binary.0, Out::from_uninit_slice(bytes)).map_err(|_| not_base64(start))?)
}

pub(super) fn read_vec(tag: Tag, cursor: &mut Cursor<'_>) -> Result<Vec<u8>, Error> {
    let (start, binary) = read_base64(tag, cursor)?;
    binary.to_vec().map_err(|_| not_base64(start))
}
