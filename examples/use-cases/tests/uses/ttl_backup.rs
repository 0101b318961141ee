use std::fs;
use std::path::PathBuf;

use millstream::handler::{Handled, StreamHandler, TableHandler};
use millstream::{Decoder, Item};
use serde_json::{Value, json};
use use_cases::local::Local;
use use_cases::stream::pages;
use use_cases::ttl_backup::{Archive, archive};

use crate::support::{FailsOnce, assert_done, assert_stopped_at};

/// A file that is gone when the test is over.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("use-cases-{name}-{}.jsonl", std::process::id()));
        let _ = fs::remove_file(&path);
        Place(path)
    }

    /// The ids of the items whose old images are in the file.
    fn archived(&self) -> Vec<String> {
        let mut decoder = Decoder::new();
        let text = fs::read_to_string(&self.0).unwrap();
        let id = |line| {
            let record = decoder.decode_record::<Item>(line).unwrap();
            record.old_image().unwrap().get("id").unwrap().as_str().unwrap().to_owned()
        };
        text.lines().map(id).collect()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Hands the event to an archive that is opened for it, and to a second handler.
async fn deliver(
    place: &Place,
    event: impl AsRef<[u8]>,
    second: impl Fn(usize) -> std::io::Result<()>,
) -> Handled {
    let file = Archive::open(&place.0).unwrap();
    let sessions = TableHandler::<Item, _>::old_image()
        .for_table("sessions")
        .on_remove("archive", async |removed| archive(&file, removed).await)
        .on_remove("second", async |removed| second(removed.meta.index()));
    let stream = "arn:aws:dynamodb:eu-west-1:123456789012:table/sessions/stream/x";
    let handler = StreamHandler::builder().table(sessions).assume_stream(stream).build().unwrap();
    handler.handle(event).await
}

/// An event with a REMOVE of each of these, by whoever it says.
fn event(removed: &[(&str, Option<Value>)]) -> String {
    let record = |(id, identity): &(&str, Option<Value>)| {
        let mut record = json!({
            "eventID": format!("event {id}"),
            "eventName": "REMOVE",
            "dynamodb": { "OldImage": { "id": { "S": id } }, "SequenceNumber": "1", "StreamViewType": "OLD_IMAGE" },
        });
        if let Some(identity) = identity {
            record["userIdentity"] = identity.clone();
        }
        record
    };
    // As people print JSON, on many lines.
    let records: Vec<Value> = removed.iter().map(record).collect();
    serde_json::to_string_pretty(&json!({ "Records": records })).unwrap()
}

fn ttl() -> Value {
    json!({ "type": "Service", "principalId": "dynamodb.amazonaws.com" })
}

#[tokio::test]
async fn what_expires_is_archived_once_when_a_second_handler_fails_at_any_record() {
    let local = Local::start().await.unwrap();
    let stream = local.create_table_with_stream("sessions", &["id"], "OLD_IMAGE").await.unwrap();
    let ttl = json!({ "AttributeName": "expires", "Enabled": true });
    let request = json!({ "TableName": "sessions", "TimeToLiveSpecification": ttl });
    local.db.call("UpdateTimeToLive", request).await.unwrap();
    for (id, expires) in [("a", "1700000000"), ("b", "4000000000"), ("c", "1700000000"), ("d", "4000000000")]
    {
        local.put("sessions", json!({ "id": { "S": id }, "expires": { "N": expires } })).await.unwrap();
    }
    local.delete("sessions", json!({ "id": { "S": "b" } })).await.unwrap();
    assert_eq!(local.expire().unwrap(), 2);
    let page = &pages(&local.db, &stream, 100).await.unwrap()[0];
    for failing in 4..7 {
        let (place, second) = (Place::new("expired"), FailsOnce::default());
        assert_stopped_at(&deliver(&place, page, |index| second.at(index == failing)).await, failing);
        for _again in 0..2 {
            assert_done(&deliver(&place, page, |index| second.at(index == failing)).await);
            let mut archived = place.archived();
            archived.sort_unstable();
            assert_eq!(archived, ["a", "c"]);
        }
    }
}

#[tokio::test]
async fn only_what_dynamodb_deleted_is_archived() {
    let place = Place::new("identities");
    let removed = [
        ("by a user", None),
        ("by nobody", Some(Value::Null)),
        ("by TTL", Some(ttl())),
        (
            "as GetRecords says it",
            Some(json!({ "PrincipalId": "dynamodb.amazonaws.com", "Type": "Service" })),
        ),
        (
            "by another service",
            Some(json!({ "type": "Service", "principalId": "replication.dynamodb.amazonaws.com" })),
        ),
        ("by a person", Some(json!({ "type": "User", "principalId": "dynamodb.amazonaws.com" }))),
    ];
    assert_done(&deliver(&place, event(&removed), |_| Ok(())).await);
    assert_eq!(place.archived(), ["by TTL", "as GetRecords says it"]);
}

#[tokio::test]
async fn a_line_that_was_cut_off_is_written_again() {
    let place = Place::new("cut");
    let event = event(&[("ä", Some(ttl())), ("ö", Some(ttl()))]);
    assert_done(&deliver(&place, &event, |_| Ok(())).await);
    let whole = fs::read(&place.0).unwrap();
    for end in 0..whole.len() {
        fs::write(&place.0, &whole[..end]).unwrap();
        assert_done(&deliver(&place, &event, |_| Ok(())).await);
        assert_eq!(fs::read(&place.0).unwrap(), whole, "cut off at {end}");
    }
}
