//! Input that is cut off, damaged, nested without end or larger than the limits: an error where the reference has one, never a panic.

mod agree;

use std::time::{Duration, Instant};

use agree::{Agree, item_of};
use millstream::{Decoder, ErrorKind, Item, Limits, Scratch};
use millstream_testkit::cases;
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::reference::decode_event;

/// As on the wire, with all ten types.
const WIRE: &str = r#"{"Records":[{"eventID":"f07f8ca4b0b26cb9c4e5e77e69f274ee","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"dynamodb":{"ApproximateCreationDateTime":1.674921798E9,"Keys":{"pk":{"S":"a"}},"NewImage":{"pk":{"S":"a"},"n":{"N":"-1.5E3"},"b":{"B":"AAEqQQ=="},"t":{"BOOL":true},"z":{"NULL":true},"l":{"L":[{"N":"1"},{"M":{}}]},"m":{"M":{"k":{"S":"한😀"}}},"ss":{"SS":["x","y"]},"ns":{"NS":["1"]},"bs":{"BS":["QQ=="]}},"OldImage":{"pk":{"S":"a"}},"SequenceNumber":"1405400000000002063282832","SizeBytes":54,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/Example-Table/stream/2016-12-01T00:00:00.000"}]}"#;

/// Small, with whitespace, escapes, a window, members in another order, and a record that does not fit.
const ODD: &str = "{ \"window\" : {\"start\":null} ,\r\n\"Records\":[ { \"dynamodb\":{\"SizeBytes\" :1.2E1,\"Keys\": {\"\\u0061\":{ \"S\":\"\\ud83d\\ude00\\n\"} } , \"x\":[1,{}]}, \"eventID\":\"\\/\"\t},{\"eventID\":1}],\"state\":{ \"1\":false}}";

/// A copy that ends where its memory does: reading further is seen by Miri and sanitizers.
fn exactly(input: &[u8]) -> Box<[u8]> {
    input.into()
}

#[test]
fn truncation_at_every_byte() {
    let mut agree = Agree::new();
    let mut fixtures: Vec<String> = vec![WIRE.into(), ODD.into()];
    for (seed, style) in (0..).zip(Style::all(3)) {
        fixtures.push(style.event(&random::event(&mut Rng::new(seed), 2)));
    }
    for fixture in fixtures {
        let whole = fixture.trim_end().as_bytes();
        assert!(agree.event(exactly(whole)).is_ok());
        for length in 0..whole.len() {
            assert!(agree.event(exactly(&whole[..length])).is_err(), "{length} bytes of {fixture}");
        }
        // A record alone, cut off in the same way.
        let batch = decode_event(whole, Default::default()).unwrap();
        let record = batch.raw.first().map_or("{}", |raw| raw.as_str());
        for length in 0..record.len() {
            assert!(
                agree.record(exactly(&record.as_bytes()[..length])).is_err(),
                "{length} bytes of {record}"
            );
        }
    }
}

#[test]
fn every_byte_replaced_by_every_other() {
    let mut agree = Agree::new();
    for fixture in [WIRE, ODD] {
        assert!(agree.event(fixture).is_ok());
        let mut input = exactly(fixture.as_bytes());
        for place in 0..input.len() {
            let original = input[place];
            for byte in 0..=255 {
                input[place] = byte;
                let _ = agree.event(&input);
            }
            input[place] = original;
        }
    }
}

#[test]
fn every_byte_removed_or_doubled() {
    let mut agree = Agree::new();
    for fixture in [WIRE, ODD] {
        for place in 0..fixture.len() {
            let mut input = fixture.as_bytes().to_vec();
            input.insert(place, input[place]);
            let _ = agree.event(exactly(&input));
            input.drain(place..place + 2);
            let _ = agree.event(exactly(&input));
        }
    }
}

