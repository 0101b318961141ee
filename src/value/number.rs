//! N: decimal text, exact.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use crate::scan::{run, run_at_end};
use crate::visits::visited;

/// A number as the text that it came in, so that nothing is lost: 38 digits, 170 characters, any exponent.
///
/// Numbers are compared and hashed by value: `1`, `1.0` and `1E0` are one. Conversions are checked; floats round to nearest.
///
/// ```
/// use millstream::{Number, NumberError};
///
/// let price = Number::new("12.50")?;
/// assert_eq!(price, Number::new("1.25E1")?);
/// assert_eq!(price.to_f64(), Ok(12.5));
/// assert_eq!(i64::try_from(price), Err(NumberError::Fraction));
/// assert_eq!(u8::try_from(Number::new("1E2")?), Ok(100));
/// assert_eq!(u8::try_from(Number::new("256")?), Err(NumberError::OutOfRange));
/// assert_eq!(price.as_str(), "12.50");
/// # Ok::<(), NumberError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Number<'a>(&'a str);

/// Why a text is no number, or a number not of the type asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NumberError {
    /// The text is no number.
    Invalid,
    /// The number has a fraction, and an integer was asked for.
    Fraction,
    /// The number is beyond the type's range.
    OutOfRange,
}

impl fmt::Display for NumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            NumberError::Invalid => "expected a number",
            NumberError::Fraction => "expected an integer, found a fraction",
            NumberError::OutOfRange => "the number is out of range",
        })
    }
}

impl std::error::Error for NumberError {}

/// A number taken apart: `0.digits × 10^scale`, the digits without zeros at either end. Zero has none.
pub(crate) struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
    scale: i64,
    /// the exponent has more than nine digits, and was taken for the largest of nine
    endless: bool,
}

impl<'a> Decimal<'a> {
    /// Takes a text apart that is a number by JSON's grammar (RFC 8259, section 6).
    pub(crate) fn parse(text: &'a str) -> Option<Decimal<'a>> {
        visited(text.len());
        let bytes = text.as_bytes();
        let negative = bytes.first() == Some(&b'-');
        let (mut whole, rest) = digits(&bytes[negative as usize..]);
        if whole.is_empty() || whole.len() > 1 && whole[0] == b'0' {
            return None;
        }
        let (mut fraction, rest) = match rest.split_first() {
            Some((b'.', rest)) => Some(digits(rest)).filter(|(fraction, _)| !fraction.is_empty())?,
            _ => (&rest[..0], rest),
        };
        let (exponent, endless) = match rest.split_first() {
            None => (0, false),
            Some((b'e' | b'E', rest)) => exponent(rest)?,
            Some(_) => return None,
        };
        // Zeros before the first digit that counts and after the last one.
        whole = without_leading_zeros(whole);
        let mut scale = exponent + whole.len() as i64;
        if whole.is_empty() {
            let all = fraction.len();
            fraction = without_leading_zeros(fraction);
            scale -= (all - fraction.len()) as i64;
        }
        fraction = without_trailing_zeros(fraction);
        if fraction.is_empty() {
            whole = without_trailing_zeros(whole);
        }
        if whole.is_empty() && fraction.is_empty() {
            return Some(Decimal { negative: false, whole, fraction, scale: 0, endless });
        }
        Some(Decimal { negative, whole, fraction, scale, endless })
    }

    pub(crate) fn is_negative(&self) -> bool {
        self.negative
    }

    /// The weight of the first digit is `10^(scale - 1)`.
    pub(crate) fn scale(&self) -> i64 {
        self.scale
    }

    fn is_zero(&self) -> bool {
        self.whole.is_empty() && self.fraction.is_empty()
    }

    pub(crate) fn digits(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.whole.iter().chain(self.fraction).copied()
    }

    pub(crate) fn digit_count(&self) -> i64 {
        (self.whole.len() + self.fraction.len()) as i64
    }

    /// The magnitude as an integer.
    pub(crate) fn to_u128(&self) -> Result<u128, NumberError> {
        if self.digit_count() > self.scale && !self.is_zero() {
            return Err(NumberError::Fraction);
        }
        if self.scale > 39 {
            return Err(NumberError::OutOfRange);
        }
        let zeros = self.scale - self.digit_count();
        let mut digits = self.digits().chain(std::iter::repeat_n(b'0', zeros.max(0) as usize));
        digits
            .try_fold(0u128, |value, digit| value.checked_mul(10)?.checked_add((digit - b'0') as u128))
            .ok_or(NumberError::OutOfRange)
    }
}

/// The digits at the front, and the rest.
fn digits(bytes: &[u8]) -> (&[u8], &[u8]) {
    bytes.split_at(run(bytes, |byte| byte.is_ascii_digit()))
}

fn without_leading_zeros(digits: &[u8]) -> &[u8] {
    &digits[run(digits, |digit| digit == b'0')..]
}

fn without_trailing_zeros(digits: &[u8]) -> &[u8] {
    &digits[..digits.len() - run_at_end(digits, |digit| digit == b'0')]
}

/// The exponent, and whether it was cut off at nine digits.
fn exponent(bytes: &[u8]) -> Option<(i64, bool)> {
    let (negative, bytes) = match bytes.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, bytes),
    };
    let (all, rest) = digits(bytes);
    if all.is_empty() || !rest.is_empty() {
        return None;
    }
    let counting = without_leading_zeros(all);
    let endless = counting.len() > 9;
    let value = match endless {
        true => 999_999_999,
        false => counting.iter().fold(0, |value, &digit| value * 10 + (digit - b'0') as i64),
    };
    Some((if negative { -value } else { value }, endless))
}

