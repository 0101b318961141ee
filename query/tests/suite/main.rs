//! All operations against a DynamoDB: dynoxide in process, or the server that `MILLSTREAM_DYNAMODB` names.

mod batches;
mod fixtures;
mod indexes;
mod keys;
mod reads;
mod single_table;
mod tables;
mod transactions;
mod writes;
