//! What the writes of one item have in common: a condition, and what is returned.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure};

use crate::convert::SdkItem;
use crate::error::{At, Error};
use crate::expression::{Condition, Placeholders};

/// What an update returns of the item that it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returning {
    /// The item as it was: `ALL_OLD`.
    Old,
    /// The item as it is now: `ALL_NEW`.
    New,
    /// The changed attributes as they were: `UPDATED_OLD`.
    UpdatedOld,
    /// The changed attributes as they are now: `UPDATED_NEW`.
    UpdatedNew,
}

impl From<Returning> for ReturnValue {
    fn from(returning: Returning) -> ReturnValue {
        match returning {
            Returning::Old => ReturnValue::AllOld,
            Returning::New => ReturnValue::AllNew,
            Returning::UpdatedOld => ReturnValue::UpdatedOld,
            Returning::UpdatedNew => ReturnValue::UpdatedNew,
        }
    }
}

/// What guards a write, and what it returns.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    pub(crate) condition: Option<Condition>,
    pub(crate) returning: Option<Returning>,
    pub(crate) capacity: bool,
    pub(crate) old_on_failure: bool,
}

/// A condition as it is sent.
pub(crate) struct Rendered {
    pub(crate) condition: Option<String>,
    pub(crate) names: Option<HashMap<String, String>>,
    pub(crate) values: Option<SdkItem>,
}

impl Guard {
    /// With several conditions all must hold.
    pub(crate) fn condition(&mut self, condition: Condition) {
        self.condition = Some(match self.condition.take() {
            Some(other) => other.and(condition),
            None => condition,
        });
    }

    pub(crate) fn render(&mut self, mut placeholders: Placeholders, at: At<'_>) -> Result<Rendered, Error> {
        let parts = self.condition.take().map(Condition::into_parts).transpose();
        let parts = parts.map_err(|error| at.encode(error))?;
        let condition = parts.map(|parts| placeholders.render(&parts));
        Ok(Rendered { condition, names: placeholders.names(), values: placeholders.into_values() })
    }

    pub(crate) fn return_values(&self) -> Option<ReturnValue> {
        self.returning.map(Into::into)
    }

    pub(crate) fn return_capacity(&self) -> Option<ReturnConsumedCapacity> {
        self.capacity.then_some(ReturnConsumedCapacity::Total)
    }

    pub(crate) fn return_on_failure(&self) -> Option<ReturnValuesOnConditionCheckFailure> {
        self.old_on_failure.then_some(ReturnValuesOnConditionCheckFailure::AllOld)
    }
}

/// Puts a guard into a part of a transaction. The SDK has a type of its own for each kind of them.
macro_rules! guard_part {
    ($part:expr, $guard:expr, $rendered:expr) => {
        $part
            .set_condition_expression($rendered.condition)
            .set_expression_attribute_names($rendered.names)
            .set_expression_attribute_values($rendered.values)
            .set_return_values_on_condition_check_failure($guard.return_on_failure())
    };
}

/// Puts a guard into a request, likewise.
macro_rules! guard_request {
    ($request:expr, $guard:expr, $rendered:expr) => {
        $crate::write::guard::guard_part!($request, $guard, $rendered)
            .set_return_values($guard.return_values())
            .set_return_consumed_capacity($guard.return_capacity())
    };
}

/// The methods of a guard, for each write.
macro_rules! guarded {
    ($of:ident) => {
        /// Writes only if the condition holds of the item as it is; of several, all must.
        pub fn condition(mut self, condition: impl FnOnce(M::Paths) -> $crate::Condition) -> Self
        where
            M: millstream::keys::Paths,
        {
            self.$of.condition(condition(M::PATHS));
            self
        }

        /// Has the error carry the item as it is, where the condition does not hold: [`old_item`](crate::Error::old_item), and
        /// [`old_item_of`](crate::Error::old_item_of) where it is part of a transaction.
        pub fn return_old_on_failure(mut self) -> Self {
            self.$of.old_on_failure = true;
            self
        }

        /// Asks for the capacity units that it takes; they come with what is returned.
        pub fn return_consumed_capacity(mut self) -> Self {
            self.$of.capacity = true;
            self
        }
    };
}

pub(crate) use {guard_part, guard_request, guarded};
