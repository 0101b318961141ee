//! What handlers do beside their work: where records of other wrappings go, and what `tracing` is told.
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

#[cfg(feature = "tracing")]
mod traced {
    use std::fmt::{Debug, Write};

    use tracing::field::{Field, Visit};
    use tracing::span::{Attributes, Id, Record};
    use tracing::{Event, Metadata, Subscriber};

    use super::*;

    /// Writes down spans and events, and the fields of both.
    #[derive(Clone, Default)]
    struct Log(Arc<Mutex<Vec<String>>>);

    struct Line(String);

    impl Visit for Line {
        fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
            let _ = write!(self.0, " {field}={value:?}");
        }
    }

    impl Log {
        fn write(&self, what: &str, metadata: &Metadata<'_>, record: impl FnOnce(&mut Line)) {
            let mut line = Line(format!("{what} {} {}", metadata.level(), metadata.target()));
            record(&mut line);
            self.0.lock().unwrap().push(line.0);
        }
    }

    impl Subscriber for Log {
        fn enabled(&self, metadata: &Metadata<'_>) -> bool {
            metadata.target() == "millstream"
        }

        fn new_span(&self, span: &Attributes<'_>) -> Id {
            self.write(span.metadata().name(), span.metadata(), |line| span.record(line));
            Id::from_u64(1)
        }

        fn record(&self, _: &Id, _: &Record<'_>) {}

        fn record_follows_from(&self, _: &Id, _: &Id) {}

        fn event(&self, event: &Event<'_>) {
            self.write("event", event.metadata(), |line| event.record(line));
        }

        fn enter(&self, _: &Id) {}

        fn exit(&self, _: &Id) {}
    }

    #[tokio::test]
    async fn batches_and_handlers_have_spans_and_a_batch_ends_with_its_counts() {
        let users = TableHandler::<Item>::new()
            .for_table("users")
            .on_insert("one", async |_| Ok::<_, std::io::Error>(()))
            .on_insert_batch("all", async |_| Err::<(), _>("the index is full"));
        let handler = StreamHandler::builder().table(users).build().unwrap();
        let event = format!(r#"{{"Records":[{},{}]}}"#, kinesis("users", "1"), kinesis("users", "2"));
        let log = Log::default();
        let guard = tracing::subscriber::set_default(log.clone());
        handler.handle(event).await;
        drop(guard);
        let lines = log.0.lock().unwrap();
        assert_eq!(lines[0], "batch INFO millstream");
        assert_eq!(lines[1], r#"handler DEBUG millstream handler="one" change="INSERT" table="users""#);
        assert_eq!(lines[1], lines[2]);
        assert_eq!(lines[3], r#"handler DEBUG millstream handler="all" change="INSERT" table="users""#);
        assert!(lines[4].contains(" records=2 handled=2 skipped=0 done_before=0 failed=1 "), "{}", lines[4]);
        assert_eq!(
            lines[5],
            "event WARN millstream message=Records[0] of users at handler `all`: the index is full"
        );
        assert_eq!(lines.len(), 6);
    }
}
