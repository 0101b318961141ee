//! Batches through a proxy that makes faults: whatever it does, every key is answered or returned as unprocessed, and every write happens
//! or is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{BehaviorVersion, Config};
use aws_sdk_dynamodb::types::AttributeValue;
use futures_util::TryStreamExt;
use millstream::{Encode, Model};
use millstream_query::{HashPrimaryKey, Retry, Table};
use millstream_query_kit::{Fault, Proxy, Server, client, config};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Users")]
struct User {
    #[model(hash_key)]
    id: u64,
    name: String,
}

fn user(id: u64) -> User {
    User { id, name: format!("user {id}") }
}

/// A table of the users `0..count`, behind a proxy. The SDK's own retries are off or as they are.
async fn users(
    count: u64,
    retries: bool,
    plan: impl FnMut(&str) -> Fault + Send + 'static,
) -> (Server, Proxy, HashPrimaryKey<User>, HashPrimaryKey<User>) {
    let server = Server::in_process().await;
    let table = Table::<User>::new(&client(server.endpoint()));
    table.create_table().send().await.unwrap();
    let direct = table.primary_key();
    let all: Vec<User> = (0..count).map(user).collect();
    direct.batch_put(&all).send().await.unwrap();
    let proxy = Proxy::start(server.endpoint(), plan).await;
    let config = config(proxy.endpoint());
    let config = if retries { config } else { config.retry_config(RetryConfig::disabled()) };
    let faulty = Table::<User>::new(&Client::from_conf(config.build())).primary_key();
    (server, proxy, direct, faulty)
}

fn quick() -> Retry {
    Retry::default().backoff(Duration::from_millis(1), Duration::from_millis(4))
}

/// A third is missing, a third unprocessed on the first answer.
#[tokio::test]
async fn a_thousand_keys_come_in_order() {
    let mut first = 10; // requests of the first round
    let (_server, _proxy, _, users) = users(667, true, move |_| {
        first -= 1;
        if first >= 0 { Fault::Unprocessed(1.0 / 3.0) } else { Fault::None }
    })
    .await;
    let keys: Vec<u64> = (0..1_000).map(|n| n * 7 % 1_000).collect();
    let mut full = users.batch_get_full(keys.iter().copied()).retry(quick()).send().await.unwrap();
    let expected: Vec<Option<User>> = keys.iter().map(|&id| (id < 667).then(|| user(id))).collect();
    assert_eq!(full.items().unwrap(), expected);
    let mut trimmed = users.batch_get(keys.iter().copied()).send().await.unwrap();
    assert_eq!(trimmed.items().unwrap(), expected.into_iter().flatten().collect::<Vec<_>>());
}

#[tokio::test]
async fn what_is_given_up_is_returned_with_what_arrived() {
    // One half at most is ever answered: each request leaves out half, and the second round all.
    let mut requests = 0;
    let (_server, _proxy, direct, users) = users(300, true, move |_| {
        requests += 1;
        Fault::Unprocessed(if requests <= 3 { 0.5 } else { 1.0 })
    })
    .await;
    let error = users.batch_get(0..300).retry(quick().attempts(3)).send().await.unwrap_err();
    assert!(error.to_string().starts_with("BatchGetItem of Users: given up ("), "{error}");
    let left = error.unprocessed_keys().to_vec();
    let ids: BTreeSet<u64> = left.iter().map(|key| key["id"].as_n().unwrap().parse().unwrap()).collect();
    let mut arrived = error.into_arrived::<User>().unwrap();
    let arrived: BTreeSet<u64> = arrived.items().unwrap().into_iter().map(|user| user.id).collect();
    assert!(!arrived.is_empty() && !ids.is_empty() && ids.is_disjoint(&arrived));
    assert_eq!(ids.len() + arrived.len(), 300);
    // The keys can be asked for as they are.
    assert_eq!(direct.batch_get_keys(left).send().await.unwrap().items().unwrap().len(), ids.len());
}

#[tokio::test]
async fn a_deadline_ends_it() {
    let (_server, _proxy, _, users) = users(10, true, |_| Fault::Unprocessed(1.0)).await;
    let retry = quick().attempts(u32::MAX).deadline(Duration::from_millis(60));
    let begun = Instant::now();
    let error = users.batch_get(0..10).retry(retry).send().await.unwrap_err();
    assert!(error.is_transient());
    assert_eq!(error.unprocessed_keys().len(), 10);
    assert!(begun.elapsed() < Duration::from_secs(5));
    let error = users.batch_put(&[user(3)]).retry(retry).send().await.unwrap_err();
    assert_eq!(error.unprocessed_writes().len(), 1);
}

