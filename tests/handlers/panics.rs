//! Panics are failures like others, wherever they come from and whatever they carry.

use std::panic::resume_unwind;

use millstream::Model;
use millstream::handler::{
    Cause, Claim, Claims, Decision, Failure, Handled, Strategy, StreamHandler, TableHandler,
};

use crate::event::{Record, event};
use crate::log::{FAILED, Log, User, failure};
use crate::wait::{Yields, block_on};

fn records() -> String {
    event(&["a", "b", "c"].map(|id| Record::insert("users", id, &format!("10{id}"))))
}

/// Panics without a word on the standard error.
fn throw(what: &str) -> Result<(), &'static str> {
    match what {
        "text" => resume_unwind(Box::new("words")),
        "string" => resume_unwind(Box::new(String::from("more words"))),
        _ => resume_unwind(Box::new(7_u8)),
    }
}

fn cause(handled: Handled) -> String {
    let stopped = handled.stopped.unwrap();
    assert_eq!(stopped.index, 1);
    assert_eq!(stopped.sequence_number.as_deref(), Some("10b"));
    stopped.cause.to_string()
}

#[test]
fn a_panic_in_a_handler_is_a_failure_of_its_record() {
    for (what, says) in [("text", "words"), ("string", "more words"), ("odd", "no message")] {
        let log = Log::default();
        let of_handler = log.clone();
        let users = TableHandler::<User>::new().on_insert("users", async move |user| {
            of_handler.add(user.new.id);
            Yields(1).await;
            if user.new.id == "b" { throw(what) } else { Ok(()) }
        });
        let handler = StreamHandler::builder().table(users).report_batch_item_failures().build().unwrap();
        let handled = block_on(handler.handle(records()));
        assert_eq!(handled.answer().unwrap(), r#"{"batchItemFailures":[{"itemIdentifier":"10b"}]}"#);
        assert_eq!(cause(handled), format!("a panic: {says}"));
        assert_eq!(log.take(), ["a", "b"]);
    }
}

/// The closure itself may panic, before there is a future.
#[test]
fn a_panic_before_the_first_await_is_the_same() {
    fn handler(
        _: millstream::handler::Insert<'_, '_, User<'_>>,
    ) -> std::future::Ready<Result<(), &'static str>> {
        std::future::ready(throw("text"))
    }
    let users = TableHandler::<User>::new().on_insert("users", handler);
    let handler = StreamHandler::builder().table(users).build().unwrap();
    assert_eq!(
        failure(&block_on(handler.handle(records()))),
        "Records[0] (10a) of users at handler `users`: a panic: words"
    );
}

#[test]
fn a_panic_in_a_handler_of_batches_means_the_first_of_the_slice() {
    let users = TableHandler::<User>::new().on_insert_batch("users", async |_| throw("text"));
    let handler = StreamHandler::builder().table(users).build().unwrap();
    assert!(failure(&block_on(handler.handle(records()))).starts_with("Records[0] (10a)"));
}

#[test]
fn a_hook_that_panics_or_fails_means_stop() {
    for what in ["text", "odd", "error"] {
        let users = TableHandler::<User>::new()
            .on_insert("users", async |user| if user.new.id == "b" { Err(FAILED) } else { Ok(()) });
        let handler = StreamHandler::builder()
            .table(users)
            .on_error(async move |failure: Failure<'_>| {
                assert!(matches!(failure.cause, Cause::Handler(_)));
                if what != "error" {
                    throw(what)?;
                }
                Err::<Decision, _>("the queue is full")
            })
            .build()
            .unwrap();
        assert_eq!(cause(block_on(handler.handle(records()))), FAILED);
    }
}

/// A store that panics, before a handler runs or behind it.
struct Panics {
    before: bool,
}

impl Claims for Panics {
    type Error = &'static str;

    async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Self::Error> {
        if self.before && claim.sequence_number == "10b" {
            throw("text")?;
        }
        Ok(false)
    }

    async fn done(&self, claim: &Claim<'_>) -> Result<(), Self::Error> {
        if claim.sequence_number == "10b" { throw("odd") } else { Ok(()) }
    }
}

