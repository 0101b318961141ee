//! The slices that handlers of batches are given.

use millstream::handler::{BatchError, Decision, Failure, Outcome, StreamHandler, TableHandler};
use millstream::{Item, Limits};

use crate::event::{Record, event};
use crate::log::Log;
use crate::wait::block_on;

/// An insert whose image takes some memory beside the event: a text with escapes of so many bytes.
fn large(id: &str, number: &str, bytes: usize) -> Record {
    let text = r"\n".repeat(bytes);
    Record {
        new: Some(format!(r#"{{"id":{{"S":"{id}"}},"text":{{"S":"{text}"}}}}"#)),
        ..Record::insert("users", id, number)
    }
}

/// A batch that does not fit into memory at once comes in several slices. No record of it is at fault, and the hook, which might throw it away,
/// is not asked.
#[test]
fn what_does_not_fit_into_memory_at_once_comes_in_several_slices() {
    const LIMIT: usize = 64 << 10;
    let records: Vec<Record> = (0..20).map(|at| large(&format!("{at}"), &format!("{at}"), 8 << 10)).collect();
    let log = Log::default();
    let (first, second, hook) = (log.clone(), log.clone(), log.clone());
    let ids = |items: &[millstream::handler::Insert<'_, '_, Item<'_>>]| {
        items.iter().map(|item| item.new.get("id").unwrap().as_str().unwrap()).collect::<Vec<_>>().join(" ")
    };
    let items = TableHandler::<Item>::new()
        .for_table("users")
        .on_insert_batch("first", async move |items| {
            first.add(ids(items));
            Ok::<_, &str>(())
        })
        .on_insert_batch("second", async move |items| {
            second.add(format!("then {}", items.len()));
            let poison = items.iter().position(|item| item.meta.sequence_number().unwrap().as_str() == "17");
            poison.map_or(Ok(()), |at| Err(BatchError::at(at, "no 17")))
        });
    let handler = StreamHandler::builder()
        .table(items)
        .limits(Limits { arena_bytes: LIMIT, ..Limits::default() })
        .report_batch_item_failures()
        .on_error(async move |failure: Failure<'_>| {
            hook.add(format!("{} {}", failure.handler.unwrap(), failure.cause));
            Ok::<_, &str>(if failure.cause.to_string() == "no 17" { Decision::Stop } else { Decision::Skip })
        })
        .build()
        .unwrap();
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "17"), "{handled:?}");
    let log = log.take();
    let slices: Vec<&str> =
        log.iter().step_by(2).map(String::as_str).filter(|line| !line.contains("no")).collect();
    // The last one stops at the poison record, though both handlers were given it and what is behind it.
    let all: Vec<String> = slices.join(" ").split(' ').map(str::to_owned).collect();
    let expected: Vec<String> = (0..all.len()).map(|at| at.to_string()).collect();
    assert_eq!(all, expected, "each once and in order");
    assert!(slices.len() > 2 && all.len() > 17, "{log:?}");
    assert_eq!(log.last().unwrap(), "second no 17");
    assert!(log.iter().filter(|line| line.contains("second")).count() == 1, "{log:?}");
}

/// One that does not fit alone is at fault.
#[test]
fn what_does_not_fit_into_memory_alone_fails() {
    let records = [large("a", "1", 10), large("b", "2", 100 << 10), large("c", "3", 10)];
    let items =
        TableHandler::<Item>::new().for_table("users").on_insert_batch("items", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder()
        .table(items)
        .limits(Limits { arena_bytes: 64 << 10, ..Limits::default() })
        .report_batch_item_failures()
        .build()
        .unwrap();
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "2"), "{handled:?}");
    assert_eq!(handled.report.rows[0].handled, 1);
}
