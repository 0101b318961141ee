//! The field types, each as the value that it is read from.

use std::collections::{BTreeMap, HashMap};
use std::fmt::{self, Display};

use super::{Encode, EncodeError, EncodeItem, Sink, map};
use crate::value::{AttributeValue, Binary, BinaryError, Item, Number, Tag};

impl<T: Encode + ?Sized> Encode for &T {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        (**self).encode(sink)
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: Encode + ?Sized> Encode for Box<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        (**self).encode(sink)
    }

    fn is_absent(&self) -> bool {
        (**self).is_absent()
    }
}

impl<T: EncodeItem> EncodeItem for &T {
    fn encode_attributes(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        (**self).encode_attributes(sink)
    }

    fn is_own(&self, name: &str) -> bool {
        (**self).is_own(name)
    }
}

/// An attribute of `None` is left out; an element of `None` is NULL.
impl<T: Encode> Encode for Option<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        match self {
            Some(value) => value.encode(sink),
            None => {
                sink.null();
                Ok(())
            }
        }
    }

    fn is_absent(&self) -> bool {
        self.as_ref().is_none_or(Encode::is_absent)
    }
}

impl Encode for str {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.s(self);
        Ok(())
    }
}

impl Encode for String {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.s(self);
        Ok(())
    }
}

impl Encode for bool {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.bool(*self);
        Ok(())
    }
}

macro_rules! integers {
    ($($type:ty)*) => { $(
        impl Encode for $type {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
                sink.n(self);
                Ok(())
            }
        }
    )* };
}

integers!(i8 i16 i32 i64 i128 isize u16 u32 u64 u128 usize);

/// A number alone, and the element of B in a slice.
impl Encode for u8 {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.n(self);
        Ok(())
    }

    fn encode_slice(bytes: &[u8], sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.b(bytes);
        Ok(())
    }
}

/// A float in the fewest digits that read back as the same.
struct Shortest<T>(T);

macro_rules! floats {
    ($($type:ty)*) => { $(
        impl Encode for $type {
            fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
                if !self.is_finite() {
                    return Err(EncodeError::new("a float that is no finite number"));
                }
                sink.n(&Shortest(*self));
                Ok(())
            }
        }

        impl Display for Shortest<$type> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // Without an exponent, the largest would have 309 digits, and DynamoDB takes 38.
                match self.0.abs() {
                    0.0 | 1e-5..1e16 => self.0.fmt(f),
                    _ => write!(f, "{:E}", self.0),
                }
            }
        }
    )* };
}

floats!(f32 f64);

impl Encode for Number<'_> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.n(self);
        Ok(())
    }
}

impl Encode for Binary<'_> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        sink.base64(*self).map_err(not_base64)
    }
}

fn not_base64(_: BinaryError) -> EncodeError {
    EncodeError::new("a `Binary` that is not base64")
}

impl<T: Encode> Encode for [T] {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        T::encode_slice(self, sink)
    }
}

impl<T: Encode> Encode for Vec<T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        T::encode_slice(self, sink)
    }
}

/// A member of a map; alone, a map of one.
impl<T: Encode> Encode for (&str, T) {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        Self::encode_slice(std::slice::from_ref(self), sink)
    }

    fn encode_slice(members: &[Self], sink: &mut dyn Sink) -> Result<(), EncodeError> {
        encode_map(members.iter().map(|(name, value)| (*name, value)), sink)
    }
}

impl<K: AsRef<str>, T: Encode> Encode for BTreeMap<K, T> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        encode_map(self.iter().map(|(name, value)| (name.as_ref(), value)), sink)
    }
}

impl<K: AsRef<str>, T: Encode, S> Encode for HashMap<K, T, S> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        encode_map(self.iter().map(|(name, value)| (name.as_ref(), value)), sink)
    }
}

fn encode_map<'m, T: Encode + 'm>(
    members: impl Iterator<Item = (&'m str, &'m T)>,
    sink: &mut dyn Sink,
) -> Result<(), EncodeError> {
    sink.begin(Tag::M);
    encode_members(members, sink)?;
    sink.end();
    Ok(())
}

fn encode_members<'m, T: Encode + 'm>(
    mut members: impl Iterator<Item = (&'m str, &'m T)>,
    sink: &mut dyn Sink,
) -> Result<(), EncodeError> {
    members.try_for_each(|(name, value)| {
        sink.name(name);
        value.encode(sink).map_err(|error| error.within(crate::error::Segment::from_input(name)))
    })
}

impl Encode for Item<'_> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        map(self, sink)
    }
}

impl EncodeItem for Item<'_> {
    fn encode_attributes(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        encode_members(self.iter(), sink)
    }
}

impl Encode for AttributeValue<'_> {
    fn encode(&self, sink: &mut dyn Sink) -> Result<(), EncodeError> {
        match self {
            AttributeValue::S(text) => sink.s(text),
            AttributeValue::N(number) => sink.n(number),
            AttributeValue::B(binary) => binary.encode(sink)?,
            AttributeValue::Bool(value) => sink.bool(*value),
            AttributeValue::Null => sink.null(),
            AttributeValue::M(item) => item.encode(sink)?,
            AttributeValue::L(list) => list.encode(sink)?,
            AttributeValue::Ss(set) => encode_set(Tag::Ss, set, sink)?,
            AttributeValue::Ns(set) => encode_set(Tag::Ns, set, sink)?,
            AttributeValue::Bs(set) => encode_set(Tag::Bs, set, sink)?,
        }
        Ok(())
    }
}

pub(super) fn encode_set<T: Encode>(tag: Tag, set: &[T], sink: &mut dyn Sink) -> Result<(), EncodeError> {
    sink.begin(tag);
    for (index, element) in set.iter().enumerate() {
        element.encode(sink).map_err(|error| error.within(index))?;
    }
    sink.end();
    Ok(())
}
