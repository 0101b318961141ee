//! Bytes are checked to be UTF-8 where they are read, text is not checked at all: both have to come to the same, and what is no UTF-8 must never
//! pass.
#![cfg(feature = "derive")]

use std::fmt::{Debug, Write};

use millstream::{Decoder, Error, ErrorKind, Item, Model, Number, Parts, Record, Scratch};

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Shop<'a> {
    #[model(hash_key)]
    id: &'a str,
    name: &'a str,
    #[model(rename = "straße")]
    street: Option<&'a str>,
    price: Number<'a>,
    tags: Option<&'a [&'a str]>,
    owner: Option<Owner<'a>>,
    note: Option<&'a str>,
    photo: Option<&'a [u8]>,
}

#[derive(Model, Debug)]
#[allow(dead_code)]
struct Owner<'a> {
    city: &'a str,
    grade: Option<f64>,
}

/// Letters of one to four bytes, and of three that are checked in other ways.
const LETTERS: [&str; 9] = ["a", "é", "ß", "한", "日", "ก", "\u{d7ff}", "\u{e000}", "😀"];

/// Texts of all lengths around those that are looked at in one go, each with letters at other places, some with escapes.
fn text(number: usize) -> String {
    let letter = LETTERS[number % LETTERS.len()];
    let length = [0, 1, 7, 14, 15, 16, 29, 30, 31, 32, 33, 60, 64, 65, 96, 97, 130, 300][number / 3 % 18];
    let plain = "x".repeat(length);
    match number % 4 {
        0 => plain,
        1 => format!("{letter}{plain}"),
        2 => format!("{plain}{letter}"),
        _ if number % 5 == 0 => format!("{}{letter}\\n{letter}", &plain[..length / 2]),
        _ => format!("{}{letter}{}", &plain[..length / 2], &plain[length / 2..]),
    }
}

