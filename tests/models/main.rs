//! Every field type, read in every way, from what fits it and from what does not: exact values, exact words, exact places.
#![cfg(feature = "derive")]

mod harness;

mod by_key;
mod lists;
mod maps;
mod nested;
mod numbers;
mod repeated;
mod scalars;
mod types;
