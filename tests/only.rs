//! Decoding chosen parts of chosen records, against the same records decoded in full.
#![cfg(feature = "derive")]

use std::fmt::Debug;

use millstream::{Decoder, EventName, Item, Limits, Model, Parts, Record, Wanted};

#[derive(Model, Debug, PartialEq)]
#[allow(dead_code)]
struct Post<'a> {
    #[model(hash_key)]
    id: &'a str,
    likes: u32,
    tags: Option<&'a [&'a str]>,
}

/// Told by its key, so that the keys are looked at whether they are asked for or not.
#[derive(Model, Debug, PartialEq)]
#[model(hash_key = "id")]
#[allow(dead_code)]
enum Told<'a> {
    #[model(hash_key_prefix = "post#")]
    Post(Post<'a>),
    #[model(other)]
    Else,
}

const KEYS: &str = r#"{"id":{"S":"post#7"}}"#;
const NEW: &str = r#"{"id":{"S":"post#7"},"tags":{"SS":["a","b\n"]},"likes":{"N":"8"},"more":{"L":[{"M":{"x":{"BOOL":true}}}]}}"#;
const OLD: &str = r#"{"id":{"S":"post#7"},"likes":{"N":"7"},"none":{"NULL":true}}"#;
const NAMES: [Option<&str>; 5] = [Some("INSERT"), Some("MODIFY"), Some("REMOVE"), Some("OTHER"), None];
const ALL_PARTS: [Parts; 8] = [
    Parts::NONE,
    Parts::KEYS,
    Parts::NEW_IMAGE,
    Parts::OLD_IMAGE,
    Parts::IMAGES,
    Parts::KEYS.and(Parts::NEW_IMAGE),
    Parts::KEYS.and(Parts::OLD_IMAGE),
    Parts::ALL,
];

/// How a record's members are ordered and spelled.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// as Lambda sends them
    Wire,
    Spaced,
    NameLast,
    ImagesFirst,
    /// an event name that is replaced by a second one
    NameTwice,
    /// images that are replaced by second ones
    ImagesTwice,
}

const SHAPES: [Shape; 6] =
    [Shape::Wire, Shape::Spaced, Shape::NameLast, Shape::ImagesFirst, Shape::NameTwice, Shape::ImagesTwice];

