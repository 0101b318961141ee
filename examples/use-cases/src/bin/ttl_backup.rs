//! Sessions that expire are archived, those that users end are not: `cargo run --release -p use-cases --bin ttl_backup`

use std::{env, fs, process};

use millstream::handler::{StreamHandler, TableHandler};
use millstream::{Decoder, Item};
use serde_json::json;
use use_cases::local::Local;
use use_cases::stream::{pages, tell};
use use_cases::ttl_backup::{Archive, archive};
use use_cases::{Result, check};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let local = Local::start().await?;
    let stream = local.create_table_with_stream("sessions", &["id"], "OLD_IMAGE").await?;
    let ttl = json!({ "AttributeName": "expires", "Enabled": true });
    local
        .db
        .call("UpdateTimeToLive", json!({ "TableName": "sessions", "TimeToLiveSpecification": ttl }))
        .await?;

    // In seconds since 1970: two are over, two have a long time to go.
    for (id, user, expires) in [
        ("s1", "ann", "1700000000"),
        ("s2", "bob", "4000000000"),
        ("s3", "cat", "1700000001"),
        ("s4", "dan", "4000000000"),
    ] {
        let pages = json!({ "NS": ["3", "14"] });
        let session =
            json!({ "id": { "S": id }, "user": { "S": user }, "expires": { "N": expires }, "pages": pages });
        local.put("sessions", session).await?;
    }
    local.delete("sessions", json!({ "id": { "S": "s2" } })).await?;
    println!("bob ends his session; {} others expire\n", local.expire()?);

    let path = env::temp_dir().join(format!("expired-sessions-{}.jsonl", process::id()));
    for delivery in ["first", "again, after the process ended and began anew"] {
        println!("{delivery}:");
        let file = Archive::open(&path)?;
        let sessions = TableHandler::<Item, _>::old_image()
            .for_table("sessions")
            .on_remove("archive", async |removed| archive(&file, removed).await);
        // The records of GetRecords do not say which stream they are from; in a Lambda function they do.
        let handler = StreamHandler::builder().table(sessions).assume_stream(stream.clone()).build()?;
        for page in pages(&local.db, &stream, 100).await? {
            tell(&handler.handle(&page).await);
        }
    }

    let lines = fs::read_to_string(&path)?;
    fs::remove_file(&path)?;
    println!("{}:\n{lines}", path.display());
    let mut users = Vec::new();
    for line in lines.lines() {
        let mut decoder = Decoder::new();
        let record = decoder.decode_record::<Item>(line)?;
        let session = record.old_image().ok_or("a line without an image")?;
        users.extend(session.get("user").and_then(|user| user.as_str()).map(str::to_owned));
    }
    users.sort_unstable();
    check("users whose expired sessions are archived", users, vec!["ann".to_owned(), "cat".to_owned()])
}
