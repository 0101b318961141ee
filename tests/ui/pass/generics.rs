//! Generic models: any value in the place of a parameter, borrowed ones too.
#![deny(warnings, missing_docs, unreachable_pub, private_interfaces, private_bounds)]

use millstream::value::Value;
use millstream::{Item, Model};

/// A lifetime and a type.
#[derive(Model, Debug)]
pub struct Page<'a, T> {
    item: T,
    next: Option<&'a str>,
    items: &'a [T],
    previous: Option<T>,
}

/// Types alone.
#[derive(Model, Debug)]
pub struct Pair<T, U> {
    first: T,
    second: Vec<U>,
}

/// A private type in a public model, its parameter too.
#[derive(Model, Debug)]
pub struct Public<'a, T> {
    private: Private<'a, T>,
    newtype: Newtype<T>,
}

#[derive(Model, Debug)]
struct Private<'a, T> {
    values: &'a [T],
}

/// A newtype of a private type.
#[derive(Model, Debug)]
pub struct Newtype<T>(Hidden<T>);

#[derive(Model, Debug)]
struct Hidden<T>(T);

/// Keys have the parameters that they use, with their bounds.
#[derive(Model, Debug)]
pub struct Keyed<'a, K: Clone, V, const N: usize>
where
    K: std::fmt::Debug + PartialEq,
    V: Send,
{
    #[model(hash_key)]
    key: K,
    value: V,
    note: &'a str,
    array: Bytes<N>,
}

/// A constant, and a field that is no value at all.
#[derive(Model, Debug)]
pub struct Bytes<const N: usize> {
    #[model(skip, default = "zeros")]
    bytes: [u8; N],
}

fn zeros<const N: usize>() -> [u8; N] {
    [0; N]
}

/// What is flattened, skipped or has a default may be generic.
#[derive(Model, Debug)]
pub struct Layers<'a, T, D, S> {
    #[model(flatten)]
    inner: T,
    #[model(flatten)]
    pair: Pair<D, &'a str>,
    #[model(default)]
    count: D,
    #[model(skip)]
    skipped: std::marker::PhantomData<&'a S>,
    #[model(rest)]
    rest: Item<'a>,
}

/// An enum.
#[derive(Model, Debug)]
#[model(tag = "type")]
pub enum Either<'a, L, R> {
    /// One.
    Left(L),
    /// The other.
    Right(Page<'a, R>),
    /// Neither.
    #[model(other)]
    Neither,
}

/// `Self` and associated types.
#[derive(Model, Debug)]
pub struct Comment<'a> {
    text: &'a str,
    answer: Option<Box<Self>>,
    count: <Vec<u32> as IntoIterator>::Item,
}

/// What a macro makes of tokens it was given.
macro_rules! model {
    ($(#[$attr:meta])* $name:ident<$a:lifetime> { $($wire:literal $field:ident: $type:ty,)* }) => {
        $(#[$attr])*
        #[derive(Model, Debug)]
        #[allow(missing_docs)]
        pub struct $name<$a> { $(#[model(rename = $wire)] pub $field: $type,)* }
    };
}

model! {
    /// Made.
    Made<'m> { "one" one: &'m str, "two" two: Option<&'m [u8]>, }
}

#[derive(Model, Debug, Clone, PartialEq)]
struct Owned {
    x: i64,
}

fn model<M: Model>() {}
fn value<'a, V: Value<'a>>() {}

/// Of any lifetime: as a model of records is used.
fn values<'a>(_: &'a str) {
    value::<Page<'a, &'a str>>();
    value::<Page<'a, Page<'a, Private<'a, &'a [u8]>>>>();
    value::<Public<'a, &'a str>>();
    value::<Keyed<'a, &'a str, Made<'a>, 3>>();
    value::<KeyedKeys<&'a str>>();
    value::<Layers<'a, Made<'a>, u8, Made<'a>>>();
    value::<Either<'a, Comment<'a>, &'a str>>();
}

fn main() {
    model::<Page<i64>>();
    model::<Page<String>>();
    model::<Page<Option<Vec<Owned>>>>();
    model::<Pair<String, i64>>();
    model::<Public<f64>>();
    model::<Keyed<String, bool, 4>>();
    model::<KeyedKeys<String>>();
    model::<Bytes<7>>();
    model::<Layers<Owned, u8, Vec<u8>>>();
    model::<Either<Owned, String>>();
    model::<Comment>();
    model::<Made>();
    values("");
    assert_eq!(Bytes::<0> { bytes: [] }.bytes, [0u8; 0]);
}
