//! Which records wait for which: what runs at the same time, and what does not.

use millstream::handler::{BatchError, Decision, Failure, Outcome, Strategy, StreamHandler, TableHandler};
use millstream::{Item, Model, Number};

use crate::event::{Record, event};
use crate::log::{FAILED, Log, User, failure};
use crate::wait::{Yields, block_on};

/// Two handlers that say when they begin and when they end.
fn log_of(strategy: Strategy, records: &[Record]) -> Vec<String> {
    let log = Log::default();
    let (one, two) = (log.clone(), log.clone());
    let users = TableHandler::<User>::new()
        .on_change("one", async move |user| {
            one.add(format!("+1.{}", user.meta().index()));
            Yields(2).await;
            one.add(format!("-1.{}", user.meta().index()));
            Ok::<_, &str>(())
        })
        .on_change("two", async move |user| {
            two.add(format!("+2.{}", user.meta().index()));
            Yields(2).await;
            two.add(format!("-2.{}", user.meta().index()));
            Ok::<_, &str>(())
        });
    let handler = StreamHandler::builder().table(users).strategy(strategy).build().unwrap();
    assert!(matches!(block_on(handler.handle(event(records))).outcome, Outcome::Done));
    log.take()
}

fn insert(id: &str, number: usize) -> Record {
    Record::insert("users", id, &number.to_string())
}

#[test]
fn in_series_one_handler_runs_at_a_time() {
    let log = log_of(Strategy::Series, &[insert("a", 1), insert("b", 2)]);
    assert_eq!(log, ["+1.0", "-1.0", "+2.0", "-2.0", "+1.1", "-1.1", "+2.1", "-2.1"]);
}

#[test]
fn with_map_the_handlers_of_a_record_run_at_the_same_time() {
    let log = log_of(Strategy::Map, &[insert("a", 1), insert("b", 2)]);
    assert_eq!(log, ["+1.0", "+2.0", "-1.0", "-2.0", "+1.1", "+2.1", "-1.1", "-2.1"]);
}

/// Which records were running when each began.
fn overlaps(log: &[String]) -> Vec<(String, String)> {
    let mut running: Vec<String> = Vec::new();
    let mut overlaps = Vec::new();
    for line in log.iter().filter(|line| line.contains("1.") || line.contains("2.")) {
        let (sign, rest) = line.split_at(1);
        let (handler, record) = rest.split_once('.').unwrap();
        match (sign, handler) {
            ("+", "1") => {
                overlaps.extend(running.iter().map(|other| (other.clone(), record.to_owned())));
                running.push(record.to_owned());
            }
            ("-", "2") => running.retain(|other| other != record),
            _ => {}
        }
    }
    overlaps
}

#[test]
fn by_key_records_of_different_items_run_at_the_same_time_and_those_of_one_do_not() {
    let records = [insert("a", 1), insert("a", 2), insert("b", 3), insert("a", 4), insert("c", 5)];
    for at_once in [1, 2, 3, 100, usize::MAX] {
        let log = log_of(Strategy::by_key(at_once), &records);
        let overlaps = overlaps(&log);
        assert_eq!(overlaps.is_empty(), at_once == 1, "{at_once}: {log:?}");
        for (one, other) in overlaps {
            let is_of_a = |record: &str| ["0", "1", "3"].contains(&record);
            assert!(!is_of_a(&one) || !is_of_a(&other), "{at_once}: {log:?}");
        }
    }
    assert_eq!(Strategy::by_key(0), Strategy::by_key(1));
}

