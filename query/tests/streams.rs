//! GetRecords, as bytes and by way of the SDK's output, and the loop over shards.

mod own;

use std::fmt;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::types::StreamViewType;
use aws_sdk_dynamodbstreams::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_dynamodbstreams::operation::get_records::GetRecords as Operation;
use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::interceptors::context::BeforeDeserializationInterceptorContextMut;
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use millstream::{Change, Encode, Item, Model};
use millstream_query::Table;
use millstream_query::streams::{GetRecords, LocalStream};
use millstream_query_kit::{Fault, Proxy, Server, client, streams_client, streams_config};

#[derive(Debug, PartialEq, Model, Encode)]
#[model(table = "Barks")]
struct Bark<'a> {
    #[model(hash_key)]
    user: &'a str,
    likes: u64,
}

async fn stream() -> (Server, Table<Bark<'static>>, LocalStream) {
    let server = Server::in_process().await;
    let client = client(server.endpoint());
    let table = Table::<Bark>::new(&client);
    table.create_table().stream(StreamViewType::NewAndOldImages).send().await.unwrap();
    let stream = LocalStream::new(&streams_client(server.endpoint()), arn_of(&server).await);
    (server, table, stream)
}

async fn arn_of(server: &Server) -> String {
    let described = client(server.endpoint()).describe_table().table_name("Barks").send().await.unwrap();
    described.table.unwrap().latest_stream_arn.unwrap()
}

async fn all(stream: &mut LocalStream) -> Vec<String> {
    let mut seen = Vec::new();
    while let Some(mut page) = stream.next().await.unwrap() {
        for record in &page.records::<Bark>().unwrap() {
            seen.push(match record.unwrap().change() {
                Change::Insert { new } => format!("{} with {}", new.user, new.likes),
                Change::Modify { old, new } => format!("{}: {} to {}", new.user, old.likes, new.likes),
                Change::Remove { old } => format!("{} is gone", old.user),
                other => format!("{other:?}"),
            });
        }
    }
    seen
}

#[tokio::test]
async fn changes_come_in_their_order() {
    let (_server, table, mut stream) = stream().await;
    let barks = table.primary_key();
    assert!(stream.next().await.unwrap().is_none());
    barks.put(&Bark { user: "ann", likes: 1 }).send().await.unwrap();
    barks.update("ann").add(|bark| bark.likes, 2).send().await.unwrap();
    assert_eq!(all(&mut stream).await, ["ann with 1", "ann: 1 to 3"]);
    barks.delete("ann").send().await.unwrap();
    assert_eq!(all(&mut stream).await, ["ann is gone"]);
    assert!(all(&mut stream).await.is_empty());
}

/// Puts the operation's own deserializer back, so that records are read from the SDK's output.
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
        own::put_back(Operation::new().config(), cfg);
        Ok(())
    }
}

/// A connection that answers every request with the same.
#[derive(Clone, Debug)]
struct Always(&'static str);

impl HttpConnector for Always {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().unwrap(), self.0.into())))
    }
}

impl HttpClient for Always {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

/// As AWS sends it: a change, and an item that has expired.
const RECORDS: &str = r#"{"NextShardIterator":"arn:\"next\"|1|AAA=","Records":[
{"awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":1.7957E9,"Keys":{"user":{"S":"ann"}},
"NewImage":{"likes":{"N":"2"},"user":{"S":"ann"}},"OldImage":{"likes":{"N":"1"},"user":{"S":"ann"}},
"SequenceNumber":"4421584500000000017450439091","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},
"eventID":"c81e728d9d4c2f636f067f89cc14862c","eventName":"MODIFY","eventSource":"aws:dynamodb","eventVersion":"1.1"},
{"awsRegion":"eu-west-1","dynamodb":{"ApproximateCreationDateTime":1.7957E9,"Keys":{"user":{"S":"bob \"b\""}},
"OldImage":{"likes":{"N":"9.0"},"user":{"S":"bob \"b\""}},"SequenceNumber":"4421584500000000017450439092",
"SizeBytes":22,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventID":"eccbc87e4b5ce2fe28308fd9f2a7baf3",
"eventName":"REMOVE","eventSource":"aws:dynamodb","eventVersion":"1.1",
"userIdentity":{"PrincipalId":"dynamodb.amazonaws.com","Type":"Service"}}]}"#;

