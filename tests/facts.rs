//! What a record tells of its change beside the images: who deleted, which Region wrote, what it is known by.

use millstream::{Decoder, DedupKey, Item, Parts};
use std::collections::HashSet;

const ARN: &str = "arn:aws:dynamodb:eu-west-1:123456789012:table/Orders/stream/2016-11-16T20:42:48.104";

/// A record as Lambda writes it, of a table in Ireland; `identity` with a comma behind it.
fn record(name: &str, identity: &str, images: &str) -> String {
    format!(
        concat!(
            r#"{{"eventID":"7de3041dd709b024af6f29e4fa13d34c","eventName":"{name}","eventVersion":"1.1","#,
            r#""eventSource":"aws:dynamodb","awsRegion":"eu-west-1",{identity}"dynamodb":{{"#,
            r#""ApproximateCreationDateTime":1.47949974E9,"Keys":{{"id":{{"S":"7"}}}},{images}"#,
            r#""SequenceNumber":"13021600000000001596893679","SizeBytes":112,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"#,
            r#""eventSourceARN":"{arn}"}}"#
        ),
        name = name,
        identity = identity,
        images = images,
        arn = ARN
    )
}

/// What every way of reading the record answers, which is the same.
fn everywhere<T: PartialEq + std::fmt::Debug>(
    record: &str,
    ask: impl Fn(&millstream::Envelope<'_>) -> T,
) -> T {
    let event = format!(r#"{{"Records":[{{"eventName":"MODIFY"}},{record}]}}"#);
    let mut decoder = Decoder::new();
    let read = ask(decoder.read(&event).unwrap().iter().nth(1).unwrap().unwrap());
    let decoded = ask(decoder.decode::<Item>(&event).unwrap().iter().nth(1).unwrap().unwrap());
    assert_eq!(decoded, read, "{record}");
    let keys = decoder.only(Parts::KEYS).decode::<Item>(&event).unwrap();
    assert_eq!(ask(keys.iter().nth(1).unwrap().unwrap()), read, "{record}");
    let mut stream = decoder.stream::<Item>(&event);
    assert!(stream.next().is_some());
    assert_eq!(ask(&stream.next().unwrap().unwrap()), read, "{record}");
    assert_eq!(ask(&Decoder::new().decode_record::<Item>(record).unwrap()), read, "{record}");
    read
}

#[test]
fn an_item_that_expired_is_told_from_one_that_a_user_deleted() {
    let old = r#""OldImage":{"id":{"S":"7"},"expires":{"N":"1479499700"}},"#;
    let cases = [
        ("REMOVE", r#""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"#, true),
        ("REMOVE", r#""userIdentity":{"principalId":"dynamodb.amazonaws.com","type":"Service"},"#, true),
        // As GetRecords writes it.
        ("REMOVE", r#""userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"},"#, true),
        // A user; and TTL in another Region, from which the delete was replicated.
        ("REMOVE", "", false),
        ("REMOVE", r#""userIdentity":null,"#, false),
        ("REMOVE", r#""userIdentity":{"type":"Service"},"#, false),
        (
            "REMOVE",
            r#""userIdentity":{"type":"Service","principalId":"replication.dynamodb.amazonaws.com"},"#,
            false,
        ),
        ("REMOVE", r#""userIdentity":{"type":"User","principalId":"dynamodb.amazonaws.com"},"#, false),
        ("MODIFY", r#""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"#, false),
    ];
    for (name, identity, expired) in cases {
        let record = record(name, identity, old);
        assert_eq!(everywhere(&record, |record| record.is_ttl_expiry()), expired, "{record}");
    }
}

/// The attributes of a global table of version 2017.11.29, with a comma behind them.
fn stamp(region: &str, time: &str, deleting: bool) -> String {
    format!(
        r#""aws:rep:deleting":{{"BOOL":{deleting}}},"aws:rep:updateregion":{{"S":"{region}"}},"aws:rep:updatetime":{{"N":"{time}"}},"#
    )
}

fn images(old: Option<&str>, new: Option<&str>) -> String {
    let image = |part: &str, stamp: Option<&str>| {
        stamp.map(|stamp| format!(r#""{part}":{{{stamp}"id":{{"S":"7"}}}},"#)).unwrap_or_default()
    };
    format!("{}{}", image("NewImage", new), image("OldImage", old))
}

#[test]
fn a_replicas_write_is_told_where_this_write_set_the_stamp() {
    let here = &*stamp("eu-west-1", "1602518560.314001", false);
    let there = &*stamp("us-east-1", "1602518570.314001", false);
    let again = &*stamp("us-east-1", "1602518580.000001", false);
    let deleted = &*stamp("us-east-1", "1602518590.000001", true);
    let deleted_here = &*stamp("eu-west-1", "1602518590.000001", true);
    let by_name = r#""aws:rep:updateregion":{"S":"us-east-1"},"#;
    let cases = [
        ("INSERT", None, Some(there), Some(true)),
        ("INSERT", None, Some(here), Some(false)),
        // Some libraries write the Region alone.
        ("INSERT", None, Some(by_name), Some(true)),
        // A user's own write, before it is stamped; any write of a table that is not stamped.
        ("INSERT", None, Some(""), None),
        ("MODIFY", Some(""), Some(""), None),
        // The second write, which stamps the first.
        ("MODIFY", Some(""), Some(here), Some(false)),
        ("MODIFY", Some(there), Some(here), Some(false)),
        ("MODIFY", Some(here), Some(there), Some(true)),
        ("MODIFY", Some(there), Some(again), Some(true)),
        ("MODIFY", Some(there), Some(deleted), Some(true)),
        // A user's update left the stamp of the writer before; or the table was upgraded, and stamps stay as they were.
        ("MODIFY", Some(there), Some(there), None),
        // A user's put, which replaced it all.
        ("MODIFY", Some(there), Some(""), None),
        // A stream of new images or of old ones alone.
        ("MODIFY", None, Some(there), None),
        ("MODIFY", Some(there), None, None),
        ("REMOVE", Some(deleted), None, Some(true)),
        ("REMOVE", Some(deleted_here), None, Some(false)),
        // Who wrote it last is not who deleted it.
        ("REMOVE", Some(there), None, None),
        ("REMOVE", Some(here), None, None),
        ("REMOVE", None, None, None),
        ("RENAME", None, Some(there), None),
    ];
    for (name, old, new, expected) in cases {
        let record = record(name, "", &images(old, new));
        assert_eq!(everywhere(&record, |record| record.is_replica_write()), expected, "{record}");
    }
}

#[test]
fn only_attributes_of_the_image_itself_are_a_stamp() {
    let there = stamp("us-east-1", "1602518570.314001", false);
    let image = |attributes: &str| format!(r#""NewImage":{{{attributes}"id":{{"S":"7"}}}},"#);
    let none = [
        // In a text, in a text that is JSON, in a map, as a text, as a value of another type.
        image(r#""note":{"S":"aws:rep:updateregion"},"#),
        image(&format!(r#""note":{{"S":"{}"}},"#, there.replace('"', "\\\""))),
        image(&format!(r#""nested":{{"M":{{{}}}}},"#, there.trim_end_matches(','))),
        image(&format!(r#""nested":{{"L":[{{"M":{{{}}}}}]}},"#, there.trim_end_matches(','))),
        image(r#""aws:rep:updateregion":{"N":"1"},"#),
        image(r#""aws:rep:updateregion":{"NULL":true},"#),
        // The last one wins, and it is none.
        format!(r#"{}"NewImage":null,"#, image(&there)),
    ];
    for images in none {
        let record = record("INSERT", "", &images);
        assert_eq!(everywhere(&record, |record| record.is_replica_write()), None, "{record}");
    }
    let written = [
        // Among escapes; with white space; twice, of which the last one counts; behind what looks like it.
        format!(r#""\u00e9\n":{{"S":"\u00e9\""}},{there}"#),
        there.replace(':', " : ").replace("aws : rep : ", "aws:rep:"),
        format!("{}{there}", stamp("eu-west-1", "1", true)),
        format!(r#""note":{{"S":"aws:rep:updateregion"}},{there}"#),
    ];
    for attributes in written {
        let record = record("INSERT", "", &image(&attributes));
        assert_eq!(everywhere(&record, |record| record.is_replica_write()), Some(true), "{record}");
    }
    // Nothing to compare the Region with; what stands in a member that nobody knows.
    let bare = format!(r#"{{"eventName":"INSERT","dynamodb":{{"NewImage":{{{there}"id":{{"S":"7"}}}}}}}}"#);
    assert_eq!(everywhere(&bare, |record| record.is_replica_write()), None);
    let beside = format!(
        r#"{{"eventName":"INSERT","awsRegion":"eu-west-1","NewImage":{{{there}"id":{{"S":"7"}}}},"dynamodb":{{}}}}"#
    );
    assert_eq!(everywhere(&beside, |record| record.is_replica_write()), None);
}

/// The key as text, and a key that was made of it.
fn key(record: &str) -> Option<String> {
    everywhere(record, |record| record.dedup_key().map(|key| key.to_string()))
}

#[test]
fn a_record_is_known_again_by_its_stream_and_number_or_else_by_its_id() {
    let whole = record("INSERT", "", "");
    assert_eq!(key(&whole), Some(format!("{ARN}/13021600000000001596893679")));
    let without = |record: &str, member: &str| {
        assert!(record.contains(member), "{member}");
        record.replacen(member, "", 1)
    };
    let arn = format!(r#","eventSourceARN":"{ARN}""#);
    let number = r#""SequenceNumber":"13021600000000001596893679","#;
    let id = r#""eventID":"7de3041dd709b024af6f29e4fa13d34c","#;
    let event_id = Some("7de3041dd709b024af6f29e4fa13d34c".to_string());
    assert_eq!(key(&without(&whole, id)), key(&whole));
    assert_eq!(key(&without(&whole, &arn)), event_id);
    assert_eq!(key(&without(&whole, number)), event_id);
    assert_eq!(key(&without(&without(&whole, number), id)), None);
    assert_eq!(key(&without(&without(&whole, &arn), id)), None);
    // An empty text tells nothing: else all records of such a stream would be one.
    let empty = whole.replace("13021600000000001596893679", "");
    assert_eq!(key(&empty), event_id);
    assert_eq!(key(&whole.replace(ARN, "")), event_id);
    assert_eq!(key(&empty.replace("7de3041dd709b024af6f29e4fa13d34c", "")), None);
    // An ARN of another shape, as emulators and fixtures have it, tells streams apart all the same.
    let emulated = whole.replace(ARN, "arn:aws:dynamodb:eu-west-1:000000000000:table/Orders");
    let expected = "arn:aws:dynamodb:eu-west-1:000000000000:table/Orders/13021600000000001596893679";
    assert_eq!(key(&emulated).as_deref(), Some(expected));
}

#[test]
fn keys_are_the_same_over_redeliveries_and_different_over_records() {
    let whole = record("INSERT", "", "");
    let others = [
        whole.replace("893679", "893680"),
        whole.replace("table/Orders", "table/Users"),
        whole.replace("2016-11-16T20:42:48.104", "2017-01-01T00:00:00.000"),
        whole.replace(ARN, "").replace(r#""eventSourceARN":"""#, r#""eventSourceARN":null"#),
    ];
    // In another batch, at another place, printed by another program.
    let delivered = [
        format!(r#"{{"Records":[{whole},{}]}}"#, others.join(",")),
        format!(r#"{{"Records":[{}]}}"#, others.iter().rev().cloned().collect::<Vec<_>>().join(",")),
        format!(r#"{{ "Records" : [ {} ] }}"#, whole.replace("\":", "\": ").replace('/', "\\/")),
    ];
    let mut decoders = [Decoder::new(), Decoder::new(), Decoder::new()];
    let mut seen: HashSet<DedupKey<'_>> = HashSet::new();
    for (event, decoder) in delivered.iter().zip(&mut decoders) {
        let batch = decoder.read(event).unwrap();
        seen.extend(batch.iter().map(|record| record.unwrap().dedup_key().unwrap()));
    }
    assert_eq!(seen.len(), 1 + others.len());
}

/// Most of an envelope is as in the record before, and kept once for both. Where a part of it is another one, neither gets the other's.
#[test]
fn what_records_have_in_common_is_told_of_each() {
    const TTL: &str = r#""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"#;
    let expected = [
        ("eu-west-1", false),
        ("eu-west-1", true),
        ("eu-west-1", true),
        ("us-east-1", false),
        ("eu-west-1", false),
    ];
    let records = expected.map(|(region, is_expired)| {
        let record = record("REMOVE", if is_expired { TTL } else { "" }, r#""OldImage":{"id":{"S":"7"}},"#);
        record.replace(r#""awsRegion":"eu-west-1""#, &format!(r#""awsRegion":"{region}""#))
    });
    let event = format!(r#"{{"Records":[{}]}}"#, records.join(","));
    let expected = expected.map(|(region, is_expired)| (region.to_owned(), is_expired));
    let told =
        |record: &millstream::Envelope<'_>| (record.region().unwrap().to_owned(), record.is_ttl_expiry());
    let mut decoder = Decoder::new();
    let decoded: Vec<_> =
        decoder.decode::<Item>(&event).unwrap().iter().map(|record| told(record.unwrap())).collect();
    assert_eq!(decoded, expected);
    let read: Vec<_> = decoder.read(&event).unwrap().iter().map(|record| told(record.unwrap())).collect();
    assert_eq!(read, expected);
    let (mut stream, mut streamed) = (decoder.stream::<Item>(&event), Vec::new());
    while let Some(record) = stream.next() {
        streamed.push(told(&record.unwrap()));
    }
    assert_eq!(streamed, expected);
}
