//! Hand-written cases: millstream and the reference agree, and the outcome is what the case says.

mod agree;

use agree::Agree;
use millstream::Limits;
use millstream_testkit::cases::{self, Outcome};
use millstream_testkit::plain::{plain_item, plain_line};
use millstream_testkit::types::{Misfit, RefError};

/// The outcome in the form of the tables.
fn outcome<T>(result: Result<T, RefError>, plain: impl Fn(&T) -> String) -> Result<String, String> {
    match result {
        Ok(value) => Ok(plain(&value)),
        Err(RefError::Misfit(Misfit(path))) => Err(path),
        Err(RefError::Fatal(fatal)) => panic!("{fatal:?}"),
    }
}

fn owned(outcome: Outcome) -> Result<String, String> {
    outcome.map(String::from).map_err(String::from)
}

#[test]
fn items_alone() {
    let mut agree = Agree::new();
    for &(text, expected) in cases::ITEMS {
        assert_eq!(outcome(agree.item(text), plain_item), owned(expected), "{text}");
    }
}

/// In each part of a record, between other attributes that must not suffer, and within a map and a list.
#[test]
fn items_in_events() {
    let mut agree = Agree::new();
    for &(item, expected) in cases::ITEMS {
        for part in ["Keys", "NewImage", "OldImage"] {
            let record = format!(
                r#"{{"eventID":"i","eventName":"MODIFY","dynamodb":{{"ApproximateCreationDateTime":1,"{part}":{item},"SequenceNumber":"7"}}}}"#
            );
            let batch = agree.event(cases::event_of_record(&format!("{{}},{record},{{}}"))).unwrap();
            assert_eq!(batch.records[1].is_ok(), expected.is_ok(), "{record}");
        }
        for around in [
            r#"{"a":{"S":"x"},"m":{"M":?},"z":{"S":"y"}}"#,
            r#"{"l":{"L":[{"NULL":true},{"M":?},{"N":"1"}]}}"#,
        ] {
            agree.event(cases::event_of_item(&around.replace('?', item))).unwrap();
        }
    }
}

#[test]
fn records() {
    let mut agree = Agree::new();
    for &(text, expected) in cases::RECORDS {
        assert_eq!(outcome(agree.record(text), plain_line), owned(expected), "{text}");
        let batch = agree.event(cases::event_of_record(text)).unwrap();
        assert_eq!(batch.records[0].is_ok(), expected.is_ok(), "{text}");
        agree.event(cases::event_of_record(&format!("{text},{text},{{\"eventID\":\"i\"}}"))).unwrap();
    }
}

#[test]
fn events() {
    let mut agree = Agree::new();
    for &(text, expected) in cases::EVENTS {
        let batch = agree.event(text).unwrap();
        let outcomes =
            batch.records.into_iter().map(|record| outcome(record.map_err(RefError::Misfit), plain_line));
        assert_eq!(
            outcomes.collect::<Vec<_>>(),
            expected.iter().copied().map(owned).collect::<Vec<_>>(),
            "{text}"
        );
    }
}

#[test]
fn refused_events() {
    let mut agree = Agree::new();
    for input in cases::FATAL {
        assert!(agree.event(input).is_err(), "{}", String::from_utf8_lossy(input));
    }
}

/// Bare records and items refuse what is malformed around and in them too.
#[test]
fn malformed_alone() {
    let mut agree = Agree::new();
    for text in [
        "",
        "{",
        "{}x",
        "{}{}",
        "{\"a\":}",
        "\u{feff}\u{feff}{}",
        "{\"a\":1,}",
        "[1,]",
        "nul",
        "{\"a\":1,\"b\":\"\\ud800\"}",
    ] {
        assert!(matches!(agree.item(text), Err(RefError::Fatal(_))), "{text}");
        assert!(matches!(agree.record(text), Err(RefError::Fatal(_))), "{text}");
    }
    assert!(matches!(agree.item(b"{\"a\":{\"S\":\"\xff\"}}"), Err(RefError::Fatal(_))));
    assert!(agree.item("\u{feff} {} ").is_ok());
    assert!(agree.record("\u{feff} {} ").is_ok());
}