/// Several bytes at once: replaced, removed, moved, and pieces of one event put into another.
#[test]
fn random_corruption() {
    let mut agree = Agree::new();
    for seed in 0..20_000 {
        let mut rng = Rng::new(seed);
        let styles = Style::all(seed);
        let style = *rng.pick(&styles);
        let mut input = style.event(&random::event(&mut rng, 2)).into_bytes();
        for _ in 0..=rng.below(3) {
            let (place, other) = (rng.below(input.len()), rng.below(input.len()));
            match rng.below(5) {
                0 => input[place] = *rng.pick(b"{}[]\",:\\0-eE.u \n\x00\x1f\x7f\x80\xc2\xe0\xed\xf0\xff"),
                1 => input[place] ^= 1 << rng.below(8),
                2 => drop(input.drain(place.min(other)..place.max(other))),
                3 => input.swap(place, other),
                _ => {
                    let piece = input[other..].iter().take(20).copied().collect::<Vec<_>>();
                    input.splice(place..place, piece);
                }
            }
            if input.is_empty() {
                break;
            }
        }
        let _ = agree.event(exactly(&input));
    }
}

/// Nesting far beyond every limit, closed or not, ends in an error and not on the end of the stack.
#[test]
fn nesting_without_end() {
    const DEPTH: usize = 200_000;
    let mut agree = Agree::new();
    let mut decoder = Decoder::new();
    let lists = [("[", "]"), (r#"{"a":"#, "}"), (r#"{"L":["#, "]}"), (r#"{"M":{"a":"#, "}}")];
    for (open, close) in lists {
        for value in [open.repeat(DEPTH), format!("{}0{}", open.repeat(DEPTH), close.repeat(DEPTH))] {
            for event in [
                value.clone(),
                format!("{{\"x\":{value},\"Records\":[]}}"),
                format!("{{\"Records\":{value}}}"),
                cases::event_of_record(&value),
                cases::event_of_record(&format!("{{\"x\":{value}}}")),
                cases::event_of_record(&format!("{{\"dynamodb\":{{\"x\":{value}}}}}")),
                cases::event_of_item(&value),
                cases::event_of_item(&format!("{{\"a\":{value}}}")),
            ] {
                assert!(decoder.decode::<Item>(&event).unwrap_err().is_fatal());
                assert!(decoder.read(&event).unwrap_err().is_fatal());
                let mut stream = decoder.stream::<Item>(&event);
                assert!(stream.next().unwrap().unwrap_err().is_fatal());
            }
            assert!(decoder.decode_item::<Item>(&format!("{{\"a\":{value}}}")).unwrap_err().is_fatal());
            assert!(decoder.decode_record::<Item>(&format!("{{\"a\":{value}}}")).unwrap_err().is_fatal());
        }
    }
    // The deepest that limits allow, on the stack of a test.
    let most = Limits { nesting: usize::MAX, ..Limits::default() };
    let mut deepest = Decoder::with_limits(most);
    for maps in [false, true] {
        for (levels, fits) in [(Limits::MAX_NESTING, true), (Limits::MAX_NESTING + 1, false)] {
            let item = format!("{{\"a\":{}}}", cases::nested_value(levels, maps));
            assert_eq!(deepest.decode_item::<Item>(&item).is_ok(), fits);
            let event = cases::event_of_item(&item);
            let batch = deepest.decode::<Item>(&event).unwrap();
            let error = batch.iter().next().unwrap().err();
            assert_eq!(error.is_none(), fits);
            assert!(error.is_none_or(|error| error.kind() == ErrorKind::Limit && !error.is_fatal()));
        }
    }
    assert!(agree.event(WIRE).is_ok());
}

#[test]
fn errors_of_limits_say_so() {
    let event = format!("{{\"Records\":[{}]}}", ["{}"; 11].join(","));
    let mut decoder = Decoder::with_limits(Limits { records: 10, nesting: 1, ..Limits::default() });
    let error = decoder.decode::<Item>(&event).unwrap_err();
    assert_eq!((error.kind(), error.is_fatal()), (ErrorKind::Limit, true));
    let error = decoder.read(&event).unwrap_err();
    assert_eq!((error.kind(), error.is_fatal()), (ErrorKind::Limit, true));
    let mut stream = decoder.stream::<Item>(&event);
    for _ in 0..10 {
        assert!(stream.next().unwrap().is_ok());
    }
    let error = stream.next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.is_fatal()), (ErrorKind::Limit, true));
    assert!(stream.next().is_none());

    let event = cases::event_of_item(r#"{"a":{"L":[{"L":[]}]}}"#);
    let batch = decoder.decode::<Item>(&event).unwrap();
    let error = batch.iter().next().unwrap().unwrap_err();
    assert_eq!((error.kind(), error.is_fatal()), (ErrorKind::Limit, false));

    let event = format!("{{\"x\":{}{},\"Records\":[]}}", "[".repeat(1024), "]".repeat(1024));
    let error = decoder.decode::<Item>(&event).unwrap_err();
    assert_eq!((error.kind(), error.is_fatal()), (ErrorKind::Limit, true));
}

/// With any amount of memory: the right answer, or an error that says that it was not enough.
#[test]
fn memory_below_and_above_the_need() {
    let large = Style::wire().event(&random::event(&mut Rng::new(5), 40));
    for event in [
        WIRE.to_string(),
        ODD.to_string(),
        large,
        Style::all(7)[12].event(&random::event(&mut Rng::new(8), 20)),
    ] {
        let expected = decode_event(event.as_bytes(), Default::default()).unwrap();
        let mut sizes: Vec<usize> = (0..2000).collect();
        sizes.extend((11..24).flat_map(|power| [(1 << power) - 1, 1 << power, 3 << (power - 1)]));
        let (mut refused, mut decoded) = (0, 0);
        for arena_bytes in sizes {
            let limits = Limits { arena_bytes, ..Limits::default() };
            let mut decoder = Decoder::with_limits(limits);
            match decoder.decode::<Item>(&event) {
                Ok(batch) => {
                    decoded += 1;
                    for (found, expected) in batch.iter().zip(&expected.records) {
                        assert_eq!(found.is_ok(), expected.is_ok(), "{arena_bytes}");
                        let new = found.ok().and_then(|record| record.new_image().map(item_of));
                        assert_eq!(
                            new.as_ref(),
                            expected.as_ref().ok().and_then(|record| record.new.as_ref())
                        );
                    }
                }
                Err(error) => {
                    refused += 1;
                    assert_eq!(
                        (error.kind(), error.is_fatal()),
                        (ErrorKind::Limit, true),
                        "{arena_bytes}: {error:?}"
                    );
                }
            }
            let mut stream = decoder.stream::<Item>(&event);
            let mut index = 0;
            while let Some(found) = stream.next() {
                match found {
                    Ok(record) => {
                        let expected = expected.records[index].as_ref().unwrap();
                        assert_eq!(record.old_image().map(item_of), expected.old, "{arena_bytes}");
                    }
                    Err(error) if error.kind() == ErrorKind::Limit => {}
                    Err(error) => assert!(expected.records[index].is_err(), "{arena_bytes}: {error:?}"),
                }
                index += 1;
            }
            match decoder.read(&event) {
                Ok(batch) => {
                    let scratch = Scratch::with_limits(limits);
                    for record in batch.iter().flatten() {
                        let image = record.new_image::<Item>(&scratch);
                        assert!(image.is_ok_and(|_| true) || arena_bytes < 1 << 20, "{arena_bytes}");
                    }
                }
                Err(error) => assert_eq!(error.kind(), ErrorKind::Limit, "{arena_bytes}: {error:?}"),
            }
        }
        assert!(refused > 0 && decoded > 0, "{refused} {decoded}");
    }
}

/// Time that grows with the input and not with its square: megabytes of the most awkward kinds, in seconds even in a debug build.
#[test]
fn no_input_takes_long() {
    const COUNT: usize = 100_000;
    let attributes = |name: fn(usize) -> String| {
        let attributes = (0..COUNT).map(|place| format!("\"{}\":{{\"N\":\"{place}\"}}", name(place)));
        format!("{{{}}}", attributes.collect::<Vec<_>>().join(","))
    };
    let events = [
        ("many names", cases::event_of_item(&attributes(|place| format!("attribute{place}")))),
        ("one name", cases::event_of_item(&attributes(|_| "a".into()))),
        ("two names", cases::event_of_item(&attributes(|place| format!("a{}", place % 2)))),
        ("each name twice", cases::event_of_item(&attributes(|place| format!("a{}", place / 2)))),
        ("escaped names", cases::event_of_item(&attributes(|place| format!("\\u0061{place}")))),
        (
            "many dynamodb",
            cases::event_of_record(&format!(
                "{{{}}}",
                vec![r#""dynamodb":{"Keys":{"a":{}}}"#; COUNT].join(",")
            )),
        ),
        (
            "many images",
            cases::event_of_record(&format!(
                "{{\"dynamodb\":{{{}}}}}",
                vec![r#""NewImage":{"a":{"S":"x"}}"#; COUNT].join(",")
            )),
        ),
        ("many ids", cases::event_of_record(&format!("{{{}}}", vec![r#""eventID":"a""#; COUNT].join(",")))),
        ("bad records", format!("{{\"Records\":[{}]}}", vec![r#"{"eventID":1}"#; 10_000].join(","))),
        ("empty records", format!("{{\"Records\":[{}]}}", vec!["{}"; 10_000].join(","))),
        ("long string", cases::event_of_item(&format!("{{\"a\":{{\"S\":\"{}\"}}}}", "x".repeat(COUNT * 50)))),
        (
            "all escapes",
            cases::event_of_item(&format!("{{\"a\":{{\"S\":\"{}\"}}}}", "\\u00e9".repeat(COUNT * 10))),
        ),
        (
            "long number",
            cases::event_of_item(&format!("{{\"a\":{{\"N\":\"1{}\"}}}}", "0".repeat(COUNT * 10))),
        ),
        (
            "long exponent",
            cases::event_of_item(&format!("{{\"a\":{{\"N\":\"1e{}1\"}}}}", "0".repeat(COUNT * 10))),
        ),
        (
            "long time",
            cases::event_of_record(&format!(
                "{{\"dynamodb\":{{\"ApproximateCreationDateTime\":1.{}}}}}",
                "9".repeat(COUNT * 10)
            )),
        ),
        (
            "long size",
            cases::event_of_record(&format!(
                "{{\"dynamodb\":{{\"SizeBytes\":1{}e-{COUNT}}}}}",
                "0".repeat(COUNT)
            )),
        ),
        ("great exponent", cases::event_of_record("{\"dynamodb\":{\"SizeBytes\":1e999999999}}")),
        ("whitespace", format!("{{\"Records\":[{}{{}}]}}", " \n\t\r".repeat(COUNT * 10))),
        ("set", cases::event_of_item(&format!("{{\"a\":{{\"NS\":[{}]}}}}", vec!["\"1\""; COUNT].join(",")))),
        ("many unknown", format!("{{{},\"Records\":[]}}", vec!["\"x\":{\"y\":[1]}"; COUNT].join(","))),
        (
            "escaped ARNs",
            format!(
                "{{\"Records\":[{}]}}",
                vec![r#"{"eventSourceARN":"arn:aws:dynamodb:r:1:table\/t\/stream\/x"}"#; 10_000].join(",")
            ),
        ),
    ];
    let mut decoder = Decoder::new();
    for (name, event) in &events {
        let start = Instant::now();
        let records = decoder.decode::<Item>(event).unwrap_or_else(|error| panic!("{name}: {error:?}")).len();
        let mut stream = decoder.stream::<Item>(event);
        let mut streamed = 0;
        while stream.next().is_some() {
            streamed += 1;
        }
        assert_eq!(streamed, records, "{name}");
        let scratch = Scratch::new();
        for record in decoder.read(event).unwrap().iter().flatten() {
            let _ = record.new_image::<Item>(&scratch);
        }
        let took = start.elapsed();
        println!("{name}: {} KB in {took:?}", event.len() / 1000);
        assert!(took < Duration::from_secs(10), "{name} takes {took:?}");
    }
}
