//! Random batches, handlers that fail in random ways, and a model of Lambda: no record is lost, none is out of order.

mod batch;
mod lambda;
mod watch;
mod world;

use std::sync::Arc;
use std::time::{Duration, Instant};

use millstream::handler::{Claims, Outcome, Strategy as Order, StreamHandler, TableHandler, Unknown};
use millstream::{Model, Number};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::event;
use crate::wait::block_on;
use batch::{CARDS, LOGS, Spec, TABLES, USERS, specs};
use lambda::{Mapping, Shard, Verdict, mapping};
use watch::Watch;
use world::{Store, World, hook, many, one};

#[derive(Model)]
#[model(table = "users.dev-1")]
struct User<'a> {
    #[model(hash_key)]
    #[allow(dead_code)]
    id: &'a str,
    serial: usize,
}

#[derive(Model)]
struct Card<'a> {
    #[model(hash_key)]
    #[allow(dead_code)]
    id: Number<'a>,
    serial: usize,
}

#[derive(Model)]
#[model(table = "logs")]
struct Log<'a> {
    #[model(hash_key)]
    id: &'a str,
    #[model(range_key)]
    #[allow(dead_code)]
    at: u8,
}

const INSERT: &str = "INSERT";
const MODIFY: &str = "MODIFY";
const REMOVE: &str = "REMOVE";