#[test]
fn a_record_without_keys_waits_for_all_before_it_and_all_behind_it_wait_for_it() {
    let mut records: Vec<Record> =
        ["a", "b", "c", "d", "e"].iter().enumerate().map(|(at, id)| insert(id, at)).collect();
    for keys in [None, Some("{}".to_owned()), Some(r#"{"id":{"S":7}}"#.to_owned())] {
        records[2].keys = keys;
        let log = log_of(Strategy::by_key(9), &records);
        let mut overlaps = overlaps(&log);
        overlaps.sort();
        assert_eq!(overlaps, [("0".into(), "1".into()), ("3".into(), "4".into())], "{log:?}");
    }
}

/// Items whose keys have equal values, however they are written, in whatever order, in whatever stream of the table.
#[test]
fn keys_are_told_apart_by_value() {
    let runs_at_once = |one: &str, other: &str| {
        let log = Log::default();
        let of_handler = log.clone();
        let items =
            TableHandler::<Item>::keys_only().for_table("users").on_change("items", async move |item| {
                of_handler.add(format!("+1.{}", item.meta().index()));
                Yields(1).await;
                of_handler.add(format!("-2.{}", item.meta().index()));
                Ok::<_, &str>(())
            });
        let handler = StreamHandler::builder().table(items).strategy(Strategy::by_key(2)).build().unwrap();
        let records = [
            Record { keys: Some(one.into()), ..insert("", 1) },
            Record { keys: Some(other.into()), ..insert("", 2) },
        ];
        block_on(handler.handle(event(&records)));
        let one = !overlaps(&log.take()).is_empty();
        let mut records = records;
        records[1].arn = records[1].arn.take().map(|arn| arn.replace("2026", "2025"));
        block_on(handler.handle(event(&records)));
        assert_eq!(!overlaps(&log.take()).is_empty(), one, "another stream of the table");
        one
    };
    for (one, other) in [
        (r#"{"id":{"N":"100"}}"#, r#"{"id":{"N":"1E2"}}"#),
        (r#"{"id":{"N":"-0"}}"#, r#"{"id":{"N":"0.00"}}"#),
        (r#"{"id":{"S":"Ab"}}"#, r#"{ "\u0069d" : { "S" : "\u0041b" } }"#),
        (r#"{"a":{"S":"x"},"b":{"B":"AA=="}}"#, r#"{"b":{"B":"AA=="},"a":{"S":"x"}}"#),
    ] {
        assert!(!runs_at_once(one, other), "{one} {other}");
    }
    for (one, other) in [
        (r#"{"id":{"N":"1"}}"#, r#"{"id":{"S":"1"}}"#),
        (r#"{"id":{"S":"AA=="}}"#, r#"{"id":{"B":"AA=="}}"#),
        (r#"{"id":{"N":"1"}}"#, r#"{"id":{"N":"1.0000000000000000000000000000000000001"}}"#),
        (r#"{"a":{"S":"x"},"b":{"S":"y"}}"#, r#"{"a":{"S":"y"},"b":{"S":"x"}}"#),
        (r#"{"a":{"S":"x"}}"#, r#"{"a":{"S":"x"},"b":{"S":""}}"#),
    ] {
        assert!(runs_at_once(one, other), "{one} {other}");
    }
}

/// The checkpoint is the lowest record that is not settled, not the one that failed first.
#[test]
fn the_lowest_failure_is_told_and_not_the_first() {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::new().on_insert("users", async move |user| {
        let number: usize = user.new.id.parse().unwrap();
        Yields(10 - number).await;
        of_handler.add(user.new.id);
        if number == 1 || number == 3 { Err(format!("{number} failed")) } else { Ok(()) }
    });
    let handler = StreamHandler::builder()
        .table(users)
        .strategy(Strategy::by_key(4))
        .report_batch_item_failures()
        .build()
        .unwrap();
    let records: Vec<Record> = (0..7).map(|at| insert(&at.to_string(), 100 + at)).collect();
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "101"), "{handled:?}");
    assert!(handled.stopped.unwrap().to_string().ends_with("at handler `users`: 1 failed"));
    // 3 fails first; what ran beside it is awaited, and nothing behind it begins.
    assert_eq!(log.take(), ["3", "2", "1", "0"]);
}

/// 0 and 2 are of one item, so that 2 may begin when 0 has ended, just when 1 fails, and 3 behind it.
#[test]
fn behind_a_failure_none_begins_though_one_further_back_fails_later() {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::new().on_insert("users", async move |user| {
        of_handler.add(user.meta.index().to_string());
        Yields(1).await;
        if user.new.id == "a" { Ok(()) } else { Err(FAILED) }
    });
    let handler = StreamHandler::builder()
        .table(users)
        .strategy(Strategy::by_key(3))
        .report_batch_item_failures()
        .build()
        .unwrap();
    let records = [insert("a", 100), insert("b", 101), insert("a", 102), insert("c", 103)];
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "101"), "{handled:?}");
    assert_eq!(log.take(), ["0", "1", "3"]);
}

/// A hundred keys of ten thousand records, and ten thousand records without keys, in a time that does not show.
#[test]
fn large_batches_take_no_longer_by_the_record() {
    #[derive(Model)]
    #[model(table = "users")]
    struct Numbered<'a> {
        #[model(hash_key)]
        #[allow(dead_code)]
        id: Number<'a>,
    }
    for keys in [1, 100, 10_000] {
        for has_keys in [true, false] {
            let records: Vec<Record> = (0..10_000)
                .map(|at| {
                    let item = Some(format!(r#"{{"id":{{"N":"{}"}}}}"#, at % keys));
                    Record { keys: item.clone().filter(|_| has_keys), new: item, ..insert("", at) }
                })
                .collect();
            let users = TableHandler::<Numbered>::new()
                .on_insert("users", async |_| Ok::<_, &str>(()))
                .on_insert_batch("batch", async |users| {
                    // The last one fails, so that the checkpoint is looked for among all.
                    Err::<(), _>(BatchError::at(users.len() - 1, FAILED))
                });
            let handler = StreamHandler::builder()
                .table(users)
                .strategy(Strategy::by_key(8))
                .report_batch_item_failures()
                .build()
                .unwrap();
            let handled = block_on(handler.handle(event(&records)));
            assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "9999"));
        }
    }
}

/// A handler of batches that is done with what its error says it is done with.
fn slices(fails: impl Fn(&[&str]) -> Result<(), BatchError>, skips: bool) -> (Vec<String>, String) {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::new().on_insert_batch("users", async move |users| {
        let ids: Vec<&str> = users.iter().map(|user| user.new.id).collect();
        of_handler.add(ids.concat());
        fails(&ids)
    });
    let handler = StreamHandler::builder()
        .table(users)
        .on_error(async move |failure: Failure<'_>| {
            assert_eq!(failure.cause.to_string(), FAILED);
            Ok::<_, &str>(if skips { Decision::Skip } else { Decision::Stop })
        })
        .build()
        .unwrap();
    let records: Vec<Record> =
        ["a", "b", "c", "d"].iter().enumerate().map(|(at, id)| insert(id, 100 + at)).collect();
    let handled = block_on(handler.handle(event(&records)));
    let outcome = match &handled.outcome {
        Outcome::Done => "done".into(),
        _ => failure(&handled),
    };
    (log.take(), outcome)
}

#[test]
fn an_error_of_a_handler_of_batches_names_its_record_or_means_the_first() {
    let at = |index: usize, id: &str| {
        (vec!["abcd".to_owned()], format!("Records[{index}] ({id}) of users at handler `users`: it failed"))
    };
    assert_eq!(slices(|_| Err(BatchError::at(2, FAILED)), false), at(2, "102"));
    assert_eq!(slices(|_| Err(FAILED.into()), false), at(0, "100"));
    // A place that is none of the slice says nothing: no record may count as handled by it.
    assert_eq!(slices(|_| Err(BatchError::at(4, FAILED)), false), at(0, "100"));
    assert_eq!(slices(|_| Err(BatchError::at(usize::MAX, FAILED)), false), at(0, "100"));
}

#[test]
fn behind_a_record_that_is_skipped_a_handler_of_batches_gets_the_rest() {
    let fails = |ids: &[&str]| match ids.iter().position(|&id| id == "b" || id == "d") {
        Some(index) => Err(BatchError::at(index, FAILED)),
        None => Ok(()),
    };
    assert_eq!(slices(fails, true), (vec!["abcd".into(), "cd".into()], "done".into()));
    assert_eq!(slices(|_| Err(FAILED.into()), true).0, ["abcd", "bcd", "cd", "d"]);
}