fn record(name: Option<&str>, carried: Parts, shape: Shape) -> String {
    let part = |part, member: &str| if carried.contains(part) { member.to_owned() } else { String::new() };
    let keys = part(Parts::KEYS, &format!(r#""Keys":{KEYS},"#));
    let new = part(Parts::NEW_IMAGE, &format!(r#""NewImage":{NEW},"#));
    let old = part(Parts::OLD_IMAGE, &format!(r#""OldImage":{OLD},"#));
    let parts = match shape {
        Shape::ImagesFirst => format!("{old}{new}{keys}"),
        Shape::ImagesTwice => {
            format!(r#""OldImage":{{"likes":{{"S":"-"}}}},"OldImage":null,{keys}{new}{old}"#)
                .replace(r#"{"likes":{"S":"-"}}"#, OLD)
        }
        _ => format!("{keys}{new}{old}"),
    };
    let dynamodb = format!(
        r#""dynamodb":{{"ApproximateCreationDateTime":1.47949974E9,{parts}"SequenceNumber":"1302","SizeBytes":112,"StreamViewType":"NEW_AND_OLD_IMAGES"}}"#
    );
    let name = name.map_or(String::new(), |name| format!(r#","eventName":"{name}""#));
    let (before, behind) = match shape {
        Shape::NameLast => (String::new(), name),
        Shape::NameTwice => (
            r#","eventName":"MODIFY""#.to_owned(),
            if name.is_empty() { r#","eventName":null"#.to_owned() } else { name },
        ),
        _ => (name, String::new()),
    };
    let record = format!(
        r#"{{"eventID":"7de3"{before},"eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-west-2",{dynamodb},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/T/stream/2016-11-16T20:42:48.104"{behind}}}"#
    );
    if let Shape::Spaced = shape { record.replace(r#":{"#, " : {\n") } else { record }
}

fn event(records: &[String]) -> String {
    format!(r#"{{"Records":[{}]}}"#, records.join(","))
}

/// A record as text: its envelope, and its parts.
fn shown<M: Model>(record: &Record<'_, M>, parts: Parts) -> String
where
    for<'a> M::View<'a>: Debug,
    for<'a> M::Keys<'a>: Debug,
{
    let keys = record.keys().filter(|_| parts.contains(Parts::KEYS));
    let new = record.new_image().filter(|_| parts.contains(Parts::NEW_IMAGE));
    let old = record.old_image().filter(|_| parts.contains(Parts::OLD_IMAGE));
    format!("{:?} {keys:?} {new:?} {old:?}", **record)
}

/// Every record of the event with what is wanted of it, taken from the fully decoded one.
fn expected<M: Model>(event: &str, wanted: &Wanted) -> Vec<String>
where
    for<'a> M::View<'a>: Debug,
    for<'a> M::Keys<'a>: Debug,
{
    let mut decoder = Decoder::new();
    let mut stream = decoder.stream::<M>(event);
    let mut records = Vec::new();
    while let Some(record) = stream.next() {
        let record = record.unwrap();
        records.extend(wanted.of(record.event_name()).map(|parts| shown(&record, parts)));
    }
    records
}

fn agrees<M: Model>(event: &str, wanted: Wanted)
where
    for<'a> M::View<'a>: Debug,
    for<'a> M::Keys<'a>: Debug,
{
    let expected = expected::<M>(event, &wanted);
    let (mut decoder, mut streamed) = (Decoder::new(), Vec::new());
    let mut stream = decoder.only(wanted).stream::<M>(event);
    while let Some(record) = stream.next() {
        streamed.push(shown(&record.unwrap(), Parts::ALL));
    }
    assert_eq!(streamed, expected, "{wanted:?} {event}");
}

fn agrees_eagerly(event: &str, wanted: Wanted) {
    let expected = expected::<Post>(event, &wanted);
    let mut decoder = Decoder::new();
    let batch = decoder.only(wanted).decode::<Post>(event).unwrap();
    let records: Vec<_> = batch.iter().map(|record| shown(record.unwrap(), Parts::ALL)).collect();
    assert_eq!(records, expected, "{wanted:?} {event}");
    assert_eq!(batch.len(), expected.len());
}

/// Every choice that asks the same of all kinds, and every one that asks something else of one kind.
fn choices() -> Vec<Wanted> {
    let some = |parts: Parts| Some(parts);
    let mut choices = vec![Wanted::NOTHING];
    for parts in ALL_PARTS {
        choices.push(parts.into());
        choices.push(Wanted::NOTHING.on_insert(parts));
        choices.push(Wanted::NOTHING.on_modify(parts));
        choices.push(Wanted::NOTHING.on_remove(some(parts)));
        choices.push(Wanted::NOTHING.on_other(parts).on_modify(Parts::NONE));
        choices.push(Wanted::ALL.on_modify(parts).on_remove(None));
    }
    choices
}

#[test]
fn every_choice_of_every_record_is_what_the_full_record_says() {
    for shape in SHAPES {
        let records: Vec<_> =
            NAMES.iter().flat_map(|&name| ALL_PARTS.map(|carried| record(name, carried, shape))).collect();
        let event = event(&records);
        for wanted in choices() {
            agrees::<Post>(&event, wanted);
            agrees::<Item>(&event, wanted);
            agrees::<Told>(&event, wanted);
            agrees_eagerly(&event, wanted);
        }
    }
}

#[test]
fn what_a_record_carries_is_told_whether_or_not_it_is_asked_for() {
    for shape in SHAPES {
        for carried in ALL_PARTS {
            let event = event(&[record(Some("MODIFY"), carried, shape)]);
            for wanted in ALL_PARTS {
                let mut decoder = Decoder::new();
                let batch = decoder.only(wanted).decode::<Post>(&event).unwrap();
                let record = batch.iter().next().unwrap().unwrap();
                assert_eq!(record.parts(), carried);
                assert_eq!(record.has_new_image(), carried.contains(Parts::NEW_IMAGE));
                assert_eq!(record.has_old_image(), carried.contains(Parts::OLD_IMAGE));
                assert_eq!(
                    record.keys().is_some(),
                    carried.contains(Parts::KEYS) && wanted.contains(Parts::KEYS)
                );
            }
            let mut decoder = Decoder::new();
            assert_eq!(decoder.read(&event).unwrap().iter().next().unwrap().unwrap().parts(), carried);
        }
    }
}

/// A change that is read for some of its images is told as a stream that carries only these would tell it.
#[test]
fn a_change_is_what_a_stream_of_the_wanted_parts_would_carry() {
    for name in NAMES {
        for carried in ALL_PARTS {
            for wanted in ALL_PARTS {
                let less =
                    ALL_PARTS.into_iter().rfind(|&parts| carried.contains(parts) && wanted.contains(parts));
                let (full, less) = (
                    event(&[record(name, carried, Shape::Wire)]),
                    event(&[record(name, less.unwrap(), Shape::Wire)]),
                );
                let (mut decoder, mut other) = (Decoder::new(), Decoder::new());
                let chosen = decoder.only(wanted).decode::<Post>(&full).unwrap();
                let sent = other.decode::<Post>(&less).unwrap();
                let change = |record: &Record<'_, Post<'_>>| format!("{:?}", record.change());
                assert_eq!(
                    chosen.iter().map(|record| change(record.unwrap())).collect::<Vec<_>>(),
                    sent.iter().map(|record| change(record.unwrap())).collect::<Vec<_>>(),
                );
            }
        }
    }
}

#[test]
fn malformed_json_in_a_part_that_is_stepped_over_is_an_error_all_the_same() {
    let event =
        event(&[record(Some("MODIFY"), Parts::ALL, Shape::Wire), record(None, Parts::ALL, Shape::NameLast)]);
    let (mut decoder, mut original) = (Decoder::new(), Decoder::new());
    let mut malformed = 0;
    for at in 0..event.len() {
        for other in ["", "\n", "\"", "\\", "{", "}", "]", ",", "x"] {
            let damaged = format!("{}{other}{}", &event[..at], &event[at + 1..]);
            // Nothing but envelopes is looked at here either.
            let expected =
                original.read(&damaged).map(|batch| batch.len()).map_err(|error| error.to_string());
            for wanted in [Wanted::from(Parts::NONE), Wanted::NOTHING] {
                let result = decoder.only(wanted).decode::<Post>(&damaged);
                let result =
                    result.map(|batch| batch.failures().len() + batch.iter().filter(Result::is_ok).count());
                match (&expected, result) {
                    (Ok(count), Ok(found)) => {
                        assert!(wanted == Wanted::NOTHING || found == *count, "{damaged}")
                    }
                    (Err(expected), Err(error)) => {
                        assert!(error.is_fatal());
                        assert_eq!(&error.to_string(), expected);
                        malformed += 1;
                    }
                    (expected, result) => panic!("{expected:?} {result:?} {damaged}"),
                }
            }
        }
    }
    assert!(malformed > event.len() * 9);
}

/// Short keys are stepped over by code of their own, which leaves all others alone.
#[test]
fn keys_of_any_shape_are_stepped_over_as_json() {
    let (long, longer) = ("x".repeat(40), "y".repeat(64));
    let names = ["id", "", "한국", &long, "a\\\"b", "a\nb", "a\\"];
    let values = [
        r#"{"S":"a"}"#,
        r#"{"N":"-1.5"}"#,
        r#"{"B":"AQ=="}"#,
        r#"{"S":"}"}"#,
        r#"{"S":"\""}"#,
        r#"{"S":"a""#,
        r#"{"S":"a"}}"#,
        r#"{"S":"a",}"#,
        r#"{"S":1}"#,
        "{}",
        "7",
        "",
        &format!(r#"{{"S":"{long}"}}"#),
        &format!(r#"{{"S":"{longer}"}}"#),
        r#" { "S" : "a" } "#,
    ];
    let mut attributes: Vec<String> = Vec::new();
    for (name, value) in names.iter().flat_map(|name| values.iter().map(move |value| (name, value))) {
        attributes.push(format!("\"{name}\":{value}"));
    }
    let mut keys = vec![String::new(), ",".to_owned(), r#""id":{"S":"a"},"#.to_owned()];
    for attribute in &attributes {
        keys.push(attribute.clone());
        keys.push(format!(r#""first":{{"N":"1"}},{attribute}"#));
        keys.push(format!(r#""first":{{"N":"1"}},"second":{{"S":"2"}},{attribute}"#));
    }
    let mut decoder = Decoder::new();
    for keys in keys {
        // Near the end of an input less is read at once.
        for behind in ["", &" ".repeat(400)] {
            let event =
                event(&[format!(r#"{{"eventName":"INSERT","dynamodb":{{"Keys":{{{keys}}}}}}}"#)]) + behind;
            let is_json = serde_json::from_str::<serde_json::Value>(&event).is_ok();
            let only = decoder.only(Parts::NEW_IMAGE).decode::<Item<'_>>(&event).is_ok();
            assert_eq!((only, decoder.read(&event).is_ok()), (is_json, is_json), "{event}");
        }
    }
}

#[test]
fn a_misfit_fails_only_those_who_ask_for_it() {
    let misfit = record(Some("MODIFY"), Parts::ALL, Shape::Wire)
        .replace(r#""likes":{"N":"8"}"#, r#""likes":{"S":"8"}"#);
    let late =
        record(Some("MODIFY"), Parts::ALL, Shape::NameLast).replace(r#""likes":{"N":"8"}"#, r#""likes":5"#);
    for record in [misfit, late] {
        let event = event(&[record]);
        for parts in ALL_PARTS {
            for wanted in [Wanted::from(parts), Wanted::ALL.on_modify(parts)] {
                let mut decoder = Decoder::new();
                let batch = decoder.only(wanted).decode::<Post>(&event).unwrap();
                let record = batch.iter().next().unwrap();
                assert_eq!(record.is_err(), parts.contains(Parts::NEW_IMAGE));
                if let Err(error) = record {
                    assert_eq!(error.path(), "Records[0].NewImage.likes");
                }
            }
        }
        let mut decoder = Decoder::new();
        assert!(decoder.only(Wanted::ALL.on_modify(None)).decode::<Post>(&event).unwrap().is_empty());
    }
}

#[test]
fn an_envelope_that_does_not_fit_is_an_error_of_any_kind_of_record() {
    let misfit = record(Some("MODIFY"), Parts::ALL, Shape::Wire).replace("112", "-1");
    let event = event(&[
        misfit,
        record(Some("INSERT"), Parts::ALL, Shape::Wire),
        record(None, Parts::KEYS, Shape::Wire),
    ]);
    let mut decoder = Decoder::new();
    let mut stream = decoder.only(Wanted::NOTHING.on_other(Parts::KEYS)).stream::<Post>(&event);
    assert_eq!(stream.next().unwrap().map(|_| ()).unwrap_err().path(), "Records[0].SizeBytes");
    let record = stream.next().unwrap().unwrap();
    assert_eq!((record.event_name(), record.index()), (None, 2));
    assert!(record.keys().is_some());
    assert!(stream.next().is_none());
}

/// Not even a decoder that is asked for nothing takes an event name that comes first for the one that counts.
#[test]
fn the_last_event_name_decides() {
    let event = event(&[record(Some("REMOVE"), Parts::ALL, Shape::NameTwice)]);
    let mut decoder = Decoder::new();
    let batch = decoder.only(Wanted::NOTHING.on_remove(Parts::OLD_IMAGE)).decode::<Post>(&event).unwrap();
    let record = batch.iter().next().unwrap().unwrap();
    assert_eq!(record.event_name(), Some(EventName::Remove));
    assert_eq!(record.old_image().map(|post| post.likes), Some(7));
    let batch = decoder.only(Wanted::NOTHING.on_modify(Parts::ALL)).decode::<Post>(&event).unwrap();
    assert!(batch.is_empty());
}

/// Images nobody asks for are stepped over by what those before had in common. What differs from one to the next must not matter.
#[test]
fn what_is_left_out_may_be_empty_in_one_record_and_not_in_another() {
    let names =
        ["a", "additionalPreferences", "additionalCustomerPreferences", "additionalPreferencesOfCustomers"];
    let values = [
        r#"{"M":{}}"#,
        r#"{"L":[]}"#,
        r#"{"M":{"mail":{"S":"yes"}}}"#,
        r#"{"L":[{"BOOL":true}]}"#,
        r#"{"BOOL":false}"#,
    ];
    for name in names {
        for value in values {
            let images = values.map(|other| [value, value, other, value]).concat();
            let records: Vec<String> = images
                .iter()
                .map(|value| {
                    record(Some("INSERT"), Parts::KEYS | Parts::NEW_IMAGE, Shape::Wire).replace(
                        r#""NewImage":{"#,
                        &format!(r#""NewImage":{{"{name}":{value},"b":{{"S":"x"}},"#),
                    )
                })
                .collect();
            let event = event(&records);
            assert!(event.contains(name));
            let mut decoder = Decoder::new();
            assert!(decoder.only(Parts::KEYS).decode::<Item<'_>>(&event).unwrap().failures().is_empty());
            assert!(decoder.read(&event).unwrap().failures().is_empty());
        }
    }
}

#[test]
fn what_was_stepped_over_is_not_shown() {
    let records = [(); 20].map(|()| record(Some("INSERT"), Parts::KEYS | Parts::NEW_IMAGE, Shape::Wire));
    let event = event(&records);
    let mut decoder = Decoder::new();
    assert_eq!(decoder.read(&event).unwrap().len(), 20);
    assert!(decoder.reserved_bytes() > 0);
    // What it holds of the images is customers' data.
    let shown = format!("{decoder:?}");
    assert!(shown.len() < 1_000 && !shown.contains("likes"), "{shown}");
}

/// Those that are passed over one after the other leave nothing behind in the memory for one record, whatever order their members are in.
#[test]
fn records_that_are_passed_over_take_no_memory() {
    let limits = Limits { arena_bytes: 8 << 10, ..Limits::default() };
    for shape in [Shape::Wire, Shape::NameLast, Shape::ImagesFirst] {
        let mut records = vec![record(Some("INSERT"), Parts::ALL, shape); 1_000];
        records.push(record(Some("REMOVE"), Parts::ALL, shape));
        let event = event(&records);
        let mut decoder = Decoder::with_limits(limits);
        let mut stream = decoder.only(Wanted::NOTHING.on_remove(Parts::OLD_IMAGE)).stream::<Post>(&event);
        let record = stream.next().unwrap().unwrap();
        assert_eq!((record.index(), record.region()), (1_000, Some("us-west-2")), "{shape:?}");
        assert!(stream.next().is_none());
        let batch = decoder.only(Wanted::NOTHING.on_remove(Parts::OLD_IMAGE)).decode::<Post>(&event).unwrap();
        assert_eq!(batch.len(), 1, "{shape:?}");
    }
}