/// Requests that are under way when the time is up are not waited for, and those behind them not begun.
#[tokio::test]
async fn a_deadline_ends_what_is_under_way() {
    let (requests, seen) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let count = seen.clone();
    let (_server, _proxy, _, users) = users(250, true, move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        match requests.fetch_add(1, Ordering::Relaxed) {
            0 => Fault::None,
            _ => Fault::Slow(Duration::from_secs(60)),
        }
    })
    .await;
    let begun = Instant::now();
    let retry = quick().deadline(Duration::from_secs(3)).concurrency(1);
    let error = users.batch_get(0..1_000).retry(retry).send().await.unwrap_err();
    assert!(begun.elapsed() < Duration::from_secs(20));
    assert_eq!(seen.load(Ordering::Relaxed), 2);
    assert_eq!(error.unprocessed_keys().len(), 900);
    assert_eq!(error.to_string(), "BatchGetItem of Users: given up (900 unprocessed keys)");
    assert_eq!(error.into_arrived::<User>().unwrap().items().unwrap().len(), 100);
}

#[tokio::test]
async fn an_error_that_will_not_pass_ends_it_at_once() {
    let (_server, _proxy, direct, _) = users(1, true, |_| Fault::None).await;
    drop(direct);
    let server = Server::in_process().await;
    let nowhere = Table::<User>::new(&client(server.endpoint())).primary_key();
    let error = nowhere.batch_get(0..250).send().await.unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.unprocessed_keys().len(), 250);
    assert!(error.into_arrived_full::<User>().unwrap().items().unwrap().iter().all(Option::is_none));
}

/// In whatever order they come: to ask again would be of no use.
#[tokio::test]
async fn an_error_that_will_not_pass_is_told_beside_one_that_does() {
    let refused = Fault::Refuse("ValidationException");
    for faults in [[refused, Fault::Throttle], [Fault::Throttle, refused]] {
        let mut faults = faults.into_iter();
        let (_server, _proxy, _, users) =
            users(1, false, move |_| faults.next().unwrap_or(Fault::None)).await;
        let error = users.batch_get(0..200).retry(quick().concurrency(1)).send().await.unwrap_err();
        assert!(!error.is_transient());
        assert_eq!((error.code(), error.unprocessed_keys().len()), (Some("ValidationException"), 200));
    }
}

/// What went wrong before is over.
#[tokio::test]
async fn the_last_round_says_why_it_is_given_up() {
    let mut is_first = true;
    let (_server, _proxy, _, users) = users(10, false, move |_| match std::mem::take(&mut is_first) {
        true => Fault::InternalError,
        false => Fault::Unprocessed(1.0),
    })
    .await;
    let error = users.batch_get(0..10).retry(quick().attempts(3)).send().await.unwrap_err();
    assert_eq!(error.to_string(), "BatchGetItem of Users: given up (10 unprocessed keys)");
}

/// Those in which something arrives are not counted.
#[tokio::test]
async fn attempts_are_rounds_in_which_nothing_arrives() {
    // Of each round's chunks, the first alone is processed.
    let mut is_processed = [true, false, false, true, false, true].into_iter();
    let (_server, _proxy, _, users) = users(300, true, move |_| match is_processed.next() {
        Some(true) => Fault::None,
        _ => Fault::Unprocessed(1.0),
    })
    .await;
    let retry = quick().attempts(1).concurrency(1);
    assert_eq!(users.batch_get(0..300).retry(retry).send().await.unwrap().len(), 300);
}

