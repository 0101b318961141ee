//! Reading by hand through serde: visitors and seeds that know the wire format, borrow what has no escapes, and put lists into an arena.
//! What the peers that are serde deserializers have in common.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::part::{Context, Skipped, Tree};
use super::pull::{Tag, binary, float, integer};

/// A type that is read from an attribute value. What it borrows lives for `'r`: in the event, or in the arena of one record.
pub trait FromSerde<'r>: Sized {
    /// `source` is what the tag names.
    fn read<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<Self, D::Error>;

    /// What an absent attribute means.
    #[inline(always)]
    fn absent() -> Option<Self> {
        None
    }

    /// A slice of it: a list, or a set. (A slice of bytes is a binary, one of pairs a map.)
    #[inline(always)]
    fn slice<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<&'r [Self], D::Error> {
        match tag {
            Tag::L => source.deserialize_seq(List { each: Attribute::new(context), context }),
            Tag::Ss => source.deserialize_seq(List { each: Tagged::new(context, Tag::S), context }),
            Tag::Ns => source.deserialize_seq(List { each: Tagged::new(context, Tag::N), context }),
            Tag::Bs => source.deserialize_seq(List { each: Tagged::new(context, Tag::B), context }),
            _ => Err(Error::custom("expected a list")),
        }
    }
}

macro_rules! expecting {
    ($what:literal) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str($what)
        }
    };
}
pub(crate) use expecting;

#[inline(always)]
fn expect<E: Error>(found: Tag, expected: Tag) -> Result<(), E> {
    if found == expected { Ok(()) } else { Err(E::custom("another type")) }
}

/// A string, borrowed where the deserializer lends it.
#[derive(Clone, Copy)]
pub struct Text<'c, 'r>(pub &'c Context<'r>);

impl<'de: 'r, 'r> Visitor<'de> for Text<'_, 'r> {
    type Value = &'r str;

    expecting!("a string");

    #[inline(always)]
    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<&'r str, E> {
        Ok(text)
    }

    #[inline]
    fn visit_str<E: Error>(self, text: &str) -> Result<&'r str, E> {
        Ok(self.0.arena.alloc_str(text))
    }
}

impl<'de: 'r, 'r> DeserializeSeed<'de> for Text<'_, 'r> {
    type Value = &'r str;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<&'r str, D::Error> {
        source.deserialize_str(self)
    }
}

/// A string that is looked at and not kept.
pub struct Glance<F>(pub F);

impl<'de, T, F: FnOnce(&str) -> Option<T>> Visitor<'de> for Glance<F> {
    type Value = T;

    expecting!("a string of one kind");

    #[inline(always)]
    fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
        (self.0)(text).ok_or_else(|| E::custom("a string of another kind"))
    }
}

impl<'de, T, F: FnOnce(&str) -> Option<T>> DeserializeSeed<'de> for Glance<F> {
    type Value = T;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T, D::Error> {
        source.deserialize_identifier(self)
    }
}

/// What stands behind a tag.
struct Tagged<'c, 'r, T> {
    context: &'c Context<'r>,
    tag: Tag,
    ty: PhantomData<T>,
}

impl<'c, 'r, T> Tagged<'c, 'r, T> {
    #[inline(always)]
    fn new(context: &'c Context<'r>, tag: Tag) -> Self {
        Tagged { context, tag, ty: PhantomData }
    }
}

impl<T> Clone for Tagged<'_, '_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Tagged<'_, '_, T> {}

impl<'de: 'r, 'r, T: FromSerde<'r>> DeserializeSeed<'de> for Tagged<'_, 'r, T> {
    type Value = T;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T, D::Error> {
        T::read(source, self.tag, self.context)
    }
}

/// An attribute value: an object of one member.
pub struct Attribute<'c, 'r, T> {
    context: &'c Context<'r>,
    ty: PhantomData<T>,
}

impl<'c, 'r, T> Attribute<'c, 'r, T> {
    #[inline(always)]
    pub fn new(context: &'c Context<'r>) -> Self {
        Attribute { context, ty: PhantomData }
    }
}

impl<T> Clone for Attribute<'_, '_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Attribute<'_, '_, T> {}

impl<'de: 'r, 'r, T: FromSerde<'r>> Visitor<'de> for Attribute<'_, 'r, T> {
    type Value = T;

    expecting!("an attribute value");

    #[inline(always)]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let tag = map.next_key_seed(Glance(|name: &str| Tag::new(name.as_bytes()).ok()))?;
        let tag = tag.ok_or_else(|| A::Error::custom("no type"))?;
        let value = map.next_value_seed(Tagged::new(self.context, tag))?;
        match map.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::custom("two types")),
        }
    }
}

