//! Pins the way in which answers are kept as bytes (`src/raw/`), which AWS describes nowhere, on a loopback connection with the SDK's own
//! HTTP client: a replayed connection has its body read before, and would prove nothing.

mod own;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItem;
use aws_sdk_dynamodb::operation::delete_item::{DeleteItem, DeleteItemOutput};
use aws_sdk_dynamodb::operation::get_item::{GetItem, GetItemOutput};
use aws_sdk_dynamodb::operation::put_item::{PutItem, PutItemOutput};
use aws_sdk_dynamodb::operation::query::{Query, QueryOutput};
use aws_sdk_dynamodb::operation::scan::Scan;
use aws_sdk_dynamodb::operation::transact_get_items::TransactGetItems;
use aws_sdk_dynamodb::operation::update_item::UpdateItem;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::{
    AfterDeserializationInterceptorContextRef, BeforeDeserializationInterceptorContextMut,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse, Metadata};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents as SdkComponents;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_types::retry::ErrorKind;
use millstream::{Encode, Model};
use millstream_query::{Conditions, Page, Retry, Returning, Table, Transaction};
use millstream_query_kit::{Fault, Proxy, Server, config};

#[derive(Debug, PartialEq, Model, Encode)]
#[model(table = "Barks")]
struct Bark<'a> {
    #[model(hash_key)]
    user: &'a str,
    #[model(range_key)]
    at: u64,
    text: &'a str,
    #[model(with = "blob", encode_with = "blob")]
    blob: Vec<u8>,
}

mod blob {
    use millstream::{AttributeValue, Binary};

    pub fn decode(value: AttributeValue<'_>) -> Result<Vec<u8>, &'static str> {
        let AttributeValue::B(binary) = value else { return Err("no binary") };
        Binary::to_vec(&binary).map_err(|_| "no base64")
    }

    pub fn encode(bytes: &[u8]) -> Result<&[u8], &'static str> {
        Ok(bytes)
    }
}

fn bark() -> Bark<'static> {
    Bark { user: "ann", at: 7, text: "wuff \"\\\u{e9}\u{1f600}", blob: vec![0, 255, 7] }
}

/// Counts outputs in which the SDK has read items.
#[derive(Clone, Debug, Default)]
struct Watch(Arc<AtomicUsize>);

impl Intercept for Watch {
    fn name(&self) -> &'static str {
        "watch"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        if let Ok(output) = context.output_or_error() {
            let got = output.downcast_ref::<GetItemOutput>().is_some_and(|output| output.item.is_some());
            let queried = output.downcast_ref::<QueryOutput>().is_some_and(|output| output.items.is_some());
            let put =
                output.downcast_ref::<PutItemOutput>().is_some_and(|output| output.attributes.is_some());
            let deleted =
                output.downcast_ref::<DeleteItemOutput>().is_some_and(|output| output.attributes.is_some());
            self.0.fetch_add((got || queried || put || deleted).into(), Ordering::Relaxed);
        }
        Ok(())
    }
}

/// Puts the SDK's own deserializers back, as a user's interceptor or a later SDK might.
#[derive(Debug)]
struct Own;

impl Intercept for Own {
    fn name(&self) -> &'static str {
        "own"
    }

    fn modify_before_deserialization(
        &self,
        _: &mut BeforeDeserializationInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        cfg: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let own = match cfg.load::<Metadata>().map(|metadata| metadata.name()) {
            Some("GetItem") => GetItem::new().config(),
            Some("Query") => Query::new().config(),
            Some("Scan") => Scan::new().config(),
            Some("BatchGetItem") => BatchGetItem::new().config(),
            Some("TransactGetItems") => TransactGetItems::new().config(),
            Some("UpdateItem") => UpdateItem::new().config(),
            Some("PutItem") => PutItem::new().config(),
            Some("DeleteItem") => DeleteItem::new().config(),
            _ => return Ok(()),
        };
        own::put_back(own, cfg);
        Ok(())
    }
}

