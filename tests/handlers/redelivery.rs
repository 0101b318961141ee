//! What runs again when a record comes again, with claims and without.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};

use millstream::handler::{Claim, Claims, Decision, Failure, Handled, Outcome, StreamHandler, TableHandler};

use crate::event::{Record, arn, event};
use crate::log::{FAILED, Log, User, failure};
use crate::wait::block_on;

/// A store that remembers, and that can be told to fail.
#[derive(Clone, Default)]
struct Store {
    done: Arc<Mutex<HashSet<(String, String, String)>>>,
    /// numbers of records whose claims cannot be noted
    refuses: &'static [&'static str],
}

impl Store {
    fn key(claim: &Claim<'_>) -> (String, String, String) {
        (claim.handler.into(), claim.stream_arn.into(), claim.sequence_number.into())
    }

    fn has(&self, handler: &str, number: &str) -> bool {
        self.done.lock().unwrap().contains(&(handler.into(), arn("users"), number.into()))
    }
}

impl Claims for Store {
    type Error = &'static str;

    async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Self::Error> {
        Ok(self.done.lock().unwrap().contains(&Self::key(claim)))
    }

    async fn done(&self, claim: &Claim<'_>) -> Result<(), Self::Error> {
        if self.refuses.contains(&claim.sequence_number) {
            return Err("the store is away");
        }
        self.done.lock().unwrap().insert(Self::key(claim));
        Ok(())
    }
}

/// The seed's case: `notify` sends a message, and `backup` fails at first. Both say in the log what they do.
macro_rules! notify_and_backup {
    ($log:ident, $fails:expr) => {{
        let (notify, backup) = ($log.clone(), $log.clone());
        let failures = Mutex::new($fails);
        TableHandler::<User>::new()
            .on_insert("notify", async move |user| {
                notify.add(format!("notify {}", user.new.id));
                Ok::<_, &str>(())
            })
            .on_insert("backup", async move |user| {
                backup.add(format!("backup {}", user.new.id));
                let mut failures = failures.lock().unwrap();
                if *failures > 0 && user.new.id == "b" {
                    *failures -= 1;
                    return Err(FAILED);
                }
                Ok(())
            })
    }};
}

fn records() -> [Record; 3] {
    [Record::insert("users", "a", "1"), Record::insert("users", "b", "2"), Record::insert("users", "c", "3")]
}

