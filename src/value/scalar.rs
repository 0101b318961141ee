//! S, N and BOOL into Rust's own types.

use super::number::{Float, Integer};
use super::{Number, NumberError, Shape, Tag, Value, digits};
use crate::cursor::{Cursor, Hint};
use crate::error::{Error, ErrorKind, Reason};

impl Shape for &str {
    const TAG: Tag = Tag::S;
    const LIST_TAG: Tag = Tag::Ss;
    const LIST_EXPECTED: &'static str = "SS or L";
    const TAKES_OVER: bool = true;
    type State = Hint;
}

impl<'a> Value<'a> for &'a str {
    fn blank() -> Self {
        ""
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    #[inline(always)]
    fn decode(&mut self, cursor: &mut Cursor<'a>, hint: &mut Hint) -> Result<(), Error> {
        *self = cursor.hinted_text(hint)?;
        Ok(())
    }

    #[inline(always)]
    fn key_text(&self) -> Option<&'a str> {
        Some(self)
    }
}

impl Shape for String {
    const TAG: Tag = Tag::S;
    const LIST_TAG: Tag = Tag::Ss;
    const LIST_EXPECTED: &'static str = "SS or L";
    type State = ();
}

impl<'a> Value<'a> for String {
    fn blank() -> Self {
        String::new()
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        *self = cursor.text()?.to_owned();
        Ok(())
    }
}

impl Shape for bool {
    const TAG: Tag = Tag::Bool;
    const TAKES_OVER: bool = true;
    type State = ();
}

impl<'a> Value<'a> for bool {
    fn blank() -> Self {
        false
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    #[inline(always)]
    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        *self = read_bool(cursor)?;
        Ok(())
    }
}

/// `true` or `false`.
#[inline(always)]
pub(super) fn read_bool(cursor: &mut Cursor<'_>) -> Result<bool, Error> {
    if cursor.take_word("true") {
        return Ok(true);
    }
    if cursor.take_word("false") {
        return Ok(false);
    }
    read_spaced_bool(cursor)
}

/// A token that ends with the colon says nothing about white space behind it.
#[cold]
#[inline(never)]
fn read_spaced_bool(cursor: &mut Cursor<'_>) -> Result<bool, Error> {
    cursor.space();
    match cursor.peek() {
        Some(b't') => cursor.skip_word("true").map(|()| true),
        Some(b'f') => cursor.skip_word("false").map(|()| false),
        _ => Err(cursor.unexpected("`true` or `false`")),
    }
}

#[cold]
#[inline(never)]
pub(super) fn refuse(error: NumberError, expected: &'static str, offset: usize) -> Error {
    let reason = match error {
        NumberError::Invalid => Reason::Expected("a number"),
        NumberError::Fraction => Reason::Found { expected, found: "a fraction" },
        NumberError::OutOfRange => Reason::Found { expected, found: "a number out of its range" },
    };
    Error::new(ErrorKind::Number, reason, offset)
}

impl Shape for Number<'_> {
    const TAG: Tag = Tag::N;
    const LIST_TAG: Tag = Tag::Ns;
    const LIST_EXPECTED: &'static str = "NS or L";
    const TAKES_OVER: bool = true;
    type State = ();
}

impl<'a> Value<'a> for Number<'a> {
    fn blank() -> Self {
        Number::ZERO
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    #[inline]
    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        let start = cursor.at();
        *self = Number::new(cursor.text()?).map_err(|error| refuse(error, "a number", start))?;
        Ok(())
    }
}

macro_rules! numbers {
    ($($type:ty, $read:path, $zero:literal;)*) => { $(
        impl Shape for $type {
            const TAG: Tag = Tag::N;
            const LIST_TAG: Tag = Tag::Ns;
            const LIST_EXPECTED: &'static str = "NS or L";
            const TAKES_OVER: bool = true;
            type State = ();
        }

        impl<'a> Value<'a> for $type {
            fn blank() -> Self {
                $zero
            }

            #[inline]
            fn take_over(&mut self, twin: &Self) {
                *self = *twin;
            }

            #[inline(always)]
            fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
                $read(self, cursor, stringify!($type))
            }
        }
    )* };
}

numbers! {
    i8, integer, 0;
    i16, integer, 0;
    i32, integer, 0;
    i64, integer, 0;
    i128, integer, 0;
    isize, integer, 0;
    u16, integer, 0;
    u32, integer, 0;
    u64, integer, 0;
    u128, integer, 0;
    usize, integer, 0;
    f32, float, 0.0;
    f64, float, 0.0;
}

impl Shape for u8 {
    const TAG: Tag = Tag::N;
    const LIST_TAG: Tag = Tag::B;
    const TAKES_OVER: bool = true;
    type State = ();
}

/// A number alone, and the element of B in a slice.
impl<'a> Value<'a> for u8 {
    fn blank() -> Self {
        0
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        integer(self, cursor, "u8")
    }

    fn decode_slice(tag: Tag, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<&'a [u8], Error> {
        super::binary::read_bytes(tag, cursor)
    }

    fn decode_vec(tag: Tag, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<Vec<u8>, Error> {
        super::binary::read_vec(tag, cursor)
    }
}

/// Most integers are short and plain; the rest (exponents, fractions of zeros, more digits) goes the exact way.
#[inline(always)]
fn integer<T: Integer>(number: &mut T, cursor: &mut Cursor<'_>, expected: &'static str) -> Result<(), Error> {
    match digits::integer(cursor, T::from_i64) {
        Some(value) => {
            *number = value;
            Ok(())
        }
        None => exact(number, cursor, expected, T::from_number),
    }
}

/// Most floats are short and plain too.
#[inline(always)]
fn float<T: Float>(number: &mut T, cursor: &mut Cursor<'_>, expected: &'static str) -> Result<(), Error> {
    match digits::float(cursor, T::from_exact) {
        Some(value) => {
            *number = value;
            Ok(())
        }
        None => exact(number, cursor, expected, T::from_number),
    }
}

#[cold]
#[inline(never)]
fn exact<T>(
    number: &mut T,
    cursor: &mut Cursor<'_>,
    expected: &'static str,
    convert: impl FnOnce(Number<'_>) -> Result<T, NumberError>,
) -> Result<(), Error> {
    let start = cursor.at();
    let read = Number::new(cursor.text()?);
    *number = read.and_then(convert).map_err(|error| refuse(error, expected, start))?;
    Ok(())
}
