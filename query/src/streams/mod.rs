//! Pages of DynamoDB Streams, and a loop over the shards of a stream, for development.
//!
//! In production a stream is read by Lambda, or by the KCL with the
//! [DynamoDB Streams Kinesis Adapter](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.KCLAdapter.html): they share
//! shards among machines, keep checkpoints, and follow shards that end. [`LocalStream`] does none of this: it reads a stream from one
//! process, from its beginning, and forgets where it was when it ends. It is for a table on one's own machine. [`GetRecords`] is the one call
//! that all of them are made of.

mod get_records;
mod operations;
mod records_page;
mod shards;

pub use get_records::GetRecords;
pub use records_page::RecordsPage;
pub use shards::LocalStream;
