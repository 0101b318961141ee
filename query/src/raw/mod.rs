//! Answers as the bytes they came in.
//!
//! The SDK signs, sends, reads the body, retries and reads errors; of a good answer it is kept from reading what is in it. Its own reading
//! makes a `HashMap<String, AttributeValue>` of each item, which takes ten times as long as all of ours.
//!
//! The way is this: before an operation begins, an interceptor puts a response deserializer of ours into the operation's configuration, in
//! a layer that is asked before the operation's own. The orchestrator loads it behind the hooks of each attempt, once the body was read. It
//! keeps the body of a good answer, and hands any other to the operation's own deserializer, so that throttling is told from a missing table
//! as ever. Only public items are used, but AWS describes this nowhere: `tests/raw.rs` pins it on a loopback connection.
//!
//! An answer without a body counts as `{}`, as it does with the SDK. One that arrived whole and is no object of JSON is handled by what was
//! asked: a read is asked for again, by the SDK's retries, though the SDK alone would not; a write has happened, so that its answer goes to
//! the operation's own deserializer, whose error is not retried.
//!
//! Where our deserializer is not asked, since the user's own stands in its place or a later SDK works otherwise, no bytes are kept, and the
//! SDK's output is turned back into JSON ([`operations`]). So what is decoded is the same, only slower.

mod answer;
mod deserializer;
mod operations;
mod pool;

pub(crate) use answer::Answer;
pub(crate) use deserializer::{Keep, send_for_answer};
#[cfg(feature = "streams")]
pub(crate) use operations::Json;
pub(crate) use operations::{Kind, Operation};
pub(crate) use pool::{Pool, Pooled};
