//! The function behind Woofer, the social network for dogs: who follows a dog is told of its barks, and barks that expired are kept.
//!
//! It writes to its log what it would send, so that it needs nothing but the stream.

use lambda_runtime::Error;
use millstream::Model;
use millstream::handler::{Insert, StreamHandler, TableHandler};

#[derive(Model)]
#[model(rename_all = "PascalCase")]
struct Bark<'a> {
    #[model(hash_key)]
    username: &'a str,
    #[model(range_key)]
    timestamp: &'a str,
    message: &'a str,
}

/// One thread: up to 1,769 MB of memory a function has no more than one processor.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-memory.html>
#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // The stack gives the table a name of its own.
    let table = std::env::var("TABLE_NAME").unwrap_or_else(|_| "BarkTable".to_owned());
    let barks = TableHandler::<Bark>::new().for_table(table).on_insert("notify", notify).on_remove(
        "archive",
        async |bark| {
            // DynamoDB itself deletes what has expired, and says so.
            if bark.meta.is_ttl_expiry() {
                println!("archive: {}, {}: {}", bark.old.username, bark.old.timestamp, bark.old.message);
            }
            Ok::<_, Error>(())
        },
    );
    // As the mapping in template.yaml says.
    let handler = StreamHandler::builder().table(barks).report_batch_item_failures().build()?;
    millstream::lambda::run(handler).await
}

/// The most characters that a notification has.
const ROOM: usize = 100;

async fn notify(bark: Insert<'_, '_, Bark<'_>>) -> Result<(), Error> {
    let message = bark.new.message;
    if message.chars().count() > ROOM {
        return Err(format!("a bark is longer than {ROOM} characters").into());
    }
    println!("notify: {} barks: {message}", bark.new.username);
    Ok(())
}