fn image(number: usize) -> String {
    let mut image = format!(
        r#"{{"id":{{"S":"{}"}},"name":{{"S":"{}"}},"price":{{"N":"{number}.5"}}"#,
        text(number),
        text(number + 1)
    );
    if number % 2 == 0 {
        write!(image, r#","straße":{{"S":"{}"}}"#, text(number + 2)).unwrap();
    }
    if number % 3 == 0 {
        write!(image, r#","tags":{{"SS":["{}","{}"]}}"#, text(number + 3), text(number + 4)).unwrap();
    }
    if number % 5 == 0 {
        let (city, other) = (text(number + 5), text(number + 6));
        write!(
            image,
            r#","owner":{{"M":{{"city":{{"S":"{city}"}},"{other}":{{"S":"{other}"}},"grade":{{"N":"1"}}}}}}"#
        )
        .unwrap();
    }
    if number % 4 < 2 {
        // Long enough to be unescaped in spans, the escapes far from each other or close, and but for them ASCII.
        let runs = ["x".repeat(150), "x".repeat(9)];
        let note = [&*runs[number % 4], "\\n"].concat().repeat(if number % 4 == 0 { 5 } else { 80 });
        write!(image, r#","note":{{"S":"{note}{}"}}"#, "x".repeat(300)).unwrap();
    }
    if number % 7 == 0 {
        write!(
            image,
            r#","photo":{{"B":"{}"}},"others":{{"L":[{{"S":"{}"}}]}}"#,
            "QUJD".repeat(20),
            text(number)
        )
        .unwrap();
    }
    image + "}"
}

/// An event as Lambda sends it.
fn event(records: usize) -> String {
    let records: Vec<_> = (0..records).map(|number| {
        format!(
            r#"{{"eventID":"{}","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"us-east-1","dynamodb":{{"ApproximateCreationDateTime":1.674921798E9,"Keys":{{"id":{{"S":"{}"}}}},"NewImage":{},"OldImage":{},"SequenceNumber":"{number}","SizeBytes":9,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"arn:aws:dynamodb:us-east-1:123456789012:table/{}/stream/2016-12-01T00:00:00.000"}}"#,
            text(number), text(number), image(number), image(number + 1), if number % 50 < 25 { "Shops" } else { "Läden" }
        )
    }).collect();
    format!(r#"{{"Records":[{}],"state":{{"größe":"é"}},"shardId":"Straße"}}"#, records.join(","))
}

/// What comes of an event: all that is told of each record, and of the event itself.
type Told = Result<Vec<String>, Error>;

fn told_of<M: Model>(record: Result<&Record<'_, M>, Error>) -> Result<String, Error>
where
    for<'a> M::Keys<'a>: Debug,
    for<'a> M::View<'a>: Debug,
{
    match record {
        Ok(record) => Ok(format!("{record:?} {}", record.raw())),
        Err(error) if error.is_fatal() => Err(error),
        Err(error) => Ok(format!("{error:?}")),
    }
}

#[derive(Clone, Copy)]
enum Given<'a> {
    Bytes(&'a [u8]),
    Text(&'a str),
}

/// Calls a method with what was given.
macro_rules! give {
    ($object:expr, $method:ident $(::<$model:ty>)?, $given:expr) => {
        match $given {
            Given::Bytes(bytes) => $object.$method$(::<$model>)?(bytes),
            Given::Text(text) => $object.$method$(::<$model>)?(text),
        }
    };
}

fn streamed<M: Model>(parts: Parts, given: Given<'_>) -> Told
where
    for<'a> M::Keys<'a>: Debug,
    for<'a> M::View<'a>: Debug,
{
    let (mut decoder, mut told) = (Decoder::new(), Vec::new());
    let mut stream = give!(decoder.only(parts), stream::<M>, given);
    stream.try_for_each(|record| told_of(record).map(|record| told.push(record)))?;
    let root = stream.root();
    told.push(format!("{:?} {:?}", root.state(), root.shard_id()));
    Ok(told)
}

fn collected(given: Given<'_>) -> Told {
    let mut decoder = Decoder::new();
    let batch = give!(decoder, decode::<Shop>, given)?;
    let mut told: Vec<_> = batch.iter().map(told_of).collect::<Result<_, _>>()?;
    told.push(format!("{:?} {:?}", batch.state(), batch.shard_id()));
    Ok(told)
}

fn raw(given: Given<'_>) -> Told {
    let mut decoder = Decoder::new();
    let batch = give!(decoder, read, given)?;
    let told = batch.iter().map(|record| {
        let (record, scratch) = (record.unwrap(), Scratch::new());
        let images = (record.new_image::<Item>(&scratch), record.old_image::<Shop>(&scratch));
        let more = (record.repeated(&scratch), record.diff(&scratch));
        format!("{record:?} {} {images:?} {more:?} {:?}", record.raw(), record.keys::<Item>(&scratch))
    });
    Ok(told.collect())
}

/// A way through an event.
type Way = (&'static str, fn(Given<'_>) -> Told);

/// Each of them.
const WAYS: [Way; 7] = [
    ("typed", |given| streamed::<Shop>(Parts::ALL, given)),
    ("dynamic", |given| streamed::<Item>(Parts::ALL, given)),
    ("keys only", |given| streamed::<Shop>(Parts::KEYS, given)),
    ("new image only", |given| streamed::<Shop>(Parts::NEW_IMAGE, given)),
    ("nothing", |given| streamed::<Item>(Parts::NONE, given)),
    ("collected", collected),
    ("raw", raw),
];

/// Text and bytes come to the same; bytes that are no text to nothing.
fn check(event: &[u8]) {
    match std::str::from_utf8(event) {
        Ok(text) => {
            for (way, read) in WAYS {
                let (one, other) = (read(Given::Bytes(event)), read(Given::Text(text)));
                assert_eq!(format!("{one:?}"), format!("{other:?}"), "{way}: {text}");
            }
        }
        Err(wrong) => {
            for (way, read) in WAYS {
                let error = read(Given::Bytes(event)).expect_err(way);
                assert_eq!(
                    (error.kind(), error.offset()),
                    (ErrorKind::Utf8, wrong.valid_up_to()),
                    "{way}: {error}"
                );
                assert!(error.is_fatal() && error.path().is_empty(), "{way}: {error}");
            }
        }
    }
}

/// Events of few texts, all of which are checked together soon, and of so many bytes that each text is checked by itself.
#[test]
fn bytes_are_read_as_text_is() {
    for records in [0, 1, 2, 5, 30, 300] {
        let event = event(records);
        check(event.as_bytes());
        let ascii: String = event.chars().filter(char::is_ascii).collect();
        check(ascii.as_bytes());
        let wide = format!("{{\"x\":\"{}\",{}", "x".repeat(2_000_000), &ascii[1..]);
        check(wide.as_bytes());
    }
    let wide = format!("{{\"x\":\"{}\",{}", "x".repeat(2_000_000), &event(300)[1..]);
    check(wide.as_bytes());
}

/// At every place, in an event that is small, so that it is checked as a whole soon, and in one that is not.
#[test]
fn what_is_no_utf8_never_passes() {
    let event = event(4);
    for wide in [false, true] {
        let event = match wide {
            false => event.clone(),
            true => format!("{{\"x\":\"{}\",{}", "x".repeat(100_000), &event[1..]),
        };
        let mut bytes = event.clone().into_bytes();
        let start = bytes.len() - self::event(4).len();
        for at in (start..bytes.len()).step_by(if wide { 7 } else { 1 }) {
            for byte in [0x80, 0xa9, 0xc3, 0xe1, 0xed, 0xf0, 0xff] {
                let before = std::mem::replace(&mut bytes[at], byte);
                if std::str::from_utf8(&bytes).is_err() {
                    check(&bytes);
                }
                bytes[at] = before;
            }
        }
    }
}

/// The same in images that are stepped over by what those before had in common.
#[test]
fn what_is_no_utf8_never_passes_by_its_likeness() {
    let mut bytes = event(400).into_bytes();
    let length = bytes.len();
    let mut at = length / 2;
    while at < length - 1_000 {
        for byte in [0x80, 0xc3, 0xe1, 0xff] {
            let before = std::mem::replace(&mut bytes[at], byte);
            if std::str::from_utf8(&bytes).is_err() {
                for (way, read) in &WAYS[2..5] {
                    let told = read(Given::Bytes(&bytes));
                    assert!(told.is_err_and(|error| error.is_fatal()), "{way}: {at} {byte:x}");
                }
            }
            bytes[at] = before;
        }
        at += 997;
    }
}
