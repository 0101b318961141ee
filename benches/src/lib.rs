//! millstream against every decoder that could stand in its place: corpora, models, peers, and the barometer that compares them.

pub mod corpus;
pub mod digest;
#[macro_use]
pub mod models;
pub mod peers;
