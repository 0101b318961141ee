//! Records whose envelope does not fit.

use millstream::Limits;

use super::{Row, check_events};

const ROWS: &[Row] = &[
    (r#"{"Records":[null]}"#, "Records[0]: expected an object, found null at byte 12", (1, 13)),
    (r#"{"Records":[4711]}"#, "Records[0]: expected an object, found a number at byte 12", (1, 13)),
    (r#"{"Records":[["hunter2"]]}"#, "Records[0]: expected an object, found an array at byte 12", (1, 13)),
    (
        "{\"Records\":[\n  {},\n  \"hunter2\"\n]}",
        "Records[1]: expected an object, found a string at byte 21",
        (3, 3),
    ),
    (
        r#"{"Records":[{"eventID":4711}]}"#,
        "Records[0].eventID: expected a string, found a number at byte 23",
        (1, 24),
    ),
    (
        r#"{"Records":[{"eventName":["hunter2"]}]}"#,
        "Records[0].eventName: expected a string, found an array at byte 25",
        (1, 26),
    ),
    (
        r#"{"Records":[{"eventVersion":1.1}]}"#,
        "Records[0].eventVersion: expected a string, found a number at byte 28",
        (1, 29),
    ),
    (
        r#"{"Records":[{"awsRegion":true}]}"#,
        "Records[0].awsRegion: expected a string, found a boolean at byte 25",
        (1, 26),
    ),
    (
        r#"{"Records":[{"eventSourceARN":{}}]}"#,
        "Records[0].eventSourceARN: expected a string, found an object at byte 30",
        (1, 31),
    ),
    (
        r#"{"Records":[{"userIdentity":"hunter2"}]}"#,
        "Records[0].userIdentity: expected an object, found a string at byte 28",
        (1, 29),
    ),
    (
        r#"{"Records":[{"userIdentity":{"principalId":4711}}]}"#,
        "Records[0].userIdentity.principalId: expected a string, found a number at byte 43",
        (1, 44),
    ),
    (
        r#"{"Records":[{"dynamodb":[]}]}"#,
        "Records[0].dynamodb: expected an object, found an array at byte 24",
        (1, 25),
    ),
    (
        r#"{"Records":[{"dynamodb":{"ApproximateCreationDateTime":"hunter2"}}]}"#,
        "Records[0].ApproximateCreationDateTime: expected a number, found a string at byte 55",
        (1, 56),
    ),
    (
        r#"{"Records":[{"dynamodb":{"ApproximateCreationDateTime":1e4711}}]}"#,
        "Records[0].ApproximateCreationDateTime: expected a time in seconds, found a number out of its range at byte 55",
        (1, 56),
    ),
    (
        r#"{"Records":[{"dynamodb":{"SizeBytes":-4711}}]}"#,
        "Records[0].SizeBytes: expected a size in bytes, found a number out of its range at byte 37",
        (1, 38),
    ),
    (
        r#"{"Records":[{"dynamodb":{"SizeBytes":0.4711}}]}"#,
        "Records[0].SizeBytes: expected a size in bytes, found a number out of its range at byte 37",
        (1, 38),
    ),
    (
        r#"{"Records":[{"dynamodb":{"SizeBytes":1e4711}}]}"#,
        "Records[0].SizeBytes: expected a size in bytes, found a number out of its range at byte 37",
        (1, 38),
    ),
    (
        r#"{"Records":[{"dynamodb":{"SizeBytes":"4711"}}]}"#,
        "Records[0].SizeBytes: expected a number, found a string at byte 37",
        (1, 38),
    ),
    (
        r#"{"Records":[{"dynamodb":{"SequenceNumber":4711}}]}"#,
        "Records[0].SequenceNumber: expected a string, found a number at byte 42",
        (1, 43),
    ),
    (
        r#"{"Records":[{"dynamodb":{"StreamViewType":{}}}]}"#,
        "Records[0].StreamViewType: expected a string, found an object at byte 42",
        (1, 43),
    ),
    (
        r#"{"Records":[{"dynamodb":{"Keys":"hunter2"}}]}"#,
        "Records[0].Keys: expected an object, found a string at byte 32",
        (1, 33),
    ),
    (r#"{"Records":[{"dynamodb":{"Keys":{}}}]}"#, "Records[0].Keys.id: missing at byte 34", (1, 35)),
    (
        r#"{"Records":[{"dynamodb":{"Keys":{"id":{"N":"4711"}}}}]}"#,
        "Records[0].Keys.id: expected S, found N at byte 44",
        (1, 45),
    ),
    (
        r#"{"Records":[{"dynamodb":{"NewImage":["hunter2"]}}]}"#,
        "Records[0].NewImage: expected an object, found an array at byte 36",
        (1, 37),
    ),
    (r#"{"Records":[{"dynamodb":{"OldImage":{}}}]}"#, "Records[0].OldImage.id: missing at byte 38", (1, 39)),
];

#[test]
fn envelopes() {
    check_events(ROWS, Limits::default());
}

/// As in the envelope, the last of several counts; what was taken back is nobody's checkpoint.
#[test]
fn the_last_number_and_id_are_those_of_the_error() {
    for (members, number, id) in [
        (r#""dynamodb":{"SequenceNumber":"7"}"#, Some("7"), Some("a")),
        (r#""dynamodb":{"SequenceNumber":"7","SequenceNumber":"8"}"#, Some("8"), Some("a")),
        (r#""dynamodb":{"SequenceNumber":"7","SequenceNumber":null}"#, None, Some("a")),
        (r#""dynamodb":{"SequenceNumber":"7"},"dynamodb":null"#, None, Some("a")),
        (r#""dynamodb":{"SequenceNumber":"7"},"dynamodb":{}"#, None, Some("a")),
        (r#""dynamodb":{"SequenceNumber":"7"},"eventID":null"#, Some("7"), None),
    ] {
        let event = format!(r#"{{"Records":[{{"awsRegion":1,"eventID":"a",{members}}}]}}"#);
        let mut decoder = millstream::Decoder::new();
        let batch = decoder.decode::<millstream::Item>(&event).unwrap();
        let error = batch.iter().next().unwrap().unwrap_err();
        assert_eq!((error.sequence_number(), error.event_id()), (number, id), "{event}");
    }
}
