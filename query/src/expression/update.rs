//! The clauses of an update.

use millstream::encode::{Encode, EncodeError};
use millstream::keys::Path;

use super::placeholders::parts_of;
use super::{Part, Placeholders};
use crate::convert::to_sdk;

/// What an update does, clause by clause:
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html>.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    set: Vec<Vec<Part>>,
    remove: Vec<Vec<Part>>,
    add: Vec<Vec<Part>>,
    delete: Vec<Vec<Part>>,
    error: Option<EncodeError>,
}

impl Changes {
    /// `path = value`; a set without elements, which DynamoDB has none of, is an absent attribute.
    pub(crate) fn set<T>(&mut self, path: &Path<T>, value: &impl Encode) {
        if value.is_absent() {
            return self.remove(path);
        }
        let change = self.change(path, " = ", value, "");
        self.set.push(change);
    }

    /// `path = if_not_exists(path, value)`
    pub(crate) fn set_if_absent<T>(&mut self, path: &Path<T>, value: &impl Encode) {
        if value.is_absent() {
            return;
        }
        let mut change = parts_of(path);
        change.push(Part::Text(" = if_not_exists("));
        change.extend(self.change(path, ", ", value, ")"));
        self.set.push(change);
    }

    /// `path = list_append(if_not_exists(path, []), value)`
    pub(crate) fn append<T>(&mut self, path: &Path<T>, elements: &impl Encode) {
        let mut change = parts_of(path);
        change.push(Part::Text(" = list_append(if_not_exists("));
        change.extend(parts_of(path));
        let empty = Part::Value(crate::convert::SdkValue::L(Vec::new()));
        change.extend([Part::Text(", "), empty, Part::Text("), ")]);
        change.extend(self.value(elements));
        change.push(Part::Text(")"));
        self.set.push(change);
    }

    /// `path`
    pub(crate) fn remove<T>(&mut self, path: &Path<T>) {
        self.remove.push(parts_of(path));
    }

    /// `path value`; of no elements there is nothing to do.
    pub(crate) fn add<T>(&mut self, path: &Path<T>, value: &impl Encode) {
        if value.is_absent() {
            return;
        }
        let change = self.change(path, " ", value, "");
        self.add.push(change);
    }

    /// `path value`, likewise.
    pub(crate) fn delete<T>(&mut self, path: &Path<T>, value: &impl Encode) {
        if value.is_absent() {
            return;
        }
        let change = self.change(path, " ", value, "");
        self.delete.push(change);
    }

    fn change<T>(
        &mut self,
        path: &Path<T>,
        between: &'static str,
        value: &impl Encode,
        behind: &'static str,
    ) -> Vec<Part> {
        let mut parts = parts_of(path);
        parts.push(Part::Text(between));
        parts.extend(self.value(value));
        parts.push(Part::Text(behind));
        parts
    }

    /// The first value that cannot be written is told when the request is made.
    fn value(&mut self, value: &impl Encode) -> Option<Part> {
        match to_sdk(value) {
            Ok(value) => Some(Part::Value(value)),
            Err(error) => {
                self.error.get_or_insert(error);
                None
            }
        }
    }

    /// The whole expression; `None` where nothing is changed, which creates an item of its key alone if there was none.
    pub(crate) fn render(self, placeholders: &mut Placeholders) -> Result<Option<String>, EncodeError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let clauses =
            [("SET ", self.set), ("REMOVE ", self.remove), ("ADD ", self.add), ("DELETE ", self.delete)];
        let clauses =
            clauses.into_iter().filter(|(_, changes)| !changes.is_empty()).map(|(name, changes)| {
                let changes: Vec<String> = changes.iter().map(|change| placeholders.render(change)).collect();
                name.to_owned() + &changes.join(", ")
            });
        let clauses: Vec<String> = clauses.collect();
        Ok((!clauses.is_empty()).then(|| clauses.join(" ")))
    }
}
