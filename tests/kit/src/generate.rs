//! Proptest strategies for everything an event may hold. The values know what they decode to; [`crate::print`] writes them.
//!
//! All are boxed: as types they would be a hundred layers deep, too much for the stack of a test and the patience of a compiler.

use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::string::string_regex;

use crate::event::{Event, Record};
use crate::random::{self, WORDS, base64};
use crate::types::{Limits, RefIdentity, RefItem, RefRecord, RefRoot, RefTime, RefValue, RefWindow};

/// Any text: empty, short, long, around the lengths of vectors, with escapes and any character.
pub fn text() -> BoxedStrategy<String> {
    prop_oneof![
        4 => regex("[ -~]{0,12}"),
        2 => regex("[a-z\"\\\\/]{14,34}"),
        1 => regex("[ -~]{60,68}"),
        // Long ones by repetition: a strategy for each character of them would take most of the time.
        1 => (regex("[ -~é한😀]{1,9}"), 20..70usize).prop_map(|(part, times)| part.repeat(times)),
        2 => vec(any::<char>(), 0..20).prop_map(String::from_iter),
        1 => vec(select(vec!['"', '\\', '/', '\u{8}', '\u{c}', '\n', '\r', '\t', '\0', '\u{1f}', '\u{7f}', '\u{2028}', '😀', '\u{ffff}', 'a']), 0..40).prop_map(String::from_iter),
        1 => select(WORDS.to_vec()).prop_map(String::from),
    ].boxed()
}

/// An attribute's name: never empty, otherwise anything, tags and envelope members too.
pub fn name() -> BoxedStrategy<String> {
    prop_oneof![
        6 => regex("[a-z_]{1,12}"),
        2 => select(WORDS.to_vec()).prop_map(String::from),
        2 => text().prop_map(|text| if text.is_empty() { "_".to_string() } else { text }),
        1 => regex("common_prefix_that_is_rather_long_[ab]{1,3}"),
        1 => (regex("[a-z.:# ]{1,9}"), 100..200usize).prop_map(|(part, times)| part.repeat(times)),
    ]
    .boxed()
}

/// The text of a number as N may hold it.
pub fn number() -> BoxedStrategy<String> {
    const EDGES: [&str; 30] = [
        "0",
        "-0",
        "0.0",
        "-0.000",
        "0e0",
        "0E-999999999",
        "1",
        "-1",
        "1.0",
        "1E0",
        "100.0",
        "1E2",
        "255",
        "256",
        "-128",
        "-129",
        "65536",
        "2147483648",
        "4294967296",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775809",
        "18446744073709551616",
        "340282366920938463463374607431768211456",
        "9007199254740993",
        "1e308",
        "1e309",
        "4.9e-324",
        "1e999999999",
        "-1E-999999999",
    ];
    prop_oneof![
        3 => any::<i64>().prop_map(|number| number.to_string()),
        3 => (0u32..100_000).prop_map(|number| number.to_string()),
        3 => (-1_000_000i64..1_000_000, 0u32..1000).prop_map(|(whole, fraction)| format!("{whole}.{fraction}")),
        2 => any::<f64>().prop_filter("finite", |number| number.is_finite()).prop_map(|number| number.to_string()),
        2 => regex("-?[1-9][0-9]{37}"),
        1 => regex("-?[1-9][0-9]{0,18}\\.[0-9]{18}[1-9]"),
        1 => regex("-?0\\.0{129}[1-9]{38}"), // 38 digits next to 1E-130: 170 characters
        1 => regex("-?[1-9][0-9]{37}0{88}"),
        2 => regex("-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,40})?([eE][+-]?0{0,12}[0-9]{1,9})?"),
        2 => select(EDGES.to_vec()).prop_map(String::from),
    ].boxed()
}

/// Base64 text.
pub fn binary() -> BoxedStrategy<String> {
    vec(any::<u8>(), 0..60).prop_map(|bytes| base64(&bytes)).boxed()
}

