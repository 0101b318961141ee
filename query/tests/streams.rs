//! GetRecords, as bytes and by way of the SDK's output, and the loop over shards.

use aws_sdk_dynamodb::types::StreamViewType;
use millstream::{Change, Encode, Item, Model};
use millstream_query::Table;
use millstream_query::streams::LocalStream;
use millstream_query_kit::{Server, client, streams_client};

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
    let described = client.describe_table().table_name("Barks").send().await.unwrap();
    let arn = described.table.unwrap().latest_stream_arn.unwrap();
    let stream = LocalStream::new(&streams_client(server.endpoint()), arn);
    (server, table, stream)
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
