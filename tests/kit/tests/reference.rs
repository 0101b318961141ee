//! The reference against literal outcomes.

use millstream_testkit::cases::{self, Outcome};
use millstream_testkit::plain::{plain_item, plain_line};
use millstream_testkit::reference::{decode_event, decode_item, decode_record};
use millstream_testkit::types::{
    Fatal, Limits, Misfit, RefBatch, RefError, RefIdentity, RefRecord, RefRoot, RefValue, RefWindow,
};

fn event(text: &str) -> Result<RefBatch, Fatal> {
    decode_event(text.as_bytes(), Limits::default())
}

fn record(text: &str) -> RefRecord {
    decode_record(text.as_bytes(), Limits::default()).unwrap()
}

/// The outcome of a decoder in the form of the tables.
fn outcome<T>(result: Result<T, RefError>, plain: impl Fn(&T) -> String) -> Result<String, String> {
    match result {
        Ok(value) => Ok(plain(&value)),
        Err(RefError::Misfit(Misfit(path))) => Err(path),
        Err(RefError::Fatal(Fatal(why))) => panic!("fatal: {why}"),
    }
}

fn owned(outcome: Outcome) -> Result<String, String> {
    outcome.map(String::from).map_err(String::from)
}

#[test]
fn items() {
    for &(text, expected) in cases::ITEMS {
        assert_eq!(
            outcome(decode_item(text.as_bytes(), Limits::default()), plain_item),
            owned(expected),
            "{text}"
        );
    }
}

#[test]
fn records() {
    for &(text, expected) in cases::RECORDS {
        assert_eq!(
            outcome(decode_record(text.as_bytes(), Limits::default()), plain_line),
            owned(expected),
            "{text}"
        );
    }
}

#[test]
fn events() {
    for &(text, expected) in cases::EVENTS {
        let batch = event(text).unwrap_or_else(|Fatal(why)| panic!("{text}: {why}"));
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
    for input in cases::FATAL {
        assert!(decode_event(input, Limits::default()).is_err(), "{}", String::from_utf8_lossy(input));
    }
}

#[test]
fn every_member_of_a_record() {
    let text = r#"{
        "eventID": "i", "eventName": "n", "eventVersion": "v", "eventSource": "s", "awsRegion": "r", "eventSourceARN": "a",
        "userIdentity": {"type": "t", "principalId": "p"},
        "dynamodb": {
            "ApproximateCreationDateTime": 1479499740.5, "Keys": {"k": {"S": "1"}}, "NewImage": {"k": {"B": "2"}}, "OldImage": {"k": {"SS": ["3"]}},
            "SequenceNumber": "q", "SizeBytes": 1.12E2, "StreamViewType": "w"
        }
    }"#;
    let text_of = |text: &str| Some(text.to_string());
    let item = |value| Some(vec![("k".to_string(), value)]);
    let expected = RefRecord {
        event_id: text_of("i"),
        event_name: text_of("n"),
        event_version: text_of("v"),
        event_source: text_of("s"),
        aws_region: text_of("r"),
        arn: text_of("a"),
        table: None,
        identity: Some(RefIdentity { kind: text_of("t"), principal_id: text_of("p") }),
        created: Some((1_479_499_740, 500_000_000)),
        keys: item(RefValue::S("1".into())),
        new: item(RefValue::B("2".into())),
        old: item(RefValue::Ss(vec!["3".into()])),
        sequence_number: text_of("q"),
        size_bytes: Some(112),
        view_type: text_of("w"),
    };
    assert_eq!(record(text), expected);
    let batch = event(&format!(" {{ \"Records\" : [ {text} , [ 1 ] ] }}")).unwrap();
    assert_eq!(batch.records, [Ok(expected), Err(Misfit("Records[1]".into()))]);
    assert_eq!(batch.raw, [text, "[ 1 ]"]);
}

