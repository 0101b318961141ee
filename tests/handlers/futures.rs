//! What handlers may be: closures that capture, functions, futures that hold what they borrow; in tasks that are spawned too.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};

use millstream::Model;
use millstream::handler::{
    BatchError, Claim, Claims, Decision, Failure, Insert, InsertOrModify, Outcome, Strategy, StreamHandler,
    TableHandler,
};

use crate::event::{Record, event};
use crate::log::{Log, User};
use crate::wait::{Yields, block_on};

/// A client as applications have them.
#[derive(Clone, Default)]
struct Client(Arc<Mutex<HashMap<String, String>>>);

impl Client {
    async fn put(&self, id: &str, text: &str) -> Result<(), std::io::Error> {
        Yields(2).await;
        self.0.lock().unwrap().insert(id.to_owned(), text.to_owned());
        Ok(())
    }
}

async fn function(user: Insert<'_, '_, User<'_>>) -> Result<(), std::num::ParseIntError> {
    Yields(1).await;
    let number: u8 = user.new.id.parse()?;
    assert_eq!(number, 7);
    Ok(())
}

async fn function_of_batches(users: &[InsertOrModify<'_, '_, User<'_>>]) -> Result<(), BatchError> {
    Yields(1).await;
    for (index, user) in users.iter().enumerate() {
        if user.meta().sequence_number().is_none() {
            return Err(BatchError::at(index, "no number"));
        }
    }
    std::str::from_utf8(b"text")?; // any error becomes one
    Ok(())
}

#[test]
fn closures_capture_and_borrow_across_awaits() {
    let client = Client::default();
    let (one, many) = (client.clone(), client.clone());
    let users = TableHandler::<User>::new()
        .on_insert("function", function)
        .on_insert_or_modify_batch("functions", function_of_batches)
        .on_insert("closure", async move |user| {
            let (id, text) = (user.new.id, user.new.text);
            one.put(id, text).await?;
            one.put(text, id).await // borrowed from the event before and after
        })
        .on_insert_batch("batch", async move |users| {
            let texts: Vec<&str> = users.iter().map(|user| user.new.text).collect();
            for user in users {
                many.put(&format!("{} of {}", user.new.id, texts.len()), user.new.text).await?;
            }
            Ok::<_, std::io::Error>(())
        });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    let handled = block_on(handler.handle(event(&[Record::insert("users", "7", "1")])));
    assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}");
    let stored = client.0.lock().unwrap();
    assert_eq!(stored.len(), 3);
    assert_eq!((&*stored["7"], &*stored["new"], &*stored["7 of 1"]), ("new", "7", "new"));
}

/// What handlers borrow from where they are made.
#[test]
fn handlers_may_borrow_from_around_them() {
    let seen = AtomicUsize::new(0);
    let users = TableHandler::<User>::new().on_change("users", async |_| {
        seen.fetch_add(1, SeqCst);
        Ok::<_, &str>(())
    });
    let handler = StreamHandler::builder().table(users).build().unwrap();
    block_on(handler.handle(event(&[Record::insert("users", "a", "1"), Record::remove("users", "a", "2")])));
    assert_eq!(seen.into_inner(), 2);
}

/// A text of its own, counted as long as it lives.
struct Counted(String);

static ALIVE: AtomicUsize = AtomicUsize::new(0);

mod counted {
    use millstream::AttributeValue;

    use super::Counted;

    pub fn decode(value: AttributeValue<'_>) -> Result<Counted, &'static str> {
        value.as_str().map(Counted::new).ok_or("expected a text")
    }
}

impl Counted {
    fn new(text: &str) -> Counted {
        ALIVE.fetch_add(1, SeqCst);
        Counted(text.to_owned())
    }
}

impl Default for Counted {
    fn default() -> Counted {
        Counted::new("")
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, SeqCst);
    }
}

/// A model that owns what it holds.
#[derive(Model)]
#[model(table = "users")]
struct Owning {
    #[model(hash_key)]
    id: String,
    #[model(with = "counted")]
    text: Counted,
    #[model(default)]
    tags: Vec<String>,
}