fn identifier(handled: &Handled) -> &str {
    match &handled.outcome {
        Outcome::Checkpoint(number) => number,
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn without_claims_the_handler_that_was_done_runs_again() {
    let log = Log::default();
    let users = notify_and_backup!(log, 1);
    let handler = StreamHandler::builder().table(users).report_batch_item_failures().build().unwrap();
    let records = records();
    assert_eq!(identifier(&block_on(handler.handle(event(&records)))), "2");
    assert_eq!(log.take(), ["notify a", "backup a", "notify b", "backup b"]);
    // Lambda delivers from the identifier on.
    assert!(matches!(block_on(handler.handle(event(&records[1..]))).outcome, Outcome::Done));
    assert_eq!(log.take(), ["notify b", "backup b", "notify c", "backup c"]);
}

#[test]
fn with_claims_notify_does_not_repeat_when_backup_fails() {
    let (log, store) = (Log::default(), Store::default());
    let users = notify_and_backup!(log, 2);
    let handler = StreamHandler::builder().table(users).claims(store.clone()).build().unwrap();
    let records = records();
    // Without the setting of the mapping the whole batch comes again.
    for expected in [
        &["notify a", "backup a", "notify b", "backup b"][..],
        &["backup b"],
        &["backup b", "notify c", "backup c"],
    ] {
        let handled = block_on(handler.handle(event(&records)));
        assert_eq!(log.take(), expected);
        let is_done = matches!(handled.outcome, Outcome::Done);
        assert_eq!(is_done, expected.len() == 3);
        let before = handled.report.rows.iter().map(|row| row.done_before).sum::<u64>();
        assert_eq!(before, [0, 3, 3][if expected.len() == 4 { 0 } else { 1 + usize::from(is_done) }]);
    }
    assert!(["1", "2", "3"].iter().all(|number| store.has("notify", number) && store.has("backup", number)));
}

/// What dynamorm-stream did: the failure is told to somebody, and the batch goes on.
#[test]
fn a_failure_is_skipped_once_a_message_of_it_is_sent() {
    let (log, letters) = (Log::default(), Log::default());
    let users = notify_and_backup!(log, 9);
    let sent = letters.clone();
    let handler = StreamHandler::builder()
        .table(users)
        .on_error(async move |failure: Failure<'_>| {
            sent.add(format!("{} {} {}", failure.handler.unwrap(), failure.cause, failure.raw));
            Ok::<_, &str>(Decision::Skip)
        })
        .build()
        .unwrap();
    let records = records();
    assert!(matches!(block_on(handler.handle(event(&records))).outcome, Outcome::Done));
    assert_eq!(log.take(), ["notify a", "backup a", "notify b", "backup b", "notify c", "backup c"]);
    assert_eq!(letters.take(), [format!("backup it failed {}", records[1].json())]);
}

/// With claims, a message is not sent again because another record fails.
#[test]
fn what_was_skipped_is_claimed() {
    let (log, letters, store) = (Log::default(), Log::default(), Store::default());
    let (of_handler, sent) = (log.clone(), letters.clone());
    let users = TableHandler::<User>::new().on_insert("users", async move |user| {
        of_handler.add(user.new.id);
        if user.new.id == "a" { Ok(()) } else { Err(FAILED) }
    });
    let handler = StreamHandler::builder()
        .table(users)
        .on_error(async move |failure: Failure<'_>| {
            let number = failure.meta.unwrap().sequence_number().unwrap();
            sent.add(number.as_str());
            Ok::<_, &str>(if number.as_str() == "9" { Decision::Stop } else { Decision::Skip })
        })
        .claims(store.clone())
        .build()
        .unwrap();
    let mut records = [
        records(),
        [
            Record::insert("users", "d", "4"),
            Record::insert("users", "e", "9"),
            Record::insert("users", "f", "10"),
        ],
    ]
    .concat();
    // Of the third no image can be decoded: one message is enough.
    records[2].new = Some("{}".into());
    for (handled, skipped) in [(&["a", "b", "d", "e"][..], &["2", "3", "4", "9"][..]), (&["e"], &["9"])] {
        let error = failure(&block_on(handler.handle(event(&records))));
        assert_eq!(error, "Records[4] (9) of users at handler `users`: it failed");
        assert_eq!(
            (log.take(), letters.take()),
            (
                handled.iter().map(|id| id.to_string()).collect(),
                skipped.iter().map(|id| id.to_string()).collect()
            )
        );
    }
}

#[test]
fn records_that_tell_no_number_or_no_stream_are_not_claimed() {
    let (log, store) = (Log::default(), Store::default());
    let users = notify_and_backup!(log, 0);
    let handler = StreamHandler::builder().table(users).claims(store.clone()).build().unwrap();
    let mut records = records();
    records[0].number = None;
    records[1].number = Some(String::new());
    for expected in [6, 4] {
        block_on(handler.handle(event(&records)));
        assert_eq!(log.take().len(), expected);
    }
    assert_eq!(store.done.lock().unwrap().len(), 2);

    // Records of GetRecords do not name their stream: it is the one that was said to be.
    let users = notify_and_backup!(log, 0);
    let store = Store::default();
    let handler = StreamHandler::builder()
        .table(users)
        .claims(store.clone())
        .assume_stream(arn("users"))
        .build()
        .unwrap();
    let record = Record { arn: None, ..Record::insert("users", "a", "1") };
    for expected in [2, 0] {
        assert!(matches!(block_on(handler.handle(event([&record]))).outcome, Outcome::Done));
        assert_eq!(log.take().len(), expected);
    }
    assert!(store.has("notify", "1"));
}

/// What a handler of batches is done with is claimed, and counted once, though the store fails at one record.
#[test]
fn a_store_that_fails_at_one_record_of_a_slice_notes_the_others() {
    let log = Log::default();
    let store = Store { refuses: &["2"], ..Store::default() };
    let of_handler = log.clone();
    let users = TableHandler::<User>::new().on_insert_batch("index", async move |users| {
        of_handler.add(users.iter().map(|user| user.new.id).collect::<String>());
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).claims(store.clone()).build().unwrap();
    let records = records();
    let handled = block_on(handler.handle(event(&records)));
    assert_eq!(
        failure(&handled),
        "Records[1] (2) of users at handler `index`: the store of claims: the store is away"
    );
    let [row] = &handled.report.rows[..] else { panic!("{}", handled.report) };
    assert_eq!((row.handled, row.failed), (2, 1));
    assert!(store.has("index", "1") && !store.has("index", "2") && store.has("index", "3"));
    block_on(handler.handle(event(&records)));
    assert_eq!(log.take(), ["abc", "b"]);
}
