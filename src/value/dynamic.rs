//! Any attribute value, without a model.

use super::list::next_element;
use super::{Binary, Item, Number, Shape, Tag, Value, close_value, digits, open_value, read_item};
use crate::arena::List;
use crate::cursor::{Cursor, OrFull};
use crate::error::Error;

/// An attribute value of any type, borrowed from the input and the arena.
///
/// Numbers are compared by value (`1` is `1.0`), sets and maps in any order, binaries as their base64 text, which
/// [`same_as`](AttributeValue::same_as) takes for what it stands for. A comparison allocates where the order differs.
///
/// ```
/// use millstream::{AttributeValue, Decoder, Number};
///
/// let mut decoder = Decoder::new();
/// let item = decoder.decode_item::<millstream::Item>(r#"{"sizes":{"NS":["1","2.5"]}}"#)?;
/// let sizes = item.get("sizes").unwrap();
/// assert_eq!(sizes, &AttributeValue::Ns(&[Number::new("2.50")?, Number::new("1E0")?]));
/// assert_eq!(sizes.to_string(), "[1,2.5]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)] // the names are DynamoDB's own
pub enum AttributeValue<'a> {
    S(&'a str),
    N(Number<'a>),
    B(Binary<'a>),
    Bool(bool),
    Null,
    M(Item<'a>),
    L(&'a [AttributeValue<'a>]),
    Ss(&'a [&'a str]),
    Ns(&'a [Number<'a>]),
    Bs(&'a [Binary<'a>]),
}

impl<'a> AttributeValue<'a> {
    /// Its type.
    pub const fn tag(&self) -> Tag {
        match self {
            AttributeValue::S(_) => Tag::S,
            AttributeValue::N(_) => Tag::N,
            AttributeValue::B(_) => Tag::B,
            AttributeValue::Bool(_) => Tag::Bool,
            AttributeValue::Null => Tag::Null,
            AttributeValue::M(_) => Tag::M,
            AttributeValue::L(_) => Tag::L,
            AttributeValue::Ss(_) => Tag::Ss,
            AttributeValue::Ns(_) => Tag::Ns,
            AttributeValue::Bs(_) => Tag::Bs,
        }
    }

    /// The text of an S.
    pub const fn as_str(&self) -> Option<&'a str> {
        match self {
            AttributeValue::S(text) => Some(text),
            _ => None,
        }
    }

    /// The number of an N.
    pub const fn as_number(&self) -> Option<Number<'a>> {
        match self {
            AttributeValue::N(number) => Some(*number),
            _ => None,
        }
    }

    /// The bytes of a B, still to be decoded.
    pub const fn as_binary(&self) -> Option<Binary<'a>> {
        match self {
            AttributeValue::B(binary) => Some(*binary),
            _ => None,
        }
    }

    /// The attributes of an M.
    pub const fn as_item(&self) -> Option<Item<'a>> {
        match self {
            AttributeValue::M(item) => Some(*item),
            _ => None,
        }
    }

    /// The elements of an L.
    pub const fn as_list(&self) -> Option<&'a [AttributeValue<'a>]> {
        match self {
            AttributeValue::L(list) => Some(list),
            _ => None,
        }
    }

    /// The value of a BOOL.
    pub const fn as_bool(&self) -> Option<bool> {
        match self {
            AttributeValue::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// The texts of an SS.
    pub const fn as_string_set(&self) -> Option<&'a [&'a str]> {
        match self {
            AttributeValue::Ss(set) => Some(set),
            _ => None,
        }
    }

    /// The numbers of an NS.
    pub const fn as_number_set(&self) -> Option<&'a [Number<'a>]> {
        match self {
            AttributeValue::Ns(set) => Some(set),
            _ => None,
        }
    }

    /// The binaries of a BS.
    pub const fn as_binary_set(&self) -> Option<&'a [Binary<'a>]> {
        match self {
            AttributeValue::Bs(set) => Some(set),
            _ => None,
        }
    }

    /// Whether it is NULL.
    pub const fn is_null(&self) -> bool {
        matches!(self, AttributeValue::Null)
    }
}

impl PartialEq for AttributeValue<'_> {
    fn eq(&self, other: &Self) -> bool {
        use AttributeValue::{B, Bool, Bs, L, M, N, Ns, Null, S, Ss};
        match (self, other) {
            (S(a), S(b)) => a == b,
            (N(a), N(b)) => a == b,
            (B(a), B(b)) => a == b,
            (Bool(a), Bool(b)) => a == b,
            (Null, Null) => true,
            (M(a), M(b)) => a == b,
            (L(a), L(b)) => a == b,
            (Ss(a), Ss(b)) => same_set(a, b),
            (Ns(a), Ns(b)) => same_set(a, b),
            (Bs(a), Bs(b)) => same_set(a, b),
            _ => false,
        }
    }
}