impl<'de: 'r, 'r, T: FromSerde<'r>> DeserializeSeed<'de> for Attribute<'_, 'r, T> {
    type Value = T;

    #[inline(always)]
    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<T, D::Error> {
        source.deserialize_map(self)
    }
}

/// Elements, each read by a copy of the seed.
struct List<'c, 'r, S> {
    each: S,
    context: &'c Context<'r>,
}

impl<'de: 'r, 'r, S: DeserializeSeed<'de> + Copy> Visitor<'de> for List<'_, 'r, S>
where
    S::Value: 'r,
{
    type Value = &'r [S::Value];

    expecting!("a list");

    #[inline(always)]
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let capacity = seq.size_hint().unwrap_or(4);
        let mut list = bumpalo::collections::Vec::with_capacity_in(capacity, self.context.arena);
        while let Some(element) = seq.next_element_seed(self.each)? {
            list.push(element);
        }
        Ok(list.into_bump_slice())
    }
}

/// A map with any names.
struct Map<'c, 'r, T>(Attribute<'c, 'r, T>);

impl<'de: 'r, 'r, T: FromSerde<'r> + 'r> Visitor<'de> for Map<'_, 'r, T> {
    type Value = &'r [(&'r str, T)];

    expecting!("a map");

    #[inline(always)]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let context = self.0.context;
        let mut entries = bumpalo::collections::Vec::with_capacity_in(4, context.arena);
        while let Some(name) = map.next_key_seed(Text(context))? {
            entries.push((name, map.next_value_seed(self.0)?));
        }
        Ok(entries.into_bump_slice())
    }
}

impl<'r> FromSerde<'r> for &'r str {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<Self, D::Error> {
        expect(tag, Tag::S)?;
        source.deserialize_str(Text(context))
    }
}

impl<'r> FromSerde<'r> for i64 {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(source: D, tag: Tag, _: &Context<'r>) -> Result<Self, D::Error> {
        expect(tag, Tag::N)?;
        source.deserialize_str(Glance(|text: &str| integer(text).ok()))
    }
}

impl<'r> FromSerde<'r> for f64 {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(source: D, tag: Tag, _: &Context<'r>) -> Result<Self, D::Error> {
        expect(tag, Tag::N)?;
        source.deserialize_str(Glance(|text: &str| float(text).ok()))
    }
}

impl<'r> FromSerde<'r> for bool {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(source: D, tag: Tag, _: &Context<'r>) -> Result<Self, D::Error> {
        expect(tag, Tag::Bool)?;
        serde::Deserialize::deserialize(source)
    }
}

impl<'r> FromSerde<'r> for u8 {
    fn read<'de: 'r, D: Deserializer<'de>>(_: D, _: Tag, _: &Context<'r>) -> Result<Self, D::Error> {
        Err(Error::custom("no byte alone"))
    }

    #[inline(always)]
    fn slice<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<&'r [u8], D::Error> {
        expect(tag, Tag::B)?;
        source.deserialize_str(Glance(|text: &str| binary(context, text).ok()))
    }
}

impl<'r, T: FromSerde<'r> + 'r> FromSerde<'r> for (&'r str, T) {
    fn read<'de: 'r, D: Deserializer<'de>>(_: D, _: Tag, _: &Context<'r>) -> Result<Self, D::Error> {
        Err(Error::custom("no entry alone"))
    }

    #[inline(always)]
    fn slice<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<&'r [Self], D::Error> {
        expect(tag, Tag::M)?;
        source.deserialize_map(Map(Attribute::new(context)))
    }
}

impl<'r, T: FromSerde<'r>> FromSerde<'r> for &'r [T] {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<Self, D::Error> {
        T::slice(source, tag, context)
    }
}

impl<'r, T: FromSerde<'r>> FromSerde<'r> for Option<T> {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<Self, D::Error> {
        if tag == Tag::Null {
            source.deserialize_ignored_any(IgnoredAny)?;
            return Ok(None);
        }
        T::read(source, tag, context).map(Some)
    }

    #[inline(always)]
    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<'r> FromSerde<'r> for Skipped {
    #[inline(always)]
    fn read<'de: 'r, D: Deserializer<'de>>(source: D, _: Tag, _: &Context<'r>) -> Result<Self, D::Error> {
        source.deserialize_ignored_any(IgnoredAny)?;
        Ok(Skipped)
    }
}