#[test]
fn a_panic_in_a_store_of_claims_is_a_failure_of_the_record() {
    for (before, says, ran) in
        [(true, "a panic: words", &["a"][..]), (false, "a panic: no message", &["a", "b"])]
    {
        let log = Log::default();
        let of_handler = log.clone();
        let users = TableHandler::<User>::new().on_insert("users", async move |user| {
            of_handler.add(user.new.id);
            Ok::<_, &str>(())
        });
        let handler = StreamHandler::builder().table(users).claims(Panics { before }).build().unwrap();
        assert_eq!(cause(block_on(handler.handle(records()))), says);
        assert_eq!(log.take(), ran);
    }
}

#[test]
fn a_stream_handler_is_as_good_as_new_after_a_panic() {
    let users = TableHandler::<User>::new()
        .on_insert("users", async |user| if user.new.id == "b" { throw("text") } else { Ok(()) });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    for _ in 0..3 {
        let handled = block_on(handler.handle(records()));
        let [row] = &handled.report.rows[..] else { panic!("{}", handled.report) };
        assert_eq!((row.handled, row.failed), (1, 1));
        assert_eq!(cause(handled), "a panic: words");
    }
}

/// A conversion that panics at a certain text.
mod brittle {
    use millstream::AttributeValue;

    pub fn decode<'a>(value: AttributeValue<'a>) -> Result<&'a str, &'static str> {
        let text = value.as_str().ok_or("expected a text")?;
        if text == "old" { super::throw("text").map(|()| text) } else { Ok(text) }
    }
}

#[derive(Model)]
#[model(table = "users")]
struct Brittle<'a> {
    #[model(hash_key)]
    id: &'a str,
    #[model(with = "brittle")]
    #[allow(dead_code)]
    text: &'a str,
}

/// It is a failure of the handlers that need that part of that record, as with a part that does not fit.
#[test]
fn a_panic_in_a_conversion_is_a_failure_of_its_record() {
    let records = [
        Record::insert("users", "a", "1"),
        Record::modify("users", "b", "2"), // whose old image panics
        Record::insert("users", "c", "3"),
    ];
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(1)] {
        for decision in [Decision::Stop, Decision::Skip] {
            let log = Log::default();
            let [old, new, many, hook] = [(); 4].map(|()| log.clone());
            // One of new images alone, which knows nothing of the old one.
            let users = TableHandler::<Brittle>::new()
                .on_modify("old", async move |user| {
                    old.add(user.new.id);
                    Ok::<_, &str>(())
                })
                .on_insert("new", async move |user| {
                    new.add(user.new.id);
                    Ok::<_, &str>(())
                })
                .on_change_batch("many", async move |users| {
                    many.add(format!("{} together", users.len()));
                    Ok::<_, &str>(())
                });
            let handler = StreamHandler::builder()
                .table(users)
                .strategy(strategy)
                .report_batch_item_failures()
                .on_error(async move |failure: Failure<'_>| {
                    assert!(matches!(failure.cause, Cause::Panic(message) if message == "words"));
                    hook.add(failure.handler.unwrap());
                    Ok::<_, &str>(decision)
                })
                .build()
                .unwrap();
            for _ in 0..2 {
                let handled = block_on(handler.handle(event(&records)));
                match decision {
                    Decision::Stop => {
                        assert_eq!(
                            handled.answer().unwrap(),
                            r#"{"batchItemFailures":[{"itemIdentifier":"2"}]}"#
                        );
                        assert_eq!(log.take(), ["a", "old", "1 together"], "{strategy:?}");
                    }
                    Decision::Skip => {
                        assert!(handled.is_done(), "{handled:?}");
                        assert_eq!(log.take(), ["a", "old", "c", "many", "2 together"], "{strategy:?}");
                    }
                }
            }
        }
    }
    // Who needs another part of it is not disturbed.
    let ids = TableHandler::<Brittle>::new_image()
        .on_modify("new", async |user| if user.new.id == "b" { Ok(()) } else { Err(FAILED) });
    let handler = StreamHandler::builder().table(ids).build().unwrap();
    assert!(block_on(handler.handle(event(&records))).is_done());
}
