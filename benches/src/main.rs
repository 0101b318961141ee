//! The barometer: every decoder on every corpus, verified, timed in turns, with a table, a report for programs and a page for people.
//!
//! `cargo run --release -p millstream-benches -- --help`

mod barometer;

use std::process::ExitCode;

#[global_allocator]
static MEMORY: barometer::memory::Counting = barometer::memory::Counting;

fn main() -> ExitCode {
    match barometer::run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}
