//! Where records of other wrappings go.
#![cfg(all(feature = "handlers", feature = "derive"))]

use std::sync::{Arc, Mutex};

use millstream::Item;
use millstream::handler::{Outcome, StreamHandler, TableHandler};

/// A Kinesis record names its table and no stream.
fn kinesis(table: &str, id: &str) -> String {
    format!(
        r#"{{"eventID":"{id}","eventName":"INSERT","tableName":"{table}","dynamodb":{{"Keys":{{"id":{{"S":"{id}"}}}},"NewImage":{{"id":{{"S":"{id}"}}}}}}}}"#
    )
}

#[tokio::test]
async fn kinesis_records_go_by_the_name_of_their_table() {
    let event = format!(
        r#"{{"Records":[{},{},{}]}}"#,
        kinesis("users", "1"),
        kinesis("cards", "2"),
        kinesis("users", "3")
    );
    let seen = Arc::new(Mutex::new(Vec::new()));
    let table = |name: &'static str| {
        let seen = seen.clone();
        TableHandler::<Item>::new().for_table(name).on_insert("note", async move |item| {
            seen.lock().unwrap().push(format!("{name} {}", item.new));
            Ok::<_, std::io::Error>(())
        })
    };
    let assumed = "arn:aws:dynamodb:eu-west-1:1:table/others/stream/x";
    for assume in [false, true] {
        let builder = StreamHandler::builder().table(table("users")).table(table("cards"));
        let builder = if assume { builder.assume_stream(assumed) } else { builder };
        let handled = builder.build().unwrap().handle(&event).await;
        assert!(matches!(handled.outcome, Outcome::Done), "{:?}", handled.outcome);
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(seen, [r#"users {"id":"1"}"#, r#"cards {"id":"2"}"#, r#"users {"id":"3"}"#]);
    }
}
