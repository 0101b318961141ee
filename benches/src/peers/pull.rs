//! Reading by hand, with a cursor that goes from value to value: what the peers that are no serde deserializers have in common. Each of
//! them is a `Pull`, all calls are inlined, and names are told apart by a `match`, so that what is compiled is what their experts write.

use super::part::{Context, Envelope, Record, Skipped, Tree, Whole};
use crate::models::Task;

/// Something unexpected; corpora hold nothing of the kind.
#[derive(Debug)]
pub struct Fault(pub &'static str);

pub type Result<T> = std::result::Result<T, Fault>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    S,
    N,
    B,
    Bool,
    Null,
    M,
    L,
    Ss,
    Ns,
    Bs,
}

impl Tag {
    #[inline(always)]
    pub fn new(name: &[u8]) -> Result<Tag> {
        Ok(match name {
            b"S" => Tag::S,
            b"N" => Tag::N,
            b"B" => Tag::B,
            b"M" => Tag::M,
            b"L" => Tag::L,
            b"BOOL" => Tag::Bool,
            b"NULL" => Tag::Null,
            b"SS" => Tag::Ss,
            b"NS" => Tag::Ns,
            b"BS" => Tag::Bs,
            _ => return Err(Fault("a type")),
        })
    }

    #[inline(always)]
    pub fn expect(self, tag: Tag) -> Result<()> {
        if self == tag { Ok(()) } else { Err(Fault("another type")) }
    }
}

/// A cursor in front of a JSON value; each call leaves it behind the value.
pub trait Pull<'a>: Sized {
    fn context(&self) -> &Context<'a>;

    /// An object with known names: `place` finds a name's place, `each` reads the value.
    fn object<F: Copy>(
        &mut self,
        place: impl Fn(&str) -> F,
        each: impl FnMut(&mut Self, F) -> Result<()>,
    ) -> Result<()>;

    /// An object with any names.
    fn map<T>(&mut self, each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [(&'a str, T)]>;

    fn list<T>(&mut self, each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [T]>;

    /// An attribute value: an object of one member.
    fn value<T>(&mut self, read: impl FnOnce(&mut Self, Tag) -> Result<T>) -> Result<T>;

    fn text(&mut self) -> Result<&'a str>;

    fn boolean(&mut self) -> Result<bool>;

    fn float(&mut self) -> Result<f64>;

    fn integer(&mut self) -> Result<i64>;

    fn skip(&mut self) -> Result<()>;
}

/// A type that is read from an attribute value.
pub trait Read<'a>: Sized {
    /// The cursor stands in front of what the tag names.
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self>;

    /// What an absent attribute means.
    #[inline(always)]
    fn absent() -> Option<Self> {
        None
    }

    /// A slice of it: a list, or a set. (A slice of bytes is a binary, one of pairs a map.)
    #[inline(always)]
    fn slice<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<&'a [Self]> {
        match tag {
            Tag::L => pull.list(|pull| pull.value(Self::read)),
            Tag::Ss => pull.list(|pull| Self::read(pull, Tag::S)),
            Tag::Ns => pull.list(|pull| Self::read(pull, Tag::N)),
            Tag::Bs => pull.list(|pull| Self::read(pull, Tag::B)),
            _ => Err(Fault("a list")),
        }
    }
}

impl<'a> Read<'a> for &'a str {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        tag.expect(Tag::S)?;
        pull.text()
    }
}

impl<'a> Read<'a> for i64 {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        tag.expect(Tag::N)?;
        integer(pull.text()?)
    }
}

/// Of at most 18 digits, which no corpus exceeds: a plain loop, twice as fast as `str::parse`.
#[inline(always)]
pub fn integer(text: &str) -> Result<i64> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    if digits.is_empty() || digits.len() > 18 {
        return text.parse().map_err(|_| Fault("an integer"));
    }
    let mut value = 0i64;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return Err(Fault("an integer"));
        }
        value = value * 10 + i64::from(digit);
    }
    Ok(if negative { -value } else { value })
}

#[inline(always)]
pub fn float(text: &str) -> Result<f64> {
    fast_float2::parse(text).map_err(|_| Fault("a number"))
}

impl<'a> Read<'a> for f64 {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        tag.expect(Tag::N)?;
        float(pull.text()?)
    }
}