/// Whether the bytes were kept or the SDK has read the answer, a page says the same.
#[tokio::test]
async fn both_ways_come_to_the_same() {
    for own in [false, true] {
        let config = streams_config("http://127.0.0.1:1").http_client(Always(RECORDS));
        let config = if own { config.interceptor(Own) } else { config };
        let client = aws_sdk_dynamodbstreams::Client::from_conf(config.build());
        let mut page = GetRecords::new(&client, "an iterator").limit(7).send().await.unwrap();
        assert_eq!(own, page.bytes() != RECORDS.as_bytes());
        assert_eq!(page.next_iterator(), Some(r#"arn:"next"|1|AAA="#));
        assert!(!page.is_empty());
        let last = page.last_sequence_number().unwrap();
        assert_eq!(last.as_deref(), Some("4421584500000000017450439092"));
        let batch = page.records::<Bark>().unwrap();
        let records: Vec<_> = batch.iter().map(Result::unwrap).collect();
        let (was, is) = (Bark { user: "ann", likes: 1 }, Bark { user: "ann", likes: 2 });
        assert!(matches!(records[0].change(), Change::Modify { old, new } if *old == was && *new == is));
        let expired = Bark { user: r#"bob "b""#, likes: 9 };
        assert!(matches!(records[1].change(), Change::Remove { old } if *old == expired));
        assert_eq!(records[0].event_id(), Some("c81e728d9d4c2f636f067f89cc14862c"));
        assert_eq!(records[0].sequence_number().unwrap().as_str(), "4421584500000000017450439091");
        assert_eq!(records[0].size_bytes(), Some(26));
        assert_eq!(records[0].created(), records[1].created());
        assert_eq!(records[0].region(), Some("eu-west-1"));
        assert!(!records[0].is_ttl_expiry() && records[1].is_ttl_expiry());
    }
    let client = streams_config("http://127.0.0.1:1").http_client(Always(r#"{"Records":[ ]}"#));
    let client = aws_sdk_dynamodbstreams::Client::from_conf(client.build());
    let mut page = GetRecords::new(&client, "an iterator").send().await.unwrap();
    assert!(page.is_empty() && page.next_iterator().is_none());
    assert_eq!(page.last_sequence_number().unwrap(), None);
}

/// Who comes back after a long time goes on behind the last record, without one lost or read twice.
#[tokio::test]
async fn an_iterator_that_expires_is_replaced() {
    let (server, table, _) = stream().await;
    let arn = arn_of(&server).await;
    let mut reads = 0;
    let proxy = Proxy::start(server.endpoint(), move |operation| {
        reads += u32::from(operation == "GetRecords");
        if operation == "GetRecords" && reads.is_multiple_of(3) {
            Fault::Refuse("ExpiredIteratorException")
        } else {
            Fault::None
        }
    })
    .await;
    let mut stream = LocalStream::new(&streams_client(proxy.endpoint()), arn);
    let barks = table.primary_key();
    let mut seen = Vec::new();
    for likes in 1..=9 {
        barks.put(&Bark { user: "ann", likes }).send().await.unwrap();
        seen.extend(all(&mut stream).await);
    }
    assert_eq!(seen[0], "ann with 1");
    let changes: Vec<String> = (2..=9).map(|likes| format!("ann: {} to {likes}", likes - 1)).collect();
    assert_eq!(seen[1..], changes);
}

/// Answers what is asked, or refuses it with a code: an iterator by its shard and place, such as `one TRIM_HORIZON`, records by the iterator.
type Script = dyn FnMut(&str) -> Result<String, &'static str> + Send;

/// A connection to a stream whose shards do as a script says.
#[derive(Clone)]
struct Shards {
    description: &'static str,
    script: Arc<Mutex<Script>>,
}

/// Two shards side by side, and two of which the second is the first one's child.
const TWINS: &str = r#"{"StreamDescription":{"Shards":[{"ShardId":"one"},{"ShardId":"two"}]}}"#;
const HEIRS: &str =
    r#"{"StreamDescription":{"Shards":[{"ShardId":"one"},{"ShardId":"two","ParentShardId":"one"}]}}"#;
const HEIRS_FIRST: &str =
    r#"{"StreamDescription":{"Shards":[{"ShardId":"two","ParentShardId":"one"},{"ShardId":"one"}]}}"#;

impl Shards {
    fn stream(
        description: &'static str,
        script: impl FnMut(&str) -> Result<String, &'static str> + Send + 'static,
    ) -> LocalStream {
        let shards = Shards { description, script: Arc::new(Mutex::new(script)) };
        let config = streams_config("http://127.0.0.1:1").http_client(shards);
        LocalStream::new(&aws_sdk_dynamodbstreams::Client::from_conf(config.build()), "a stream")
    }
}

impl HttpConnector for Shards {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body: serde_json::Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
        let members = ["ShardId", "ShardIteratorType", "SequenceNumber", "ShardIterator"];
        let asked: Vec<&str> = members.iter().filter_map(|member| body[member].as_str()).collect();
        let answer = match &*asked {
            [] => Ok(self.description.to_owned()),
            asked => (self.script.lock().unwrap())(&asked.join(" ")),
        };
        let (status, body) = match answer {
            Ok(body) => (200, body),
            Err(code) => (400, format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}"}}"#)),
        };
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status.try_into().unwrap(), body.into())))
    }
}

impl HttpClient for Shards {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl fmt::Debug for Shards {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shards").finish_non_exhaustive()
    }
}

fn iterator(iterator: &str) -> Result<String, &'static str> {
    Ok(format!(r#"{{"ShardIterator":"{iterator}"}}"#))
}

/// A page with one record, of this number; `next` is how it goes on, unless the shard ends.
fn page(number: &str, next: Option<&str>) -> Result<String, &'static str> {
    let record = format!(r#"{{"eventName":"REMOVE","dynamodb":{{"SequenceNumber":"{number}"}}}}"#);
    let next = next.map(|next| format!(r#","NextShardIterator":"{next}""#)).unwrap_or_default();
    Ok(format!(r#"{{"Records":[{record}]{next}}}"#))
}

fn quiet(iterator: &str) -> Result<String, &'static str> {
    Ok(format!(r#"{{"Records":[],"NextShardIterator":"{iterator}"}}"#))
}

/// The number of the next record.
async fn number(stream: &mut LocalStream) -> Result<Option<String>, millstream_query::Error> {
    let Some(mut page) = stream.next().await? else { return Ok(None) };
    page.last_sequence_number()
}

async fn numbers(stream: &mut LocalStream) -> Vec<String> {
    let mut all = Vec::new();
    while let Some(number) = number(stream).await.unwrap() {
        all.push(number);
    }
    all
}

/// Whether the iterator is too old or only what it points at: the last record is gone, and there is nothing to go on behind.
#[tokio::test]
async fn who_lay_still_for_days_goes_on_at_the_oldest_record() {
    for code in ["ExpiredIteratorException", "TrimmedDataAccessException"] {
        let mut horizons = ["begin", "later"].iter();
        let mut stream = Shards::stream(TWINS, move |asked| match asked {
            "one TRIM_HORIZON" => iterator(horizons.next().unwrap()),
            "begin" => page("1", Some("old")),
            "old" => Err(code),
            "one AFTER_SEQUENCE_NUMBER 1" => Err("TrimmedDataAccessException"),
            "later" => page("7", Some("end")),
            "two TRIM_HORIZON" => iterator("beside"),
            "end" | "beside" => quiet(asked),
            other => panic!("{other}"),
        });
        assert_eq!(number(&mut stream).await.unwrap().as_deref(), Some("1"));
        assert_eq!(stream.gaps(), 0);
        assert_eq!(numbers(&mut stream).await, ["7"]);
        assert_eq!(stream.gaps(), 1);
    }
}

/// What fails in between is asked again, from the same place.
#[tokio::test]
async fn a_trimmed_shard_begins_anew_though_that_fails_at_first() {
    let mut horizons = [Ok("begin"), Err("AccessDeniedException"), Ok("later")].into_iter();
    let mut stream = Shards::stream(TWINS, move |asked| match asked {
        "one TRIM_HORIZON" => horizons.next().unwrap().and_then(iterator),
        "begin" => page("1", Some("old")),
        "old" => Err("TrimmedDataAccessException"),
        "later" => page("7", Some("end")),
        "two TRIM_HORIZON" => iterator("beside"),
        "end" | "beside" => quiet(asked),
        other => panic!("{other}"),
    });
    assert_eq!(number(&mut stream).await.unwrap().as_deref(), Some("1"));
    assert_eq!(number(&mut stream).await.unwrap_err().code(), Some("AccessDeniedException"));
    assert_eq!(numbers(&mut stream).await, ["7"]);
    assert_eq!(stream.gaps(), 1);
}

/// Before any of it was read, or when some of it was.
#[tokio::test]
async fn a_shard_that_is_gone_has_ended() {
    for is_there in [false, true] {
        let mut stream = Shards::stream(HEIRS, move |asked| match asked {
            "one TRIM_HORIZON" if is_there => iterator("begin"),
            "begin" => page("1", Some("gone")),
            "one TRIM_HORIZON" | "gone" => Err("ResourceNotFoundException"),
            "two TRIM_HORIZON" => iterator("heir"),
            "heir" => page("2", None),
            other => panic!("{other}"),
        });
        let expected: &[&str] = if is_there { &["1", "2"] } else { &["2"] };
        assert_eq!(numbers(&mut stream).await, expected);
        assert_eq!(stream.gaps(), 1);
    }
}

/// In whatever order they are told of, and though the parent has nothing to say for a while.
#[tokio::test]
async fn a_shard_is_read_when_its_parent_has_ended_and_not_sooner() {
    for description in [HEIRS, HEIRS_FIRST] {
        let mut is_quiet = true;
        let mut stream = Shards::stream(description, move |asked| match asked {
            "one TRIM_HORIZON" => iterator("begin"),
            "begin" => page("1", Some("more")),
            "more" => page("2", Some("last")),
            "last" if std::mem::take(&mut is_quiet) => quiet("last"),
            "last" => page("3", None),
            "two TRIM_HORIZON" => iterator("heir"),
            "heir" => page("4", None),
            other => panic!("{other}"),
        });
        assert_eq!(numbers(&mut stream).await, ["1", "2"]);
        assert_eq!(numbers(&mut stream).await, ["3", "4"]);
    }
}

#[tokio::test]
async fn a_shard_that_fails_does_not_hold_back_the_others() {
    let mut stream = Shards::stream(TWINS, |asked| match asked {
        "one TRIM_HORIZON" => Err("AccessDeniedException"),
        "two TRIM_HORIZON" => iterator("first"),
        "first" => page("1", Some("second")),
        "second" => page("2", None),
        other => panic!("{other}"),
    });
    for expected in ["1", "2"] {
        let error = number(&mut stream).await.unwrap_err();
        assert_eq!(error.to_string(), "GetShardIterator of a stream: AccessDeniedException");
        assert_eq!(number(&mut stream).await.unwrap().as_deref(), Some(expected));
    }
    assert_eq!(stream.gaps(), 0);
}

#[tokio::test]
async fn a_page_is_an_event() {
    let (_server, table, mut stream) = stream().await;
    let barks = table.primary_key();
    let many: Vec<String> = (0..100).map(|n| format!("user {n}")).collect();
    let all: Vec<Bark> = many.iter().map(|user| Bark { user, likes: 7 }).collect();
    barks.batch_put(&all).send().await.unwrap();
    let mut count = 0;
    while let Some(mut page) = stream.next().await.unwrap() {
        let mut decoder = millstream::Decoder::new();
        count += decoder.decode::<Item>(page.bytes()).unwrap().len();
        let mut records = page.stream::<Bark>();
        while let Some(record) = records.next() {
            assert_eq!(record.unwrap().new_image().unwrap().likes, 7);
        }
    }
    assert_eq!(count, 100);
}
