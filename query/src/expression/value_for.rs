//! What may be written in the place of a value.

use millstream::Set;

/// What can be given where a `G` is asked for: a `G`, a `&String` for a `&str`, a `&[T; N]` or a `&Vec<T>` for a `&[T]`, and sets of these.
///
/// A closure chooses the field whose type the value has, and the compiler looks at the closure last, too late to coerce.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no value of the field, which is given a `{G}`",
    label = "the field is given a `{G}`"
)]
pub trait ValueFor<G> {
    /// As it is asked for.
    fn into_value(self) -> G;
}

impl<G> ValueFor<G> for G {
    fn into_value(self) -> G {
        self
    }
}

impl<'v> ValueFor<&'v str> for &'v String {
    fn into_value(self) -> &'v str {
        self
    }
}

impl<'v, T, const N: usize> ValueFor<&'v [T]> for &'v [T; N] {
    fn into_value(self) -> &'v [T] {
        self
    }
}

impl<'v, T> ValueFor<&'v [T]> for &'v Vec<T> {
    fn into_value(self) -> &'v [T] {
        self
    }
}

impl<'v, T, const N: usize> ValueFor<Set<&'v [T]>> for Set<&'v [T; N]> {
    fn into_value(self) -> Set<&'v [T]> {
        Set(self.0)
    }
}

impl<'v, T> ValueFor<Set<&'v [T]>> for Set<&'v Vec<T>> {
    fn into_value(self) -> Set<&'v [T]> {
        Set(self.0)
    }
}
