//! A record as one line of plain JSON, as the example `plain` prints it.

use crate::types::{RefItem, RefRecord, RefValue};

/// The parts of a stream's ARN, `arn:partition:dynamodb:region:account:table/NAME/stream/LABEL`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RefArn<'a> {
    /// `aws`, `aws-cn` …
    pub partition: &'a str,
    /// Such as `us-east-1`.
    pub region: &'a str,
    /// Twelve digits, but in fixtures.
    pub account: &'a str,
    /// The table's name.
    pub table: &'a str,
    /// The stream's label, a time with colons.
    pub label: &'a str,
}

/// Takes a stream's ARN apart; `None` where the text is not one.
pub fn arn(text: &str) -> Option<RefArn<'_>> {
    let parts: Vec<&str> = text.splitn(6, ':').collect();
    let ["arn", partition, "dynamodb", region, account, resource] = parts[..] else {
        return None;
    };
    let parts: Vec<&str> = resource.splitn(4, '/').collect();
    let ["table", table, "stream", label] = parts[..] else {
        return None;
    };
    let named = !table.is_empty() && !label.is_empty();
    named.then_some(RefArn { partition, region, account, table, label })
}

/// `{"kind":"INSERT","id":…,"sequence":…,"table":…,"keys":{…},"new":{…},"old":{…}}`; absent members are left out.
pub fn plain_line(record: &RefRecord) -> String {
    let table = record.arn.as_deref().and_then(arn).map(|arn| arn.table).or(record.table.as_deref());
    let members = [
        ("kind", record.event_name.as_deref().map(quoted)),
        ("id", record.event_id.as_deref().map(quoted)),
        ("sequence", record.sequence_number.as_deref().map(quoted)),
        ("table", table.map(quoted)),
        ("keys", record.keys.as_ref().map(plain_item)),
        ("new", record.new.as_ref().map(plain_item)),
        ("old", record.old.as_ref().map(plain_item)),
    ];
    let members = members.into_iter().filter_map(|(name, value)| Some(format!("\"{name}\":{}", value?)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// An item as a plain JSON object.
pub fn plain_item(item: &RefItem) -> String {
    let members = item.iter().map(|(name, value)| format!("{}:{}", quoted(name), plain_value(value)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

/// A value as plain JSON: numbers with the characters of the input, binary values as their base64 text, sets as arrays.
pub fn plain_value(value: &RefValue) -> String {
    fn array<T>(elements: &[T], print: impl Fn(&T) -> String) -> String {
        format!("[{}]", elements.iter().map(print).collect::<Vec<_>>().join(","))
    }
    match value {
        RefValue::S(text) | RefValue::B(text) => quoted(text),
        RefValue::N(text) => text.clone(),
        RefValue::Bool(value) => value.to_string(),
        RefValue::Null => "null".to_string(),
        RefValue::M(item) => plain_item(item),
        RefValue::L(elements) => array(elements, plain_value),
        RefValue::Ss(elements) | RefValue::Bs(elements) => array(elements, |text| quoted(text)),
        RefValue::Ns(elements) => array(elements, |text| text.clone()),
    }
}

/// A JSON string in which only what must be escaped is.
fn quoted(text: &str) -> String {
    let escaped = text.chars().map(|character| match character {
        '"' => "\\\"".to_string(),
        '\\' => "\\\\".to_string(),
        '\n' => "\\n".to_string(),
        '\r' => "\\r".to_string(),
        '\t' => "\\t".to_string(),
        '\0'..'\u{20}' => format!("\\u{:04x}", u32::from(character)),
        _ => character.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::decode_record;
    use crate::types::Limits;

    #[test]
    fn takes_an_arn_apart() {
        let parts = |partition, region, account, table, label| {
            Some(RefArn { partition, region, account, table, label })
        };
        assert_eq!(
            arn("arn:aws:dynamodb:us-east-1:123456789012:table/BarkTable/stream/2016-11-16T20:42:48.104"),
            parts("aws", "us-east-1", "123456789012", "BarkTable", "2016-11-16T20:42:48.104")
        );
        assert_eq!(
            arn("arn:aws-us-gov:dynamodb:us-gov-west-1:1:table/a.b-c_d/stream/x"),
            parts("aws-us-gov", "us-gov-west-1", "1", "a.b-c_d", "x")
        );
        assert_eq!(
            arn("arn:aws-cn:dynamodb:cn-northwest-1:{{account}}:table/t/stream/x"),
            parts("aws-cn", "cn-northwest-1", "{{account}}", "t", "x")
        );
        for text in [
            "",
            "stream-ARN",
            "arn:aws:dynamodb:us-east-1:1:table/t",
            "arn:aws:kinesis:us-east-1:1:stream/t",
            "arn:aws:dynamodb:us-east-1:1:table/t/index/i",
            "arn:aws:dynamodb:us-east-1:1:table//stream/x",
            "arn:aws:dynamodb:us-east-1:1:table/t/stream/",
        ] {
            assert_eq!(arn(text), None, "{text}");
        }
    }

    #[test]
    fn a_line_of_every_type() {
        let record = br#"{
            "eventName": "MODIFY", "eventID": "a\u0001\"", "eventSourceARN": "arn:aws:dynamodb:us-east-1:1:table/T/stream/x",
            "dynamodb": {
                "OldImage": {"z": {"N": "-1.50E+07"}, "a": {"L": [{"S": "x/y"}, {"L": []}]}},
                "Keys": {"k": {"B": "AAEqQQ=="}},
                "NewImage": {"m": {"M": {"n": {"NULL": true}, "b": {"BOOL": false}}}, "s": {"SS": ["\u00e9", ""]}, "t": {"NS": ["1", "2.0"]}, "u": {"BS": []}},
                "SequenceNumber": "111"
            }
        }"#;
        let record = decode_record(record, Limits::default()).unwrap();
        assert_eq!(
            plain_line(&record),
            r#"{"kind":"MODIFY","id":"a\u0001\"","sequence":"111","table":"T","keys":{"k":"AAEqQQ=="},"new":{"m":{"n":null,"b":false},"s":["é",""],"t":[1,2.0],"u":[]},"old":{"z":-1.50E+07,"a":["x/y",[]]}}"#
        );
    }

    #[test]
    fn absent_members_are_left_out() {
        assert_eq!(plain_line(&RefRecord::default()), "{}");
        let record = RefRecord { arn: Some("stream-ARN".into()), new: Some(vec![]), ..RefRecord::default() };
        assert_eq!(plain_line(&record), r#"{"new":{}}"#);
    }
}
