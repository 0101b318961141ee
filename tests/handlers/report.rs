//! The report: its numbers, and how it is printed.

use std::time::{Duration, SystemTime};

use millstream::handler::{Decision, StreamHandler, TableHandler, Unknown};

use crate::event::{Record, event};
use crate::log::{Card, FAILED, User};
use crate::wait::block_on;

#[test]
fn every_record_is_counted_once_at_each_handler() {
    let users = TableHandler::<User>::new()
        .on_insert("a", async |user| if user.new.id == "bad" { Err(FAILED) } else { Ok(()) })
        .on_insert_or_modify_batch("index", async |_| Ok::<_, &str>(()));
    let cards = TableHandler::<Card>::new()
        .on_modify_or_remove_batch("a rather long name", async |_| Err::<(), _>(FAILED));
    let handler = StreamHandler::builder()
        .table(users)
        .table(cards)
        .unknown_tables(Unknown::Skip)
        .skip_older_than(Duration::from_secs(3600))
        .on_error(async |failure: millstream::handler::Failure<'_>| {
            let is_user = failure.meta.and_then(|meta| meta.table_name()) == Some("users");
            Ok::<_, &str>(if is_user { Decision::Skip } else { Decision::Stop })
        })
        .build()
        .unwrap();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let mut records = vec![
        Record::insert("users", "x", "1"),
        Record::insert("users", "bad", "2"),
        Record::remove("users", "x", "3"),
        Record::modify("users", "x", "4"),
        Record::insert("strangers", "x", "5"),
        Record { created: Some("1.4E9".into()), ..Record::insert("users", "x", "6") },
        Record::insert("cards", "x", "7"),
        Record::modify("cards", "x", "8"),
        Record { created: Some((now - 90).to_string()), ..Record::remove("cards", "x", "9") },
    ];
    // Both images of it are broken: it fails once.
    (records[7].new, records[7].old) = (Some("{}".into()), Some("{}".into()));
    for _ in 0..2 {
        let report = block_on(handler.handle(event(&records))).report;
        let age = report.iterator_age.unwrap();
        assert!(age >= Duration::from_secs(89) && age < Duration::from_secs(150), "{age:?}");
        assert_eq!((report.records, report.unwanted, report.too_old), (9, 2, 1));
        assert_eq!((report.unknown_tables, report.unknown_entities), (1, 0));
        let rows = report.rows.iter().map(|row| {
            (
                row.table.as_str(),
                row.handler,
                row.change,
                [row.handled, row.skipped, row.done_before, row.failed],
            )
        });
        assert_eq!(
            rows.collect::<Vec<_>>(),
            [
                ("users", "a", "INSERT", [1, 1, 0, 0]),
                ("users", "index", "INSERT", [2, 0, 0, 0]),
                ("users", "index", "MODIFY", [1, 0, 0, 0]),
                ("cards", "a rather long name", "MODIFY", [0, 0, 0, 1]),
            ]
        );
        let text = report.to_string();
        let (head, table) = text.split_once('\n').unwrap();
        assert_eq!(
            head,
            format!(
                "9 records, 2 of them for no handler, 1 of them too old, 1 of them of unknown tables, the newest {:.1} s old",
                age.as_secs_f64()
            )
        );
        assert_eq!(
            table,
            "\
table  handler             change  handled  skipped  done before  failed
users  a                   INSERT        1        1            0       0
users  index               INSERT        2        0            0       0
users  index               MODIFY        1        0            0       0
cards  a rather long name  MODIFY        0        0            0       1"
        );
    }
}

#[test]
fn one_record_is_no_records() {
    let users = TableHandler::<User>::new().on_insert("users", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder().table(users).build().unwrap();
    let text = block_on(handler.handle(event(&[Record::insert("users", "a", "1")]))).report.to_string();
    assert!(text.starts_with("1 record\n"), "{text}");
}

#[test]
fn a_batch_of_nothing_is_one_line() {
    let users = TableHandler::<User>::new().on_insert("users", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder().table(users).build().unwrap();
    assert_eq!(block_on(handler.handle(r#"{"Records":[]}"#)).report.to_string(), "0 records");
}

/// What one event counted is not seen in the report of the next, though the first was given up midway.
#[test]
fn an_event_whose_future_is_dropped_leaves_nothing_behind() {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Waker};

    let users = TableHandler::<User>::new().on_insert("users", async |user| {
        if user.new.id == "never" {
            std::future::pending::<()>().await;
        }
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    {
        let event = event(&[Record::insert("users", "a", "1"), Record::insert("users", "never", "2")]);
        let mut future = pin!(handler.handle(event));
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    }
    let report = block_on(handler.handle(event(&[Record::insert("users", "b", "3")]))).report;
    assert_eq!((report.rows[0].handled, report.rows[0].failed, report.records), (1, 0, 1));
}