/// A value of any type, nested a few levels.
pub fn value() -> BoxedStrategy<RefValue> {
    let scalar = prop_oneof![
        4 => text().prop_map(RefValue::S),
        4 => number().prop_map(RefValue::N),
        2 => binary().prop_map(RefValue::B),
        1 => any::<bool>().prop_map(RefValue::Bool),
        1 => Just(RefValue::Null),
        1 => vec(text(), 0..5).prop_map(RefValue::Ss),
        1 => vec(number(), 0..5).prop_map(RefValue::Ns),
        1 => vec(binary(), 0..5).prop_map(RefValue::Bs),
    ];
    scalar
        .prop_recursive(5, 40, 6, |inner| {
            prop_oneof![
                vec((name(), inner.clone()), 0..6).prop_map(|members| RefValue::M(each_name_once(members))),
                vec(inner, 0..6).prop_map(RefValue::L),
            ]
        })
        .boxed()
}

/// A value nested `levels` levels deep, each an M or an L.
pub fn nested(levels: usize) -> BoxedStrategy<RefValue> {
    (value(), vec((any::<bool>(), name(), of(name())), levels))
        .prop_map(|(innermost, around)| {
            let scalar = match innermost {
                RefValue::M(_) | RefValue::L(_) => RefValue::Null,
                scalar => scalar,
            };
            around.into_iter().fold(scalar, |inner, (map, name, beside)| match (map, beside) {
                (true, None) => RefValue::M(vec![(name, inner)]),
                (true, Some(beside)) => {
                    RefValue::M(each_name_once(vec![(name, inner), (beside, RefValue::Null)]))
                }
                (false, None) => RefValue::L(vec![inner]),
                (false, Some(beside)) => RefValue::L(vec![RefValue::S(beside), inner]),
            })
        })
        .boxed()
}

/// An item of all types and depths.
pub fn item() -> BoxedStrategy<RefItem> {
    let deep =
        (name(), (0..=Limits::default().nesting).prop_flat_map(nested)).prop_map(|attribute| vec![attribute]);
    let shallow = |most| vec((name(), value()), 0..most).prop_map(each_name_once);
    prop_oneof![
        6 => shallow(8),
        1 => vec((name(), number().prop_map(RefValue::N)), 10..120).prop_map(each_name_once),
        1 => deep,
    ]
    .boxed()
}

/// Keys: one or two attributes of S, N or B.
pub fn keys() -> BoxedStrategy<RefItem> {
    let value = prop_oneof![
        text().prop_map(RefValue::S),
        number().prop_map(RefValue::N),
        binary().prop_map(RefValue::B)
    ];
    vec((name(), value), 1..=2).prop_map(each_name_once).boxed()
}

/// A time: most of them in our century, to the second. As many seconds as milliseconds would be are none.
pub fn time() -> BoxedStrategy<RefTime> {
    let nanoseconds = prop_oneof![3 => Just(0), 1 => select(vec![500_000_000, 1, 999_999_999, 120_000_000]), 1 => 0u32..1_000_000_000];
    let seconds = prop_oneof![6 => 1_400_000_000i64..4_000_000_000, 1 => i64::MIN..100_000_000_000, 1 => select(vec![0, 1, -1, 9, 10, 99_999_999_999, i64::MIN])];
    (seconds, nanoseconds).boxed()
}

/// A record, half of the time as Lambda writes it: decoders may have a path for that.
pub fn record() -> BoxedStrategy<Record> {
    prop_oneof![any_record(), lambda_record()].boxed()
}

/// A record with all members that Lambda writes, most of them in its spelling.
pub fn lambda_record() -> BoxedStrategy<Record> {
    let parts = (keys(), of(item()), of(item()), weighted(0.1, identity()));
    let texts =
        (regex("[0-9a-f]{32}"), select(vec!["INSERT", "MODIFY", "REMOVE"]), regex("[1-9][0-9]{20,39}"));
    let numbers = (1_000_000_000i64..4_000_000_000, 1u64..400_000, select(vec![2, 2, 2, 0, 1]));
    (parts, texts, numbers)
        .prop_map(|((keys, new, old, identity), (id, name, sequence_number), (seconds, size, spelling))| {
            let decoded = RefRecord {
                event_id: Some(id),
                event_name: Some(name.to_string()),
                event_version: Some("1.1".to_string()),
                event_source: Some("aws:dynamodb".to_string()),
                aws_region: Some("us-east-1".to_string()),
                arn: Some(random::ARN.to_string()),
                table: None,
                identity,
                created: Some((seconds, 0)),
                keys: Some(keys),
                new,
                old,
                sequence_number: Some(sequence_number),
                size_bytes: Some(size),
                view_type: Some("NEW_AND_OLD_IMAGES".to_string()),
            };
            Record::new(decoded, spelling, 0)
        })
        .boxed()
}

