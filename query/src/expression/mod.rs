//! Expressions of DynamoDB, built of typed parts. Names always go through placeholders, since 573 words are reserved and a dot in a name
//! would be a path; only placeholders that are used are sent.
//!
//! Described at <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.html>.

mod condition;
mod conditions;
mod placeholders;
mod update;
mod value_for;

pub use condition::Condition;
pub use conditions::{Conditions, Size};
pub(crate) use placeholders::{Part, Placeholders};
pub(crate) use update::Changes;
pub use value_for::ValueFor;
