//! What change streams are used for, each use as handlers and as a program that shows them at work on one machine.
//!
//! A use is a module: its models and handlers, as they would stand in a Lambda function. The program of the same name in `src/bin` makes a
//! DynamoDB of its own, changes items, hands the stream's records to the handlers, some of them twice, and looks at what came of it.
#![deny(missing_docs)]

pub mod claims;
pub mod counters;
pub mod dynamodb;
pub mod local;
pub mod notifications;
pub mod replicate;
pub mod search_index;
pub mod stream;
pub mod ttl_backup;

/// Any error.
pub type Error = millstream::handler::BoxError;

/// What may fail in any way.
pub type Result<T> = std::result::Result<T, Error>;

/// Says what was found, or fails where it is not what it should be.
///
/// # Errors
/// When the two differ.
pub fn check<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<()> {
    if found != expected {
        return Err(format!("{what}: expected {expected:?}, found {found:?}").into());
    }
    println!("as it should be, {what}: {found:?}");
    Ok(())
}
