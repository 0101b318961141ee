//! What must hold: of an item before it is written, or of an item that is read to be handed out.

use std::ops::Not;

use millstream::encode::{Encode, EncodeError};

use super::Part;
use crate::convert::to_sdk;

/// A condition of a write, or a filter of a query or scan; made by [`Conditions`](super::Conditions).
///
/// ```
/// use millstream::keys::Path;
/// use millstream_query::Conditions;
///
/// let likes: Path<u64> = Path::new("likes");
/// let draft: Path<Option<bool>> = Path::new("draft");
/// let condition = likes.ge(10).and(!draft.exists());
/// # drop(condition);
/// ```
#[derive(Clone, Debug)]
#[must_use = "a condition is for a write or a read"]
pub struct Condition {
    parts: Result<Vec<Part>, EncodeError>,
}

impl Condition {
    pub(crate) fn new(parts: Vec<Part>) -> Condition {
        Condition { parts: Ok(parts) }
    }

    /// Both hold.
    pub fn and(self, other: Condition) -> Condition {
        self.joined(") AND (", other)
    }

    /// One of them holds, or both.
    pub fn or(self, other: Condition) -> Condition {
        self.joined(") OR (", other)
    }

    fn joined(self, by: &'static str, other: Condition) -> Condition {
        let parts = self.parts.and_then(|mut parts| {
            parts.insert(0, Part::Text("("));
            parts.push(Part::Text(by));
            parts.extend(other.parts?);
            parts.push(Part::Text(")"));
            Ok(parts)
        });
        Condition { parts }
    }

    /// More text.
    pub(super) fn text(mut self, text: &'static str) -> Condition {
        if let Ok(parts) = &mut self.parts {
            parts.push(Part::Text(text));
        }
        self
    }

    /// A value, which may turn out to be none that DynamoDB has. What is built is kept until the request is made, and tells then.
    pub(super) fn value(mut self, value: &impl Encode) -> Condition {
        match (&mut self.parts, to_sdk(value)) {
            (Ok(parts), Ok(value)) => parts.push(Part::Value(value)),
            (Ok(_), Err(error)) => self.parts = Err(error),
            (Err(_), _) => {}
        }
        self
    }

    pub(crate) fn parts(&self) -> &Result<Vec<Part>, EncodeError> {
        &self.parts
    }

    pub(crate) fn into_parts(self) -> Result<Vec<Part>, EncodeError> {
        self.parts
    }
}

impl Not for Condition {
    type Output = Condition;

    fn not(self) -> Condition {
        let parts = self.parts.map(|mut parts| {
            parts.insert(0, Part::Text("NOT ("));
            parts.push(Part::Text(")"));
            parts
        });
        Condition { parts }
    }
}
