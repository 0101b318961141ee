//! The owned twin of each borrowed type.

use std::collections::HashMap;

use serde_bytes::ByteBuf;

pub trait Shape {
    type Owned;
    /// Of a slice of it.
    type OwnedSlice;
}

macro_rules! shapes {
    ($($borrowed:ty => $owned:ty;)*) => { $(
        impl Shape for $borrowed {
            type Owned = $owned;
            type OwnedSlice = Vec<$owned>;
        }
    )* };
}

shapes! {
    &str => String;
    i64 => i64;
    f64 => f64;
    bool => bool;
}

impl Shape for u8 {
    type Owned = u8;
    type OwnedSlice = ByteBuf;
}

impl<T: Shape> Shape for (&str, T) {
    type Owned = (String, T::Owned);
    type OwnedSlice = HashMap<String, T::Owned>;
}

impl<T: Shape> Shape for Option<T> {
    type Owned = Option<T::Owned>;
    type OwnedSlice = Vec<Option<T::Owned>>;
}

impl<T: Shape> Shape for &[T] {
    type Owned = T::OwnedSlice;
    type OwnedSlice = Vec<T::OwnedSlice>;
}

macro_rules! owned_already {
    ($name:ident) => {
        impl $crate::models::shape::Shape for $name<'_> {
            type Owned = Self;
            type OwnedSlice = Vec<Self>;
        }
    };
}
pub(crate) use owned_already;
