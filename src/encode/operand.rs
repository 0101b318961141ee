//! What stands for an attribute's value in keys, conditions and updates.

use std::collections::{BTreeMap, HashMap};

use super::{Encode, Set};
use crate::value::{AttributeValue, Binary, Item, Number, Shape};

/// The type of an attribute, and what is given for it in a key, a condition or an update: for a `String` a `&str`, for an `Option<T>`
/// what is given for `T`, and so on.
///
/// Implemented for every field type, and by the derive `Encode`.
#[diagnostic::on_unimplemented(
    message = "no value of `{Self}` can be given to a key, a condition or an update",
    note = "derive `Encode` for it, beside `Model`"
)]
pub trait Operand {
    /// What is given, for as long as `'v`.
    type Given<'v>: Encode + Shape
    where
        Self: 'v;
}

macro_rules! operands {
    ($($type:ty => $given:ty;)*) => { $(
        impl Operand for $type {
            type Given<'v> = $given where Self: 'v;
        }
    )* };
}

operands! {
    &str => &'v str;
    String => &'v str;
    Number<'_> => Number<'v>;
    Binary<'_> => Binary<'v>;
    AttributeValue<'_> => AttributeValue<'v>;
    Item<'_> => Item<'v>;
    bool => bool;
    i8 => i8;
    i16 => i16;
    i32 => i32;
    i64 => i64;
    i128 => i128;
    isize => isize;
    u8 => u8;
    u16 => u16;
    u32 => u32;
    u64 => u64;
    u128 => u128;
    usize => usize;
    f32 => f32;
    f64 => f64;
}

impl<T: Operand> Operand for Option<T> {
    type Given<'v>
        = T::Given<'v>
    where
        Self: 'v;
}

impl<T: Operand> Operand for Box<T> {
    type Given<'v>
        = T::Given<'v>
    where
        Self: 'v;
}

impl<T: Operand> Operand for &[T] {
    type Given<'v>
        = &'v [T::Given<'v>]
    where
        Self: 'v;
}

impl<T: Operand> Operand for Vec<T> {
    type Given<'v>
        = &'v [T::Given<'v>]
    where
        Self: 'v;
}

impl<T: Operand> Operand for (&str, T) {
    type Given<'v>
        = (&'v str, T::Given<'v>)
    where
        Self: 'v;
}

impl<T: Operand> Operand for Set<&[T]> {
    type Given<'v>
        = Set<&'v [T::Given<'v>]>
    where
        Self: 'v;
}

impl<T: Operand> Operand for Set<Vec<T>> {
    type Given<'v>
        = Set<&'v [T::Given<'v>]>
    where
        Self: 'v;
}

impl<K: AsRef<str>, T: Encode + Shape> Operand for BTreeMap<K, T> {
    type Given<'v>
        = BTreeMap<K, T>
    where
        Self: 'v;
}

impl<K: AsRef<str>, T: Encode + Shape, S> Operand for HashMap<K, T, S> {
    type Given<'v>
        = HashMap<K, T, S>
    where
        Self: 'v;
}
