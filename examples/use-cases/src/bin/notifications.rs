//! Messages become notifications while one of two services is away:
//! `cargo run --release -p use-cases --bin notifications`

use millstream::handler::{StreamHandler, TableHandler};
use serde_json::json;
use use_cases::claims::ClaimsTable;
use use_cases::local::Local;
use use_cases::notifications::{Message, Outbox, notify};
use use_cases::stream::{pages, tell};
use use_cases::{Result, check};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let local = Local::start().await?;
    let stream = local.create_table_with_stream("messages", &["to", "at"], "NEW_IMAGE").await?;
    local.create_table("notified", &["id"]).await?;

    for (at, to, from, text) in [
        ("09:00", "bob", "ann", "Tea?"),
        ("09:01", "cat", "ann", "Tea, and is Bob there?"),
        ("09:02", "ann", "bob", "Gladly."),
    ] {
        let message =
            json!({ "to": { "S": to }, "at": { "S": at }, "from": { "S": from }, "text": { "S": text } });
        local.put("messages", message).await?;
        println!("{at} {from} writes to {to}: {text}");
    }

    let outbox = Outbox::default();
    let messages = TableHandler::<Message, _>::new_image()
        .on_insert("mail", async |message| notify(&outbox, "mail", message).await)
        .on_insert("push", async |message| notify(&outbox, "push", message).await);
    let handler = StreamHandler::builder()
        .table(messages)
        .claims(ClaimsTable::new(&local.db, "notified"))
        // The records of GetRecords do not say which stream they are from; in a Lambda function they do.
        .assume_stream(stream.clone())
        .build()?;

    outbox.refuse_once("push", "cat");
    for delivery in
        ["\nfirst, and Cat's telephone cannot be reached:", "again:", "and once more, though all is done:"]
    {
        println!("{delivery}");
        for page in pages(&local.db, &stream, 100).await? {
            tell(&handler.handle(&page).await);
        }
    }

    let sent = outbox.sent();
    let mut told: Vec<String> = sent.iter().map(|sent| format!("{} to {}", sent.channel, sent.to)).collect();
    told.sort_unstable();
    let each_once =
        ["mail to ann", "mail to bob", "mail to cat", "push to ann", "push to bob", "push to cat"];
    check("notifications, each once", told, each_once.map(str::to_owned).to_vec())
}
