//! What can be decoded: bytes, or text.

use crate::cursor::Source;
use crate::error::{Error, ErrorKind, Reason};

/// The bytes or the text of an event. It is not changed, and needs no padding. Bytes are checked to be UTF-8 while they are read.
///
/// For other types, such as `bytes::Bytes`, write `&event[..]`.
pub trait Input<'a>: sealed::Sealed {
    #[doc(hidden)]
    fn into_source(self) -> Source<'a>;
}

mod sealed {
    pub trait Sealed {}
}

/// The input, short enough for its offsets.
pub(crate) fn source_of<'a>(input: impl Input<'a>) -> Result<Source<'a>, Error> {
    let source = input.into_source();
    if u32::try_from(source.bytes().len()).is_err() {
        let limit = u32::MAX as usize;
        return Err(Error::new(ErrorKind::Limit, Reason::Limit { what: "bytes", limit }, limit).fatal());
    }
    Ok(source)
}

/// The same, checked to be a text.
pub(crate) fn text_of<'a>(input: impl Input<'a>) -> Result<&'a str, Error> {
    source_of(input)?.checked()
}

/// The length of a byte order mark, which hand-made files begin with.
pub(super) fn mark_length(bytes: &[u8]) -> usize {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    if bytes.starts_with(MARK) { MARK.len() } else { 0 }
}

macro_rules! inputs {
    ($($type:ty => |$input:ident| $source:expr;)*) => { $(
        impl sealed::Sealed for $type {}

        impl<'a> Input<'a> for &'a $type where $type: 'a {
            #[inline]
            fn into_source(self) -> Source<'a> {
                let $input = self;
                $source
            }
        }
    )* };
}

impl<T: sealed::Sealed + ?Sized> sealed::Sealed for &T {}

inputs! {
    [u8] => |input| input.into();
    Vec<u8> => |input| input.as_slice().into();
    Box<[u8]> => |input| (**input).into();
    str => |input| input.into();
    String => |input| input.as_str().into();
}

impl<const N: usize> sealed::Sealed for [u8; N] {}

impl<'a, const N: usize> Input<'a> for &'a [u8; N] {
    fn into_source(self) -> Source<'a> {
        self.as_slice().into()
    }
}
