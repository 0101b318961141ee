//! The stream of a table in this process: changes are made, and handled as a Lambda function would handle them.
//!
//! `cargo run --release -p millstream-query --features streams --example local_stream`

use std::convert::Infallible;

use aws_sdk_dynamodb::types::StreamViewType;
use millstream::handler::{StreamHandler, TableHandler};
use millstream::{Encode, Model};
use millstream_query::Table;
use millstream_query::streams::LocalStream;
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

    let handlers = TableHandler::<Bark>::new()
        .on_insert("greet", async |bark| {
            println!("{} barks: {}", bark.new.user, bark.new.message);
            Ok::<_, Infallible>(())
        })
        .on_modify("compare", async |bark| {
            println!("{} becomes {}", bark.old.message, bark.new.message);
            Ok::<_, Infallible>(())
        })
        .on_remove("regret", async |bark| {
            println!("{} is gone", bark.old.message);
            Ok::<_, Infallible>(())
        });
    // Records of GetRecords do not name their stream, as those of Lambda do.
    let handler = StreamHandler::builder().table(handlers).assume_stream(arn.clone()).build()?;

    let mut stream = LocalStream::new(&streams_client(server.endpoint()), arn);
    while let Some(page) = stream.next().await? {
        println!("{}", handler.handle(page.bytes()).await.report);
    }
    Ok(())
}