/// Nothing can be sent without credentials, however often it is tried.
#[tokio::test]
async fn a_client_without_credentials_is_no_error_that_passes() {
    let complete = config("http://127.0.0.1:1").build();
    let bare = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(complete.region().cloned())
        .http_client(complete.http_client().unwrap())
        .endpoint_url("http://127.0.0.1:1");
    let users = Table::<User>::new(&Client::from_conf(bare.build())).primary_key();
    let error = users.get(7).send().await.unwrap_err();
    assert!(!error.is_transient() && error.code().is_none(), "{error:?}");
    let begun = Instant::now();
    let slow = Retry::default().backoff(Duration::from_secs(5), Duration::from_secs(5));
    let error = users.batch_get([7, 8]).retry(slow).send().await.unwrap_err();
    assert!(!error.is_transient() && error.unprocessed_keys().len() == 2);
    let error = users.batch_put(&[user(7)]).retry(slow).send().await.unwrap_err();
    assert!(!error.is_transient() && error.unprocessed_writes().len() == 1);
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[derive(Clone, Debug)]
struct Schedule {
    faults: Vec<Fault>,
    attempts: u32,
    concurrency: usize,
    retries: bool,
}

fn schedule() -> impl Strategy<Value = Schedule> {
    let fault = prop_oneof![
        2 => Just(Fault::None),
        1 => Just(Fault::Throttle),
        1 => Just(Fault::InternalError),
        1 => Just(Fault::CutOff),
        1 => Just(Fault::Truncated),
        1 => Just(Fault::Slow(Duration::from_millis(3))),
        4 => (0.0..=1.0f64).prop_map(Fault::Unprocessed),
        1 => Just(Fault::Unprocessed(1.0)),
    ];
    let faults = proptest::collection::vec(fault, 0..24);
    (faults, 1..6u32, 1..5usize, any::<bool>()).prop_map(|(faults, attempts, concurrency, retries)| {
        Schedule { faults, attempts, concurrency, retries }
    })
}

fn id_of(item: &std::collections::HashMap<String, AttributeValue>) -> u64 {
    item["id"].as_n().unwrap().parse().unwrap()
}

/// What came of it is told by plain code: a map, and sets.
async fn read_under(schedule: Schedule, keys: Vec<u64>) {
    let Schedule { faults, attempts, concurrency, retries } = schedule;
    let mut faults = faults.into_iter();
    let (_server, _proxy, _, users) =
        users(150, retries, move |_| faults.next().unwrap_or(Fault::None)).await;
    let retry = quick().attempts(attempts).concurrency(concurrency);
    let (mut full, left) = match users.batch_get_full(keys.iter().copied()).retry(retry).send().await {
        Ok(full) => (full, BTreeSet::new()),
        Err(error) => {
            let left: BTreeSet<u64> = error.unprocessed_keys().iter().map(id_of).collect();
            assert!(!left.is_empty() && left.len() == error.unprocessed_keys().len());
            (error.into_arrived_full::<User>().unwrap(), left)
        }
    };
    let items = full.items().unwrap();
    assert_eq!(items.len(), keys.len());
    for (key, item) in keys.iter().zip(items) {
        match left.contains(key) {
            true => assert_eq!(item, None),
            false => assert_eq!(item, (*key < 150).then(|| user(*key))),
        }
    }
    assert!(left.iter().all(|key| keys.contains(key)));
}

async fn write_under(schedule: Schedule, ids: Vec<u64>) {
    let Schedule { faults, attempts, concurrency, retries } = schedule;
    let mut faults = faults.into_iter();
    let (_server, _proxy, direct, users) =
        users(0, retries, move |_| faults.next().unwrap_or(Fault::None)).await;
    let retry = quick().attempts(attempts).concurrency(concurrency);
    let all: Vec<User> =
        ids.iter().enumerate().map(|(at, &id)| User { id, name: format!("user {id}, {at}") }).collect();
    // The last of several counts.
    let expected: BTreeMap<u64, User> = all.iter().map(|user| (user.id, user.clone())).collect();
    let left: BTreeSet<u64> = match users.batch_put(&all).retry(retry).send().await {
        Ok(()) => BTreeSet::new(),
        Err(error) => {
            let put =
                |write: &aws_sdk_dynamodb::types::WriteRequest| id_of(write.put_request().unwrap().item());
            let left: BTreeSet<u64> = error.unprocessed_writes().iter().map(put).collect();
            assert!(!left.is_empty());
            // They can be sent as they are.
            direct.batch_write(error.unprocessed_writes().to_vec()).send().await.unwrap();
            left
        }
    };
    assert!(left.iter().all(|id| expected.contains_key(id)));
    let there: Vec<User> = direct.scan().items().try_collect().await.unwrap();
    let there: BTreeMap<u64, User> = there.into_iter().map(|user| (user.id, user)).collect();
    assert_eq!(there, expected);
}

fn block_on(test: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .unwrap()
        .block_on(test);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn every_key_is_answered_or_returned(
        schedule in schedule(), keys in proptest::collection::vec(0..250u64, 0..400),
    ) {
        block_on(read_under(schedule, keys));
    }

    #[test]
    fn every_write_happens_or_is_returned(
        schedule in schedule(), ids in proptest::collection::vec(0..90u64, 0..120),
    ) {
        block_on(write_under(schedule, ids));
    }
}

/// Each makes a server.
fn cases() -> u32 {
    std::env::var("MILLSTREAM_FAULT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(24)
}
