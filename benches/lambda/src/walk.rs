//! What the way to a handler costs: a batch that is decoded already goes through one that is ready at once.

use std::cell::Cell;
use std::convert::Infallible;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

use millstream::handler::images::NewAndOldImages;
use millstream::handler::{Handled, Handlers, Meta, StreamHandler, TableHandler};
use millstream::{Decoder, EventName, Model, RawRecord};

use crate::corpus;
use crate::models::{Bark, Order};

const RECORDS: usize = 10_000;
/// What a record may cost, in nanoseconds.
const BAR: f64 = 30.0;

/// What came to the handlers: how many records, and their places added up.
type Seen = Cell<(usize, usize)>;

/// Measures and prints; whether no record costs more than it may.
pub fn measure(rounds: usize) -> bool {
    println!("{RECORDS} records, decoded before, through one handler that is ready at once; {rounds} rounds");
    println!("  {:44}{:>12}{:>12}{:>12}", "a record", "best", "p50", "p90");
    let seen = Seen::default();
    let see = |meta: Meta<'_>| seen.set((seen.get().0 + 1, seen.get().1 + meta.index()));
    let inserts = TableHandler::<Bark>::new().on_insert("ready", async |bark| {
        see(bark.meta);
        Ok::<_, Infallible>(())
    });
    let changes = TableHandler::<Order>::new().on_change("ready", async |change| {
        see(change.meta());
        Ok::<_, Infallible>(())
    });
    let is_insert = |record: &RawRecord<'_>| record.event_name() == Some(EventName::Insert);
    let p50 = [
        walk("inserts of barks", &event("barks", is_insert), inserts, &seen, rounds),
        walk("all changes of orders", &event("growing-10000", |_| true), changes, &seen, rounds),
    ];
    let is_met = p50.iter().all(|&p50| p50 < BAR);
    println!("  under {BAR} ns at p50: {}", if is_met { "met" } else { "MISSED" });
    is_met
}

/// The median of what a record takes.
fn walk<M: Model, L: Handlers<M>>(
    about: &str,
    event: &[u8],
    table: TableHandler<M, NewAndOldImages, L>,
    seen: &Seen,
    rounds: usize,
) -> f64 {
    let mut decoder = Decoder::new();
    let batch = decoder.decode::<M>(event).expect("an event");
    let bytes = batch.iter().flatten().next().map_or(0, size_of_val);
    let handler = StreamHandler::builder().table(table).build().expect("one table");
    let [best, p50, p90] = times(rounds, seen, || ready(handler.handle_decoded(&batch)));
    let about = format!("{about}, {bytes} bytes in memory");
    println!("  {about:44}{best:>9.1} ns{p50:>9.1} ns{p90:>9.1} ns");
    p50
}

/// An event of exactly as many records as are measured.
fn event(corpus: &str, choice: impl Fn(&RawRecord<'_>) -> bool) -> Vec<u8> {
    let corpus = corpus::make(corpus).expect("a corpus of the barometer");
    let mut decoder = Decoder::new();
    let batch = decoder.read(&corpus.event).expect("an event");
    let records = batch.iter().map(|record| record.expect("a record"));
    let records: Vec<&str> = records.filter(|record| choice(record)).map(|record| record.raw()).collect();
    let records: Vec<&str> = records.into_iter().cycle().take(RECORDS).collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(",")).into_bytes()
}

/// Nanoseconds a record: the best round, the median and the ninth of ten. The handler counts what comes to it, so that no record is missed.
fn times(rounds: usize, seen: &Seen, pass: impl Fn() -> Handled) -> [f64; 3] {
    let checked = || {
        seen.set((0, 0));
        let begun = Instant::now();
        let answer = pass();
        let time = begun.elapsed();
        assert!(answer.is_done() && answer.report.records == RECORDS, "{:?}", answer.outcome);
        assert_eq!(
            seen.get(),
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
