//! Tumbling windows: the state that is answered is that of the settled records.

use millstream::handler::{
    BatchError, Claim, Claims, Decision, Fault, Handled, Outcome, SetupError, Strategy, StreamHandler,
    TableHandler, WindowEnd,
};

use crate::event::{Record, event};
use crate::log::{FAILED, Log, User, failure};
use crate::wait::block_on;

/// An event of a window with this state and inserts of these items.
fn window(state: &str, ids: &[&str], is_final: bool) -> String {
    let records: Vec<_> =
        ids.iter().enumerate().map(|(at, id)| Record::insert("users", id, &format!("10{at}"))).collect();
    format!(
        r#"{{{},"window":{{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:02:00Z"}},"state":{state},"shardId":"shard-7","isFinalInvokeForWindow":{is_final},"isWindowTerminatedEarly":{is_final}}}"#,
        event(&records).strip_prefix('{').unwrap().strip_suffix('}').unwrap()
    )
}

/// Handlers that write the items' names into the state; the second one fails at `bad`.
macro_rules! writers {
    () => {
        TableHandler::<User>::new()
            .on_insert("one", async |user| {
                let state = user.meta.window().unwrap();
                state.set(format!("{}{}", state.get(), user.new.id));
                Ok::<_, &str>(())
            })
            .on_insert("two", async |user| {
                let state = user.meta.window().unwrap();
                state.set(format!("{}{}", state.get(), user.new.id.to_uppercase()));
                if user.new.id == "bad" { Err(FAILED) } else { Ok(()) }
            })
    };
}

fn answer(handled: &Handled) -> String {
    handled.answer().unwrap()
}

