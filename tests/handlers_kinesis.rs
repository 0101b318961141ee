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
    // As some wrappings have it, the ARN of the stream that all tables' records come by, which tells no table.
    let of_stream = r#"},"eventSourceARN":"arn:aws:kinesis:eu-west-1:1:stream/changes"}"#;
    for (event, assume) in [
        (event.clone(), false),
        (event.clone(), true),
        (event.replace("\"}}}}", &format!("\"}}}}{of_stream}")), false),
    ] {
        let builder = StreamHandler::builder().table(table("users")).table(table("cards"));
        let builder = if assume { builder.assume_stream(assumed) } else { builder };
        let handled = builder.build().unwrap().handle(&event).await;
        assert!(matches!(handled.outcome, Outcome::Done), "{:?}", handled.outcome);
        let seen = std::mem::take(&mut *seen.lock().unwrap());
        assert_eq!(seen, [r#"users {"id":"1"}"#, r#"cards {"id":"2"}"#, r#"users {"id":"3"}"#]);
    }
}

/// They count milliseconds or microseconds.
#[tokio::test]
async fn kinesis_records_are_as_old_as_they_say() {
    let old = Arc::new(Mutex::new(0));
    for time in ["1731924555370", "1731924555370123", "1731924555"] {
        let record = kinesis("users", "1").replacen(
            r#""dynamodb":{"#,
            &format!(r#""dynamodb":{{"ApproximateCreationDateTime":{time},"#),
            1,
        );
        let seen = old.clone();
        let users = TableHandler::<Item>::new().for_table("users").on_insert("note", async move |_| {
            *seen.lock().unwrap() += 1;
            Ok::<_, std::io::Error>(())
        });
        let handler =
            StreamHandler::builder().table(users).skip_older_than(std::time::Duration::from_secs(60));
        let handled = handler.build().unwrap().handle(format!(r#"{{"Records":[{record}]}}"#)).await;
        assert!(handled.is_done() && *old.lock().unwrap() == 0, "{time}");
        let mut decoder = millstream::Decoder::new();
        let record = decoder.decode_record::<Item>(&record).unwrap();
        let created = record.created().unwrap();
        assert_eq!(created.unix_seconds(), 1_731_924_555, "{time}");
    }
}
