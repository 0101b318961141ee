//! Numbers are what a big-decimal crate says they are: their grammar, their order, and what each type makes of them.

use std::cmp::Ordering;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::str::FromStr;

use bigdecimal::BigDecimal;
use bigdecimal::num_bigint::{BigInt, Sign};
use bigdecimal::num_traits::Zero;
use millstream::{Decoder, Model, Number};
use millstream_testkit::numbers::is_attribute_number;

/// Two numbers with a space between them, or one for both.
pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (a, b) = text.split_once(' ').unwrap_or((text, text));
    let (a, b) = (of(a), of(b));
    let (Some(a), Some(b)) = (a, b) else { return };
    assert_eq!(a.number.cmp(&b.number), a.cmp(&b), "{text}");
    assert_eq!(b.number.cmp(&a.number), a.cmp(&b).reverse(), "{text}");
    assert_eq!(a.number == b.number, a.cmp(&b).is_eq(), "{text}");
    if a.number == b.number {
        assert_eq!(hash(a.number), hash(b.number), "{text}");
    }
}

/// A number, and the other crate's: `digits × 10^exponent`.
struct Pair<'a> {
    number: Number<'a>,
    digits: BigInt,
    exponent: i64,
}

/// The number that a text writes, if it does, after a look at all that it can be read into.
fn of(text: &str) -> Option<Pair<'_>> {
    let number = Number::new(text);
    assert_eq!(number.is_ok(), is_attribute_number(text), "{text}");
    let pair = number.ok().map(|number| {
        let (digits, scale) = BigDecimal::from_str(text).expect(text).into_bigint_and_exponent();
        Pair { number, digits, exponent: -scale }
    });
    if !text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        read_into_every_type(text, pair.as_ref());
    }
    pair
}

impl Pair<'_> {
    /// The weight of the first digit, as a power of ten.
    fn magnitude(&self) -> i64 {
        self.digits.magnitude().to_string().len() as i64 + self.exponent
    }

    fn cmp(&self, other: &Self) -> Ordering {
        if self.digits.sign() != other.digits.sign() || self.digits.is_zero() {
            return self.digits.sign().cmp(&other.digits.sign());
        }
        // Where magnitudes are the same, exponents are no further apart than there are digits: nothing is made that is larger.
        match self.magnitude().cmp(&other.magnitude()) {
            Ordering::Equal => {
                let least = self.exponent.min(other.exponent);
                let scaled = |pair: &Self| BigDecimal::new(pair.digits.clone(), least - pair.exponent);
                scaled(self).cmp(&scaled(other))
            }
            order if self.digits.sign() == Sign::Minus => order.reverse(),
            order => order,
        }
    }

    fn compare(&self, other: &BigDecimal) -> Ordering {
        let (digits, scale) = other.as_bigint_and_exponent();
        self.cmp(&Pair { number: Number::ZERO, digits, exponent: -scale })
    }

    /// As an integer, if it is one of at most 60 digits: more than any type holds.
    fn integer(&self) -> Option<BigInt> {
        if !self.digits.is_zero() && !(0..=60).contains(&self.magnitude()) {
            return None;
        }
        let value = BigDecimal::new(self.digits.clone(), -self.exponent).normalized();
        value.is_integer().then(|| value.with_scale(0).into_bigint_and_exponent().0)
    }
}

#[derive(Model)]
struct One<T> {
    n: T,
}

#[derive(Model)]
struct Exact<'a> {
    n: Number<'a>,
}

/// A text as an N: at the input's end, and with room behind it, where other code reads it.
fn items(text: &str) -> [String; 2] {
    [0, 400].map(|behind| format!(r#"{{"n":{{"N":"{text}"}}}}{:behind$}"#, ""))
}

macro_rules! read_into {
    ($text:ident, $pair:ident, $type:ty, $expected:expr) => {
        let found = Number::new($text).ok().and_then(|number| <$type>::try_from(number).ok());
        let expected: fn(Option<&Pair<'_>>, Option<$type>) = $expected;
        expected($pair, found);
        for item in items($text) {
            let read = Decoder::new().decode_item::<One<$type>>(&item).ok().map(|one| one.n);
            assert_eq!(read.map(|read| read.to_ne_bytes()), found.map(|found| found.to_ne_bytes()), "{item}");
        }
    };
}

macro_rules! read_into_integers {
    ($text:ident, $pair:ident, $($type:ty)*) => { $(
        read_into!($text, $pair, $type, |pair, found| {
            let expected = pair.and_then(|pair| <$type>::try_from(pair.integer()?).ok());
            assert_eq!(found, expected);
        });
    )* };
}

macro_rules! read_into_floats {
    ($text:ident, $pair:ident, $($type:ty)*) => { $(
        read_into!($text, $pair, $type, |pair, found| {
            let rounded = |value: $type| Rounded {
                value: value.into(),
                below: value.next_down().into(),
                above: value.next_up().into(),
                even: value.to_bits() % 2 == 0,
            };
            match (pair, found) {
                (Some(pair), Some(found)) => assert!(rounded(found).is_nearest(pair), "{found}"),
                (Some(pair), None) => assert!(rounded(<$type>::MAX).is_exceeded(pair)),
                (None, found) => assert_eq!(found, None),
            }
        });
    )* };
}

fn read_into_every_type(text: &str, pair: Option<&Pair<'_>>) {
    read_into_integers!(text, pair, i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);
    read_into_floats!(text, pair, f32 f64);
    for item in items(text) {
        let mut decoder = Decoder::new();
        let read = decoder.decode_item::<Exact<'_>>(&item).ok().map(|one| one.n.as_str());
        assert_eq!(read, pair.map(|_| text), "{item}");
    }
}

/// A float and its neighbours, which are exact decimals.
struct Rounded {
    value: f64,
    below: f64,
    above: f64,
    even: bool,
}

impl Rounded {
    /// Whether no other float is nearer; of two as near, the even one is.
    fn is_nearest(&self, pair: &Pair<'_>) -> bool {
        let (low, high) = (self.middle(self.below, self.above), self.middle(self.above, self.below));
        match (pair.compare(&low), pair.compare(&high)) {
            (Ordering::Less, _) | (_, Ordering::Greater) => false,
            (Ordering::Equal, _) | (_, Ordering::Equal) => self.even,
            _ => true,
        }
    }

    /// Whether a number is further from zero than what rounds to this float, the largest.
    fn is_exceeded(&self, pair: &Pair<'_>) -> bool {
        let most = self.middle(self.above, self.below);
        pair.compare(&most).is_ge() || pair.compare(&-most).is_le()
    }

    /// Between the float and a neighbour, which for the largest float is as far as the one on the other side.
    fn middle(&self, neighbour: f64, other: f64) -> BigDecimal {
        let value = exact(self.value);
        let neighbour = if neighbour.is_finite() { exact(neighbour) } else { &value + &value - exact(other) };
        (value + neighbour).half()
    }
}

fn exact(float: f64) -> BigDecimal {
    BigDecimal::try_from(float).expect("a finite float")
}

fn hash(number: Number<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    number.hash(&mut hasher);
    hasher.finish()
}
