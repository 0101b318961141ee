//! Handlers: which records come to them, in which order, and what becomes of failures.
#![cfg(all(feature = "handlers", feature = "derive"))]

use std::sync::{Arc, Mutex};

use millstream::Model;
use millstream::handler::{Decision, Failure, Insert, Outcome, Strategy, StreamHandler, TableHandler};

#[derive(Model)]
#[model(table = "Bark")]
struct Bark<'a> {
    #[model(hash_key)]
    id: &'a str,
    #[model(default)]
    text: &'a str,
}

fn event() -> String {
    let record = |at: usize, kind: &str, images: &str| {
        format!(
            r#"{{"eventID":"{at}","eventName":"{kind}","dynamodb":{{"Keys":{{"id":{{"S":"k{at}"}}}},{images}"SequenceNumber":"10{at}","StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:1:table/Bark/stream/x"}}"#
        )
    };
    let image =
        |name: &str, at: usize| format!(r#""{name}":{{"id":{{"S":"k{at}"}},"text":{{"S":"t{at}"}}}},"#);
    format!(
        r#"{{"Records":[{},{},{}]}}"#,
        record(0, "INSERT", &image("NewImage", 0)),
        record(1, "MODIFY", &(image("NewImage", 1) + &image("OldImage", 1))),
        record(2, "REMOVE", &image("OldImage", 2)),
    )
}

async fn named(insert: Insert<'_, '_, Bark<'_>>) -> Result<(), std::io::Error> {
    tokio::task::yield_now().await;
    assert_eq!(insert.new.id, "k0");
    Ok(())
}

fn is_send<T: Send>(value: T) -> T {
    value
}

#[tokio::test]
async fn smoke() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(4)] {
        let (log, batches) = (seen.clone(), seen.clone());
        let barks = TableHandler::<Bark>::new()
            .on_insert("named", named)
            .on_change("all", async move |change| {
                tokio::task::yield_now().await;
                log.lock().unwrap().push(change.meta().index());
                if change.meta().index() == 2 { Err("two") } else { Ok(()) }
            })
            .on_modify_batch("batch", async move |changes| {
                batches.lock().unwrap().push(100 + changes.len());
                assert!(!changes[0].changed(|bark| bark.text));
                Ok::<_, std::io::Error>(())
            });
        let handler = StreamHandler::builder()
            .table(barks)
            .strategy(strategy)
            .report_batch_item_failures()
            .on_error(async |failure: Failure<'_>| {
                tokio::task::yield_now().await;
                println!("{failure:?}");
                Ok::<_, std::io::Error>(Decision::Stop)
            })
            .build()
            .unwrap();
        let event = event();
        let handled = is_send(handler.handle(&event)).await;
        println!("{}\n{:?}", handled.report, handled.stopped);
        assert!(
            matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "102"),
            "{:?}",
            handled.outcome
        );
        let mut seen_now = std::mem::take(&mut *seen.lock().unwrap());
        seen_now.sort_unstable(); // records of different items may overtake each other
        assert_eq!(seen_now, [0, 1, 2, 101]);
        let handler = Arc::new(handler);
        let spawned = tokio::spawn(handler.handle_owned(event));
        assert_eq!(
            spawned.await.unwrap().answer().unwrap(),
            r#"{"batchItemFailures":[{"itemIdentifier":"102"}]}"#
        );
        seen.lock().unwrap().clear();
    }
}
