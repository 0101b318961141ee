//! The operators and functions of conditions, on paths.

use std::marker::PhantomData;

use millstream::encode::{Encode, Operand};
use millstream::keys::Path;
use millstream::value::{Shape, Tag};

use super::placeholders::parts_of;
use super::{Condition, Part, ValueFor};

/// Conditions on a place of an item. Values are of the field's type, or what stands for it: a `&str` for a `String`, and so on.
///
/// The operators and functions are those of
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html>.
pub trait Conditions<T>: Sized {
    /// The parts of the path.
    #[doc(hidden)]
    fn begin(self, before: &'static str) -> Condition;

    /// `path = value`
    fn eq<'v>(self, value: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" = ").value(&value.into_value())
    }

    /// `path <> value`
    fn ne<'v>(self, value: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" <> ").value(&value.into_value())
    }

    /// `path < value`
    fn lt<'v>(self, value: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" < ").value(&value.into_value())
    }

    /// `path <= value`
    fn le<'v>(self, value: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" <= ").value(&value.into_value())
    }

    /// `path > value`
    fn gt<'v>(self, value: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" > ").value(&value.into_value())
    }

    /// `path >= value`
    fn ge<'v>(self, value: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" >= ").value(&value.into_value())
    }

    /// `path BETWEEN low AND high`, both included
    fn between<'v>(self, low: impl ValueFor<T::Given<'v>>, high: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        self.begin("").text(" BETWEEN ").value(&low.into_value()).text(" AND ").value(&high.into_value())
    }

    /// `path IN (values)`: up to 100
    fn one_of<'v, V>(self, values: impl IntoIterator<Item = V>) -> Condition
    where
        T: Operand + 'static,
        V: ValueFor<T::Given<'v>>,
    {
        let mut condition = self.begin("").text(" IN (");
        for (at, value) in values.into_iter().enumerate() {
            condition = condition.text(if at == 0 { "" } else { "," }).value(&value.into_value());
        }
        condition.text(")")
    }

    /// `begins_with(path, prefix)`: of a text or a binary
    fn begins_with<'v>(self, prefix: impl ValueFor<T::Given<'v>>) -> Condition
    where
        T: Operand + 'static,
    {
        const {
            let tag = <T::Given<'static> as Shape>::TAG;
            assert!(matches!(tag, Tag::S | Tag::B | Tag::Any), "`begins_with` is of a text or a binary");
        }
        self.begin("begins_with(").text(", ").value(&prefix.into_value()).text(")")
    }

    /// `contains(path, value)`: a text has it as a part, a list or set as an element
    fn contains(self, value: impl Encode) -> Condition {
        self.begin("contains(").text(", ").value(&value).text(")")
    }

    /// `attribute_exists(path)`
    fn exists(self) -> Condition {
        self.begin("attribute_exists(").text(")")
    }

    /// `attribute_not_exists(path)`: of a key, that there is no such item
    fn not_exists(self) -> Condition {
        self.begin("attribute_not_exists(").text(")")
    }

    /// `size(path)`, to be compared: characters of a text, bytes of a binary, elements of a list, a map or a set
    fn size(self) -> Size<T>;
}

impl<T> Conditions<T> for Path<T> {
    fn begin(self, before: &'static str) -> Condition {
        let mut parts = vec![Part::Text(before)];
        parts.extend(parts_of(&self));
        Condition::new(parts)
    }

    fn size(self) -> Size<T> {
        Size { of: self.begin("size("), path: PhantomData }
    }
}

/// The size of what a path leads to.
#[derive(Clone, Debug)]
#[must_use = "a size is to be compared"]
pub struct Size<T> {
    of: Condition,
    path: PhantomData<fn() -> T>,
}

impl<T> Size<T> {
    /// `size(path) = size`
    pub fn eq(self, size: u64) -> Condition {
        self.of.text(") = ").value(&size)
    }

    /// `size(path) < size`
    pub fn lt(self, size: u64) -> Condition {
        self.of.text(") < ").value(&size)
    }

    /// `size(path) <= size`
    pub fn le(self, size: u64) -> Condition {
        self.of.text(") <= ").value(&size)
    }

    /// `size(path) > size`
    pub fn gt(self, size: u64) -> Condition {
        self.of.text(") > ").value(&size)
    }

    /// `size(path) >= size`
    pub fn ge(self, size: u64) -> Condition {
        self.of.text(") >= ").value(&size)
    }
}
