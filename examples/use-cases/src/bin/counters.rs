//! Likes are counted, and delivered twice: `cargo run --release -p use-cases --bin counters`

use millstream::handler::{StreamHandler, TableHandler};
use serde_json::{Value, json};
use use_cases::counters::{Like, count};
use use_cases::local::Local;
use use_cases::stream::{pages, tell};
use use_cases::{Result, check};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let local = Local::start().await?;
    let stream = local.create_table_with_stream("likes", &["post", "user"], "NEW_AND_OLD_IMAGES").await?;
    local.create_table("posts", &["id"]).await?;
    local.create_table("counted", &["id"]).await?;

    for post in ["otters", "gears"] {
        local.put("posts", json!({ "id": { "S": post } })).await?;
    }
    for (post, user) in [("otters", "ann"), ("otters", "bob"), ("gears", "ann"), ("otters", "cat")] {
        local.put("likes", json!({ "post": { "S": post }, "user": { "S": user } })).await?;
        println!("{user} likes {post}");
    }
    local.delete("likes", json!({ "post": { "S": "otters" }, "user": { "S": "bob" } })).await?;
    println!("bob likes otters no more\n");

    let likes =
        TableHandler::<Like>::new().on_insert_or_remove("count", async |like| count(&local.db, like).await);
    // The records of GetRecords do not say which stream they are from; in a Lambda function they do.
    let handler = StreamHandler::builder().table(likes).assume_stream(stream.clone()).build()?;

    for delivery in ["first", "again"] {
        println!("{delivery}:");
        for page in pages(&local.db, &stream, 3).await? {
            tell(&handler.handle(&page).await);
        }
    }

    let text = |value: &Value| value.as_str().unwrap_or("none").to_owned();
    let posts = local.items("posts", "id").await?;
    let count = |post: &Value| text(&post["id"]["S"]) + " " + &text(&post["like_count"]["N"]);
    let counts: Vec<String> = posts.iter().map(count).collect();
    check("posts and how many like them", counts, vec!["gears 1".to_owned(), "otters 2".to_owned()])
}
