//! What the tests and examples of `millstream-query` stand on: a DynamoDB in process, clients of it, and a proxy that makes faults. All of
//! it listens on loopback.

mod client;
mod proxy;
mod server;

pub use client::{client, config, streams_client, streams_config};
pub use proxy::{Fault, Proxy};
pub use server::Server;
