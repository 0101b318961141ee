//! Development only: a stand-in for Lambda's Runtime API, and the process of a function that it is for.
//!
//! A [`RuntimeApi`] serves what <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html> describes: the next invocation, its response
//! and its error. A [`Function`] is a process whose environment points to one:
//!
//! ```no_run
//! use std::process::Command;
//! use millstream_stand_in::{Function, Reply};
//!
//! let function = Function::start(&mut Command::new("target/release/lambda_barks"));
//! assert_eq!(function.invoke(r#"{"Records":[]}"#), Reply::Response(r#"{"batchItemFailures":[]}"#.into()));
//! ```
#![forbid(unsafe_code)]
#![deny(missing_docs)]

mod api;
mod function;
mod http;

pub use api::{Invocation, Pending, Reply, RuntimeApi};
pub use function::Function;