/// A server with one bark, and a proxy in front of it that makes these faults, one a request, and then none.
async fn barks(faults: &[Fault], own: bool) -> (Server, Proxy, Table<Bark<'static>>, Watch) {
    let server = Server::in_process().await;
    let direct = Client::from_conf(config(server.endpoint()).build());
    let table = Table::<Bark>::new(&direct);
    table.create_table().send().await.unwrap();
    table.primary_key().put(&bark()).send().await.unwrap();
    let mut faults: VecDeque<Fault> = faults.iter().copied().collect();
    let proxy = Proxy::start(server.endpoint(), move |_| faults.pop_front().unwrap_or(Fault::None)).await;
    let watch = Watch::default();
    let config = config(proxy.endpoint()).interceptor(watch.clone());
    let config = if own { config.interceptor(Own) } else { config };
    let table = Table::new(&Client::from_conf(config.build()));
    (server, proxy, table, watch)
}

#[tokio::test]
async fn both_ways_come_to_the_same() {
    for own in [false, true] {
        let (_server, _proxy, table, watch) = barks(&[], own).await;
        let barks = table.primary_key();
        let get = barks.get(("ann", 7)).return_consumed_capacity().send().await.unwrap();
        let mut found = get.unwrap();
        assert_eq!(found.item().unwrap(), bark());
        assert!(found.consumed_capacity().unwrap() > 0.0);
        assert!(barks.get(("bob", 7)).send().await.unwrap().is_none());
        let mut page = barks.query("ann").limit(1).return_consumed_capacity().page().await.unwrap();
        assert_eq!(page.items().unwrap(), [bark()]);
        assert_eq!((page.count(), page.scanned_count()), (1, 1));
        let key: Option<String> = page.last_key().map(ToString::to_string);
        assert!(key.is_some_and(|key| key.contains(r#""at":{"N":"7"}"#)));
        // The SDK has read items, or none of them.
        assert_eq!(watch.0.load(Ordering::Relaxed), if own { 2 } else { 0 });

        assert_eq!(barks.scan().page().await.unwrap().items().unwrap(), [bark()]);
        let keys = [("bob", 7), ("ann", 7)];
        let mut batch = barks.batch_get_full(keys).send().await.unwrap();
        assert_eq!(batch.items().unwrap(), [None, Some(bark())]);
        let mut moment = barks.transact_get(keys).send().await.unwrap();
        assert_eq!(moment.items().unwrap(), [None, Some(bark())]);
        let update = barks.update(("ann", 7)).set(|bark| bark.text, "woof").returning(Returning::New);
        assert_eq!(update.send().await.unwrap().unwrap().item().unwrap().text, "woof");

        let read = watch.0.load(Ordering::Relaxed);
        let put = barks.put(&bark()).return_old().return_consumed_capacity().send().await.unwrap();
        let mut old = put.unwrap();
        assert_eq!(old.item().unwrap(), Bark { text: "woof", ..bark() });
        assert!(old.consumed_capacity().unwrap() > 0.0);
        let delete = barks.delete(("ann", 7)).return_old().return_consumed_capacity().send().await.unwrap();
        let mut old = delete.unwrap();
        assert_eq!(old.item().unwrap(), bark());
        assert!(old.consumed_capacity().unwrap() > 0.0);
        assert!(barks.put(&bark()).return_old().send().await.unwrap().is_none());
        assert_eq!(watch.0.load(Ordering::Relaxed) - read, if own { 2 } else { 0 });
    }
}

/// A connection that answers every request with the same status and body.
#[derive(Clone, Debug)]
struct Always(u16, &'static str);

impl HttpConnector for Always {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok(HttpResponse::new(self.0.try_into().unwrap(), self.1.into())))
    }
}

impl HttpClient for Always {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &SdkComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// Makes an error of a connection of its source.
type Failure = fn(BoxError) -> ConnectorError;

/// A connection that fails with what this makes.
#[derive(Clone, Debug)]
struct Fails(Failure);

impl HttpConnector for Fails {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Err(self.0("a fault".into())))
    }
}

impl HttpClient for Fails {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &SdkComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// What failed on the way is worth another try where the SDK would make one.
#[tokio::test]
async fn a_failure_of_the_connection_may_pass_and_one_of_the_client_stays() {
    let kinds: [(Failure, bool); 6] = [
        (ConnectorError::io, true),
        (ConnectorError::timeout, true),
        (|source| ConnectorError::other(source, Some(ErrorKind::TransientError)), true),
        (|source| ConnectorError::other(source, Some(ErrorKind::ServerError)), true),
        (|source| ConnectorError::other(source, None), false),
        (ConnectorError::user, false),
    ];
    for (fails, is_transient) in kinds {
        let config = config("http://127.0.0.1:1").http_client(Fails(fails));
        let client = Client::from_conf(config.retry_config(RetryConfig::disabled()).build());
        let error = Table::<Bark>::new(&client).primary_key().get(("ann", 7)).send().await.unwrap_err();
        assert_eq!(error.is_transient(), is_transient, "{:?}", std::error::Error::source(&error));
    }
}

/// Whether it is worth another try is said by the reasons, and those are AWS's.
#[tokio::test]
async fn a_cancelled_transaction_says_why() {
    let cancelled = |codes: [&'static str; 2]| {
        let body = format!(
            r#"{{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","Message":"Transaction cancelled",
            "CancellationReasons":[{{"Code":"{}"}},{{"Code":"{}","Message":"a reason"}}]}}"#,
            codes[0], codes[1]
        );
        let config = config("http://127.0.0.1:1").http_client(Always(400, body.leak()));
        let client = Client::from_conf(config.retry_config(RetryConfig::disabled()).build());
        async move {
            let barks = Table::<Bark>::new(&client).primary_key();
            let write = Transaction::new(&client).write(barks.put(&bark())).write(barks.delete(("bob", 7)));
            let write = write.send().await.unwrap_err();
            let read = barks.transact_get([("ann", 7), ("bob", 7)]).send().await.unwrap_err();
            assert_eq!(write.cancellation_codes(), codes);
            assert_eq!(read.cancellation_codes(), codes);
            assert!(write.is_transaction_cancelled() && read.is_transaction_cancelled());
            assert_eq!(write.is_transient(), read.is_transient());
            (write.is_conditional_check_failed(), write.is_throttled(), write.is_transient())
        }
    };
    assert_eq!(cancelled(["None", "ConditionalCheckFailed"]).await, (true, false, false));
    assert_eq!(cancelled(["None", "ThrottlingError"]).await, (false, true, true));
    assert_eq!(
        cancelled(["ProvisionedThroughputExceeded", "TransactionConflict"]).await,
        (false, true, true)
    );
    assert_eq!(cancelled(["None", "TransactionConflict"]).await, (false, false, true));
    assert_eq!(cancelled(["ThrottlingError", "ConditionalCheckFailed"]).await, (true, true, false));
}

