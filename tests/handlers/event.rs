//! Events as the tests of handlers need them: each member of a record can be left out, or be what it should not be.

/// The ARN of a table's stream.
pub fn arn(table: &str) -> String {
    format!("arn:aws:dynamodb:eu-west-1:123456789012:table/{table}/stream/2026-01-01T00:00:00.000")
}

/// A record, of whose members those that are `None` are missing. Keys and images are JSON.
#[derive(Clone, Debug, Default)]
pub struct Record {
    pub id: String,
    pub kind: Option<String>,
    pub arn: Option<String>,
    pub number: Option<String>,
    pub view: Option<String>,
    /// JSON
    pub created: Option<String>,
    pub keys: Option<String>,
    pub new: Option<String>,
    pub old: Option<String>,
    /// Whether the envelope holds a member of a wrong type.
    pub is_unreadable: bool,
}

/// `{"id":{"S":…},"text":{"S":…}}`
pub fn image(id: &str, text: &str) -> String {
    format!(r#"{{"id":{{"S":"{id}"}},"text":{{"S":"{text}"}}}}"#)
}

impl Record {
    fn new(table: &str, kind: &str, id: &str, number: &str) -> Record {
        Record {
            id: format!("event-{number}"),
            kind: Some(kind.into()),
            arn: Some(arn(table)),
            number: Some(number.into()),
            view: Some("NEW_AND_OLD_IMAGES".into()),
            keys: Some(format!(r#"{{"id":{{"S":"{id}"}}}}"#)),
            ..Record::default()
        }
    }

    /// The item `id` came to `table`, with the text `new`.
    pub fn insert(table: &str, id: &str, number: &str) -> Record {
        Record { new: Some(image(id, "new")), ..Record::new(table, "INSERT", id, number) }
    }

    /// Its text was `old` and is `new`.
    pub fn modify(table: &str, id: &str, number: &str) -> Record {
        let (new, old) = (Some(image(id, "new")), Some(image(id, "old")));
        Record { new, old, ..Record::new(table, "MODIFY", id, number) }
    }

    /// It is gone, with the text `old`.
    pub fn remove(table: &str, id: &str, number: &str) -> Record {
        Record { old: Some(image(id, "old")), ..Record::new(table, "REMOVE", id, number) }
    }

    /// The record as JSON.
    pub fn json(&self) -> String {
        let mut change = Vec::new();
        let mut member = |name: &str, json: Option<String>| {
            change.extend(json.map(|json| format!(r#""{name}":{json}"#)));
        };
        let quoted = |text: &Option<String>| text.as_ref().map(|text| format!("\"{text}\""));
        member("ApproximateCreationDateTime", self.created.clone());
        member("Keys", self.keys.clone());
        member("NewImage", self.new.clone());
        member("OldImage", self.old.clone());
        member("SequenceNumber", quoted(&self.number));
        member("SizeBytes", self.is_unreadable.then(|| "\"many\"".into()));
        member("StreamViewType", quoted(&self.view));
        let mut record = vec![format!(r#""eventID":"{}""#, self.id)];
        record.extend(quoted(&self.kind).map(|kind| format!(r#""eventName":{kind}"#)));
        record.push(format!(r#""dynamodb":{{{}}}"#, change.join(",")));
        record.extend(quoted(&self.arn).map(|arn| format!(r#""eventSourceARN":{arn}"#)));
        format!("{{{}}}", record.join(","))
    }
}

/// An event of these records.
pub fn event<'r>(records: impl IntoIterator<Item = &'r Record>) -> String {
    let records: Vec<String> = records.into_iter().map(Record::json).collect();
    format!(r#"{{"Records":[{}]}}"#, records.join(","))
}