impl<'a> Read<'a> for bool {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        tag.expect(Tag::Bool)?;
        pull.boolean()
    }
}

impl<'a> Read<'a> for u8 {
    fn read<P: Pull<'a>>(_: &mut P, _: Tag) -> Result<Self> {
        Err(Fault("no byte alone"))
    }

    #[inline(always)]
    fn slice<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<&'a [u8]> {
        tag.expect(Tag::B)?;
        let text = pull.text()?;
        binary(pull.context(), text)
    }
}

/// By a SIMD crate, straight into the arena.
pub fn binary<'a>(context: &Context<'a>, base64: &str) -> Result<&'a [u8]> {
    let length = base64_simd::STANDARD.decoded_length(base64.as_bytes()).map_err(|_| Fault("base64"))?;
    let bytes = context.arena.alloc_slice_fill_copy(length, 0);
    base64_simd::STANDARD
        .decode(base64.as_bytes(), base64_simd::Out::from_slice(bytes))
        .map(|bytes| &*bytes)
        .map_err(|_| Fault("base64"))
}

impl<'a, T: Read<'a>> Read<'a> for (&'a str, T) {
    fn read<P: Pull<'a>>(_: &mut P, _: Tag) -> Result<Self> {
        Err(Fault("no entry alone"))
    }

    #[inline(always)]
    fn slice<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<&'a [(&'a str, T)]> {
        tag.expect(Tag::M)?;
        pull.map(|pull| pull.value(T::read))
    }
}

impl<'a, T: Read<'a>> Read<'a> for &'a [T] {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        T::slice(pull, tag)
    }
}

impl<'a, T: Read<'a>> Read<'a> for Option<T> {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        if tag == Tag::Null {
            pull.skip()?;
            return Ok(None);
        }
        T::read(pull, tag).map(Some)
    }

    #[inline(always)]
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<'a> Read<'a> for Skipped {
    #[inline(always)]
    fn read<P: Pull<'a>>(pull: &mut P, _: Tag) -> Result<Self> {
        pull.skip()?;
        Ok(Skipped)
    }
}

impl<'a> Read<'a> for Tree<'a> {
    fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
        Ok(match tag {
            Tag::S => Tree::S(pull.text()?),
            Tag::N => Tree::N(pull.text()?),
            Tag::B => Tree::B(pull.text()?),
            Tag::Bool => Tree::Bool(pull.boolean()?),
            Tag::Null => {
                pull.skip()?;
                Tree::Null
            }
            Tag::M => Tree::M(pull.map(|pull| pull.value(Tree::read))?),
            Tag::L => Tree::L(pull.list(|pull| pull.value(Tree::read))?),
            Tag::Ss => Tree::Ss(pull.list(|pull| pull.text())?),
            Tag::Ns => Tree::Ns(pull.list(|pull| pull.text())?),
            Tag::Bs => Tree::Bs(pull.list(|pull| pull.text())?),
        })
    }
}

#[inline(always)]
pub fn required<'a, T: Read<'a>>(field: Option<T>) -> Result<T> {
    field.or_else(T::absent).ok_or(Fault("an attribute is missing"))
}

/// A struct of attributes.
macro_rules! pull_fields {
    ($style:tt $name:ident { $($field:ident: $ty:ty = $wire:tt;)* }) => {
        const _: () = {
            use $crate::peers::pull::{Pull, Read, Result, Tag, required};

            #[allow(non_camel_case_types)]
            #[derive(Clone, Copy)]
            enum Field {
                $($field,)*
                Unknown__,
            }

            impl<'a> Read<'a> for $name<'a> {
                // Not inlined everywhere: it is one function for all jobs.
                fn read<P: Pull<'a>>(pull: &mut P, tag: Tag) -> Result<Self> {
                    tag.expect(Tag::M)?;
                    $(let mut $field: Option<$ty> = None;)*
                    pull.object(
                        #[inline(always)]
                        |name| match name {
                            $($wire => Field::$field,)*
                            _ => Field::Unknown__,
                        },
                        #[inline(always)]
                        |pull, field| {
                            match field {
                                $(Field::$field => $field = Some($crate::peers::pull::attribute!($style pull, $ty)?),)*
                                Field::Unknown__ => pull.skip()?,
                            }
                            Ok(())
                        },
                    )?;
                    Ok($name { $($field: required($field)?,)* })
                }
            }
        };
    };
}
pub(crate) use pull_fields;