#[derive(Model)]
#[model(table = "pets")]
struct Pet {
    #[model(hash_key)]
    id: String,
}

#[test]
fn models_that_own_are_given_and_dropped() {
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(2)] {
        let log = Log::default();
        let (one, many) = (log.clone(), log.clone());
        let users = TableHandler::<Owning>::new()
            .on_insert("one", async move |user| {
                Yields(1).await;
                one.add(format!("{} {} {}", user.new.id, user.new.text.0, user.new.tags.len()));
                if user.new.id == "c" { Err("a failure drops it too") } else { Ok(()) }
            })
            .on_change_batch("many", async move |users| {
                many.add(format!("{} of {}", users.len(), ALIVE.load(SeqCst)));
                Ok::<_, &str>(())
            });
        let handler = StreamHandler::builder().table(users).strategy(strategy).build().unwrap();
        let records = ["a", "b", "c"].map(|id| Record::insert("users", id, id));
        let handled = block_on(handler.handle(event(&records)));
        assert!(matches!(handled.outcome, Outcome::FailInvocation(_)));
        let mut log = log.take();
        log.sort();
        assert_eq!(log, ["2 of 2", "a new 0", "b new 0", "c new 0"], "{strategy:?}");
        assert_eq!(ALIVE.load(SeqCst), 0, "{strategy:?}");
    }
}

#[derive(Clone, Default)]
struct Store(Arc<Mutex<Vec<String>>>);

impl Claims for Store {
    type Error = std::io::Error;

    // As futures that are known to be `Send`.
    async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Self::Error> {
        tokio::task::yield_now().await;
        Ok(self.0.lock().unwrap().contains(&format!("{} {}", claim.handler, claim.sequence_number)))
    }

    async fn done(&self, claim: &Claim<'_>) -> Result<(), Self::Error> {
        let key = format!("{} {}", claim.handler, claim.sequence_number);
        tokio::task::yield_now().await;
        self.0.lock().unwrap().push(key);
        Ok(())
    }
}

/// All that a function can be made of, given to a runtime that may move it to another thread.
#[tokio::test]
async fn an_event_is_handled_in_a_task_of_its_own() {
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(3)] {
        let (client, store) = (Client::default(), Store::default());
        let (one, of_hook) = (client.clone(), client.clone());
        let users = TableHandler::<User>::new()
            .on_insert("one", async move |user| {
                tokio::task::yield_now().await;
                one.put(user.new.id, user.new.text).await?;
                if user.new.id == "b" { Err(std::io::Error::other("no")) } else { Ok(()) }
            })
            .on_insert_or_modify_batch("many", async |users| {
                tokio::task::yield_now().await;
                assert!(!users.is_empty());
                Ok::<_, std::io::Error>(())
            });
        let pets = TableHandler::<Pet>::new().on_insert("pets", async |pet| {
            tokio::task::yield_now().await;
            assert!(pet.meta.sequence_number().is_some_and(|number| number.as_str().ends_with(&pet.new.id)));
            Ok::<_, std::io::Error>(())
        });
        let handler = StreamHandler::builder()
            .table(users)
            .table(pets)
            .strategy(strategy)
            .on_error(async move |failure: Failure<'_>| {
                tokio::task::yield_now().await;
                of_hook.put(failure.handler.unwrap_or("?"), failure.raw).await?;
                Ok::<_, std::io::Error>(Decision::Skip)
            })
            .claims(store.clone())
            .build()
            .unwrap();
        let handler = Arc::new(handler);
        let tasks = ["a", "b", "c"].map(|id| {
            let event =
                event(&[Record::insert("users", id, id), Record::insert("pets", id, &format!("pet {id}"))]);
            tokio::spawn(handler.clone().handle_owned(event))
        });
        for task in tasks {
            let handled = task.await.unwrap();
            assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}");
            assert_eq!(handled.report.records, 2);
        }
        assert_eq!(store.0.lock().unwrap().len(), 9);
        assert!(client.0.lock().unwrap()["one"].contains(r#""eventID":"event-b""#));
    }
}