impl<'r> FromSerde<'r> for Tree<'r> {
    fn read<'de: 'r, D: Deserializer<'de>>(
        source: D,
        tag: Tag,
        context: &Context<'r>,
    ) -> Result<Self, D::Error> {
        let text = Text(context);
        Ok(match tag {
            Tag::S => Tree::S(text.deserialize(source)?),
            Tag::N => Tree::N(text.deserialize(source)?),
            Tag::B => Tree::B(text.deserialize(source)?),
            Tag::Bool => Tree::Bool(serde::Deserialize::deserialize(source)?),
            Tag::Null => {
                source.deserialize_ignored_any(IgnoredAny)?;
                Tree::Null
            }
            Tag::M => Tree::M(source.deserialize_map(Map(Attribute::new(context)))?),
            Tag::L => Tree::L(source.deserialize_seq(List { each: Attribute::new(context), context })?),
            Tag::Ss => Tree::Ss(source.deserialize_seq(List { each: text, context })?),
            Tag::Ns => Tree::Ns(source.deserialize_seq(List { each: text, context })?),
            Tag::Bs => Tree::Bs(source.deserialize_seq(List { each: text, context })?),
        })
    }
}

#[inline(always)]
pub fn required<'r, T: FromSerde<'r>, E: Error>(field: Option<T>) -> Result<T, E> {
    field.or_else(T::absent).ok_or_else(|| E::custom("an attribute is missing"))
}

/// Reads the next value as an attribute, not written out at each place.
#[inline(never)]
pub fn outlined<'de: 'r, 'r, A: MapAccess<'de>, T: FromSerde<'r>>(
    map: &mut A,
    context: &Context<'r>,
) -> Result<T, A::Error> {
    map.next_value_seed(Attribute::<T>::new(context))
}

#[inline(always)]
pub fn inlined<'de: 'r, 'r, A: MapAccess<'de>, T: FromSerde<'r>>(
    map: &mut A,
    context: &Context<'r>,
) -> Result<T, A::Error> {
    map.next_value_seed(Attribute::<T>::new(context))
}

/// A struct of attributes.
macro_rules! seed_fields {
    ([] $($rest:tt)*) => {
        $crate::peers::seed::seed_fields!(@inlined $($rest)*);
    };
    ([outlined] $($rest:tt)*) => {
        $crate::peers::seed::seed_fields!(@outlined $($rest)*);
    };
    (@$style:ident $name:ident { $($field:ident: $ty:ty = $wire:tt;)* }) => {
        const _: () = {
            use std::fmt;
            use std::result::Result;

            use serde::de::{Deserializer, Error, IgnoredAny, MapAccess, Visitor};

            use $crate::peers::part::Context;
            use $crate::peers::pull::Tag;
            use $crate::peers::seed::{FromSerde, Glance, expecting, required};

            #[allow(non_camel_case_types)]
            enum Field {
                $($field,)*
                Unknown__,
            }

            struct Fields<'c, 'r>(&'c Context<'r>);

            impl<'de: 'r, 'r> Visitor<'de> for Fields<'_, 'r> {
                type Value = $name<'r>;

                expecting!("a map of attributes");

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name<'r>, A::Error> {
                    // The fields' types are written with the lifetime `'a`.
                    #[allow(clippy::extra_unused_lifetimes)]
                    fn read<'de: 'a, 'a, A: MapAccess<'de>>(map: &mut A, context: &Context<'a>) -> Result<$name<'a>, A::Error> {
                        $(let mut $field: Option<$ty> = None;)*
                        let name = |name: &str| {
                            Some(match name {
                                $($wire => Field::$field,)*
                                _ => Field::Unknown__,
                            })
                        };
                        while let Some(field) = map.next_key_seed(Glance(name))? {
                            match field {
                                $(Field::$field => $field = Some($crate::peers::seed::$style(map, context)?),)*
                                Field::Unknown__ => {
                                    map.next_value::<IgnoredAny>()?;
                                }
                            }
                        }
                        Ok($name { $($field: required($field)?,)* })
                    }
                    read(&mut map, self.0)
                }
            }

            impl<'r> FromSerde<'r> for $name<'r> {
                fn read<'de: 'r, D: Deserializer<'de>>(source: D, tag: Tag, context: &Context<'r>) -> Result<Self, D::Error> {
                    if tag != Tag::M {
                        return Err(D::Error::custom("expected a map"));
                    }
                    source.deserialize_map(Fields(context))
                }
            }
        };
    };
}
pub(crate) use seed_fields;
