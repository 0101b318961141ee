//! What no handler asks for is not decoded, so that nobody stumbles over it.

use millstream::handler::{Outcome, Strategy, StreamHandler, TableHandler};

use crate::event::{Record, event};
use crate::log::{Log, User};
use crate::wait::block_on;

const BROKEN: &str = r#"{"id":{"S":"a"},"text":{"N":"1"}}"#;

/// Records with what is broken where nobody looks: in the new image of a REMOVE, in keys, and in all of an INSERT.
fn records() -> Vec<Record> {
    let broken = Some(BROKEN.to_owned());
    vec![
        Record { new: broken.clone(), ..Record::remove("users", "a", "1") },
        Record {
            new: broken.clone(),
            keys: Some(r#"{"id":{"L":[]}}"#.into()),
            ..Record::insert("users", "b", "2")
        },
        Record { keys: Some(r#"{"id":{"N":"1"}}"#.into()), ..Record::remove("users", "c", "3") },
        Record { new: broken.clone(), old: broken, ..Record::modify("users", "d", "4") },
    ]
}

#[test]
fn a_handler_of_removes_is_not_disturbed_by_new_images() {
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(4)] {
        for in_batches in [false, true] {
            let log = Log::default();
            let (one, many) = (log.clone(), log.clone());
            let handled = match in_batches {
                false => {
                    let users = TableHandler::<User>::new().on_remove("users", async move |user| {
                        one.add(user.old.id);
                        Ok::<_, &str>(())
                    });
                    let handler = StreamHandler::builder().table(users).strategy(strategy).build().unwrap();
                    block_on(handler.handle(event(&records())))
                }
                true => {
                    let users = TableHandler::<User>::new().on_remove_batch("users", async move |users| {
                        users.iter().for_each(|user| many.add(user.old.id));
                        Ok::<_, &str>(())
                    });
                    let handler = StreamHandler::builder().table(users).strategy(strategy).build().unwrap();
                    block_on(handler.handle(event(&records())))
                }
            };
            assert!(matches!(handled.outcome, Outcome::Done), "{strategy:?}: {handled:?}");
            assert_eq!(log.take(), ["a", "c"]);
            assert_eq!(handled.report.unwanted, 2);
        }
    }
}

#[test]
fn handlers_of_keys_are_not_disturbed_by_images() {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::keys_only().on_insert_or_modify("users", async move |user| {
        of_handler.add(user.meta().event_id().unwrap());
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    let mut records = records();
    records.remove(1); // whose keys are broken
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}");
    assert_eq!(log.take(), ["event-4"]);
}

/// A handler of the same record that asks for a broken part fails, and one of batches for which it is no part does not.
#[test]
fn a_part_that_does_not_fit_fails_who_asks_for_it() {
    let log = Log::default();
    let of_handler = log.clone();
    let users = TableHandler::<User>::new()
        .on_modify("modify", async |_| -> Result<(), &str> { panic!("it has no old image") })
        .on_insert("insert", async move |user| {
            of_handler.add(user.new.id);
            Ok::<_, &str>(())
        });
    let handler = StreamHandler::builder().table(users).report_batch_item_failures().build().unwrap();
    let records = [
        Record { old: Some(BROKEN.into()), ..Record::insert("users", "a", "1") },
        Record { old: Some(BROKEN.into()), ..Record::modify("users", "a", "2") },
        Record::insert("users", "c", "3"),
    ];
    let handled = block_on(handler.handle(event(&records)));
    assert_eq!(log.take(), ["a"]);
    let stopped = handled.stopped.unwrap();
    assert_eq!((stopped.index, stopped.handler), (1, Some("modify")));
    assert!(
        stopped.cause.to_string().starts_with("Records[1].OldImage.text: expected S, found N"),
        "{stopped}"
    );
}
