//! Through lambda_runtime, as processes: what functions answer, byte by byte.

use std::fmt::Write;
use std::process::Command;
use std::time::Duration;

use millstream_stand_in::{Function, Invocation, Reply};

fn function(name: &str) -> Function {
    // One of them panics, which needs no explanation.
    Function::start(Command::new(env!("CARGO_BIN_EXE_functions")).arg(name).env("RUST_BACKTRACE", "0"))
}

/// An event of new barks: their ids, which are their sequence numbers too, and their messages.
fn event<'a>(barks: impl IntoIterator<Item = (usize, &'a str)>) -> String {
    let mut records = String::new();
    for (id, message) in barks {
        let comma = if records.is_empty() { "" } else { "," };
        write!(
            records,
            r#"{comma}{{"eventID":"e{id}","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","dynamodb":{{"ApproximateCreationDateTime":1.674921798E9,"Keys":{{"id":{{"S":"{id}"}}}},"NewImage":{{"id":{{"S":"{id}"}},"message":{{"S":"{message}"}}}},"SequenceNumber":"{id}","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:123456789012:table/BarkTable/stream/2026-01-01T00:00:00.000"}}"#
        )
        .unwrap();
    }
    format!(r#"{{"Records":[{records}]}}"#)
}

fn response(json: &str) -> Reply {
    Reply::Response(json.to_owned())
}

fn error(error_type: &str, message: &str) -> Reply {
    Reply::Error(format!(r#"{{"errorType":"{error_type}","errorMessage":"{message}"}}"#))
}

#[test]
fn what_lambda_is_told() {
    let (reporting, strict) = (function("reporting"), function("strict"));
    let done = response(r#"{"batchItemFailures":[]}"#);
    for function in [&reporting, &strict] {
        assert_eq!(function.invoke(r#"{"Records":[]}"#), done);
        assert_eq!(function.invoke(event([(101, "wuff"), (102, "wau")])), done);
    }

    let fails_at_third = event([(101, "wuff"), (102, "wau"), (103, "fail"), (104, "wuff")]);
    let message = "Records[2] (103) of BarkTable at handler `obey`: 103 does not bark";
    assert_eq!(
        reporting.invoke(&*fails_at_third),
        response(r#"{"batchItemFailures":[{"itemIdentifier":"103"}]}"#)
    );
    assert_eq!(strict.invoke(fails_at_third), error("Millstream.NotSettled", message));

    // Where the first one fails, bisecting has to isolate it, and it does so for invocation errors only.
    let message = "Records[0] (101) of BarkTable at handler `obey`: 101 does not bark";
    assert_eq!(
        reporting.invoke(event([(101, "fail"), (102, "wau")])),
        error("Millstream.NotSettled", message)
    );

    let panics = event([(101, "wuff"), (102, "panic")]);
    assert_eq!(reporting.invoke(panics), response(r#"{"batchItemFailures":[{"itemIdentifier":"102"}]}"#));
    // And the process goes on.
    assert_eq!(reporting.invoke(event([(101, "wuff")])), done);
}

#[test]
fn faults_have_types() {
    let function = function("reporting");
    let unknown = event([(101, "wuff")]).replace("table/BarkTable", "table/Meows");
    assert_eq!(
        function.invoke(unknown),
        error("Millstream.UnknownTable", "Records[0] is of Meows, which has no handlers")
    );
    let keys_only = event([(101, "wuff")]).replace("NEW_AND_OLD_IMAGES", "KEYS_ONLY");
    assert_eq!(
        function.invoke(keys_only),
        error(
            "Millstream.NeverCarried",
            "handler `obey` of BarkTable asks for what a stream of KEYS_ONLY never carries"
        )
    );
    let Reply::Error(diagnostic) = function.invoke(r#"{"Records":[}"#) else {
        panic!("no event is no success")
    };
    assert!(diagnostic.starts_with(r#"{"errorType":"Millstream.Event","errorMessage":"#), "{diagnostic}");
    assert_eq!(function.invoke(event([])), response(r#"{"batchItemFailures":[]}"#));
}

#[test]
fn six_megabytes() {
    // The most that Lambda hands over, so that the records are as many as come.
    let message = "wuff ".repeat(100);
    let mut records: Vec<_> = (10_000..16_000).map(|id| (id, &*message)).collect();
    records.last_mut().unwrap().1 = "fail";
    let event = event(records);
    assert!((5_500_000..6 << 20).contains(&event.len()), "{}", event.len());
    let function = function("reporting");
    for _ in 0..3 {
        assert_eq!(
            function.invoke(&*event),
            response(r#"{"batchItemFailures":[{"itemIdentifier":"15999"}]}"#)
        );
    }
}

#[test]
fn concurrent_invocations_have_their_own_events() {
    for name in ["concurrent", "shared"] {
        meet(name);
    }
}

fn meet(name: &str) {
    const AT_ONCE: usize = 8;
    let mut command = Command::new(env!("CARGO_BIN_EXE_functions"));
    let function = Function::start(command.arg(name).env("AWS_LAMBDA_MAX_CONCURRENCY", AT_ONCE.to_string()));
    // Each fails one record, and none of them before all are at theirs; so each answer tells the event that it is about.
    for round in 0..50 {
        let sent: Vec<_> = (0..AT_ONCE)
            .map(|invocation| {
                let first = 100_000 + round * 1_000 + invocation * 100;
                let failing = first + 1 + (round + invocation) % 50;
                let message = failing.to_string();
                let event = event((first..first + 60).map(|id| (id, &*message)));
                (failing, function.send(Invocation::new(event)))
            })
            .collect();
        for (failing, reply) in sent {
            let json = format!(r#"{{"batchItemFailures":[{{"itemIdentifier":"{failing}"}}]}}"#);
            assert_eq!(reply.wait(), response(&json));
        }
    }
}

#[test]
fn no_record_is_begun_at_the_deadline() {
    let function = function("reporting");
    // The time is for records, and none of it for a process that begins.
    assert_eq!(function.invoke(event([])), response(r#"{"batchItemFailures":[]}"#));
    let event = event((101..160).map(|id| (id, "wait")));
    // 59 records take 6 seconds; half a second of this is the margin.
    let reply = function.send(Invocation::within(Duration::from_secs(2), &*event)).wait();
    let Reply::Response(json) = reply else { panic!("{reply:?}") };
    let number = json.strip_prefix(r#"{"batchItemFailures":[{"itemIdentifier":""#);
    let number = number.and_then(|number| number.strip_suffix(r#""}]}"#)).unwrap_or_else(|| panic!("{json}"));
    // Each takes a tenth of a second at least, so that no more than 15 are begun in what is left, on any machine; on a slow one fewer.
    assert!((102..=116).contains(&number.parse().unwrap()), "{number}");

    let too_late = function.send(Invocation::within(Duration::from_millis(100), &*event)).wait();
    assert_eq!(too_late, error("Millstream.Deadline", "Records[0] was not begun: the deadline is too near"));
}

#[test]
fn states_of_windows() {
    let function = function("windows");
    let window = |state: &str, barks: &str, ends: bool| {
        let records = barks.strip_suffix("}").unwrap();
        format!(
            r#"{records},"window":{{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:05:00Z"}},"state":{state},"shardId":"s","isFinalInvokeForWindow":{ends},"isWindowTerminatedEarly":false}}"#
        )
    };
    let state = r#"{ "1" : [1.0e0, "ü"] }"#;
    assert_eq!(
        function.invoke(window(state, &event([]), false)),
        response(&format!(r#"{{"state":{state},"batchItemFailures":[]}}"#))
    );
    assert_eq!(
        function.invoke(window(state, &event([(101, "7")]), false)),
        response(r#"{"state":7,"batchItemFailures":[]}"#)
    );
    assert_eq!(
        function.invoke(window(state, &event([(101, "7 and more")]), false)),
        error("Millstream.State", "the state that a handler set for the window is no JSON")
    );
    assert_eq!(
        function.invoke(window(state, &event([]), true)),
        error("Millstream.WindowEnd", "at the window's end: no end is wanted")
    );
}

#[test]
fn functions_of_ones_own() {
    let function = function("bytes");
    let event = event([(101, "wuff")]);
    let sum: u64 = event.bytes().map(u64::from).sum();
    assert_eq!(function.invoke(&*event), response(&format!("[{},{sum}]", event.len())));
    // Nothing is parsed.
    assert_eq!(function.invoke("{1"), response("[2,172]"));
}

#[test]
fn services_around_the_service() {
    let function = function("observed");
    assert_eq!(
        function.invoke(event([(101, "wuff"), (102, "wau")])),
        response(r#""2 records: {\"batchItemFailures\":[]}""#)
    );
    assert_eq!(
        function.invoke(event([(101, "wuff"), (102, "fail")])),
        response(
            r#""2 records: Millstream.NotSettled: Records[1] (102) of BarkTable at handler `fail`: failed""#
        )
    );
}

#[test]
fn layers_in_the_wrong_order() {
    for name in ["no layer", "second layer"] {
        let function = function(name);
        for _ in 0..2 {
            let Reply::Error(diagnostic) = function.invoke(event([(101, "wuff")])) else { panic!("{name}") };
            assert!(
                diagnostic.contains("`millstream::lambda::RawPayload` has to be the first layer"),
                "{diagnostic}"
            );
            assert!(!diagnostic.contains("wuff"), "{diagnostic}");
        }
    }
}
