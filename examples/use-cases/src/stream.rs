//! What a stream holds, page by page.

use hyper::body::Bytes;
use millstream::handler::{Handled, Outcome};
use serde_json::{Value, json};

use crate::Result;
use crate::dynamodb::DynamoDb;

/// All that a stream holds, in pages of at most `limit` records: the answers of GetRecords, as they came.
///
/// Lambda does this for a function, and more: it follows shards as they split, parents before children, and remembers how far it got.
///
/// # Errors
/// When a request is refused.
pub async fn pages(db: &DynamoDb, stream_arn: &str, limit: usize) -> Result<Vec<Bytes>> {
    let described = db.call("DescribeStream", json!({ "StreamArn": stream_arn })).await?;
    let mut pages = Vec::new();
    for shard in described["StreamDescription"]["Shards"].as_array().into_iter().flatten() {
        let request = json!({
            "StreamArn": stream_arn,
            "ShardId": shard["ShardId"],
            "ShardIteratorType": "TRIM_HORIZON",
        });
        let mut iterator = db.call("GetShardIterator", request).await?["ShardIterator"].take();
        while !iterator.is_null() {
            let page = db.bytes("GetRecords", json!({ "ShardIterator": iterator, "Limit": limit })).await?;
            let mut read: Value = serde_json::from_slice(&page)?;
            // An open shard goes on for ever. Here, unlike at AWS, an empty page means that all there is was read.
            if read["Records"].as_array().is_none_or(Vec::is_empty) {
                break;
            }
            iterator = read["NextShardIterator"].take();
            pages.push(page);
        }
    }
    Ok(pages)
}

/// Prints what became of a batch.
pub fn tell(handled: &Handled) {
    println!("{}", handled.report);
    match &handled.outcome {
        Outcome::Done => println!("→ done\n"),
        Outcome::Checkpoint(number) => println!("→ all from {number} on comes again\n"),
        Outcome::FailInvocation(fault) => println!("→ the batch comes again: {fault}\n"),
    }
}