#[test]
fn a_state_that_nobody_sets_passes_through_to_the_byte() {
    let users = TableHandler::<User>::new().on_insert("users", async |_| Ok::<_, &str>(()));
    let handler = StreamHandler::builder().table(users).tumbling_windows().build().unwrap();
    for state in [
        r#"{ "a":1.50 ,"b" : ["\u0041\/",{}], "c":123456789012345678901234567890}"#,
        "{}",
        "[1, 2]",
        "\"x\"",
        "7",
    ] {
        let handled = block_on(handler.handle(window(state, &["a"], false)));
        assert_eq!(answer(&handled), format!(r#"{{"state":{state},"batchItemFailures":[]}}"#));
    }
    // At a window's beginning there may be none.
    let handled = block_on(handler.handle(window("null", &["a"], false)));
    assert_eq!(answer(&handled), r#"{"state":{},"batchItemFailures":[]}"#);
}

#[test]
fn the_state_goes_from_record_to_record_and_from_handler_to_handler() {
    let handler = StreamHandler::builder().table(writers!()).tumbling_windows().build().unwrap();
    let handled = block_on(handler.handle(window("7", &["a", "b"], false)));
    assert_eq!(answer(&handled), r#"{"state":7aAbB,"batchItemFailures":[]}"#);
    assert_eq!(handled.state.as_deref(), Some("7aAbB"));
}

#[test]
fn a_failure_fails_the_invocation_though_the_mapping_reports() {
    let handler = StreamHandler::builder()
        .table(writers!())
        .tumbling_windows()
        .report_batch_item_failures()
        .build()
        .unwrap();
    let handled = block_on(handler.handle(window("7", &["a", "bad"], false)));
    assert_eq!(failure(&handled), "Records[1] (101) of users at handler `two`: it failed");
}

#[test]
fn a_checkpoint_comes_with_the_state_of_the_records_before_it() {
    let handler = StreamHandler::builder()
        .table(writers!())
        .window_checkpoints()
        .report_batch_item_failures()
        .build()
        .unwrap();
    // Handler `one` was done with the record that failed: that does not count.
    let handled = block_on(handler.handle(window("7", &["a", "b", "bad", "c"], false)));
    assert_eq!(answer(&handled), r#"{"state":7aAbB,"batchItemFailures":[{"itemIdentifier":"102"}]}"#);
    // The first record still fails the invocation.
    assert!(block_on(handler.handle(window("7", &["bad", "b"], false))).answer().is_err());
}

#[test]
fn what_a_handler_set_before_it_failed_does_not_count_when_it_is_skipped() {
    let handler = StreamHandler::builder()
        .table(writers!())
        .tumbling_windows()
        .on_error(async |_| Ok::<_, &str>(Decision::Skip))
        .build()
        .unwrap();
    let handled = block_on(handler.handle(window("7", &["a", "bad", "b"], false)));
    assert_eq!(answer(&handled), r#"{"state":7aAbadbB,"batchItemFailures":[]}"#);
}

#[test]
fn the_state_of_a_handler_of_batches_counts_when_it_has_succeeded() {
    let users = TableHandler::<User>::new().on_insert_batch("users", async |users| {
        let state = users[0].meta.window().unwrap();
        let ids: String = users.iter().map(|user| user.new.id).collect();
        state.set(format!("{}{ids}", state.get()));
        if ids.contains("bad") { Err(FAILED) } else { Ok(()) }
    });
    let handler = StreamHandler::builder()
        .table(users)
        .tumbling_windows()
        .on_error(async |_| Ok::<_, &str>(Decision::Skip))
        .build()
        .unwrap();
    let handled = block_on(handler.handle(window("7", &["bad", "a", "b"], false)));
    assert_eq!(answer(&handled), r#"{"state":7ab,"batchItemFailures":[]}"#);
}

/// What they made of the state is not lost with the record that failed: they do not come again.
#[test]
fn the_state_holds_records_that_a_handler_of_batches_calls_done() {
    let users = TableHandler::<User>::new().on_insert_batch("users", async |users| {
        for (at, user) in users.iter().enumerate() {
            if user.new.id == "bad" {
                return Err(BatchError::at(at, FAILED));
            }
            let state = user.meta.window().unwrap();
            state.set(format!("{}{}", state.get(), user.new.id));
        }
        Ok(())
    });
    let skipping = StreamHandler::builder().table(users).tumbling_windows();
    let skipping = skipping.on_error(async |_| Ok::<_, &str>(Decision::Skip)).build().unwrap();
    for (ids, state) in [
        (&["a", "b", "bad", "c"], "7abc"),
        (&["bad", "a", "b", "c"], "7abc"),
        (&["a", "bad", "bad", "c"], "7ac"),
    ] {
        let handled = block_on(skipping.handle(window("7", ids, false)));
        assert_eq!(answer(&handled), format!(r#"{{"state":{state},"batchItemFailures":[]}}"#));
    }
}

/// The checkpoint would be of a record in front, which the state holds already.
#[test]
fn no_record_that_the_state_holds_comes_again() {
    let handler =
        StreamHandler::builder().table(writers!()).window_checkpoints().report_batch_item_failures();
    let handler = handler.build().unwrap();
    let event = window("7", &["a", "b", "bad"], false);
    let handled = block_on(handler.handle(&event));
    assert_eq!(answer(&handled), r#"{"state":7aAbB,"batchItemFailures":[{"itemIdentifier":"102"}]}"#);
    let unnumbered = event.replace(r#""SequenceNumber":"102""#, r#""SequenceNumber":"""#);
    assert_ne!(unnumbered, event);
    assert!(matches!(block_on(handler.handle(unnumbered)).outcome, Outcome::FailInvocation(_)));
}

#[test]
fn what_a_state_holds_is_not_shown() {
    let handler = StreamHandler::builder().table(writers!()).tumbling_windows();
    let handler = handler
        .on_window_end(async |end: WindowEnd<'_>| {
            assert!(format!("{end:?}").contains("shard-7"));
            assert!(!format!("{end:?}").contains("secret"));
            Ok::<_, &str>(())
        })
        .build()
        .unwrap();
    let handled = block_on(handler.handle(window("\"secret\"", &[], true)));
    assert!(handled.is_done() && handled.state.as_deref() == Some("\"secret\""));
    assert!(!format!("{handled:?}").contains("secret"));
}

#[test]
fn the_end_of_a_window_is_told_once_its_records_are_settled() {
    let log = Log::default();
    let ends = log.clone();
    let handler = StreamHandler::builder()
        .table(writers!())
        .on_window_end(async move |end: WindowEnd<'_>| {
            let window = end.window().unwrap();
            assert_eq!(
                (window.start, window.end),
                (Some("2026-01-01T00:00:00Z"), Some("2026-01-01T00:02:00Z"))
            );
            assert_eq!((end.shard_id(), end.is_terminated_early()), (Some("shard-7"), true));
            ends.add(&*end.state.get());
            if end.state.get().contains('z') {
                return Err(FAILED);
            }
            end.state.set("0");
            Ok(())
        })
        .build()
        .unwrap();
    for (event, said, state) in [
        (window("7", &["a"], false), &[][..], "7aA"),
        (window("7", &["a"], true), &["7aA"], "0"),
        // Its last invocation mostly has no records.
        (window("7", &[], true), &["7"], "0"),
    ] {
        let handled = block_on(handler.handle(event));
        assert_eq!(answer(&handled), format!(r#"{{"state":{state},"batchItemFailures":[]}}"#));
        assert_eq!(log.take(), said);
    }
    let handled = block_on(handler.handle(window("7", &["bad"], true)));
    assert!(matches!(handled.outcome, Outcome::FailInvocation(Fault::NotSettled { .. })));
    assert!(log.take().is_empty());
    assert_eq!(
        failure(&block_on(handler.handle(window("7", &["z"], true)))),
        "at the window's end: it failed"
    );
}

#[test]
fn without_windows_handlers_see_no_state() {
    let users = TableHandler::<User>::new().on_insert("users", async |user| {
        assert!(user.meta.window().is_none());
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    assert_eq!(
        answer(&block_on(handler.handle(window("7", &["a"], true)))),
        r#"{"state":7,"batchItemFailures":[]}"#
    );
}

struct Store;

impl Claims for Store {
    type Error = &'static str;

    async fn is_done(&self, _: &Claim<'_>) -> Result<bool, Self::Error> {
        Ok(false)
    }

    async fn done(&self, _: &Claim<'_>) -> Result<(), Self::Error> {
        Ok(())
    }
}

#[test]
fn what_cannot_be_right_together_is_refused() {
    let builder = || StreamHandler::builder().table(writers!());
    for strategy in [Strategy::Map, Strategy::by_key(1)] {
        let error = builder().strategy(strategy).tumbling_windows().build().err().unwrap();
        assert_eq!(error, SetupError::WindowsNeedSeries);
        assert_eq!(error.to_string(), "tumbling windows need Strategy::Series");
        let hooked = builder().strategy(strategy).on_window_end(async |_: WindowEnd<'_>| Ok::<_, &str>(()));
        assert_eq!(hooked.build().err(), Some(SetupError::WindowsNeedSeries));
    }
    let batches = TableHandler::<User>::new().on_insert_batch("users", async |_| Ok::<_, &str>(()));
    let error = StreamHandler::builder().table(batches).window_checkpoints().build().err().unwrap();
    assert_eq!(error, SetupError::WindowCheckpointsNeedRecords);
    // What a handler that is passed over had put into the state would be lost: the batch comes again with the state from before.
    let error = builder().tumbling_windows().claims(Store).build().err().unwrap();
    assert_eq!(error, SetupError::WindowsWithClaims);
    assert_eq!(
        error.to_string(),
        "tumbling windows exclude claims: a handler that is passed over would be missing in the window's state"
    );
}