/// A write has happened whatever its answer holds: the error is not that of an item that cannot be written.
#[tokio::test]
async fn an_attribute_of_an_unknown_type_is_an_error_of_the_answer() {
    let always = Always(200, r#"{"Attributes":{"user":{"S":"ann"},"text":{"NEW":"secret"}}}"#);
    for own in [false, true] {
        let config = config("http://127.0.0.1:1").http_client(always.clone());
        let config = if own { config.interceptor(Own) } else { config };
        let barks = Table::<Bark>::new(&Client::from_conf(config.build())).primary_key();
        let error = match barks.put(&bark()).return_old().send().await {
            Ok(found) => found.unwrap().item().unwrap_err(),
            Err(error) => error,
        };
        assert!(error.as_encode().is_none() && std::error::Error::source(&error).is_some());
        let shown = format!("{error} {error:?}");
        assert!(shown.starts_with("PutItem of Barks: ") && !shown.contains("secret"), "{shown}");
    }
}

/// A connection that answers with one body after the other.
#[derive(Clone, Debug)]
struct InTurn(Arc<Mutex<VecDeque<&'static str>>>);

impl HttpConnector for InTurn {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let body = self.0.lock().unwrap().pop_front().expect("as many requests as answers");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().unwrap(), body.into())))
    }
}

