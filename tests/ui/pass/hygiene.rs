//! Derived code names nothing but `::millstream` and `::core`, whatever the names around it mean.
#![no_implicit_prelude]
#![deny(warnings, missing_docs, unreachable_pub, elided_lifetimes_in_paths, unused_qualifications)]
#![allow(dead_code, non_camel_case_types, non_upper_case_globals)]

// What the models are written with, under names of their own.
use ::core::option::Option as Maybe;
use ::core::primitive::{bool as truth, i64 as number, str as text};

/// Every name that an unhygienic derive would stumble on, meaning something else.
macro_rules! shadow {
    ($($name:ident)*) => { $(
        struct $name;
    )* };
}

shadow! {
    Result Ok Err Option Some None Default Box Vec String Clone Debug PartialEq
    bool str u16 u64 usize
    Attribute Attributes Cursor Error Item Keys Names Progress Rest Seen Shape State Tag Tally Value View
    core std millstream
}

// In patterns, a constant or a unit struct of that name would be matched instead of bound.
shadow! { cursor index name progress set state tag value view key }

mod with {
    pub(crate) fn decode(value: ::millstream::AttributeValue<'_>) -> ::core::result::Result<super::number, &'static super::text> {
        match value {
            ::millstream::AttributeValue::N(_) => ::core::result::Result::Ok(1),
            _ => ::core::result::Result::Err("not a number"),
        }
    }
}

fn seven() -> number {
    7
}

/// Every attribute of a struct.
#[derive(::millstream::Model)]
#[model(table = "table", rename_all = "camelCase")]
pub struct Everything<'life> {
    #[model(hash_key)]
    user: &'life text,
    #[model(range_key, alias = "at", alias = "when")]
    time: number,
    r#type: Maybe<truth>,
    #[model(default)]
    count: number,
    #[model(default = "seven")]
    seven: number,
    #[model(skip)]
    skipped: Maybe<number>,
    #[model(skip, default = "seven")]
    skipped_seven: number,
    #[model(with = "with", default)]
    with: number,
    #[model(flatten)]
    inner: Inner<'life>,
    #[model(rest)]
    rest: ::millstream::Item<'life>,
}

#[derive(::millstream::Model)]
struct Inner<'a> {
    city: Maybe<&'a text>,
}

#[derive(::millstream::Model)]
struct Newtype<'a>(&'a text);

/// Parameters under any names.
#[derive(::millstream::Model)]
pub struct Generic<'x, T, State, F0, const M: ::core::primitive::usize> {
    text: &'x text,
    #[model(hash_key)]
    t: T,
    s: Maybe<State>,
    list: &'x [F0],
    #[model(skip, default = "array")]
    array: [truth; M],
}

fn array<const M: ::core::primitive::usize>() -> [truth; M] {
    [false; M]
}

/// By an attribute.
#[derive(::millstream::Model)]
#[model(tag = "type", rename_all = "snake_case")]
pub enum Tagged<'a> {
    /// A model.
    #[model(alias = "all")]
    Everything(Everything<'a>),
    /// None.
    Unit,
    /// The rest.
    #[model(other)]
    Other(::millstream::Item<'a>),
}

/// By a key.
#[derive(::millstream::Model)]
#[model(range_key = "sk")]
pub enum Prefixed<'a> {
    /// A model.
    #[model(range_key_prefix = "I#")]
    Everything(Everything<'a>),
    /// The rest.
    #[model(other)]
    Other,
}

/// Through another path.
mod elsewhere {
    pub(crate) mod library {
        pub(crate) use ::millstream::*;
    }

    #[derive(library::Model)]
    #[model(crate = "library")]
    struct Renamed<'a> {
        #[model(hash_key)]
        text: &'a super::text,
        #[model(rest)]
        rest: library::Item<'a>,
    }
}

fn main() {
    // In a function, where the derive's types are as local as the model.
    #[derive(::millstream::Model)]
    struct Local<'a> {
        #[model(hash_key)]
        text: &'a text,
    }
    let keys = LocalKeys { text: "key" };
    ::core::assert_eq!(keys.text, "key");
}