/// Times and sizes in every shape of a number.
#[test]
fn numbers_of_the_envelope() {
    let mut agree = Agree::new();
    let numbers = [
        "0",
        "-0",
        "0.0",
        "-0.0e5",
        "1",
        "9",
        "10",
        "1479499740",
        "1479499740.0",
        "1479499740.5",
        "1479499740.50",
        "1.674921798E9",
        "1.4285376E9",
        "1.4285376e+09",
        "14794997401234e-4",
        "1479499740.123456789",
        "1479499740.1234567899999",
        "1479499740.12345678900",
        "0e9999999999",
        "0E+99999999999999999999999999",
        "-0.5",
        "-1",
        "-1.5",
        "-1.0000000001",
        "-1.9999999999",
        "-1.000000001",
        "1e-9",
        "1e-10",
        "-1e-9",
        "-1e-10",
        "1e-999999999",
        "1e-9999999999",
        "-1e-9999999999",
        "1e-99999999999999999999999999999",
        "0.000000001",
        "0.0000000009",
        "-0.0000000009",
        "1000000000e-9",
        "9223372036854775807",
        "9223372036854775807.9999999999",
        "9223372036854775808",
        "-9223372036854775807",
        "-9223372036854775807.5",
        "-9223372036854775808",
        "-9223372036854775808.0",
        "-9223372036854775808.0000000001",
        "-9223372036854775809",
        "9.223372036854775807E18",
        "9.3e18",
        "1e18",
        "1e19",
        "1e20",
        "1e400",
        "1e999999999",
        "1e9999999999",
        "18446744073709551615",
        "18446744073709551615.0",
        "18446744073709551616",
        "1844674407370955161500000e-5",
        "112",
        "1.12E2",
        "100.0",
        "1.125e2",
        "11.2e1",
        "10e-1",
        "1e-1",
        "0.1",
        "000",
        "01",
        "1.",
        ".1",
        "+1",
        "1e",
        "0x1",
        "1_0",
        "--1",
        "123456789012345678901234567890",
        "0.000000000000000000000000000000000000000000000000000000000000000000001e78",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000e-70",
    ];
    for number in numbers {
        for member in ["ApproximateCreationDateTime", "SizeBytes"] {
            let _ =
                agree.event(cases::event_of_record(&format!(r#"{{"dynamodb":{{"{member}":{number}}}}}"#)));
            let _ = agree.event(cases::event_of_record(&format!(
                r#"{{"eventID":"a","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{{"ApproximateCreationDateTime":{number},"Keys":{{}},"SequenceNumber":"1","SizeBytes":{number},"StreamViewType":"KEYS_ONLY"}},"eventSourceARN":"x"}}"#
            )));
        }
    }
}

#[test]
fn nesting_below_at_and_above_the_limit() {
    for nesting in [0, 1, 2, 31, 32, 33, 127, 128] {
        let mut agree = Agree::with_limits(Limits { nesting, ..Limits::default() });
        for levels in nesting.saturating_sub(2)..nesting + 3 {
            for maps in [false, true] {
                let item = format!("{{\"x\":{},\"y\":{{\"S\":\"z\"}}}}", cases::nested_value(levels, maps));
                assert_eq!(agree.item(&item).is_ok(), levels <= nesting, "{levels} in {nesting}");
                let batch = agree.event(cases::event_of_item(&item)).unwrap();
                assert_eq!(batch.records[0].is_ok(), levels <= nesting, "{levels} in {nesting}");
            }
        }
        for item in [
            r#"{"x":{"M":{"y":{"L":[{"M":{}}]}}}}"#,
            r#"{"x":{"L":[]}}"#,
            r#"{"x":{"M":{}},"y":{"L":[{"SS":[]}]}}"#,
        ] {
            let _ = agree.item(item);
        }
    }
}

#[test]
fn json_nesting_below_at_and_above_the_limit() {
    let mut agree = Agree::new();
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let objects = |depth: usize| format!("{}0{}", "{\"a\":".repeat(depth), "}".repeat(depth));
    // With nine maps or lists of attributes around it, a value meets the limit at 1001; in most places some 20 levels later.
    for depth in (999..1004).chain(1016..1026) {
        for value in [nested(depth), objects(depth)] {
            for event in [
                format!("{{\"x\":{value},\"Records\":[]}}"),
                format!("{{\"Records\":[{{}}],\"x\":{value}}}"),
                format!("{{\"Records\":[{{\"x\":{value}}}]}}"),
                format!("{{\"Records\":[{{\"dynamodb\":{{\"x\":{value}}}}}]}}"),
                format!("{{\"Records\":[{{\"userIdentity\":{{\"x\":{value}}}}}]}}"),
                format!("{{\"Records\":[{{\"dynamodb\":{{\"NewImage\":{{\"x\":{value}}}}}}}]}}"),
                format!("{{\"Records\":[{{\"dynamodb\":{{\"NewImage\":{{\"x\":{{\"S\":{value}}}}}}}}}]}}"),
                cases::event_of_item(&format!(
                    "{{\"x\":{}{value}{}}}",
                    r#"{"L":["#.repeat(9),
                    "]}".repeat(9)
                )),
                cases::event_of_item(&format!(
                    "{{\"x\":{}{value}{}}}",
                    r#"{"M":{"a":"#.repeat(9),
                    "}}".repeat(9)
                )),
                format!("{{\"Records\":[{{\"eventID\":{value}}}]}}"),
                format!("{{\"Records\":[{value}]}}"),
                // Behind a record that does not fit, in which reading ended somewhere.
                format!(
                    "{{\"Records\":[{{\"dynamodb\":{{\"NewImage\":{{\"x\":{{\"S\":1}}}}}}}},{{\"x\":{value}}}]}}"
                ),
                format!(
                    "{{\"Records\":[{{\"dynamodb\":{{\"SizeBytes\":[]}}}},{{\"dynamodb\":{{\"NewImage\":{{\"x\":{{\"S\":{value}}}}}}}}}]}}"
                ),
                format!("{{\"state\":{value},\"Records\":[]}}"),
                format!("{{\"window\":{{\"x\":{value}}},\"Records\":[]}}"),
            ] {
                let _ = agree.event(&event);
            }
            let _ = agree.item(format!("{{\"x\":{value}}}"));
            let _ = agree.record(format!("{{\"x\":{value}}}"));
            let _ = agree.record(&value);
            let _ = agree.item(&value);
        }
    }
    assert!(agree.event(format!("{{\"x\":{},\"Records\":[]}}", nested(1023))).is_ok());
    assert!(agree.event(format!("{{\"x\":{},\"Records\":[]}}", nested(1024))).is_err());
}

#[test]
fn records_below_at_and_above_the_limit() {
    let event = |count: usize| format!("{{\"Records\":[{}]}}", vec!["{}"; count].join(","));
    for records in [0, 1, 3] {
        let mut agree = Agree::with_limits(Limits { records, ..Limits::default() });
        for count in 0..=records + 2 {
            assert_eq!(agree.event(event(count)).is_ok(), count <= records, "{count} of {records}");
        }
    }
    let mut agree = Agree::new();
    assert!(agree.event(event(10_000)).is_ok());
    assert!(agree.event(event(10_001)).is_err());
}
