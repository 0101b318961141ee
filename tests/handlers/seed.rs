//! The scenario that dynamorm-stream was made for, and the faults that it had.

use millstream::handler::{Insert, Outcome, Remove, SetupError, StreamHandler, TableHandler};

use crate::event::{Record, arn, event};
use crate::log::{Card, FAILED, Log, User, failure};
use crate::wait::block_on;

#[test]
fn an_insert_into_users_calls_the_handler_of_inserts_into_users_alone() {
    let log = Log::default();
    let [came, gone, cards] = [(); 3].map(|()| log.clone());
    let users = TableHandler::<User>::new()
        .on_insert("came", async move |user: Insert<'_, '_, User<'_>>| {
            came.add(format!("user {} came: {}", user.new.id, user.new.text));
            Ok::<_, &str>(())
        })
        .on_remove("gone", async move |user: Remove<'_, '_, User<'_>>| {
            gone.add(format!("user {} is gone: {}", user.old.id, user.old.text));
            Ok::<_, &str>(())
        });
    let cards = TableHandler::<Card>::new().on_insert("card", async move |card| {
        cards.add(format!("card {} came", card.new.id));
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).table(cards).build().unwrap();

    let done = |records: &[Record]| {
        assert!(matches!(block_on(handler.handle(event(records))).outcome, Outcome::Done))
    };
    done(&[Record::insert("users", "ann", "101")]);
    assert_eq!(log.take(), ["user ann came: new"]);
    done(&[Record::remove("users", "ann", "102")]);
    assert_eq!(log.take(), ["user ann is gone: old"]);
    done(&[Record::modify("users", "ann", "103"), Record::remove("cards", "ann", "104")]);
    assert!(log.take().is_empty());
    done(&[Record::insert("cards", "ace", "105")]);
    assert_eq!(log.take(), ["card ace came"]);
}

#[test]
fn a_second_set_of_handlers_for_users_is_refused() {
    let (one, two) = (TableHandler::<User>::new(), TableHandler::<Card>::new().for_table("users"));
    let error = StreamHandler::builder().table(one).table(two).build().err().unwrap();
    assert_eq!(error, SetupError::SameTable("users".into()));
    assert_eq!(
        error.to_string(),
        "two TableHandlers for users: put all handlers into one, or tell them apart by `for_entity`"
    );
}

/// The one was found by `Records[0].eventSourceARN` for all.
#[test]
fn each_record_goes_to_its_own_table() {
    let log = Log::default();
    let (of_users, of_cards) = (log.clone(), log.clone());
    let users = TableHandler::<User>::new().on_change("users", async move |user| {
        of_users.add(format!("user {}", user.meta().index()));
        Ok::<_, &str>(())
    });
    let cards = TableHandler::<Card>::new().on_change("cards", async move |card| {
        of_cards.add(format!("card {}", card.meta().index()));
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).table(cards).build().unwrap();
    let records = [
        Record::insert("users", "a", "1"),
        Record::insert("cards", "a", "2"),
        Record::insert("users", "b", "3"),
        Record::remove("cards", "a", "4"),
    ];
    block_on(handler.handle(event(&records)));
    assert_eq!(log.take(), ["user 0", "card 1", "user 2", "card 3"]);
}

/// All records were decoded before the first handler ran.
#[test]
fn a_broken_image_stops_the_batch_there_and_not_before() {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::new().on_insert("users", async move |user| {
        of_handler.add(user.new.id);
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).report_batch_item_failures().build().unwrap();
    let mut records = ["a", "b", "c"].map(|id| Record::insert("users", id, &format!("10{id}")));
    records[1].new = Some(r#"{"id":{"S":"b"},"text":{"N":"5"}}"#.into());
    let handled = block_on(handler.handle(event(&records)));
    assert_eq!(log.take(), ["a"]);
    assert_eq!(handled.answer().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"10b"}]}"#);
    assert_eq!(
        handled.stopped.unwrap().to_string(),
        "Records[1] (10b) of users at handler `users`: Records[1].NewImage.text: expected S, found N at byte 424"
    );
}

/// They were caught and not awaited.
#[test]
fn an_error_of_a_handler_is_an_error_of_the_invocation() {
    let users = TableHandler::<User>::new().on_insert("users", async |_| Err::<(), _>(FAILED));
    let handler = StreamHandler::builder().table(users).build().unwrap();
    let handled = block_on(handler.handle(event(&[Record::insert("users", "a", "7")])));
    assert_eq!(failure(&handled), "Records[0] (7) of users at handler `users`: it failed");
    assert!(handled.answer().is_err());
}

/// The names were matched by `\w+`, the region by `\w+-\w+-\d`, and the partition was `aws`.
#[test]
fn tables_may_have_any_name_in_any_partition() {
    for (table, arn) in [
        ("dev.users-2", arn("dev.users-2")),
        ("a_b", "arn:aws-cn:dynamodb:cn-northwest-1:123456789012:table/a_b/stream/2026".into()),
        ("users", "arn:aws-us-gov:dynamodb:us-gov-west-1:123456789012:table/users/stream/2026".into()),
    ] {
        let log = Log::default();
        let of_handler = log.clone();
        let users = TableHandler::<User>::new().for_table(table).on_insert("users", async move |user| {
            of_handler.add(user.meta.table_name().unwrap());
            Ok::<_, &str>(())
        });
        let handler = StreamHandler::builder().table(users).build().unwrap();
        let record = Record { arn: Some(arn), ..Record::insert("", "a", "1") };
        let handled = block_on(handler.handle(event(&[record])));
        assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}");
        assert_eq!(log.take(), [table]);
    }
}

/// Handlers were given a model of nothing where the stream carries no image.
#[test]
fn a_stream_of_keys_gives_keys() {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::keys_only().on_remove("users", async move |user| {
        of_handler.add(user.keys.id);
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    let record = Record { view: Some("KEYS_ONLY".into()), old: None, ..Record::remove("users", "ann", "1") };
    assert!(matches!(block_on(handler.handle(event(&[record]))).outcome, Outcome::Done));
    assert_eq!(log.take(), ["ann"]);
}
