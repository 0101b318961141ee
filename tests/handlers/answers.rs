//! What Lambda is told, to the letter.

use millstream::handler::{Fault, Outcome, StreamHandler, TableHandler};

use crate::event::{Record, event};
use crate::log::{FAILED, User, failure};
use crate::wait::block_on;

/// Handles an event with a handler that fails at items called `bad`; the answer, or in words why the invocation fails.
fn answer(event: &str, reports: bool) -> Result<String, String> {
    let users = TableHandler::<User>::new()
        .on_insert("users", async |user| if user.new.id == "bad" { Err(FAILED) } else { Ok(()) });
    let mut builder = StreamHandler::builder().table(users);
    if reports {
        builder = builder.report_batch_item_failures();
    }
    let handled = block_on(builder.build().unwrap().handle(event));
    handled.answer().map_err(ToString::to_string)
}

fn insert(id: &str, number: &str) -> Record {
    Record::insert("users", id, number)
}

fn numberless(id: &str) -> Record {
    Record { number: None, ..insert(id, "") }
}

const NUMBER: &str = "4421584500000000017450439091";

/// The answer for these records.
fn reported(records: &[Record]) -> Result<String, String> {
    answer(&event(records), true)
}

#[test]
fn a_batch_that_is_done_names_no_failure() {
    for reports in [false, true] {
        assert_eq!(answer(&event(&[insert("a", "1")]), reports).unwrap(), r#"{"batchItemFailures":[]}"#);
        assert_eq!(answer(r#"{"Records":[]}"#, reports).unwrap(), r#"{"batchItemFailures":[]}"#);
    }
}

#[test]
fn one_identifier_is_answered_to_the_letter() {
    assert_eq!(
        reported(&[insert("a", "1"), insert("bad", NUMBER), insert("bad", "3")]).unwrap(),
        r#"{"batchItemFailures":[{"itemIdentifier":"4421584500000000017450439091"}]}"#
    );
    assert_eq!(
        reported(&[insert("a", "1"), insert("bad", "000123456789012345678901234567890123456789")]).unwrap(),
        r#"{"batchItemFailures":[{"itemIdentifier":"000123456789012345678901234567890123456789"}]}"#
    );
    // The same text, though not the same bytes.
    let odd = reported(&[insert("a", "1"), insert("bad", r#"\u0031\"\\\n\u007fé"#)]).unwrap();
    assert_eq!(odd, "{\"batchItemFailures\":[{\"itemIdentifier\":\"1\\\"\\\\\\n\u{7f}é\"}]}");
    let read: serde_json::Value = serde_json::from_str(&odd).unwrap();
    assert_eq!(read["batchItemFailures"][0]["itemIdentifier"], "1\"\\\n\u{7f}é");
}

#[test]
fn without_the_setting_of_the_mapping_every_failure_fails_the_invocation() {
    let error = answer(&event(&[insert("a", "1"), insert("bad", "2")]), false).unwrap_err();
    assert_eq!(error, "Records[1] (2) of users at handler `users`: it failed");
}

/// Bisecting could else not isolate it.
#[test]
fn the_first_record_fails_the_invocation() {
    let error = reported(&[insert("bad", "1"), insert("a", "2")]).unwrap_err();
    assert_eq!(error, "Records[0] (1) of users at handler `users`: it failed");
}

#[test]
fn a_record_without_a_number_goes_by_the_settled_one_before_that_has_one() {
    let identifier = r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#;
    let empty = insert("bad", "");
    assert_eq!(reported(&[insert("a", "1"), insert("b", "2"), empty, insert("c", "3")]).unwrap(), identifier);
    let records = [insert("a", "1"), insert("b", "2"), numberless("c"), numberless("bad"), insert("d", "4")];
    assert_eq!(reported(&records).unwrap(), identifier);
}

#[test]
fn a_record_without_a_number_and_none_before_fails_the_invocation() {
    let error = reported(&[numberless("a"), numberless("bad"), insert("b", "3")]).unwrap_err();
    assert_eq!(error, "Records[1] of users at handler `users`: it failed");
    // The only number before is the first record's.
    assert!(reported(&[insert("a", "1"), numberless("bad")]).is_err());
}

#[test]
fn a_number_that_another_record_has_too_fails_the_invocation() {
    assert!(reported(&[insert("a", "1"), insert("bad", "2"), insert("c", "2")]).is_err());
    assert!(reported(&[insert("a", "2"), insert("bad", "2"), insert("c", "3")]).is_err());
    assert!(reported(&[insert("a", "1"), insert("b", "2"), numberless("bad"), insert("c", "2")]).is_err());
    // Numbers that others share do not count.
    assert!(reported(&[insert("a", "1"), insert("b", "1"), insert("bad", "2")]).is_ok());
    // An envelope that cannot be read has a number all the same.
    let unreadable = Record { is_unreadable: true, ..insert("c", "2") };
    assert!(reported(&[insert("a", "1"), insert("bad", "2"), unreadable]).is_err());
}

#[test]
fn more_streams_than_one_fail_the_invocation() {
    let mut other = insert("b", "1");
    other.arn = other.arn.map(|arn| arn.replace("2026", "2025"));
    assert!(reported(&[insert("a", "1"), insert("bad", "2"), other.clone()]).is_err());
    assert!(reported(&[other, insert("bad", "2")]).is_err());
}

#[test]
fn a_record_whose_envelope_cannot_be_read_is_told_by_its_number() {
    let unreadable = Record { is_unreadable: true, ..insert("b", "2") };
    assert_eq!(
        reported(&[insert("a", "1"), unreadable, insert("c", "3")]).unwrap(),
        r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#
    );
}

#[test]
fn what_is_no_event_fails_the_invocation_before_any_handler_runs() {
    let users = TableHandler::<User>::new()
        .on_insert("users", async |_| -> Result<(), FailedError> { panic!("it runs") });
    let handler = StreamHandler::builder().table(users).report_batch_item_failures().build().unwrap();
    let good = event(&[insert("a", "1"), insert("b", "2")]);
    let cut = &good[..good.len() - 1];
    for input in ["", "null", "[]", "{", r#"{"Records":7}"#, cut] {
        let handled = block_on(handler.handle(input));
        assert!(matches!(&handled.outcome, Outcome::FailInvocation(Fault::Event(_))), "{input}: {handled:?}");
        assert_eq!(handled.report.rows, []);
    }
    let handled = block_on(handler.handle(b"{\"Records\":[\xff]}"));
    assert!(failure(&handled).contains("UTF-8"), "{handled:?}");
}

type FailedError = &'static str;

#[test]
fn the_state_of_a_window_that_nobody_looks_at_is_answered_all_the_same() {
    let records = event(&[insert("a", "1")]);
    let state = r#"{ "n" : 1.0e0, "t":["\u0041",null] }"#;
    let window = format!(r#"{{"state":{state},"window":{{"start":"a","end":"b"}},{}"#, &records[1..]);
    assert_eq!(answer(&window, true).unwrap(), format!(r#"{{"state":{state},"batchItemFailures":[]}}"#));
}