#[test]
fn a_repeated_identity_replaces_the_earlier_one() {
    let both = record(r#"{"userIdentity":{"type":"a","principalId":"b"},"userIdentity":{"Type":"c"}}"#);
    assert_eq!(both.identity, Some(RefIdentity { kind: Some("c".into()), principal_id: None }));
    let cases = record(r#"{"userIdentity":{"type":"a","Type":"b","PrincipalId":"c","principalId":null}}"#);
    assert_eq!(cases.identity, Some(RefIdentity { kind: Some("b".into()), principal_id: None }));
    assert_eq!(record(r#"{"userIdentity":{}}"#).identity, Some(RefIdentity::default()));
    assert_eq!(record(r#"{"userIdentity":{"type":"a"},"userIdentity":null}"#).identity, None);
}

#[test]
fn every_member_of_the_root() {
    let text = r#"{"window":{"start":"a","end":"b"},"state":{ "1" : 1.0 },"Records":[],"shardId":"s","eventSourceARN":"e","isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}"#;
    let expected = RefRoot {
        window: Some(RefWindow { start: Some("a".into()), end: Some("b".into()) }),
        state: Some("{ \"1\" : 1.0 }".into()),
        shard_id: Some("s".into()),
        arn: Some("e".into()),
        is_final: Some(true),
        is_terminated: Some(false),
    };
    assert_eq!(event(text).unwrap().root, expected);
    let text = r#"{"window":{"start":"a"},"window":{"end":"b"},"state":1,"state":null,"Records":[],"isFinalInvokeForWindow":true,"isFinalInvokeForWindow":false}"#;
    let expected = RefRoot {
        window: Some(RefWindow { start: None, end: Some("b".into()) }),
        is_final: Some(false),
        ..RefRoot::default()
    };
    assert_eq!(event(text).unwrap().root, expected);
}

#[test]
fn nesting_below_at_and_above_the_limit() {
    for maps in [false, true] {
        for (levels, fits) in [(0, true), (31, true), (32, true), (33, false), (100, false)] {
            let item = format!("{{\"x\":{}}}", cases::nested_value(levels, maps));
            let decoded = decode_item(item.as_bytes(), Limits::default());
            assert_eq!(decoded.is_ok(), fits, "{levels}");
            assert!(fits || matches!(decoded, Err(RefError::Misfit(_))));
        }
    }
    // The path ends at the map that is one too deep, empty or not.
    let two = Limits { nesting: 2, ..Limits::default() };
    let misfit = |path: &str| Err(RefError::Misfit(Misfit(path.into())));
    assert_eq!(decode_item(br#"{"x":{"M":{"y":{"L":[{"M":{}}]}}}}"#, two), misfit("x.y[0]"));
    assert_eq!(decode_item(br#"{"x":{"M":{"y":{"L":[{"L":[]}]}}}}"#, two), misfit("x.y[0]"));
    assert!(decode_item(br#"{"x":{"M":{"y":{"L":[{"SS":[""]}]}}}}"#, two).is_ok());
    assert_eq!(decode_item(br#"{"x":{"M":{}}}"#, Limits { nesting: 0, ..two }), misfit("x"));
}

#[test]
fn json_nesting_below_at_and_above_the_limit() {
    for (depth, fits) in [(1022, true), (1023, true), (1024, false)] {
        let text = format!("{{\"x\":{}{},\"Records\":[]}}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(event(&text).is_ok(), fits, "{depth}");
    }
}

#[test]
fn records_below_at_and_above_the_limit() {
    let three = Limits { records: 3, ..Limits::default() };
    for (count, fits) in [(0, true), (2, true), (3, true), (4, false)] {
        let text = format!("{{\"Records\":[{}]}}", vec!["{}"; count].join(","));
        assert_eq!(decode_event(text.as_bytes(), three).is_ok(), fits, "{count}");
    }
    assert!(event(&format!("{{\"Records\":[{}]}}", vec!["1"; 10_000].join(","))).is_ok());
    assert!(event(&format!("{{\"Records\":[{}]}}", vec!["1"; 10_001].join(","))).is_err());
}

#[test]
fn paths_show_names_with_care() {
    let misfit = |path: String| Err(RefError::Misfit(Misfit(path)));
    let item = |name: &str| decode_item(format!("{{\"{name}\":1}}").as_bytes(), Limits::default());
    assert_eq!(item("é\\n\\u0000\\u007f"), misfit("é\\n\\u{0}\\u{7f}".into()));
    assert_eq!(item(&"é".repeat(64)), misfit("é".repeat(64)));
    assert_eq!(item(&"é".repeat(65)), misfit(format!("{}…", "é".repeat(64))));
}

#[test]
fn a_lazy_record_looks_only_at_what_is_asked() {
    let text = r#"{"Records":[{"eventID":"i","dynamodb":{"Keys":{"k":1},"NewImage":{"a":1},"NewImage":{"a":{"S":"x"}},"SizeBytes":7}}]}"#;
    let batch = event(text).unwrap();
    assert_eq!(batch.records, [Err(Misfit("Records[0].Keys.k".into()))]);
    let [Ok(lazy)] = &batch.lazy[..] else { panic!("{:?}", batch.lazy) };
    assert_eq!((lazy.envelope.event_id.as_deref(), lazy.envelope.size_bytes), (Some("i"), Some(7)));
    assert_eq!(lazy.keys, Some(Err(Misfit("Records[0].Keys.k".into()))));
    assert_eq!(lazy.new, Some(Ok(vec![("a".into(), RefValue::S("x".into()))])));
    assert_eq!(lazy.old, None);
    // What is not even a map is seen at once.
    let batch = event(r#"{"Records":[{"dynamodb":{"OldImage":1}}]}"#).unwrap();
    assert_eq!(batch.lazy, [Err(Misfit("Records[0].OldImage".into()))]);
}