/// A handler: name, table, the kinds that it wants, whether it is one of batches.
type Wants = (&'static str, usize, &'static [&'static str], bool);

/// All of them in declared order.
const HANDLERS: [Wants; 10] = [
    ("user insert", USERS, &[INSERT], false),
    ("user change", USERS, &[INSERT, MODIFY, REMOVE], false),
    ("user gone batch", USERS, &[MODIFY, REMOVE], true),
    ("user write", USERS, &[INSERT, MODIFY], false),
    ("user change batch", USERS, &[INSERT, MODIFY, REMOVE], true),
    ("card gone", CARDS, &[MODIFY, REMOVE], false),
    ("card insert batch", CARDS, &[INSERT], true),
    ("card remove", CARDS, &[REMOVE], false),
    ("log change", LOGS, &[INSERT, MODIFY, REMOVE], false),
    ("log remove batch", LOGS, &[REMOVE], true),
];

/// All that is random.
#[derive(Clone, Debug)]
struct Case {
    records: Vec<Spec>,
    strategy: Order,
    mapping: Mapping,
    keeps_claims: bool,
    /// which calls of the store fail
    store_fails: Vec<usize>,
    /// which invocations have a deadline
    deadlines: Vec<usize>,
    seed: usize,
}

fn case() -> impl Strategy<Value = Case> {
    let strategy = prop_oneof![
        2 => Just(Order::Series), 2 => Just(Order::Map), 4 => (1..5usize).prop_map(Order::by_key)
    ];
    let store_fails = vec(0..40usize, 0..3);
    let rest = (strategy, mapping(), store_fails, vec(0..12usize, 0..2), any::<usize>());
    any::<bool>().prop_flat_map(move |keeps_claims| {
        (specs(!keeps_claims), rest.clone()).prop_map(move |(records, rest)| {
            let (strategy, mapping, store_fails, deadlines, seed) = rest;
            Case { records, strategy, mapping, keeps_claims, store_fails, deadlines, seed }
        })
    })
}

/// Delivers the records as Lambda does until none is due, and checks what each invocation does.
fn deliver<C: Claims>(case: &Case, world: &Arc<World>, claims: C) {
    let [w0, w1, w2, w3, w4, w5, w6, w7, w8, w9] = [(); 10].map(|()| world.clone());
    let users = TableHandler::<User>::new()
        .on_insert("user insert", async move |user| one(&w0, 0, user.meta, INSERT, &[user.new.serial]).await)
        .on_change("user change", async move |user| {
            use millstream::handler::Change;
            let (kind, serials) = match user {
                Change::Insert(user) => (INSERT, vec![user.new.serial]),
                Change::Modify(user) => (MODIFY, vec![user.new.serial, user.old.serial]),
                Change::Remove(user) => (REMOVE, vec![user.old.serial]),
            };
            one(&w1, 1, user.meta(), kind, &serials).await
        })
        .on_modify_or_remove_batch("user gone batch", async move |users| {
            many(&w2, 2, users.iter().map(|user| user.meta())).await
        })
        .on_insert_or_modify("user write", async move |user| {
            use millstream::handler::InsertOrModify;
            let (kind, serial) = match user {
                InsertOrModify::Insert(user) => (INSERT, user.new.serial),
                InsertOrModify::Modify(user) => (MODIFY, user.new.serial),
            };
            one(&w3, 3, user.meta(), kind, &[serial]).await
        })
        .on_change_batch("user change batch", async move |users| {
            many(&w4, 4, users.iter().map(|user| user.meta())).await
        });
    let cards = TableHandler::<Card>::new()
        .for_table("cards")
        .on_modify_or_remove("card gone", async move |card| {
            use millstream::handler::ModifyOrRemove;
            let (kind, serial) = match card {
                ModifyOrRemove::Modify(card) => (MODIFY, card.old.serial),
                ModifyOrRemove::Remove(card) => (REMOVE, card.old.serial),
            };
            one(&w5, 5, card.meta(), kind, &[serial]).await
        })
        .on_insert_batch("card insert batch", async move |cards| {
            many(&w6, 6, cards.iter().map(|card| card.meta)).await
        })
        .on_remove("card remove", async move |card| one(&w7, 7, card.meta, REMOVE, &[card.old.serial]).await);
    let logs = TableHandler::<Log>::keys_only()
        .on_change("log change", async move |log| {
            use millstream::handler::keys_only::Change;
            let (kind, id) = match log {
                Change::Insert(log) => (INSERT, log.keys.id),
                Change::Modify(log) => (MODIFY, log.keys.id),
                Change::Remove(log) => (REMOVE, log.keys.id),
            };
            assert_eq!(id, "log");
            one(&w8, 8, log.meta(), kind, &[]).await
        })
        .on_remove_batch("log remove batch", async move |logs| {
            many(&w9, 9, logs.iter().map(|log| log.meta)).await
        });

    let of_hook = world.clone();
    let mut builder = StreamHandler::builder()
        .table(users)
        .table(cards)
        .table(logs)
        .strategy(case.strategy)
        .unknown_tables(Unknown::Skip)
        .skip_older_than(Duration::from_secs(3600))
        .deadline_margin(Duration::ZERO);
    if case.mapping.reports {
        builder = builder.report_batch_item_failures();
    }
    let handler =
        builder.on_error(async move |failure| hook(&of_hook, failure).await).claims(claims).build().unwrap();

    let mut watch = Watch::new(case);
    let mut shard = Shard::new(case.mapping, (0..case.records.len()).collect());
    for invocation in 0.. {
        let Some(batch) = shard.next() else { break };
        assert!(invocation < 400, "it never ends");
        let deadline =
            (case.deadlines.contains(&invocation)).then(|| Instant::now() + Duration::from_millis(5));
        world.begin(&batch, deadline);
        let event = event::event(batch.iter().map(|&at| &case.records[at].record));
        let handled = block_on(async {
            match deadline {
                Some(deadline) => handler.handle_until(&event, deadline).await,
                None => handler.handle(&event).await,
            }
        });
        let is_late = deadline.is_some_and(|deadline| Instant::now() >= deadline);
        let seen = watch.invocation(&batch, &world.take_log());
        seen.check_outcome(case, &batch, &handled, is_late);
        seen.check_report(&handled.report, &batch);

        let numbers: Vec<_> = batch.iter().map(|&at| case.records[at].record.number.as_deref()).collect();
        let answer = handled.answer().ok();
        let verdict = case.mapping.verdict(&numbers, answer.as_deref());
        match (&handled.outcome, &verdict) {
            (Outcome::Done, Verdict::Success) | (Outcome::FailInvocation(_), Verdict::Failure) => {}
            (Outcome::Checkpoint(number), Verdict::From(1..)) if numbers.contains(&Some(number)) => {}
            // An identifier that Lambda does not know, or an answer that it does not look at.
            (outcome, verdict) => panic!("{outcome:?} is {verdict:?} to Lambda"),
        }
        let fate = shard.settle(&verdict);
        for &at in &fate.done {
            assert!(seen.is_settled(at), "record {at} is done for Lambda, and not settled: {seen:?}");
        }
        watch.given_up(&fate.given_up);
    }
}

fn run(case: &Case) {
    let world = Arc::new(World::new(case));
    match case.keeps_claims {
        true => deliver(case, &world, Store(world.clone())),
        false => deliver(case, &world, ()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { max_shrink_iters: 20_000, ..ProptestConfig::with_cases(3_000) })]

    #[test]
    fn no_record_is_lost_and_none_is_out_of_order(case in case()) {
        run(&case);
    }
}

/// The table names of the model are those of the specifications.
#[test]
fn the_tables_of_the_models_are_those_of_the_records() {
    assert_eq!((User::TABLE, Card::TABLE, Log::TABLE), (Some(TABLES[USERS]), None, Some(TABLES[LOGS])));
}
