//! Once warm, a record costs no allocation on its way to ready handlers in `Strategy::Series`: an event of 10,000 records allocates exactly
//! as often as one of 1,000.
//!
//! A program of its own, without the test harness, since it counts what every thread allocates.

#[cfg(not(feature = "derive"))]
fn main() {
    println!("0 passed, 0 failed, 1 skipped");
}

#[cfg(feature = "derive")]
#[path = "no_alloc/counting.rs"]
mod counting;

#[cfg(feature = "derive")]
fn main() {
    checks::main();
}

#[cfg(feature = "derive")]
mod checks {
    use std::fmt::Write;
    use std::pin::pin;
    use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
    use std::task::{Context, Poll, Waker};

    use millstream::Model;
    use millstream::handler::{Decision, Failure, Outcome, StreamHandler, TableHandler};

    use crate::counting::{allocations_of, with_backtrace};

    #[derive(Model)]
    #[model(table = "Bark")]
    struct Bark<'a> {
        #[model(hash_key)]
        id: u32,
        message: &'a str,
    }

    /// As many inserts, modifications and removals, one after the other.
    fn event(records: usize) -> String {
        let mut event = r#"{"Records":["#.to_owned();
        for at in 0..records {
            let (kind, images): (_, &[_]) = match at % 3 {
                0 => ("INSERT", &["NewImage"]),
                1 => ("MODIFY", &["NewImage", "OldImage"]),
                _ => ("REMOVE", &["OldImage"]),
            };
            let comma = if at == 0 { "" } else { "," };
            write!(event, r#"{comma}{{"eventID":"{at}","eventName":"{kind}","dynamodb":{{"Keys":{{"id":{{"N":"{at}"}}}},"#)
                .unwrap();
            for image in images {
                write!(event, r#""{image}":{{"id":{{"N":"{at}"}},"message":{{"S":"wuff \" {at}"}}}},"#)
                    .unwrap();
            }
            write!(event, r#""SequenceNumber":"{}"}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/Bark/stream/x"}}"#, 100 + at)
                .unwrap();
        }
        event + "]}"
    }

    /// Polls a future that is never pending.
    fn ready<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => panic!("a handler waits"),
        }
    }

    pub fn main() {
        static SEEN: AtomicUsize = AtomicUsize::new(0);
        let see = |id: u32, message: &str| {
            assert!(message.len() > 6);
            SEEN.fetch_add(1 + id as usize, Relaxed);
            Ok::<_, std::fmt::Error>(())
        };
        let barks = TableHandler::<Bark>::new()
            .on_insert("insert", async |bark| see(bark.new.id, bark.new.message))
            .on_modify("modify", async |bark| see(bark.new.id, bark.old.message))
            .on_remove("remove", async |bark| see(bark.old.id, bark.old.message))
            .on_change("all", async |change| see(0, change.meta().event_id().map_or("", |_| "an id of it")));
        let handler = StreamHandler::builder().table(barks).report_batch_item_failures().build().unwrap();
        let pass = |event: &str, records: usize| {
            SEEN.store(0, Relaxed);
            let handled = ready(handler.handle(event));
            assert!(matches!(handled.outcome, Outcome::Done), "{:?}", handled.outcome);
            assert_eq!(SEEN.load(Relaxed), 2 * records + (0..records).sum::<usize>());
        };

        let [small, large] = [1_000, 10_000].map(|records| (event(records), records));
        pass(&large.0, large.1); // warms it
        let [of_small, of_large] =
            [&small, &large].map(|(event, records)| allocations_of(|| pass(event, *records)));
        println!("1,000 records: {of_small}\n10,000 records: {of_large}");
        let are_equal = of_small.count == of_large.count;
        if !are_equal {
            let place = with_backtrace(|| pass(&large.0, large.1));
            println!("FAILED: a record allocates; an event's first is\n{}", place.unwrap_or_default());
        }
        let is_linear = skips_are_linear();
        let passed = usize::from(are_equal) + usize::from(is_linear);
        println!("\n{passed} passed, {} failed", 2 - passed);
        assert!(are_equal && is_linear);
    }

    /// A handler of batches that is let off each record is called with what is left of them, again and again. Twice the records may cost
    /// twice the memory, and not four times.
    fn skips_are_linear() -> bool {
        let barks = TableHandler::<Bark>::new().on_insert_batch("never", async |barks| match barks {
            [] => Ok(()),
            [first, ..] => Err(first.new.id.to_string()),
        });
        let handler = StreamHandler::builder()
            .table(barks)
            .on_error(async |_: Failure<'_>| Ok::<_, std::fmt::Error>(Decision::Skip))
            .build()
            .unwrap();
        let pass = |records: usize| {
            let event = event(records);
            let of_pass = allocations_of(|| {
                let handled = ready(handler.handle(&event));
                assert_eq!(handled.report.rows[0].skipped as usize, records.div_ceil(3));
            });
            of_pass.bytes
        };
        pass(6_000); // warms it
        let [once, twice] = [3_000, 6_000].map(pass);
        println!("1,000 records skipped: {once} bytes, 2,000: {twice} bytes");
        twice * 10 < once * 25
    }
}