macro_rules! attribute {
    ([] $pull:ident, $ty:ty) => {
        $pull.value(<$ty as Read>::read)
    };
    ([outlined] $pull:ident, $ty:ty) => {
        $crate::peers::pull::outlined::<P, $ty>($pull)
    };
}
pub(crate) use attribute;

#[inline(never)]
pub fn outlined<'a, P: Pull<'a>, T: Read<'a>>(pull: &mut P) -> Result<T> {
    pull.value(T::read)
}

#[derive(Clone, Copy)]
enum Member {
    Id,
    Name,
    Version,
    Source,
    Region,
    Arn,
    Identity,
    Change,
    Created,
    Keys,
    New,
    Old,
    Sequence,
    Size,
    View,
    Unknown,
}

/// A whole record of an event.
#[inline(never)]
pub fn record<'a, P: Pull<'a>, T: Task>(pull: &mut P) -> Result<Whole<'a, T>> {
    let mut record = Record { envelope: Envelope::default(), keys: None, new: None, old: None };
    pull.object(
        |name| match name {
            "eventID" => Member::Id,
            "eventName" => Member::Name,
            "dynamodb" => Member::Change,
            "eventVersion" if T::ENVELOPE => Member::Version,
            "eventSource" if T::ENVELOPE => Member::Source,
            "awsRegion" if T::ENVELOPE => Member::Region,
            "eventSourceARN" if T::ENVELOPE => Member::Arn,
            "userIdentity" if T::ENVELOPE => Member::Identity,
            _ => Member::Unknown,
        },
        |pull, member| {
            let envelope = &mut record.envelope;
            match member {
                Member::Id => envelope.id = pull.text()?,
                Member::Name => envelope.name = pull.text()?,
                Member::Version => envelope.version = pull.text()?,
                Member::Source => envelope.source = pull.text()?,
                Member::Region => envelope.region = pull.text()?,
                Member::Arn => envelope.arn = pull.text()?,
                Member::Identity => envelope.identity = Some(identity(pull)?),
                Member::Change => change::<P, T>(pull, &mut record)?,
                _ => pull.skip()?,
            }
            Ok(())
        },
    )?;
    Ok(record)
}

#[inline(always)]
fn change<'a, P: Pull<'a>, T: Task>(pull: &mut P, record: &mut Whole<'a, T>) -> Result<()> {
    pull.object(
        |name| match name {
            "Keys" => Member::Keys,
            "NewImage" => Member::New,
            "OldImage" => Member::Old,
            "SequenceNumber" => Member::Sequence,
            "ApproximateCreationDateTime" if T::ENVELOPE => Member::Created,
            "SizeBytes" if T::ENVELOPE => Member::Size,
            "StreamViewType" if T::ENVELOPE => Member::View,
            _ => Member::Unknown,
        },
        |pull, member| {
            match member {
                Member::Keys => {
                    let keys = record.keys.insert(Read::read(pull, Tag::M)?);
                    pull.context().range_key.set(T::range_key(keys));
                }
                Member::New => record.new = Some(Read::read(pull, Tag::M)?),
                Member::Old => record.old = Some(Read::read(pull, Tag::M)?),
                Member::Sequence => record.envelope.sequence = pull.text()?,
                Member::Created => record.envelope.created = pull.float()?,
                Member::Size => record.envelope.size = pull.integer()?,
                Member::View => record.envelope.view = pull.text()?,
                _ => pull.skip()?,
            }
            Ok(())
        },
    )
}

#[cold]
fn identity<'a, P: Pull<'a>>(pull: &mut P) -> Result<(&'a str, &'a str)> {
    let (mut kind, mut principal) = ("", "");
    pull.object(
        |name| match name {
            "type" => 0,
            "principalId" => 1,
            _ => 2,
        },
        |pull, place| {
            match place {
                0 => kind = pull.text()?,
                1 => principal = pull.text()?,
                _ => pull.skip()?,
            }
            Ok(())
        },
    )?;
    Ok((kind, principal))
}
