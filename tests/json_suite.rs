//! JSONTestSuite (<https://github.com/nst/JSONTestSuite>), found through `MILLSTREAM_JSON_TEST_SUITE` (the folder
//! `shared/json-test-suite`): what is skipped must be JSON, neither more nor less.

mod agree;

use std::path::PathBuf;
use std::{env, fs};

use agree::Agree;
use millstream::{Decoder, Model, Scratch};
use millstream_testkit::types::RefError;

/// The cases that the suite leaves to the implementation, and our choice: whether they are accepted.
///
/// - Numbers that are skipped may be of any size: nobody asked for their value.
/// - Strings must be Unicode, skipped ones too: no lone surrogates, no invalid UTF-8, no other encoding.
/// - 500 levels of nesting are within our limit of 1,024.
/// - A byte order mark may stand in front of the whole input; within it, where the suite's cases are put, it is not JSON.
const CHOICES: [(&str, bool); 35] = [
    ("i_number_double_huge_neg_exp.json", true),
    ("i_number_huge_exp.json", true),
    ("i_number_neg_int_huge_exp.json", true),
    ("i_number_pos_double_huge_exp.json", true),
    ("i_number_real_neg_overflow.json", true),
    ("i_number_real_pos_overflow.json", true),
    ("i_number_real_underflow.json", true),
    ("i_number_too_big_neg_int.json", true),
    ("i_number_too_big_pos_int.json", true),
    ("i_number_very_big_negative_int.json", true),
    ("i_object_key_lone_2nd_surrogate.json", false),
    ("i_string_1st_surrogate_but_2nd_missing.json", false),
    ("i_string_1st_valid_surrogate_2nd_invalid.json", false),
    ("i_string_UTF-16LE_with_BOM.json", false),
    ("i_string_UTF-8_invalid_sequence.json", false),
    ("i_string_UTF8_surrogate_U+D800.json", false),
    ("i_string_incomplete_surrogate_and_escape_valid.json", false),
    ("i_string_incomplete_surrogate_pair.json", false),
    ("i_string_incomplete_surrogates_escape_valid.json", false),
    ("i_string_invalid_lonely_surrogate.json", false),
    ("i_string_invalid_surrogate.json", false),
    ("i_string_invalid_utf-8.json", false),
    ("i_string_inverted_surrogates_U+1D11E.json", false),
    ("i_string_iso_latin_1.json", false),
    ("i_string_lone_second_surrogate.json", false),
    ("i_string_lone_utf8_continuation_byte.json", false),
    ("i_string_not_in_unicode_range.json", false),
    ("i_string_overlong_sequence_2_bytes.json", false),
    ("i_string_overlong_sequence_6_bytes.json", false),
    ("i_string_overlong_sequence_6_bytes_null.json", false),
    ("i_string_truncated-utf-8.json", false),
    ("i_string_utf16BE_no_BOM.json", false),
    ("i_string_utf16LE_no_BOM.json", false),
    ("i_structure_500_nested_arrays.json", true),
    ("i_structure_UTF-8_BOM_empty_object.json", false),
];

/// Where a case is put: members that nobody knows, at every level of an event, and `state`, which is kept as it is.
const PLACES: [(&str, &str); 9] = [
    ("{\"x\":", ",\"Records\":[]}"),
    ("{\"Records\":[],\"x\":", "}"),
    ("{\"state\":", ",\"Records\":[{}]}"),
    ("{\"window\":{\"x\":", "},\"Records\":[]}"),
    ("{\"Records\":[{\"x\":", "}]}"),
    ("{\"Records\":[{\"eventID\":\"1\",\"x\":", ",\"eventName\":\"INSERT\"},{}]}"),
    ("{\"Records\":[{\"userIdentity\":{\"x\":", "}}]}"),
    ("{\"Records\":[{\"dynamodb\":{\"x\":", "}}]}"),
    ("{\"Records\":[{\"dynamodb\":{\"Keys\":{\"k\":{\"S\":\"1\"}},\"x\":", ",\"SequenceNumber\":\"1\"}}]}"),
];

/// Where a case is a value that does not fit: the record fails alone if it is JSON, and the event if it is not.
const MISPLACED: [(&str, &str); 7] = [
    ("{\"Records\":[{},{\"dynamodb\":{\"NewImage\":{\"a\":", "}}}]}"),
    ("{\"Records\":[{},{\"dynamodb\":{\"OldImage\":{\"a\":{\"N\":", "}}}}]}"),
    ("{\"Records\":[{},{\"dynamodb\":{\"Keys\":{\"a\":{\"X\":", "}}}}]}"),
    ("{\"Records\":[{},{\"dynamodb\":{\"NewImage\":{\"a\":{\"L\":[{\"N\":\"1\"},", "]}}}}]}"),
    ("{\"Records\":[{},{\"dynamodb\":{\"NewImage\":{\"a\":{\"S\":\"1\",\"x\":", "}}}}]}"),
    ("{\"Records\":[{},{\"eventID\":", ",\"eventID\":1}]}"),
    ("{\"Records\":[{},{\"dynamodb\":{\"SizeBytes\":\"x\",\"x\":", "}}]}"),
];

/// A model that knows one attribute, so that every other one is skipped.
#[derive(Model)]
struct Known<'a> {
    known: Option<&'a str>,
    nested: Option<Nested<'a>>,
}

#[derive(Model)]
struct Nested<'a> {
    known: &'a str,
}

