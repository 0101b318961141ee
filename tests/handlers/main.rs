//! Handlers: which records come to them, in which order, and what becomes of failures.
#![cfg(all(feature = "handlers", feature = "derive"))]

mod answers;
mod decoded;
mod event;
mod futures;
mod log;
mod model;
mod needed;
mod order;
mod panics;
mod redelivery;
mod report;
mod routes;
mod seed;
mod slices;
mod time;
mod values;
mod views;
mod wait;
mod windows;
