//! What can be decoded: bytes, which are checked to be UTF-8, or text, which is already.

use crate::error::{Error, ErrorKind, Reason};
use crate::visits::visited;

/// The bytes or the text of an event. It is not changed, and needs no padding.
///
/// For other types, such as `bytes::Bytes`, write `&event[..]`.
pub trait Input<'a>: sealed::Sealed {
    /// The input as text.
    #[doc(hidden)]
    fn into_text(self) -> Result<&'a str, Error>;
}

mod sealed {
    pub trait Sealed {}
}

/// The input as text, short enough for its offsets.
pub(crate) fn text_of<'a>(input: impl Input<'a>) -> Result<&'a str, Error> {
    let text = input.into_text()?;
    if u32::try_from(text.len()).is_err() {
        let limit = u32::MAX as usize;
        return Err(Error::new(ErrorKind::Limit, Reason::Limit { what: "bytes", limit }, limit).fatal());
    }
    Ok(text)
}

/// The length of a byte order mark, which hand-made files begin with.
pub(super) fn mark_length(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

#[cold]
fn not_utf8(input: &[u8]) -> Error {
    let offset = std::str::from_utf8(input).map_or_else(|error| error.valid_up_to(), str::len);
    Error::new(ErrorKind::Utf8, Reason::Expected("UTF-8"), offset).fatal()
}

macro_rules! inputs {
    ($($type:ty => |$input:ident| $text:expr;)*) => { $(
        impl sealed::Sealed for $type {}

        impl<'a> Input<'a> for &'a $type where $type: 'a {
            #[inline]
            fn into_text(self) -> Result<&'a str, Error> {
                let $input = self;
                $text
            }
        }
    )* };
}

impl<T: sealed::Sealed + ?Sized> sealed::Sealed for &T {}

inputs! {
    [u8] => |input| {
        visited(input.len());
        simdutf8::basic::from_utf8(input).map_err(|_| not_utf8(input))
    };
    Vec<u8> => |input| input.as_slice().into_text();
    Box<[u8]> => |input| (**input).into_text();
    str => |input| Ok(input);
    String => |input| Ok(input);
}

impl<const N: usize> sealed::Sealed for [u8; N] {}

impl<'a, const N: usize> Input<'a> for &'a [u8; N] {
    fn into_text(self) -> Result<&'a str, Error> {
        self.as_slice().into_text()
    }
}
