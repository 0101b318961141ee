//! A table is kept like another, though changes come again late: `cargo run --release -p use-cases --bin replicate`

use millstream::handler::{StreamHandler, TableHandler};
use serde_json::{Value, json};
use use_cases::local::Local;
use use_cases::replicate::{Product, apply};
use use_cases::stream::{pages, tell};
use use_cases::{Result, check};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let local = Local::start().await?;
    let stream = local.create_table_with_stream("products", &["id"], "NEW_AND_OLD_IMAGES").await?;
    local.create_table("replica", &["id"]).await?;

    let tea = |price: &str| json!({ "id": { "S": "tea" }, "price": { "N": price }, "tags": { "SS": ["green", "leaf"] } });
    let cup =
        json!({ "id": { "S": "cup" }, "price": { "N": "7.25" }, "size": { "M": { "ml": { "N": "250" } } } });
    local.put("products", tea("4.50")).await?;
    local.put("products", cup).await?;
    local.put("products", json!({ "id": { "S": "spoon" }, "price": { "N": "1" } })).await?;
    local.put("products", tea("4.80")).await?;
    local.delete("products", json!({ "id": { "S": "spoon" } })).await?;
    println!("tea, cup and spoon are new; tea becomes dearer; there is no spoon\n");

    let products = TableHandler::<Product>::new()
        .on_change("replicate", async |change| apply(&local.db, "replica", change).await);
    // The records of GetRecords do not say which stream they are from; in a Lambda function they do.
    let handler = StreamHandler::builder().table(products).assume_stream(stream.clone()).build()?;

    let pages = pages(&local.db, &stream, 2).await?;
    for page in &pages {
        tell(&handler.handle(page).await);
    }
    println!("the first page once more, behind all others:");
    tell(&handler.handle(&pages[0]).await);

    let mut replica = local.items("replica", "id").await?;
    replica.retain(|item| item["deleted"].is_null());
    for item in &mut replica {
        println!("replica: {item}");
        item.as_object_mut().and_then(|item| item.remove("applied"));
    }
    let products: Vec<Value> = local.items("products", "id").await?;
    check("the replica is the table", replica == products, true)
}
