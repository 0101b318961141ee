//! All operations against a DynamoDB: dynoxide in process, or the server that `MILLSTREAM_DYNAMODB` names.

mod batches;
mod fixtures;
mod indexes;
mod reads;
mod tables;
mod transactions;
mod writes;
