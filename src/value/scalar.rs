//! S, N and BOOL into Rust's own types.

use super::{Number, NumberError, Shape, Tag, Value};
use crate::cursor::Cursor;
use crate::error::{Error, ErrorKind, Reason};

impl Shape for &str {
    const TAG: Tag = Tag::S;
    const LIST_TAG: Tag = Tag::Ss;
    const LIST_EXPECTED: &'static str = "SS or L";
    type State = ();
}

impl<'a> Value<'a> for &'a str {
    fn blank() -> Self {
        ""
    }

    #[inline(always)]
    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        *self = cursor.text()?;
        Ok(())
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
    type State = ();
}

impl<'a> Value<'a> for bool {
    fn blank() -> Self {
        false
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
    if cursor.take_all("true") {
        return Ok(true);
    }
    if cursor.take_all("false") {
        return Ok(false);
    }
    Err(cursor.unexpected(match cursor.peek() {
        // It began well: the JSON itself is broken.
        Some(b't' | b'f') => return Err(cursor.syntax("`true` or `false`")),
        _ => "`true` or `false`",
    }))
}

/// The digits of an N, the cursor behind its opening quote, and where they begin.
#[inline(always)]
fn read_digits<'a>(cursor: &mut Cursor<'a>) -> Result<(usize, &'a str), Error> {
    let start = cursor.at();
    Ok((start, cursor.text()?))
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
    type State = ();
}

impl<'a> Value<'a> for Number<'a> {
    fn blank() -> Self {
        Number::ZERO
    }

    #[inline]
    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        let (start, digits) = read_digits(cursor)?;
        *self = Number::new(digits).map_err(|error| refuse(error, "a number", start))?;
        Ok(())
    }
}

macro_rules! numbers {
    ($($type:ty, $read:path, $zero:literal;)*) => { $(
        impl Shape for $type {
            const TAG: Tag = Tag::N;
            const LIST_TAG: Tag = Tag::Ns;
            const LIST_EXPECTED: &'static str = "NS or L";
            type State = ();
        }

        impl<'a> Value<'a> for $type {
            fn blank() -> Self {
                $zero
            }

            #[inline(always)]
            fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
                let (start, digits) = read_digits(cursor)?;
                *self = $read(digits).map_err(|error| refuse(error, stringify!($type), start))?;
                Ok(())
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
    f32, single, 0.0;
    f64, double, 0.0;
}

impl Shape for u8 {
    const TAG: Tag = Tag::N;
    const LIST_TAG: Tag = Tag::B;
    type State = ();
}

/// A number alone, and the element of B in a slice.
impl<'a> Value<'a> for u8 {
    fn blank() -> Self {
        0
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        let (start, digits) = read_digits(cursor)?;
        *self = integer(digits).map_err(|error| refuse(error, "u8", start))?;
        Ok(())
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
fn integer<T: super::number::Integer>(digits: &str) -> Result<T, NumberError> {
    match super::number::short_integer(digits.as_bytes()) {
        Some(value) => T::from_i64(value).ok_or(NumberError::OutOfRange),
        None => long_integer(digits),
    }
}

#[cold]
#[inline(never)]
fn long_integer<T: super::number::Integer>(digits: &str) -> Result<T, NumberError> {
    T::from_number(Number::new(digits)?)
}

/// Most floats are short too.
#[inline(always)]
fn double(digits: &str) -> Result<f64, NumberError> {
    match super::number::short_float(digits.as_bytes()) {
        Some(value) => Ok(value),
        None => long_double(digits),
    }
}

#[cold]
#[inline(never)]
fn long_double(digits: &str) -> Result<f64, NumberError> {
    Number::new(digits)?.to_f64()
}

/// An `f64` on the way would round twice.
fn single(digits: &str) -> Result<f32, NumberError> {
    Number::new(digits)?.to_f32()
}
