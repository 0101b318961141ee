//! What the way to a handler costs: a batch that is decoded already goes through one that is ready at once.

use std::cell::Cell;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use millstream::handler::{Handled, StreamHandler, TableHandler};
use millstream::{Decoder, Model};

use crate::corpus;
use crate::models::{Bark, Order};

const RECORDS: usize = 10_000;
/// What a record may cost, in nanoseconds.
const BAR: f64 = 30.0;

/// Measures and prints; whether no record costs more than it may.
pub fn measure(rounds: usize) -> bool {
    println!("{RECORDS} records, decoded before, through one handler that is ready at once; {rounds} rounds");
    println!("  {:40}{:>12}{:>12}{:>12}", "a record", "best", "p50", "p90");
    let worst = walk::<Bark>("barks", rounds).max(walk::<Order>("growing-10000", rounds));
    println!("  under {BAR} ns at p50: {}", if worst < BAR { "met" } else { "MISSED" });
    worst < BAR
}

/// The median of what a record of a corpus takes.
fn walk<M: Model>(corpus: &str, rounds: usize) -> f64 {
    let event = event(corpus);
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<M>(&event).expect("an event");
    let bytes = batch.iter().flatten().next().map_or(0, size_of_val);
    let handled = Cell::new((0, 0));
    let table = TableHandler::<M>::new().for_table(corpus.to_owned()).on_change("ready", async |change| {
        let (count, sum) = handled.get();
        handled.set((count + 1, sum + change.meta().index()));
        Ok::<_, std::fmt::Error>(())
    });
    let handler = StreamHandler::builder().table(table).build().expect("one table");
    let [best, p50, p90] = times(rounds, &handled, || ready(handler.handle_decoded(&batch)));
    let about = format!("{corpus}, {bytes} bytes in memory");
    println!("  {about:40}{best:>9.1} ns{p50:>9.1} ns{p90:>9.1} ns");
    p50
}

/// An event of exactly as many records as are measured.
fn event(corpus: &str) -> Vec<u8> {
    let corpus = corpus::make(corpus).expect("a corpus of the barometer");
    let mut decoder = Decoder::new();
    let batch = decoder.read(&corpus.event).expect("an event");
    let records: Vec<&str> = batch.iter().map(|record| record.expect("a record").raw()).collect();
    let records: Vec<&str> = records.iter().copied().cycle().take(RECORDS).collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(",")).into_bytes()
}

/// Nanoseconds a record: the best round, the median and the ninth of ten. The handler counts what comes to it, so that no record is missed.
fn times(rounds: usize, handled: &Cell<(usize, usize)>, pass: impl Fn() -> Handled) -> [f64; 3] {
    let checked = || {
        handled.set((0, 0));
        let begun = Instant::now();
        let answer = pass();
        let time = begun.elapsed();
        assert!(answer.is_done() && answer.report.records == RECORDS, "{:?}", answer.outcome);
        assert_eq!(
            handled.get(),
            (RECORDS, (0..RECORDS).sum()),
            "records that were handled, and their places added up"
        );
        time.as_nanos() as f64 / RECORDS as f64
    };
    for _ in 0..crate::WARM {
        checked();
    }
    let mut times: Vec<f64> = (0..rounds).map(|_| checked()).collect();
    times.sort_unstable_by(f64::total_cmp);
    [0, 50, 90].map(|percent| times[times.len() * percent / 100])
}

/// Polls a future that is never pending.
fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a handler waits"),
    }
}
