//! A search index follows a table, though changes come twice: `cargo run --release -p use-cases --bin search_index`

use millstream::handler::{StreamHandler, TableHandler};
use serde_json::json;
use use_cases::local::Local;
use use_cases::search_index::{Article, SearchIndex};
use use_cases::stream::{pages, tell};
use use_cases::{Result, check};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let local = Local::start().await?;
    let stream = local.create_table_with_stream("articles", &["id"], "NEW_AND_OLD_IMAGES").await?;
    for (id, title, body) in [
        ("1", "Otters", "They hold hands while they sleep."),
        ("2", "Gears", "A mill turns slowly, and grinds all."),
        ("3", "Draft", "Otters and gears, perhaps."),
        ("2", "Gears", "A mill turns as fast as its stream, which otters like."),
    ] {
        let article = json!({ "id": { "S": id }, "title": { "S": title }, "body": { "S": body } });
        local.put("articles", article).await?;
        println!("{id} {title}: {body}");
    }
    local.delete("articles", json!({ "id": { "S": "3" } })).await?;
    println!("3 is deleted\n");

    let index = SearchIndex::in_memory()?;
    let articles =
        TableHandler::<Article>::new().on_change_batch("index", async |changes| index.apply(changes));
    // The records of GetRecords do not say which stream they are from; in a Lambda function they do.
    let handler = StreamHandler::builder().table(articles).assume_stream(stream.clone()).build()?;

    for delivery in ["first", "again"] {
        println!("{delivery}:");
        for page in pages(&local.db, &stream, 100).await? {
            tell(&handler.handle(&page).await);
        }
        check("articles that speak of otters", index.find("otters")?, vec!["1".to_owned(), "2".to_owned()])?;
        check("articles that speak of slowness", index.find("slowly")?, Vec::new())?;
        println!();
    }
    Ok(())
}