/// A record with any subset of its members.
pub fn any_record() -> BoxedStrategy<Record> {
    let word =
        |words: &[&'static str]| prop_oneof![8 => select(words.to_vec()).prop_map(String::from), 1 => text()];
    let arn = prop_oneof![
        4 => Just(random::ARN.to_string()),
        2 => regex("arn:aws(-cn|-us-gov)?:dynamodb:[a-z]{2}-[a-z]{4,9}-[1-9]:[0-9]{12}:table/[A-Za-z0-9_.-]{3,255}/stream/20[0-9]{2}-01-01T00:00:00\\.[0-9]{3}"),
        1 => text(),
    ];
    let envelope = (
        of(prop_oneof![3 => regex("[0-9a-f]{32}"), 1 => text()]),
        of(word(&["INSERT", "MODIFY", "REMOVE"])),
        of(word(&["1.1", "1.0"])),
        of(word(&["aws:dynamodb"])),
        of(word(&["us-east-1", "cn-northwest-1", "us-gov-west-1"])),
        of(arn),
        weighted(0.3, text()),
        weighted(0.2, identity()),
    );
    let change = (
        of(time()),
        of(keys()),
        of(item()),
        of(item()),
        of(prop_oneof![4 => regex("[1-9][0-9]{20,39}"), 1 => text()]),
        of(prop_oneof![6 => 1u64..400_000, 1 => any::<u64>()]),
        of(word(&["KEYS_ONLY", "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES"])),
    );
    // An image that equals the other is what a MODIFY looks like, and what a decoder may make use of.
    let same_images = weighted(0.2, item());
    (envelope, change, same_images, any::<(u8, u8)>())
        .prop_map(|(envelope, change, same_images, spelling)| {
            let (event_id, event_name, event_version, event_source, aws_region, arn, table, identity) =
                envelope;
            let (created, keys, new, old, sequence_number, size_bytes, view_type) = change;
            let (new, old) = match same_images {
                Some(image) => (Some(image.clone()), Some(image)),
                None => (new, old),
            };
            let decoded = RefRecord {
                event_id,
                event_name,
                event_version,
                event_source,
                aws_region,
                table: table.filter(|_| arn.is_none()),
                arn,
                identity,
                created,
                keys,
                new,
                old,
                sequence_number,
                size_bytes,
                view_type,
            };
            Record::new(decoded, spelling.0.into(), spelling.1.into())
        })
        .boxed()
}

fn identity() -> BoxedStrategy<RefIdentity> {
    prop_oneof![
        Just(RefIdentity {
            kind: Some("Service".to_string()),
            principal_id: Some("dynamodb.amazonaws.com".to_string())
        }),
        (of(text()), of(text())).prop_map(|(kind, principal_id)| RefIdentity { kind, principal_id }),
    ]
    .boxed()
}

/// The members of an event beside its records.
pub fn root() -> BoxedStrategy<RefRoot> {
    let window = (of(text()), of(text())).prop_map(|(start, end)| RefWindow { start, end });
    let state = select(vec![
        "{}",
        r#"{"1":282}"#,
        r#"{"1":"state1","2":[{"a":null}]}"#,
        "[ ]",
        "0.10",
        "\"\\u0041\"",
        "false",
    ])
    .prop_map(String::from);
    let root = (of(window), of(state), of(text()), of(text()), any::<Option<bool>>(), any::<Option<bool>>())
        .prop_map(|(window, state, shard_id, arn, is_final, is_terminated)| RefRoot {
            window,
            state,
            shard_id,
            arn,
            is_final,
            is_terminated,
        });
    prop_oneof![Just(RefRoot::default()), root].boxed()
}

/// An event of up to five records.
pub fn event() -> BoxedStrategy<Event> {
    (root(), vec(record(), 0..=5)).prop_map(|(root, records)| Event { root, records }).boxed()
}

fn each_name_once(members: RefItem) -> RefItem {
    let mut item = RefItem::new();
    for (name, value) in members {
        if item.iter().all(|(seen, _)| *seen != name) {
            item.push((name, value));
        }
    }
    item
}

fn regex(pattern: &'static str) -> BoxedStrategy<String> {
    string_regex(pattern).expect("a regular expression of ours").boxed()
}
