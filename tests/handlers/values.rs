//! Handlers as values: functions return them, structs hold them, tasks and services are given them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};

use millstream::handler::images::NewAndOldImages;
use millstream::handler::{
    Builder, Claim, Claims, Decision, Delivery, ErrorHook, EventHandler, Failure, Handled, Handlers, Outcome,
    SetupError, SharedHandler, Strategy, StreamHandler, TableHandler, Tables, WindowHook,
};

use crate::event::{Record, arn, event};
use crate::log::{Card, Log, User};
use crate::wait::block_on;

/// What handlers of an application need.
#[derive(Clone, Default)]
struct Deps {
    log: Log,
    done: Arc<AtomicUsize>,
}

impl Claims for Deps {
    type Error = std::convert::Infallible;

    async fn is_done(&self, _: &Claim<'_>) -> Result<bool, Self::Error> {
        tokio::task::yield_now().await;
        Ok(false)
    }

    async fn done(&self, _: &Claim<'_>) -> Result<(), Self::Error> {
        self.done.fetch_add(1, SeqCst);
        Ok(())
    }
}

/// The handlers of a table are made in one place …
fn users(deps: &Deps) -> TableHandler<User<'static>, NewAndOldImages, impl Handlers<User<'static>> + use<>> {
    let (one, many) = (deps.log.clone(), deps.log.clone());
    TableHandler::<User>::new()
        .on_insert("one", async move |user| {
            tokio::task::yield_now().await;
            one.add(format!("user {}", user.new.id));
            if user.new.id == "b" { Err("not b") } else { Ok(()) }
        })
        .on_insert_batch("many", async move |users| {
            tokio::task::yield_now().await;
            many.add(format!("{} users", users.len()));
            Ok::<_, &str>(())
        })
}

/// … those of several in another …
fn tables(deps: &Deps) -> Builder<impl Tables + use<>> {
    let log = deps.log.clone();
    let cards = TableHandler::<Card>::new().on_insert("cards", async move |card| {
        log.add(format!("card {}", card.new.id));
        Ok::<_, &str>(())
    });
    StreamHandler::builder().table(users(deps)).table(cards)
}

/// … and all of it in a third.
fn with_hooks(
    deps: &Deps,
) -> Result<StreamHandler<impl Tables + use<>, impl ErrorHook + use<>, Deps, impl WindowHook>, SetupError> {
    let log = deps.log.clone();
    let hook = async move |failure: Failure<'_>| {
        log.add(format!("hook {}", failure.cause));
        Ok::<_, &str>(Decision::Skip)
    };
    tables(deps).on_error(hook).claims(deps.clone()).build()
}

fn opaque(deps: &Deps) -> Result<impl EventHandler + use<>, SetupError> {
    tables(deps).report_batch_item_failures().build()
}

async fn outcome(handler: &impl EventHandler, delivery: impl Into<Delivery>) -> Outcome {
    handler.deliver(delivery).await.outcome
}

struct App<T, H, C, W> {
    handler: StreamHandler<T, H, C, W>,
}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> App<T, H, C, W> {
    async fn handle(&self, event: &str) -> Handled {
        self.handler.handle(event).await
    }
}

fn inserts() -> String {
    event(&[
        Record::insert("users", "a", "1"),
        Record::insert("users", "b", "2"),
        Record::insert("cards", "c", "3"),
    ])
}

#[test]
fn functions_return_handlers_and_take_any() {
    let deps = Deps::default();
    let app = App { handler: with_hooks(&deps).unwrap() };
    assert_eq!(format!("{:?}", app.handler), r#"{"users": ["one", "many"], "cards": ["cards"]}"#);
    assert!(block_on(app.handle(&inserts())).is_done());
    assert_eq!(deps.log.take(), ["user a", "user b", "hook not b", "card c", "2 users"]);
    assert_eq!(deps.done.load(SeqCst), 5);

    let handler = opaque(&deps).unwrap();
    let event = event(&[Record::insert("users", "a", "1"), Record::insert("users", "b", "2")]);
    assert!(matches!(block_on(outcome(&handler, event)), Outcome::Checkpoint(number) if number == "2"));
}

/// Built where the types are known, and known by its name elsewhere.
fn shared(deps: &Deps, strategy: Strategy) -> SharedHandler {
    let log = deps.log.clone();
    let users = TableHandler::<User>::new().on_insert("one", async move |user| {
        tokio::task::yield_now().await;
        log.add(format!("user {}", user.new.id));
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).strategy(strategy).claims(deps.clone());
    handler.build().unwrap().shared(StreamHandler::handle_owned)
}

/// In tasks that may move to other threads, from code that knows nothing of the handlers' types.
#[tokio::test]
async fn a_shared_handler_is_given_to_tasks() {
    struct Worker {
        handlers: Vec<SharedHandler>,
    }
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(2)] {
        let deps = Deps::default();
        let one = shared(&deps, strategy);
        let worker = Worker { handlers: vec![one.clone(), one] };
        let tasks: Vec<_> = worker
            .handlers
            .iter()
            .zip(["a", "b"])
            .map(|(handler, id)| tokio::spawn(handler.handle(event(&[Record::insert("users", id, id)]))))
            .collect();
        for task in tasks {
            assert!(task.await.unwrap().is_done());
        }
        let mut seen = deps.log.take();
        seen.sort();
        assert_eq!(seen, ["user a", "user b"]);
        assert_eq!(format!("{:?}", worker.handlers[0]), "SharedHandler { .. }");
    }
}

/// GetRecords does not say which stream a page is of; one set of handlers reads pages of several.
#[test]
fn each_page_has_a_stream_of_its_own() {
    let page = |id: &str, number: &str| event(&[Record { arn: None, ..Record::insert("any", id, number) }]);
    for strategy in [Strategy::Series, Strategy::by_key(2)] {
        let deps = Deps::default();
        let handler = Arc::new(
            tables(&deps)
                .assume_stream(arn("users"))
                .strategy(strategy)
                .report_batch_item_failures()
                .build()
                .unwrap(),
        );
        assert!(block_on(handler.handle_from(&arn("cards"), page("a", "1"))).is_done());
        assert!(block_on(handler.handle(page("a", "1"))).is_done());
        let delivery = Delivery::new(page("b", "2")).from_stream(arn("cards"));
        assert_eq!(format!("{delivery:?}").find(r#""S":"b""#), None);
        assert!(block_on(handler.clone().handle_owned(delivery)).is_done());
        assert_eq!(deps.log.take(), ["card a", "user a", "1 users", "card b"], "{strategy:?}");
        // A failure is told with the table that was said.
        let broken =
            event(&[Record { arn: None, new: Some("{}".into()), ..Record::insert("any", "a", "1") }]);
        let stopped = block_on(handler.handle_from(&arn("cards"), broken)).stopped.unwrap();
        assert_eq!(stopped.table.as_deref(), Some("cards"));
        // What a record says of itself comes first.
        assert!(
            block_on(handler.handle_from(&arn("cards"), event(&[Record::insert("users", "a", "1")])))
                .is_done()
        );
        assert_eq!(deps.log.take(), ["user a", "1 users"]);
        let handled = block_on(handler.handle_from(&arn("strangers"), page("a", "1")));
        assert!(!handled.is_done());
        assert_eq!(
            crate::log::failure(&handled),
            format!("Records[0] is of {}, which has no handlers", arn("strangers"))
        );
    }
}
