//! Writing: single items, batches of them, and transactions.

mod batch_write;
mod delete;
mod guard;
mod put;
mod transaction;
mod update;

pub use batch_write::BatchWrite;
pub use delete::Delete;
pub(crate) use guard::Guard;
pub use guard::Returning;
pub use put::Put;
pub use transaction::{Check, TransactWrite, Transaction};
pub use update::Update;
