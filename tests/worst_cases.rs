//! Six megabytes of each worst case: memory stays within what is promised, and time is that of megabytes.
//!
//! How often a byte is visited is counted in `src/visits.rs`. A program of its own, without the test harness, since it counts what every
//! thread holds.

#[path = "no_alloc/counting.rs"]
mod counting;

use std::time::{Duration, Instant};

use millstream::{Decoder, Error, ErrorKind, Item, Limits};
use millstream_testkit::worst_cases::worst_cases;

use counting::most_held_by;

const SIZE: usize = 6_000_000;

/// A chunk of the arena is rounded up to pages.
const ROUNDED_UP: usize = 4 << 10;
/// An error, its path of up to 32 levels, and its place in the list of them.
const FAILURE: usize = 2 << 10;

/// What a decoder may hold of what images have in common.
const LEARNT: usize = 96 << 10;

/// A way through an event, which answers how many errors of records were there at once.
type Way = (&'static str, fn(&mut Decoder, &str) -> usize);

const WAYS: [Way; 3] = [
    ("decode", |decoder, event| {
        decoder
            .decode::<Item>(event)
            .map_or_else(|error| error_of_input(&error), |batch| batch.failures().len())
    }),
    ("stream", |decoder, event| {
        let mut stream = decoder.stream::<Item>(event);
        let mut most = 0;
        while let Some(record) = stream.next() {
            most = most.max(record.map_or_else(|error| error_of_input(&error), |_| 0));
        }
        most
    }),
    ("read", |decoder, event| {
        decoder.read(event).map_or_else(|error| error_of_input(&error), |batch| batch.failures().len())
    }),
];

/// Whether an error was looked for in a record, whose id is unescaped then.
fn error_of_input(error: &Error) -> usize {
    usize::from(error.kind() != ErrorKind::Limit || !error.is_fatal())
}

fn main() {
    let mut passed = 0;
    for case in worst_cases(SIZE) {
        for (way, read) in WAYS {
            let mut failures = 0;
            // The most memory first: with less, a batch that has no room for its records says nothing of those that failed before.
            for arena_bytes in [256 << 20, 1 << 20, 0] {
                let mut decoder = Decoder::with_limits(Limits { arena_bytes, ..Limits::default() });
                let begun = Instant::now();
                let most = most_held_by(|| failures = failures.max(read(&mut decoder, &case.event)));
                let took = begun.elapsed();
                // Ids are their errors' own, and not within the arena's limit; a text with escapes takes three times its length.
                let ids = if failures > 0 { 3 * case.event.len() + ROUNDED_UP } else { 0 };
                let bound = arena_bytes + ROUNDED_UP + LEARNT + (failures + 1) * FAILURE + ids;
                let told = format!("{}, {way}, {arena_bytes} bytes of arena", case.name);
                assert!(most <= bound, "{told}: {most} bytes held, and {bound} are allowed");
                assert!(took < Duration::from_secs(5), "{told}: {took:?}");
                passed += 1;
            }
        }
    }
    println!("\n{passed} passed, 0 failed");
}