impl<'a> Number<'a> {
    /// Zero.
    pub const ZERO: Number<'static> = Number("0");

    /// The number that `text` writes, by the grammar of JSON numbers, with an exponent of at most nine digits.
    ///
    /// # Errors
    /// When it writes none.
    pub fn new(text: &'a str) -> Result<Number<'a>, NumberError> {
        match short_integer(text.as_bytes()) {
            Some(_) => Ok(Number(text)),
            // DynamoDB ends at 125; so that numbers can be compared exactly, exponents end somewhere.
            None => match Decimal::parse(text) {
                Some(decimal) if !decimal.endless => Ok(Number(text)),
                _ => Err(NumberError::Invalid),
            },
        }
    }

    /// The number that `text` was seen to write.
    pub(super) const fn plain(text: &'a str) -> Number<'a> {
        Number(text)
    }

    /// The text as it came.
    pub const fn as_str(&self) -> &'a str {
        self.0
    }

    /// The nearest `f64`.
    ///
    /// # Errors
    /// When it is beyond the range of `f64`.
    pub fn to_f64(&self) -> Result<f64, NumberError> {
        f64::from_number(*self)
    }

    /// The nearest `f32`.
    ///
    /// # Errors
    /// When it is beyond the range of `f32`.
    pub fn to_f32(&self) -> Result<f32, NumberError> {
        f32::from_number(*self)
    }

    /// Its parts. The text was checked when the number was made.
    fn decimal(&self) -> Decimal<'a> {
        Decimal::parse(self.0).unwrap_or(Decimal {
            negative: false,
            whole: &[],
            fraction: &[],
            scale: 0,
            endless: false,
        })
    }
}

impl<'a> TryFrom<&'a str> for Number<'a> {
    type Error = NumberError;

    fn try_from(text: &'a str) -> Result<Number<'a>, NumberError> {
        Number::new(text)
    }
}

impl From<NumberError> for std::borrow::Cow<'static, str> {
    /// So that a `with` module can use `?` on a number.
    fn from(error: NumberError) -> Self {
        error.to_string().into()
    }
}

