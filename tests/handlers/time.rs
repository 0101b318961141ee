//! Deadlines, and changes that are too old.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant, SystemTime};

use millstream::handler::{Claim, Claims, Decision, Failure, Outcome, Strategy, StreamHandler, TableHandler};

use crate::event::{Record, event};
use crate::log::{Log, User, failure};
use crate::wait::{Yields, block_on};

const LONG: Duration = Duration::from_secs(3600);

/// A deadline, which a handler lets pass.
#[derive(Clone)]
struct Deadline {
    at: Instant,
    was_met: Arc<AtomicBool>,
}

impl Deadline {
    /// Waits so long that it is over.
    fn pass(&self) {
        self.was_met.fetch_or(Instant::now() < self.at, Relaxed);
        while Instant::now() < self.at {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

/// Runs what has a deadline, which is soon, since it is waited for. Where the machine was so busy that it was over before a handler came to
/// let it pass, that says nothing, and all is done once more with twice the time.
fn before<T>(run: impl Fn(Deadline) -> T) -> T {
    let mut time = Duration::from_millis(50);
    loop {
        let deadline = Deadline { at: Instant::now() + time, was_met: Arc::default() };
        let result = run(deadline.clone());
        if deadline.was_met.load(Relaxed) {
            return result;
        }
        time *= 2;
        assert!(time < Duration::from_secs(60), "nobody let the deadline pass");
    }
}

fn inserts() -> Vec<Record> {
    (1..=4).map(|at| Record::insert("users", &format!("k{at}"), &format!("10{at}"))).collect()
}

#[test]
fn no_record_is_begun_behind_the_deadline() {
    for strategy in [Strategy::Series, Strategy::Map, Strategy::by_key(1), Strategy::by_key(3)] {
        let (handled, log) = before(|deadline| {
            let (log, at) = (Log::default(), deadline.at);
            let (first, second) = (log.clone(), log.clone());
            let users = TableHandler::<User>::new()
                .on_insert("first", async move |user| {
                    first.add(format!("first {}", user.new.id));
                    if user.new.id == "k2" {
                        deadline.pass();
                    }
                    Ok::<_, &str>(())
                })
                .on_insert("second", async move |user| {
                    // The handlers of a record that was begun go on.
                    second.add(format!("second {}", user.new.id));
                    Ok::<_, &str>(())
                });
            let handler = StreamHandler::builder()
                .table(users)
                .strategy(strategy)
                .deadline_margin(Duration::ZERO)
                .report_batch_item_failures()
                .build()
                .unwrap();
            (block_on(handler.handle_until(event(&inserts()), at)), log)
        });
        assert!(
            matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "103"),
            "{strategy:?}: {handled:?}"
        );
        assert!(handled.stopped.is_none());
        assert_eq!(log.take(), ["first k1", "second k1", "first k2", "second k2"], "{strategy:?}");
    }
}

#[test]
fn what_runs_at_the_deadline_is_awaited() {
    let (handled, log) = before(|deadline| {
        let (log, at) = (Log::default(), deadline.at);
        let of_handler = log.clone();
        let users = TableHandler::<User>::new().on_insert("users", async move |user| {
            if user.new.id == "k3" {
                deadline.pass();
            }
            Yields(3).await;
            of_handler.add(user.new.id);
            Ok::<_, &str>(())
        });
        let handler = StreamHandler::builder()
            .table(users)
            .strategy(Strategy::by_key(3))
            .deadline_margin(Duration::ZERO)
            .report_batch_item_failures()
            .build()
            .unwrap();
        (block_on(handler.handle_until(event(&inserts()), at)), log)
    });
    assert!(matches!(&handled.outcome, Outcome::Checkpoint(number) if number == "104"), "{handled:?}");
    assert_eq!(log.take(), ["k1", "k2", "k3"]);
}

#[test]
fn a_deadline_that_is_over_or_within_the_margin_fails_the_invocation() {
    let users =
        TableHandler::<User>::new().on_insert("users", async |_| -> Result<(), &str> { panic!("it runs") });
    let handler = StreamHandler::builder()
        .table(users)
        .deadline_margin(LONG)
        .report_batch_item_failures()
        .build()
        .unwrap();
    for deadline in [Instant::now(), Instant::now() + Duration::from_secs(60)] {
        let handled = block_on(handler.handle_until(event(&inserts()), deadline));
        assert_eq!(failure(&handled), "Records[0] was not begun: the deadline is too near");
    }
}

#[test]
fn a_handler_of_batches_is_not_begun_behind_the_deadline() {
    let handled = before(|deadline| {
        let at = deadline.at;
        let users = TableHandler::<User>::new()
            .on_insert("late", async move |user| {
                if user.new.id == "k4" {
                    deadline.pass();
                }
                Ok::<_, &str>(())
            })
            .on_insert_batch("index", async |_| -> Result<(), &str> { panic!("it runs") });
        let handler = StreamHandler::builder().table(users).deadline_margin(Duration::ZERO).build().unwrap();
        block_on(handler.handle_until(event(&inserts()), at))
    });
    assert_eq!(failure(&handled), "Records[0] was not begun: the deadline is too near");
}

/// A store of claims may be far away, and an error hook may send the record elsewhere: neither is asked when time is up.
#[test]
fn nobody_is_asked_behind_the_deadline() {
    struct Away;

    impl Claims for Away {
        type Error = &'static str;

        async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Self::Error> {
            assert_eq!(claim.handler, "late");
            Ok(false)
        }

        async fn done(&self, _: &Claim<'_>) -> Result<(), Self::Error> {
            Ok(())
        }
    }

    for is_broken in [false, true] {
        let handled = before(|deadline| {
            let at = deadline.at;
            let users = TableHandler::<User>::new()
                .on_remove("late", async move |_| {
                    deadline.pass();
                    Ok::<_, &str>(())
                })
                .on_insert_batch("index", async |_| -> Result<(), &str> { panic!("it runs") });
            let handler = StreamHandler::builder()
                .table(users)
                .deadline_margin(Duration::ZERO)
                .claims(Away)
                .on_error(async |_: Failure<'_>| -> Result<Decision, &str> { panic!("the hook is asked") })
                .build()
                .unwrap();
            let mut records = inserts();
            records[0].new = records[0].new.take().map(|new| if is_broken { "{}".into() } else { new });
            records.push(Record::remove("users", "k5", "105"));
            block_on(handler.handle_until(event(&records), at))
        });
        assert_eq!(failure(&handled), "Records[0] was not begun: the deadline is too near");
        assert!(handled.stopped.is_none());
    }
}

#[test]
fn changes_that_are_too_old_are_passed_over_and_counted() {
    let log = Log::default();
    let (one, many) = (log.clone(), log.clone());
    let users = TableHandler::<User>::new()
        .on_insert("one", async move |user| {
            one.add(user.new.id);
            Ok::<_, &str>(())
        })
        .on_insert_batch("many", async move |users| {
            many.add(users.iter().map(|user| user.new.id).collect::<Vec<_>>().join("+"));
            Ok::<_, &str>(())
        });
    let handler = StreamHandler::builder().table(users).skip_older_than(LONG).build().unwrap();
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let mut records = inserts();
    records[0].created = Some((now - 7200).to_string());
    records[1].created = Some(format!("{}.5", now - 1800));
    records[2].created = None; // nobody knows
    records[3].created = Some("1.4E9".into());
    // Nobody looks at what is in them.
    records[3].new = Some("{}".into());
    let handled = block_on(handler.handle(event(&records)));
    assert!(matches!(handled.outcome, Outcome::Done));
    assert_eq!(log.take(), ["k2", "k3", "k2+k3"]);
    assert_eq!(handled.report.too_old, 2);
    assert!(handled.report.iterator_age.unwrap() > LONG);
}
