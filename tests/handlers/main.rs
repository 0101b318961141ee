//! Handlers: which records come to them, in which order, and what becomes of failures.
#![cfg(all(feature = "handlers", feature = "derive"))]

mod event;
mod futures;
mod log;
mod order;
mod redelivery;
mod report;
mod routes;
mod time;
mod views;
mod wait;
mod windows;
