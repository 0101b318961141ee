//! The stream of a table in this process: changes are made, and read back as the records that they become.
//!
//! `cargo run --release -p millstream-query --features streams --example local_stream`

use aws_sdk_dynamodb::types::StreamViewType;
use millstream::{Change, Encode, Model};
use millstream_query::streams::LocalStream;
use millstream_query::{Error, Table};
use millstream_query_kit::{Server, client, streams_client};

#[derive(Debug, Model, Encode)]
#[model(table = "Barks")]
struct Bark<'a> {
    #[model(hash_key)]
    user: &'a str,
    #[model(range_key)]
    at: u64,
    message: &'a str,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = Server::in_process().await;
    let client = client(server.endpoint());
    let table = Table::<Bark>::new(&client);
    table.create_table().stream(StreamViewType::NewAndOldImages).send().await?;
    let described = client.describe_table().table_name(table.name()).send().await?;
    let arn = described.table.and_then(|table| table.latest_stream_arn).ok_or("no stream")?;

    let barks = table.primary_key();
    barks.put(&Bark { user: "ann", at: 7, message: "wuff" }).send().await?;
    barks.update(("ann", 7)).set(|bark| bark.message, "WUFF").send().await?;
    barks.delete(("ann", 7)).send().await?;

    let mut stream = LocalStream::new(&streams_client(server.endpoint()), arn);
    follow(&mut stream).await?;
    Ok(())
}

/// What a Lambda function would be handed, and decode in the same way.
async fn follow(stream: &mut LocalStream) -> Result<(), Error> {
    while let Some(mut page) = stream.next().await? {
        for record in &page.records::<Bark>()? {
            match record {
                Ok(record) => match record.change() {
                    Change::Insert { new } => println!("{} barks: {}", new.user, new.message),
                    Change::Modify { old, new } => println!("{} becomes {}", old.message, new.message),
                    Change::Remove { old } => println!("{} is gone", old.message),
                    _ => {}
                },
                Err(error) => println!("a record that does not fit: {error}"),
            }
        }
    }
    Ok(())
}
