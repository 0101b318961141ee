//! S, B, BOOL and NULL: every text that JSON can write, every length of base64.

use millstream::{Binary, Decoder, ErrorKind, Model};
use millstream_testkit::random::{Rng, base64};

use crate::harness::Reader;
use crate::reader;

#[derive(Model)]
struct Scalars<'a> {
    text: Option<&'a str>,
    boolean: Option<bool>,
    bytes: Option<&'a [u8]>,
    binary: Option<Binary<'a>>,
    twice: Option<Option<&'a str>>,
}

fn shown(scalars: &Scalars<'_>, field: &str) -> String {
    match field {
        "text" => format!("{:?}", scalars.text),
        "boolean" => format!("{:?}", scalars.boolean),
        "bytes" => format!("{:?}", scalars.bytes),
        "binary" => format!("{:?}", scalars.binary.map(|binary| binary.as_base64())),
        _ => format!("{:?}", scalars.twice),
    }
}

const READER: Reader = reader!(Scalars, shown, borrowed);

#[derive(Model)]
struct Owned {
    text: Option<String>,
    bytes: Option<Vec<u8>>,
}

fn shown_owned(owned: &Owned, field: &str) -> String {
    match field {
        "text" => format!("{:?}", owned.text),
        _ => format!("{:?}", owned.bytes),
    }
}

const OWNED: Reader = reader!(Owned, shown_owned, owned);