/// Where a case is an attribute that the model does not know.
const SKIPPED: [(&str, &str); 4] = [
    ("{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"x\":", "}}}]}"),
    (
        "{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"known\":{\"S\":\"a\"},\"x\":",
        ",\"known\":{\"S\":\"a\"}}}}]}",
    ),
    (
        "{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"nested\":{\"M\":{\"known\":{\"S\":\"b\"},\"x\":",
        "}}}}}]}",
    ),
    (
        "{\"Records\":[{\"dynamodb\":{\"NewImage\":{\"nested\":{\"M\":{\"x\":",
        ",\"known\":{\"S\":\"b\"}}},\"known\":{\"S\":\"a\"}}}}]}",
    ),
];

/// Decodes into [`Known`] by all ways; the answer is whether the input was accepted.
#[track_caller]
fn skipped(input: &[u8]) -> bool {
    let (mut decoder, scratch) = (Decoder::new(), Scratch::new());
    let decoded = match decoder.decode::<Known>(input) {
        Ok(batch) => {
            let record = batch.iter().next().expect("one record").expect("that fits");
            let image = record.new_image().expect("with an image");
            assert!(image.known.is_none_or(|text| text == "a"));
            assert!(image.nested.as_ref().is_none_or(|nested| nested.known == "b"));
            true
        }
        Err(error) => {
            assert!(error.is_fatal());
            false
        }
    };
    let mut stream = decoder.stream::<Known>(input);
    let mut streamed = true;
    while let Some(record) = stream.next() {
        streamed &= record.is_ok();
    }
    assert_eq!(streamed, decoded);
    let read = match decoder.read(input) {
        Ok(batch) => batch.iter().all(|record| record.unwrap().new_image::<Known>(&scratch).is_ok()),
        Err(_) => false,
    };
    assert_eq!(read, decoded);
    decoded
}

fn folder() -> Option<PathBuf> {
    let folder = env::var_os("MILLSTREAM_JSON_TEST_SUITE").map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: MILLSTREAM_JSON_TEST_SUITE is not set");
    }
    folder
}

fn put(case: &[u8], (before, behind): (&str, &str)) -> Vec<u8> {
    [before.as_bytes(), case, behind.as_bytes()].concat()
}

/// Whether a case is to be accepted, by its name.
fn accepted(name: &str) -> bool {
    match &name[..2] {
        "y_" => true,
        "n_" => false,
        _ => {
            CHOICES
                .iter()
                .find(|(choice, _)| *choice == name)
                .expect("every i_ case has its choice written down")
                .1
        }
    }
}

#[test]
fn every_case_in_the_place_of_an_ignored_member() {
    let Some(folder) = folder() else { return };
    let mut agree = Agree::new();
    let mut counts = [0; 3];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("names are ASCII");
        if !name.ends_with(".json") {
            continue;
        }
        println!("{name}");
        let case = fs::read(&path).unwrap();
        let accepted = accepted(name);
        for place in PLACES {
            let batch = agree.event(put(&case, place));
            assert_eq!(batch.is_ok(), accepted, "{name} in {place:?}");
            assert!(
                batch.is_err() || batch.unwrap().records.iter().all(Result::is_ok),
                "{name} in {place:?}"
            );
        }
        for place in MISPLACED {
            let batch = agree.event(put(&case, place));
            assert_eq!(batch.is_ok(), accepted, "{name} in {place:?}");
            if let Ok(batch) = batch {
                assert!(batch.records[0].is_ok() && batch.records[1].is_err(), "{name} in {place:?}");
            }
        }
        for place in SKIPPED {
            assert_eq!(skipped(&put(&case, place)), accepted, "{name} in {place:?}");
        }
        let record = agree.record(put(&case, ("{\"x\":", "}")));
        assert_eq!(record.is_ok(), accepted, "{name}");
        let item = agree.item(put(&case, ("{\"x\":", "}")));
        assert_eq!(matches!(item, Err(RefError::Fatal(_))), !accepted, "{name}");
        counts[["y_", "n_", "i_"].iter().position(|kind| name.starts_with(kind)).unwrap()] += 1;
    }
    assert_eq!(counts, [95, 188, CHOICES.len()], "the suite of 2024, whole");
}

/// Nesting that is skipped counts from the root of the event, wherever it is.
#[test]
fn nesting_in_skipped_attributes() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    // The levels around the case in each of the places.
    for (place, around) in SKIPPED.into_iter().zip([5, 5, 7, 7]) {
        assert!(skipped(&put(nested(1024 - around).as_bytes(), place)), "{place:?}");
        assert!(!skipped(&put(nested(1025 - around).as_bytes(), place)), "{place:?}");
    }
    // An item alone is the root itself.
    let mut decoder = Decoder::new();
    let mut alone = |depth| {
        let item = format!("{{\"x\":{}}}", nested(depth));
        decoder.decode_item::<Known>(&item).map(|known| known.known.is_none())
    };
    assert!(alone(1023).is_ok_and(|is_absent| is_absent));
    assert!(alone(1024).is_err_and(|error| error.is_fatal()));
}

/// A byte order mark in front of the whole input is skipped.
#[test]
fn a_byte_order_mark() {
    let mut agree = Agree::new();
    assert!(agree.event(b"\xef\xbb\xbf{\"Records\":[]}").is_ok());
    assert!(agree.event(b"\xff\xfe{\0}\0").is_err());
}