impl Eq for AttributeValue<'_> {}

/// Equal in any order. The order mostly is the same; otherwise both are sorted.
fn same_set<T: Ord + Copy>(a: &[T], b: &[T]) -> bool {
    let sorted = |set: &[T]| {
        let mut set = set.to_vec();
        set.sort_unstable();
        set.dedup();
        set
    };
    a.len() == b.len() && (a == b || sorted(a) == sorted(b))
}

impl Shape for AttributeValue<'_> {
    const TAG: Tag = Tag::Any;
    const TAKES_OVER: bool = true;
    type State = ();
}

impl<'a> Value<'a> for AttributeValue<'a> {
    fn blank() -> Self {
        AttributeValue::Null
    }

    #[inline]
    fn take_over(&mut self, twin: &Self) {
        *self = *twin;
    }

    fn decode(&mut self, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        // The type of any value is read, never guessed.
        Err(cursor.no_field())
    }

    #[inline(always)]
    fn decode_as(&mut self, tag: Tag, cursor: &mut Cursor<'a>, _: &mut ()) -> Result<(), Error> {
        *self = match tag {
            Tag::S => AttributeValue::S(cursor.text()?),
            Tag::N => AttributeValue::N(number(cursor)?),
            _ => return self.decode_other(tag, cursor),
        };
        Ok(())
    }
}

impl<'a> AttributeValue<'a> {
    /// A value of a type that is rarer or takes longer.
    #[inline(never)]
    fn decode_other(&mut self, tag: Tag, cursor: &mut Cursor<'a>) -> Result<(), Error> {
        *self = match tag {
            Tag::S | Tag::N | Tag::Any => return Err(cursor.no_field()),
            Tag::B => AttributeValue::B(one(cursor)?),
            Tag::Bool => AttributeValue::Bool(one(cursor)?),
            Tag::Null => {
                one::<bool>(cursor)?;
                AttributeValue::Null
            }
            Tag::M => AttributeValue::M(read_item(cursor)?),
            Tag::L => AttributeValue::L(list(cursor)?),
            Tag::Ss => AttributeValue::Ss(set(tag, cursor)?),
            Tag::Ns => AttributeValue::Ns(set(tag, cursor)?),
            Tag::Bs => AttributeValue::Bs(set(tag, cursor)?),
        };
        Ok(())
    }
}

/// A value of type `tag`, the cursor behind its opening character and in the end behind its closing one.
pub(crate) fn read_as<'a>(tag: Tag, cursor: &mut Cursor<'a>) -> Result<AttributeValue<'a>, Error> {
    let mut value = AttributeValue::Null;
    value.decode_as(tag, cursor, &mut ())?;
    Ok(value)
}

/// Most numbers are short and plain.
#[inline(always)]
fn number<'a>(cursor: &mut Cursor<'a>) -> Result<Number<'a>, Error> {
    match digits::text(cursor) {
        Some(text) => Ok(Number::plain(text)),
        None => exact_number(cursor),
    }
}

/// The same for numbers that are long, have an exponent, or are none.
#[inline(never)]
fn exact_number<'a>(cursor: &mut Cursor<'a>) -> Result<Number<'a>, Error> {
    one(cursor)
}

fn one<'a, T: Value<'a>>(cursor: &mut Cursor<'a>) -> Result<T, Error> {
    let mut value = T::blank();
    value.decode(cursor, &mut T::State::default())?;
    Ok(value)
}

fn set<'a, T: Value<'a>>(tag: Tag, cursor: &mut Cursor<'a>) -> Result<&'a [T], Error> {
    T::decode_slice(tag, cursor, &mut T::State::default())
}

/// The elements of an L.
fn list<'a>(cursor: &mut Cursor<'a>) -> Result<&'a [AttributeValue<'a>], Error> {
    cursor.enter()?;
    let mut list = List::new(cursor.arena());
    cursor.space();
    if cursor.take(b']') {
        cursor.leave();
        return Ok(&[]);
    }
    for index in 0usize.. {
        let element = list.place(AttributeValue::S("")).or_full(cursor)?;
        let read = open_value(cursor).and_then(|tag| element.decode_as(tag, cursor, &mut ()));
        read.map_err(|error| error.within(index))?;
        if cursor.take_all("},") {
            continue;
        }
        if cursor.take_all("}]") {
            break;
        }
        close_value(cursor).map_err(|error| error.within(index))?;
        if !next_element(cursor)? {
            break;
        }
    }
    cursor.leave();
    Ok(list.finish())
}
