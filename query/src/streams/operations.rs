//! GetRecords as an operation whose answers are kept, and an output of it as the JSON it was read from.

use aws_sdk_dynamodbstreams::operation::get_records::{GetRecords, GetRecordsOutput};
use aws_sdk_dynamodbstreams::types::{AttributeValue, Record, StreamRecord};
use millstream::encode::EncodeError;
use std::collections::HashMap;

use crate::convert::json_of;
use crate::raw::{Json, Kind, Operation};

impl Operation for GetRecords {
    type Output = GetRecordsOutput;

    const KIND: Kind = Kind::Read;

    fn new() -> Self {
        Self::new()
    }

    fn empty() -> GetRecordsOutput {
        GetRecordsOutput::builder().build()
    }

    fn to_json(output: &GetRecordsOutput) -> Result<String, EncodeError> {
        let records = output.records().iter().map(record).collect::<Result<Vec<_>, _>>()?.join(",");
        let json = Json::default().member("Records", &format!("[{records}]"));
        Ok(json.text("NextShardIterator", output.next_shard_iterator()).end())
    }
}

fn record(record: &Record) -> Result<String, EncodeError> {
    let mut json = Json::default()
        .text("eventID", record.event_id())
        .text("eventName", record.event_name().map(|name| name.as_str()))
        .text("eventVersion", record.event_version())
        .text("eventSource", record.event_source())
        .text("awsRegion", record.aws_region());
    if let Some(change) = record.dynamodb() {
        json = json.member("dynamodb", &stream_record(change)?);
    }
    if let Some(identity) = record.user_identity() {
        let identity =
            Json::default().text("PrincipalId", identity.principal_id()).text("Type", identity.r#type());
        json = json.member("userIdentity", &identity.end());
    }
    Ok(json.end())
}

fn stream_record(change: &StreamRecord) -> Result<String, EncodeError> {
    let mut json = Json::default()
        .text("SequenceNumber", change.sequence_number())
        .text("StreamViewType", change.stream_view_type().map(|view| view.as_str()));
    if let Some(time) = change.approximate_creation_date_time() {
        json = json.member("ApproximateCreationDateTime", &time.as_secs_f64().to_string());
    }
    if let Some(size) = change.size_bytes() {
        json = json.member("SizeBytes", &size.to_string());
    }
    let parts: [(&str, Option<&HashMap<String, AttributeValue>>); 3] =
        [("Keys", change.keys()), ("NewImage", change.new_image()), ("OldImage", change.old_image())];
    for (name, part) in parts {
        if let Some(part) = part {
            json = json.member(name, &json_of(part)?);
        }
    }
    Ok(json.end())
}
