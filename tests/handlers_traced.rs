//! What `tracing` is told of batches and handlers.
//!
//! A program of its own, with one test: a thread without a subscriber that comes first to a span while another thread sets its own can switch the
//! span off for both (`tracing` keeps what subscribers want by place in the code, not by thread).
#![cfg(all(feature = "handlers", feature = "derive", feature = "tracing"))]

use std::fmt::{Debug, Write};
use std::sync::{Arc, Mutex};

use millstream::Item;
use millstream::handler::{StreamHandler, TableHandler};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// A Kinesis record names its table and no stream.
fn kinesis(id: &str) -> String {
    format!(
        r#"{{"eventID":"{id}","eventName":"INSERT","tableName":"users","dynamodb":{{"Keys":{{"id":{{"S":"{id}"}}}},"NewImage":{{"id":{{"S":"{id}"}}}}}}}}"#
    )
}

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
    let event = format!(r#"{{"Records":[{},{}]}}"#, kinesis("1"), kinesis("2"));
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
