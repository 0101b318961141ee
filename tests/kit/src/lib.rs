//! Development only: what the tests of millstream compare it with.
//!
//! - [`reference`](mod@reference) decodes events in plain, obvious code over serde_json ([`json`] → [`types`]), with [`numbers`] for exact arithmetic
//!   on decimal text, and [`plain`] writes a record as one line of plain JSON.
//! - [`cases`] are written by hand, each with its outcome.
//! - [`generate`] holds proptest strategies and [`random`] a seeded generator without proptest; both give events whose decoded form
//!   is known before they are printed ([`event`]).
//! - [`print`](mod@print) turns them into JSON text in many [`print::Style`]s, by way of a [`tree::Tree`] that can also be damaged;
//!   [`wire_order`] is the order in which Lambda sends attributes.
//! - [`worst_cases`](mod@worst_cases) are inputs made to cost as much as they can.
//!
//! The package does not depend on millstream: the tests compare, this package only says what is right.
#![forbid(unsafe_code)]

pub mod cases;
pub mod event;
pub mod generate;
pub mod json;
pub mod numbers;
pub mod plain;
pub mod print;
pub mod random;
pub mod reference;
pub mod tree;
pub mod types;
pub mod wire_order;
pub mod worst_cases;
