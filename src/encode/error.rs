//! Why a value could not be written, and where in its model.

use std::borrow::Cow;
use std::fmt;

use crate::error::{Segment, render};

/// Why a model could not be encoded.
///
/// As small as a pointer. It tells the place in the model and never shows the value.
///
/// ```
/// use millstream::{Encode, Model, encode};
///
/// #[derive(Model, Encode)]
/// struct Reading {
///     celsius: f64,
/// }
///
/// let error = encode::item_to_json(&Reading { celsius: f64::NAN }).unwrap_err();
/// assert_eq!(error.to_string(), "celsius: a float that is no finite number");
/// assert_eq!(error.path(), "celsius");
/// ```
#[derive(Clone)]
pub struct EncodeError(Box<Inner>);

#[derive(Clone)]
struct Inner {
    reason: Cow<'static, str>,
    /// innermost first
    path: Vec<Segment>,
}

impl EncodeError {
    /// An error of the value itself, for this reason.
    #[cold]
    pub fn new(reason: impl Into<Cow<'static, str>>) -> EncodeError {
        EncodeError(Box::new(Inner { reason: reason.into(), path: Vec::new() }))
    }

    /// Adds the name of the attribute that the error lies in.
    #[cold]
    #[inline(never)]
    pub(crate) fn within(mut self, segment: impl Into<Segment>) -> EncodeError {
        self.0.path.push(segment.into());
        self
    }

    /// The place in the model, outermost first, such as `lines[3].price`.
    pub fn path(&self) -> String {
        render(&self.0.path)
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.0.reason)
    }
}

impl fmt::Debug for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodeError").field("message", &self.to_string()).finish()
    }
}

impl std::error::Error for EncodeError {}
