//! Places in an item.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::marker::PhantomData;

/// A model whose attributes can be spoken of in conditions and updates. The derive makes a struct of them: `PostPaths` of `Post`.
#[diagnostic::on_unimplemented(
    message = "the attributes of `{Self}` cannot be spoken of in conditions and updates",
    note = "derive `Encode` for it, beside `Model`"
)]
pub trait Paths {
    /// A struct that has a [`Path`] in the place of each field.
    type Paths;
    /// The paths of all attributes.
    const PATHS: Self::Paths;
}

/// A place in an item: an attribute, or a part of one. `T` is the type of the field that stands there.
///
/// ```
/// use millstream::{Encode, Model, keys::Path};
///
/// #[derive(Model, Encode)]
/// struct Line {
///     quantity: u16,
/// }
///
/// let lines: Path<Vec<Line>> = Path::new("lines");
/// let quantity: Path<u16> = lines.element(3).at(|line| line.quantity);
/// assert_eq!(quantity.to_string(), "lines[3].quantity");
/// ```
pub struct Path<T> {
    root: &'static str,
    rest: Vec<Step>,
    of: PhantomData<fn() -> T>,
}

/// A step from a value into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// To a member of a map.
    Name(&'static str),
    /// To an element of a list.
    Index(usize),
}

impl<T> Path<T> {
    /// The attribute of this name.
    pub const fn new(name: &'static str) -> Path<T> {
        Path { root: name, rest: Vec::new(), of: PhantomData }
    }

    /// The attribute that it begins with.
    pub const fn root(&self) -> &'static str {
        self.root
    }

    /// The steps from there.
    pub fn steps(&self) -> &[Step] {
        &self.rest
    }

    fn step<U>(mut self, step: Step) -> Path<U> {
        self.rest.push(step);
        Path { root: self.root, rest: self.rest, of: PhantomData }
    }

    /// An attribute of the model that stands here.
    pub fn at<M: Paths, U>(mut self, choose: impl FnOnce(M::Paths) -> Path<U>) -> Path<U>
    where
        T: Holds<M>,
    {
        let Path { root, rest, of } = choose(M::PATHS);
        self.rest.push(Step::Name(root));
        self.rest.extend(rest);
        Path { root: self.root, rest: self.rest, of }
    }

    /// An element of the list that stands here, counted from 0.
    pub fn element<U>(self, index: usize) -> Path<U>
    where
        T: HoldsList<U>,
    {
        self.step(Step::Index(index))
    }

    /// The value under a name of the map that stands here.
    pub fn member<U>(self, name: &'static str) -> Path<U>
    where
        T: HoldsMap<U>,
    {
        self.step(Step::Name(name))
    }
}

/// As it is written in an expression, but for placeholders.
impl<T> fmt::Display for Path<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.root)?;
        self.rest.iter().try_for_each(|step| match step {
            Step::Name(name) => write!(f, ".{name}"),
            Step::Index(index) => write!(f, "[{index}]"),
        })
    }
}

impl<T> fmt::Debug for Path<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Path({self})")
    }
}

impl<T> Clone for Path<T> {
    fn clone(&self) -> Self {
        Path { root: self.root, rest: self.rest.clone(), of: PhantomData }
    }
}

/// A field whose value is the model `M`: the model itself, or an `Option` of it.
pub trait Holds<M> {}

impl<M: Paths> Holds<M> for M {}
impl<M, T: Holds<M>> Holds<M> for Option<T> {}

/// A field whose value is a list of `T`.
pub trait HoldsList<T> {}

impl<T> HoldsList<T> for Vec<T> {}
impl<T> HoldsList<T> for &[T] {}
impl<T, L: HoldsList<T>> HoldsList<T> for Option<L> {}

/// A field whose value is a map of `T` by name.
pub trait HoldsMap<T> {}

impl<T> HoldsMap<T> for &[(&str, T)] {}
impl<T> HoldsMap<T> for Vec<(&str, T)> {}
impl<K, T> HoldsMap<T> for BTreeMap<K, T> {}
impl<K, T, S> HoldsMap<T> for HashMap<K, T, S> {}
impl<T, M: HoldsMap<T>> HoldsMap<T> for Option<M> {}
