use millstream::handler::{StreamHandler, TableHandler};
use serde_json::{Value, json};
use use_cases::local::Local;
use use_cases::replicate::{Product, apply};
use use_cases::stream::pages;

use crate::support::{FailsOnce, Numbers, assert_done, assert_stopped_at, cut_off};

const CHANGES: usize = 9;

/// Products that came, changed, went and came back; answers the ARN of their stream.
async fn stocked() -> (Local, String) {
    let local = Local::start().await.unwrap();
    let stream = local.create_table_with_stream("products", &["id"], "NEW_AND_OLD_IMAGES").await.unwrap();
    local.create_table("replica", &["id"]).await.unwrap();
    for (id, price) in
        [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 0), ("b", 5), ("c", 0), ("a", 6), ("d", 7)]
    {
        if price == 0 {
            local.delete("products", json!({ "id": { "S": id } })).await.unwrap();
            continue;
        }
        let product = json!({
            "id": { "S": id },
            "price": { "N": price.to_string() },
            "all": { "L": [
                { "M": { "none": { "NULL": true }, "yes": { "BOOL": true }, "data": { "B": "AAEC" } } },
                { "SS": ["x", "y"] },
                { "NS": ["12345678901234567890123456789012345678"] },
                { "BS": ["/w=="] },
                { "S": "\"\u{1f9a6}\n" },
            ] },
        });
        local.put("products", product).await.unwrap();
    }
    (local, stream)
}

async fn assert_replicated(local: &Local) {
    let mut replica: Vec<Value> = local.items("replica", "id").await.unwrap();
    replica.retain(|item| item.get("deleted").is_none());
    for item in &mut replica {
        item.as_object_mut().unwrap().remove("applied").unwrap();
    }
    let products = local.items("products", "id").await.unwrap();
    assert_eq!(products.len(), 3);
    assert_eq!(replica, products);
}

#[tokio::test]
async fn the_replica_is_the_table_when_a_second_handler_fails_at_any_record() {
    for failing in 0..CHANGES {
        let (local, stream) = stocked().await;
        let second = FailsOnce::default();
        let products = TableHandler::<Product>::new()
            .on_change("replicate", async |change| apply(&local.db, "replica", change).await)
            .on_change("second", async |change| second.at(change.meta().index() == failing));
        let handler = StreamHandler::builder().table(products).assume_stream(stream.clone()).build().unwrap();
        let page = &pages(&local.db, &stream, 100).await.unwrap()[0];
        assert_stopped_at(&handler.handle(page).await, failing);
        for _again in 0..2 {
            assert_done(&handler.handle(page).await);
            assert_replicated(&local).await;
        }
    }
}

#[tokio::test]
async fn the_replica_is_the_table_when_the_process_ends_anywhere() {
    for polls in 0.. {
        let (local, stream) = stocked().await;
        let products = TableHandler::<Product>::new()
            .on_change("replicate", async |change| apply(&local.db, "replica", change).await);
        let handler = StreamHandler::builder().table(products).assume_stream(stream.clone()).build().unwrap();
        let page = &pages(&local.db, &stream, 100).await.unwrap()[0];
        let ended_well = cut_off(handler.handle(page), polls).await;
        assert_done(&handler.handle(page).await);
        assert_replicated(&local).await;
        if ended_well {
            break;
        }
    }
}

#[tokio::test]
async fn the_replica_is_the_table_in_whatever_order_and_however_often_changes_come() {
    let (local, stream) = stocked().await;
    let mut numbers = Numbers(5);
    for round in 0..30 {
        let name = format!("replica{round}");
        local.create_table(&name, &["id"]).await.unwrap();
        let products = TableHandler::<Product>::new()
            .on_change("replicate", async |change| apply(&local.db, &name, change).await);
        let handler = StreamHandler::builder().table(products).assume_stream(stream.clone()).build().unwrap();
        let mut changes = pages(&local.db, &stream, 1).await.unwrap();
        assert_eq!(changes.len(), CHANGES);
        changes.extend_from_within(..CHANGES / 2);
        numbers.shuffle(&mut changes);
        for change in &changes {
            assert_done(&handler.handle(change).await);
        }
        let mut replica = local.items(&name, "id").await.unwrap();
        replica.retain(|item| item.get("deleted").is_none());
        let prices = |items: &[Value]| {
            items.iter().map(|item| (item["id"].clone(), item["price"].clone())).collect::<Vec<_>>()
        };
        assert_eq!(prices(&replica), prices(&local.items("products", "id").await.unwrap()));
    }
}

#[tokio::test]
async fn a_longer_sequence_number_is_the_later() {
    let local = Local::start().await.unwrap();
    local.create_table("replica", &["id"]).await.unwrap();
    let products = TableHandler::<Product>::new()
        .on_change("replicate", async |change| apply(&local.db, "replica", change).await);
    let handler = StreamHandler::builder().table(products).build().unwrap();
    for (number, price) in [("100100000000000000000001", 2), ("99900000000000000000001", 1)] {
        let image = json!({ "id": { "S": "a" }, "price": { "N": price.to_string() } });
        let event = json!({ "Records": [{
            "eventName": "INSERT",
            "dynamodb": { "NewImage": image, "SequenceNumber": number },
            "eventSourceARN": "arn:aws:dynamodb:eu-west-1:123456789012:table/products/stream/x",
        }] });
        assert_done(&handler.handle(event.to_string()).await);
    }
    assert_eq!(local.items("replica", "id").await.unwrap()[0]["price"]["N"], "2");
}