impl HttpClient for InTurn {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &SdkComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[derive(Debug, PartialEq, Model, Encode)]
#[model(table = "Tagged", global_index(name = "by-tag", hash = "tag"))]
struct Tagged {
    #[model(hash_key)]
    id: u64,
    tag: u64,
}

/// A page may be empty though it is not the last one, and one that ends nowhere is the last.
#[tokio::test]
async fn the_single_item_of_an_index_is_looked_for_on_all_pages() {
    const NONE: &str = r#"{"Items":[],"LastEvaluatedKey":{"id":{"N":"1"},"tag":{"N":"7"}}}"#;
    const ONE: &str =
        r#"{"Items":[{"id":{"N":"2"},"tag":{"N":"7"}}],"LastEvaluatedKey":{"id":{"N":"2"},"tag":{"N":"7"}}}"#;
    const END: &str = r#"{"Items":[],"LastEvaluatedKey":{}}"#;
    for (pages, expected) in [
        (&[NONE, ONE, NONE, END][..], Ok(Some(2))),
        (&[ONE, END], Ok(Some(2))),
        (&[NONE, NONE, END], Ok(None)),
        (&[ONE, NONE, ONE], Err(true)),
    ] {
        let answers = InTurn(Arc::new(Mutex::new(pages.iter().copied().collect())));
        let client = Client::from_conf(config("http://127.0.0.1:1").http_client(answers.clone()).build());
        let tagged = Table::<Tagged>::new(&client).index::<TaggedByTag>();
        let found = tagged.one(7).send().await;
        let found = found.map(|found| found.map(|mut found| found.item().unwrap().id));
        assert_eq!(found.map_err(|error| error.is_several()), expected, "{pages:?}");
        assert!(answers.0.lock().unwrap().is_empty(), "{pages:?}");
    }
}

/// The connection has no answer: a request would panic.
#[tokio::test]
async fn behind_a_deadline_no_request_begins() {
    let answers = InTurn(Arc::default());
    let client = Client::from_conf(config("http://127.0.0.1:1").http_client(answers).build());
    let retry = Retry::default().deadline(Duration::ZERO);
    let batch = Table::<Tagged>::new(&client).primary_key().batch_get([1, 2]).retry(retry);
    let error = batch.send().await.unwrap_err();
    assert_eq!((error.unprocessed_keys().len(), error.code()), (2, None));
}

/// What the server leaves unprocessed is told in either way.
#[tokio::test]
async fn unprocessed_keys_are_found_in_both_ways() {
    for own in [false, true] {
        let (_server, _proxy, table, _) =
            barks(&[Fault::Unprocessed(1.0), Fault::Unprocessed(0.5)], own).await;
        let mut batch = table.primary_key().batch_get([("ann", 7), ("bob", 7)]).send().await.unwrap();
        assert_eq!(batch.items().unwrap(), [bark()]);
    }
}

/// As the SDK takes it. Were it refused, the write would be done again, and its condition fail that has held.
#[tokio::test]
async fn an_answer_without_a_body_is_an_empty_one() {
    for own in [false, true] {
        let (_server, _proxy, table, _) = barks(&[Fault::Empty; 6], own).await;
        let barks = table.primary_key();
        let new = Bark { at: 8, ..bark() };
        let put = barks.put(&new).condition(|bark| bark.at.not_exists()).return_old().send().await.unwrap();
        assert!(put.is_none());
        let update = barks.update(("ann", 7)).set(|bark| bark.text, "woof").returning(Returning::New);
        assert!(update.send().await.unwrap().is_none());
        assert!(barks.get(("ann", 7)).send().await.unwrap().is_none());
        assert_eq!(barks.query("ann").page().await.unwrap().count(), 0);
        let delete = barks.delete(("ann", 8)).condition(|bark| bark.at.exists());
        assert!(delete.return_old().send().await.unwrap().is_none());
        // The sixth: of several items, that there is no answer to each is seen.
        let error = barks.transact_get([("ann", 7)]).send().await.unwrap_err();
        assert_eq!(error.to_string(), "TransactGetItems of Barks: not as many answers as keys");
        // All have been one request, and the writes are done.
        let mut page = barks.query("ann").page().await.unwrap();
        assert_eq!(page.items().unwrap(), [Bark { text: "woof", ..bark() }]);
    }
}

#[tokio::test]
async fn the_sdk_tries_again_whatever_breaks() {
    let slow = Fault::Slow(Duration::from_millis(30));
    for faults in [
        &[Fault::Throttle][..],
        &[Fault::InternalError],
        &[Fault::CutOff],
        &[Fault::Truncated],
        &[slow],
        &[Fault::CutOff, Fault::Throttle],
        &[Fault::Truncated, Fault::InternalError],
        &[Fault::Throttle, Fault::Truncated],
    ] {
        let (_server, _proxy, table, watch) = barks(faults, false).await;
        let found = table.primary_key().get(("ann", 7)).send().await.unwrap();
        assert_eq!(found.unwrap().item().unwrap(), bark(), "{faults:?}");
        assert_eq!(watch.0.load(Ordering::Relaxed), 0, "{faults:?}");
    }
}

#[derive(Debug, PartialEq, Model, Encode)]
#[model(table = "Likes")]
struct Likes {
    #[model(hash_key)]
    id: u64,
    likes: u64,
}

/// It has happened: done again it would add twice, and a condition would fail that has held.
#[tokio::test]
async fn a_write_whose_answer_is_broken_is_not_done_again() {
    let server = Server::in_process().await;
    let direct = Table::<Likes>::new(&Client::from_conf(config(server.endpoint()).build()));
    direct.create_table().send().await.unwrap();
    let direct = direct.primary_key();
    let requests = Arc::new(AtomicUsize::new(0));
    let count = requests.clone();
    let proxy = Proxy::start(server.endpoint(), move |_| {
        count.fetch_add(1, Ordering::Relaxed);
        Fault::Truncated
    })
    .await;
    for (id, own) in [(1, false), (2, true)] {
        let config = config(proxy.endpoint());
        let client = Client::from_conf(if own { config.interceptor(Own) } else { config }.build());
        let likes = Table::<Likes>::new(&client).primary_key();
        let once = |error: millstream_query::Error| {
            assert_eq!(requests.swap(0, Ordering::Relaxed), 1, "{error:?}");
            assert!(!error.is_conditional_check_failed() && !error.is_transient(), "{error:?}");
        };
        let put = likes.put(&Likes { id, likes: 7 }).condition(|likes| likes.id.not_exists());
        once(put.send().await.unwrap_err());
        let update = likes.update(id).add(|likes| likes.likes, 1).returning(Returning::New);
        once(update.send().await.unwrap_err());
        let found = direct.get(id).send().await.unwrap().unwrap().item().unwrap();
        assert_eq!(found, Likes { id, likes: 8 });
        let again = likes.update(id).add(|likes| likes.likes, 1);
        once(Transaction::new(&client).write(again).send().await.unwrap_err());
        let delete = likes.delete(id).condition(|likes| likes.likes.eq(9)).return_old();
        once(delete.send().await.unwrap_err());
        assert!(direct.get(id).send().await.unwrap().is_none());
    }
}

#[tokio::test]
async fn an_error_behind_a_broken_answer_is_the_operations_own() {
    for faults in [[Fault::CutOff, Fault::Throttle], [Fault::Throttle, Fault::InternalError]] {
        let (_server, proxy, _, _) = barks(&faults, false).await;
        let client = Client::from_conf(config(proxy.endpoint()).build());
        let nowhere = Table::<Bark>::named(&client, "nowhere");
        let error = nowhere.primary_key().get(("ann", 7)).send().await.unwrap_err();
        assert!(error.is_not_found(), "{error:?}");
    }
    let (_server, _proxy, table, _) = barks(&[Fault::Throttle; 3], false).await;
    let error = table.primary_key().get(("ann", 7)).send().await.unwrap_err();
    assert!(error.is_throttled() && error.is_transient());
    let (_server, _proxy, table, _) = barks(&[Fault::Truncated; 3], false).await;
    let error = table.primary_key().get(("ann", 7)).send().await.unwrap_err();
    assert!(error.is_transient() && error.code().is_none());
}

#[tokio::test]
async fn calls_at_the_same_time_do_not_meet() {
    let (_server, _proxy, table, _) = barks(&[], false).await;
    let barks = table.primary_key();
    let tasks: Vec<_> = (100..140u64)
        .map(|at| {
            let barks = barks.clone();
            tokio::spawn(async move {
                let text = format!("bark {at}");
                barks.put(&Bark { at, text: &text, ..bark() }).send().await.unwrap();
                let mut found = barks.get(("ann", at)).consistent(true).send().await.unwrap().unwrap();
                assert_eq!(found.item().unwrap().text, text);
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}

#[test]
fn what_is_held_can_be_sent_to_other_threads_and_shared() {
    fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<Page<Bark<'static>>>();
    is_send_and_sync::<millstream_query::Found<Bark<'static>>>();
    is_send_and_sync::<millstream_query::Batch<Bark<'static>>>();
    is_send_and_sync::<millstream_query::FullBatch<Bark<'static>>>();
    is_send_and_sync::<Table<Bark<'static>>>();

    // What `?` makes of it in a handler.
    fn is_any_error<E: Into<millstream::handler::BoxError>>() {}
    is_any_error::<millstream_query::Error>();
}
