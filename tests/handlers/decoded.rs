//! Events that were decoded before they are handled, and of which the decoder left records out.

use millstream::handler::{Decision, Failure, StreamHandler, TableHandler};
use millstream::{Decoder, Parts, Wanted};

use crate::event::{Record, event};
use crate::log::{FAILED, Log, User, failure};
use crate::wait::block_on;

fn removed() -> Wanted {
    Wanted::NOTHING.on_remove(Parts::OLD_IMAGE)
}

/// Records of the kinds that the letters say, numbered from 100 on.
fn records(kinds: &str) -> Vec<Record> {
    let number = |at: usize| format!("10{at}");
    let record = |(at, kind)| match kind {
        'r' => Record::remove("users", &format!("{kind}{at}"), &number(at)),
        _ => Record::insert("users", &format!("{kind}{at}"), &number(at)),
    };
    kinds.chars().enumerate().map(record).collect()
}

#[test]
fn handlers_of_batches_get_every_record_that_was_decoded() {
    let log = Log::default();
    for (kinds, one, many) in [
        ("rrr", ["one r0", "one r1", "one r2"].as_slice(), "many r0 r1 r2"),
        ("riir", &["one r0", "one r3"], "many r0 r3"),
        ("iirr", &["one r2", "one r3"], "many r2 r3"),
        ("iiiiir", &["one r5"], "many r5"),
    ] {
        let (ones, manies) = (log.clone(), log.clone());
        let users = TableHandler::<User>::new()
            .on_remove("one", async move |user| {
                ones.add(format!("one {}", user.old.id));
                Ok::<_, &str>(())
            })
            .on_remove_batch("many", async move |users| {
                let ids: Vec<_> = users.iter().map(|user| user.old.id).collect();
                manies.add(format!("many {}", ids.join(" ")));
                Ok::<_, &str>(())
            });
        let handler = StreamHandler::builder().table(users).build().unwrap();
        let text = event(&records(kinds));
        let mut decoder = Decoder::new();
        let batch = decoder.only(removed()).decode::<User>(&text).unwrap();
        assert!(block_on(handler.handle_decoded(&batch)).is_done());
        let expected: Vec<String> = one.iter().copied().chain([many]).map(str::to_owned).collect();
        assert_eq!(log.take(), expected, "{kinds}");
    }
}

#[test]
fn what_failed_is_told_by_its_place_in_the_event() {
    for is_batch in [false, true] {
        let users = TableHandler::<User>::new();
        let text = event(&records("iirir"));
        let mut decoder = Decoder::new();
        let batch = decoder.only(removed()).decode::<User>(&text).unwrap();
        let handled = match is_batch {
            false => {
                let users = users
                    .on_remove("users", async |user| if user.old.id == "r4" { Err(FAILED) } else { Ok(()) });
                block_on(StreamHandler::builder().table(users).build().unwrap().handle_decoded(&batch))
            }
            true => {
                let users = users.on_remove_batch("users", async |users| {
                    match users.iter().position(|user| user.old.id == "r4") {
                        Some(at) => Err(millstream::handler::BatchError::at(at, FAILED)),
                        None => Ok(()),
                    }
                });
                let handler = StreamHandler::builder().table(users).report_batch_item_failures();
                let handled = block_on(handler.build().unwrap().handle_decoded(&batch));
                assert_eq!(handled.answer().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"104"}]}"#);
                assert_eq!(
                    handled.stopped.unwrap().to_string(),
                    "Records[4] (104) of users at handler `users`: it failed"
                );
                continue;
            }
        };
        assert_eq!(failure(&handled), "Records[4] (104) of users at handler `users`: it failed");
    }
}

#[test]
fn what_does_not_fit_is_told_by_its_place_in_the_event() {
    let mut records = records("iir");
    records[2].old = Some(r#"{"id":{"N":"1"},"text":{"S":"x"}}"#.to_owned());
    let text = event(&records);
    let users = TableHandler::<User>::new().on_remove("users", async |_| Ok::<_, &str>(()));
    let shown = Log::default();
    let log = shown.clone();
    let handler = StreamHandler::builder().table(users).on_error(async move |failure: Failure<'_>| {
        log.add(format!("{failure:?}"));
        Ok::<_, &str>(Decision::Stop)
    });
    let mut decoder = Decoder::new();
    let batch = decoder.only(removed()).decode::<User>(&text).unwrap();
    let handled = block_on(handler.build().unwrap().handle_decoded(&batch));
    assert_eq!(
        failure(&handled),
        "Records[2] (102): Records[2].OldImage.id: expected S, found N at byte 704"
    );
    // Nor does it show what is the customers'.
    let shown = shown.take().concat();
    assert!(shown.contains("raw_bytes") && !shown.contains("OldImage\""), "{shown}");
}