/// Its text, as wide as is asked for. A precision changes nothing: no digit is lost.
impl fmt::Display for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.strip_prefix('-') {
            Some(magnitude) => f.pad_integral(false, "", magnitude),
            None => f.pad_integral(true, "", self.0),
        }
    }
}

impl fmt::Debug for Number<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl Ord for Number<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (a, b) = (self.decimal(), other.decimal());
        let sign = |number: &Decimal<'_>| match (number.is_zero(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        let magnitude = || a.scale.cmp(&b.scale).then_with(|| a.digits().cmp(b.digits()));
        sign(&a).cmp(&sign(&b)).then_with(|| if a.negative { magnitude().reverse() } else { magnitude() })
    }
}

impl PartialOrd for Number<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 || self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Number<'_> {}

impl Hash for Number<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let decimal = self.decimal();
        (decimal.negative, decimal.scale).hash(state);
        decimal.digits().for_each(|digit| state.write_u8(digit));
        state.write_u8(0xff); // no digit: where they end
    }
}

/// Up to 18 plain digits, with a sign or without: what nearly every integer in a table is.
#[inline]
pub(crate) fn short_integer(text: &[u8]) -> Option<i64> {
    let (negative, digits) = match text {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.len() > 18 || digits.is_empty() || digits[0] == b'0' && digits.len() > 1 {
        return None;
    }
    let mut value = 0i64;
    for &digit in digits {
        let digit = digit.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value * 10 + digit as i64;
    }
    Some(if negative { -value } else { value })
}

/// What a number converts to exactly or not at all.
pub(crate) trait Integer: Sized {
    fn from_i64(value: i64) -> Option<Self>;
    fn from_number(number: Number<'_>) -> Result<Self, NumberError>;
}

/// What a number rounds to.
pub(crate) trait Float: Sized {
    /// A value that was rounded once, to `f64`; `None` where the next rounding could be another.
    fn from_exact(value: f64) -> Option<Self>;
    fn from_number(number: Number<'_>) -> Result<Self, NumberError>;
}

macro_rules! integers {
    ($($type:ty)*) => { $(
        impl Integer for $type {
            #[inline(always)]
            fn from_i64(value: i64) -> Option<Self> {
                value.try_into().ok()
            }

            fn from_number(number: Number<'_>) -> Result<Self, NumberError> {
                let decimal = number.decimal();
                let magnitude = decimal.to_u128()?;
                let value = if decimal.negative {
                    // Two's complement has one negative number more: the magnitude is negated as it is.
                    0i128.checked_sub_unsigned(magnitude).and_then(|value| value.try_into().ok())
                } else {
                    magnitude.try_into().ok()
                };
                value.ok_or(NumberError::OutOfRange)
            }
        }

        impl TryFrom<Number<'_>> for $type {
            type Error = NumberError;

            fn try_from(number: Number<'_>) -> Result<Self, NumberError> {
                Integer::from_number(number)
            }
        }
    )* };
}

integers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

macro_rules! floats {
    ($($type:ty, |$exact:ident| $from_exact:expr;)*) => { $(
        impl Float for $type {
            #[inline(always)]
            fn from_exact($exact: f64) -> Option<Self> {
                $from_exact
            }

            fn from_number(number: Number<'_>) -> Result<Self, NumberError> {
                match number.0.parse::<$type>() {
                    Ok(value) if value.is_finite() => Ok(value),
                    Ok(_) => Err(NumberError::OutOfRange),
                    Err(_) => Err(NumberError::Invalid),
                }
            }
        }

        impl TryFrom<Number<'_>> for $type {
            type Error = NumberError;

            fn try_from(number: Number<'_>) -> Result<Self, NumberError> {
                Float::from_number(number)
            }
        }
    )* };
}

floats! {
    f32, |value| (value as f32 as f64 == value).then_some(value as f32);
    f64, |value| Some(value);
}
