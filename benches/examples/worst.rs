//! The worst cases of the tests, six megabytes of each: `cargo run --release -p millstream-benches --example worst`.
//!
//! The other column is `serde_json::Value` of the same bytes, which is a tree of owned values and knows nothing of DynamoDB. It ends sooner
//! where it refuses what millstream reads: JSON more than 128 deep.

use std::hint::black_box;
use std::time::Instant;

use millstream::{Decoder, Item};
use millstream_testkit::worst_cases::worst_cases;

const SIZE: usize = 6_000_000;
const PASSES: usize = 5;

fn main() {
    println!("{:<46} {:>10} {:>14} {:>9}", "milliseconds", "millstream", "serde_json", "as fast");
    let mut decoder = Decoder::new();
    for case in worst_cases(SIZE) {
        let event = case.event.as_bytes();
        let own = least(|| {
            let batch = decoder.decode::<Item>(black_box(event));
            black_box(batch.map(|batch| batch.len())).is_ok()
        });
        let serde_json = least(|| {
            let value: Result<serde_json::Value, _> = serde_json::from_slice(black_box(event));
            black_box(value).is_ok()
        });
        let times = serde_json.0 / own.0;
        let refused = if own.1 && !serde_json.1 { "refused" } else { "" };
        println!("{:<46} {:>10.2} {refused:>7}{:>7.2} {times:>9.1}", case.name, own.0, serde_json.0);
    }
}

/// The shortest of some passes in milliseconds, and what they came to.
fn least(mut pass: impl FnMut() -> bool) -> (f64, bool) {
    (0..PASSES).fold((f64::MAX, false), |(least, _), _| {
        let start = Instant::now();
        let is_ok = pass();
        (least.min(start.elapsed().as_secs_f64() * 1e3), is_ok)
    })
}
