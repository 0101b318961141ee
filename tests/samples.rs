//! Real inputs of other projects, found through `MILLSTREAM_SAMPLES` (the folder `shared/samples`).

mod agree;

use std::path::PathBuf;
use std::{env, fs};

use agree::Agree;
use millstream::{Decoder, ErrorKind, Item};
use millstream_testkit::json::{self, Json, Kind};

/// Lambda events (and answers of GetRecords, which decode as well), and how many records each holds.
const EVENTS: [(&str, usize); 15] = [
    ("aws-powertools__powertools-lambda-python__dynamoStreamEvent.json", 2),
    ("aws-powertools__powertools-lambda-python__getting_started_dynamodb_event.json", 2),
    ("aws-powertools__powertools-lambda-python__pydantic_dynamodb_event.json", 2),
    ("aws-powertools__powertools-lambda-typescript__exampleDynamoDBStreamPayload.json", 2),
    ("aws-powertools__powertools-lambda-typescript__parser-dynamodb-base.json", 2),
    ("aws-powertools__powertools-lambda-typescript__sampleDynamoDBStreamsEvent.json", 2),
    ("aws__aws-lambda-go__dynamodb-event.json", 2),
    ("aws__aws-lambda-go__dynamodb-time-window-event.json", 3),
    ("aws__aws-sam-cli__DynamoDBUpdate.json", 3),
    ("awsdocs__aws-lambda-developer-guide__dynamodb-record.json", 2),
    ("localstack__localstack__getrecords-test_batch_write_items_streaming.json", 4),
    ("localstack__localstack__getrecords-test_dynamodb_stream_records_with_update_item.json", 2),
    ("localstack__localstack__getrecords-test_dynamodb_stream_stream_view_type.json", 6),
    ("localstack__localstack__getrecords-test_transact_write_items_streaming.json", 6),
    ("localstack__localstack__getrecords-test_transact_write_items_streaming_for_different_tables.json", 1),
];

/// Files that hold an array of events.
const LISTS: [(&str, usize); 2] = [
    ("localstack__localstack__events-test_dynamodb_event_filter-content_or_filter-.json", 2),
    ("localstack__localstack__events-test_dynamodb_event_filter-numeric_filter-.json", 1),
];

const MALFORMED: &str = "aws__aws-lambda-go__dynamodb-event-malformed.2.json";
const RECORD: &str = "aws-samples__serverless-patterns__pipes-iot-record-1.json";

/// Snapshots of localstack hold these texts in the place of a time.
const PLACEHOLDERS: [&str; 2] = ["\"<approximate-creation-datetime>\"", "\"datetime\""];

fn folder() -> Option<PathBuf> {
    let folder = env::var_os("MILLSTREAM_SAMPLES").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: MILLSTREAM_SAMPLES is not set");
    }
    folder
}

/// All records of an event decode, once its placeholders are numbers; with them, they fail alone.
fn check(text: &str, records: usize) {
    let mut agree = Agree::new();
    let batch = agree.event(text).unwrap();
    assert_eq!(batch.records.len(), records);
    let with_placeholders = PLACEHOLDERS.iter().any(|placeholder| text.contains(placeholder));
    assert_eq!(batch.records.iter().all(Result::is_ok), !with_placeholders);
    let text = PLACEHOLDERS
        .iter()
        .fold(text.to_string(), |text, placeholder| text.replace(placeholder, "1.674921798E9"));
    let batch = agree.event(text).unwrap();
    for record in batch.records {
        let record = record.unwrap();
        assert!(record.keys.is_some_and(|keys| !keys.is_empty()));
        assert!(
            record.sequence_number.is_some() && record.size_bytes.is_some() && record.event_name.is_some()
        );
    }
}

#[test]
fn lambda_events() {
    let Some(folder) = folder() else { return };
    for (name, records) in EVENTS {
        println!("{name}");
        check(&fs::read_to_string(folder.join(name)).unwrap(), records);
    }
    for (name, events) in LISTS {
        println!("{name}");
        let text = fs::read_to_string(folder.join(name)).unwrap();
        let Ok(Json { kind: Kind::Array(elements), .. }) = json::parse(&text, 1024) else {
            panic!("an array")
        };
        assert_eq!(elements.len(), events);
        elements.iter().for_each(|event| check(event.text, 1));
    }
}

#[test]
fn the_record_of_a_pipe() {
    let Some(folder) = folder() else { return };
    let text = fs::read_to_string(folder.join(RECORD)).unwrap();
    let record = Agree::new().record(&text).unwrap();
    assert_eq!(record.sequence_number.as_deref(), Some("100000000033474848853"));
    assert_eq!(record.created, Some((1_682_398_613, 0)));
}

#[test]
fn the_malformed_event_fails_where_it_is_malformed() {
    let Some(folder) = folder() else { return };
    let input = fs::read(folder.join(MALFORMED)).unwrap();
    assert!(Agree::new().event(&input).is_err());
    let error = Decoder::new().decode::<Item>(&input).unwrap_err();
    assert_eq!((error.kind(), error.is_fatal()), (ErrorKind::UnexpectedEnd, true));
    let position = error.position(&input);
    assert_eq!((position.line, position.column), (135, 11));
    assert_eq!(error.offset(), input.len());
}

/// The other samples are of other formats: most are refused, some decode to records without anything; no decoder may differ.
#[test]
fn every_sample() {
    let Some(folder) = folder() else { return };
    let mut agree = Agree::new();
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        println!("{}", path.display());
        let input = fs::read(&path).unwrap();
        let _ = agree.event(&input);
        let _ = agree.record(&input);
        let _ = agree.item(&input);
        for line in input.split(|&byte| byte == b'\n') {
            let _ = agree.record(line); // a record of Kinesis, a line of an export
            let _ = agree.item(line);
        }
        files += 1;
    }
    assert!(files >= 40, "{files} samples");
}