#[track_caller]
fn text(json: &str, value: &str) {
    for reader in [READER, OWNED] {
        reader.check("text", &format!(r#"{{"text":{{"S":"{json}"}}}}"#), Ok(&format!("{:?}", Some(value))));
    }
}

#[test]
fn texts_are_what_json_says() {
    text("", "");
    text(r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t");
    text(r"\u0041\u00e9\u20AC\ud83d\ude00", "Aé€😀");
    text("Aé€😀\u{7f}\u{2028}\u{10ffff}", "Aé€😀\u{7f}\u{2028}\u{10ffff}");
    text(r"\u0000", "\0");
    text(r#"}},{\"S\":"#, "}},{\"S\":");
    // An escape at every place of texts around the lengths that are looked at in one step.
    for length in (0..40).chain([62, 63, 64, 65, 130]) {
        let plain = "abcdefghij".repeat(13)[..length].to_owned();
        text(&plain, &plain);
        for at in 0..=length {
            let (before, behind) = plain.split_at(at);
            for (escape, char) in [(r#"\""#, '"'), (r"\u00e9", 'é'), ("é", 'é')] {
                let (json, value) = (format!("{before}{escape}{behind}"), format!("{before}{char}{behind}"));
                let mut decoder = Decoder::new();
                let item = format!(r#"{{"text":{{"S":"{json}"}}}}"#);
                assert_eq!(decoder.decode_item::<Scalars>(&item).unwrap().text, Some(&*value), "{json}");
                assert_eq!(decoder.decode_item::<Owned>(&item).unwrap().text, Some(value), "{json}");
            }
        }
    }
}

/// A broken text is no misfit: the whole input is refused.
#[test]
fn broken_texts_are_fatal() {
    let broken = [
        (r"\x", "expected an escape"),
        (r"\u12G4", "expected four hexadecimal digits"),
        (r"\ud83d", "expected a whole surrogate pair"),
        (r"\ud83dx", "expected a whole surrogate pair"),
        (r"\ud83d\u0041", "expected a whole surrogate pair"),
        (r"\ude00", "expected a whole surrogate pair"),
        ("\u{1f}", "expected no control character in a string"),
        ("\n", "expected no control character in a string"),
    ];
    for (json, words) in broken {
        for start in ["", "a", "0123456789abcdef", r"\n"] {
            let item = format!(r#"{{"text":{{"S":"{start}{json}"}}}}"#);
            let mut decoder = Decoder::new();
            for error in [
                decoder.decode_item::<Scalars>(&item).err().unwrap(),
                decoder.decode_item::<Owned>(&item).err().unwrap(),
            ] {
                assert!(error.is_fatal() && error.kind() == ErrorKind::Syntax, "{item}: {error:?}");
                assert!(error.to_string().contains(words), "{item}: {error}");
            }
        }
    }
}

#[test]
fn booleans_and_null() {
    READER.check("boolean", r#"{"boolean":{"BOOL":true}}"#, Ok("Some(true)"));
    READER.check("boolean", r#"{"boolean":{"BOOL":false}}"#, Ok("Some(false)"));
    for (json, found) in [
        (r#""true""#, "a string"),
        ("1", "a number"),
        ("null", "null"),
        ("{}", "an object"),
        ("[]", "an array"),
    ] {
        let words = format!("expected `true` or `false`, found {found}");
        READER.check(
            "boolean",
            &format!(r#"{{"boolean":{{"BOOL":‸{json}}}}}"#),
            Err(&format!("boolean: {words}")),
        );
        READER.check("text", &format!(r#"{{"text":{{"NULL":‸{json}}}}}"#), Err(&format!("text: {words}")));
    }
}

#[test]
fn an_option_of_an_option() {
    READER.check("twice", r#"{}"#, Ok("None"));
    READER.check("twice", r#"{"twice":{"NULL":true}}"#, Ok("None"));
    READER.check("twice", r#"{"twice":{"S":"x"}}"#, Ok(r#"Some(Some("x"))"#));
    READER.check("twice", r#"{"twice":{"N":"‸1"}}"#, Err("twice: expected S, found N"));
}

#[test]
fn bytes_are_decoded_and_binaries_are_not() {
    let mut rng = Rng::new(1);
    for length in (0..100).chain([300, 1_000, 10_000]) {
        let bytes: Vec<u8> = (0..length).map(|_| rng.next_u64() as u8).collect();
        let padded = base64(&bytes);
        for text in [&*padded, padded.trim_end_matches('=')] {
            let item = format!(r#"{{"bytes":{{"B":"{text}"}},"binary":{{"B":"{text}"}}}}"#);
            let mut decoder = Decoder::new();
            let scalars = decoder.decode_item::<Scalars>(&item).unwrap();
            assert_eq!(scalars.bytes, Some(&*bytes));
            let binary = scalars.binary.unwrap();
            assert_eq!(
                (binary.as_base64(), binary.decoded_len(), binary.to_vec().unwrap()),
                (text, Ok(length), bytes.clone())
            );
            assert_eq!(decoder.decode_item::<Owned>(&item).unwrap().bytes, Some(bytes.clone()));
        }
    }
    for (json, value) in [(r"Zm9v\u0059mFy", "foobar"), (r"Pz8\/", "???"), ("", "")] {
        for reader in [READER, OWNED] {
            reader.check(
                "bytes",
                &format!(r#"{{"bytes":{{"B":"{json}"}}}}"#),
                Ok(&format!("{:?}", Some(value.as_bytes()))),
            );
        }
    }
}

#[test]
fn what_is_no_base64_is_refused_where_it_is_decoded() {
    for text in [
        "A",
        "AAAAA",
        "====",
        "A===",
        "AA=",
        "AA=A",
        "AAA=AAAA",
        "A A=",
        "AB==",
        "AAB=",
        "Zm9vYmF_",
        "-A==",
        "é",
        "QQ==QQ==",
        "not base64!",
    ] {
        for reader in [READER, OWNED] {
            reader.check(
                "bytes",
                &format!(r#"{{"bytes":{{"B":"‸{text}"}}}}"#),
                Err("bytes: expected base64"),
            );
        }
        READER.check(
            "binary",
            &format!(r#"{{"binary":{{"B":"{text}"}}}}"#),
            Ok(&format!("{:?}", Some(text))),
        );
        assert!(Binary::from_base64(text).to_vec().is_err(), "{text}");
        assert!(Binary::from_base64(text).decode_into(&mut [0; 64]).is_err(), "{text}");
    }
}
