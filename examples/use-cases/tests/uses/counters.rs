use std::collections::BTreeMap;

use millstream::handler::{StreamHandler, TableHandler};
use serde_json::json;
use use_cases::counters::{Like, count};
use use_cases::local::Local;
use use_cases::stream::pages;

use crate::support::{FailsOnce, assert_done, assert_stopped_at, cut_off};

/// Likes of two posts, some withdrawn, and of one that there is not; answers the ARN of their stream.
async fn liked() -> (Local, String) {
    let local = Local::start().await.unwrap();
    let stream =
        local.create_table_with_stream("likes", &["post", "user"], "NEW_AND_OLD_IMAGES").await.unwrap();
    local.create_table("posts", &["id"]).await.unwrap();
    local.create_table("counted", &["id"]).await.unwrap();
    for post in ["a", "b"] {
        local.put("posts", json!({ "id": { "S": post } })).await.unwrap();
    }
    for (post, user, likes) in [
        ("a", "1", true),
        ("b", "1", true),
        ("a", "2", true),
        ("gone", "1", true),
        ("a", "1", false),
        ("a", "1", true),
    ] {
        let like = json!({ "post": { "S": post }, "user": { "S": user } });
        match likes {
            true => local.put("likes", like).await.unwrap(),
            false => local.delete("likes", like).await.unwrap(),
        }
    }
    (local, stream)
}

/// Compares what was counted with the likes that there are.
async fn assert_counted(local: &Local) {
    let mut expected = BTreeMap::from([("a".to_owned(), 0), ("b".to_owned(), 0)]);
    for like in local.items("likes", "post").await.unwrap() {
        if let Some(count) = expected.get_mut(like["post"]["S"].as_str().unwrap()) {
            *count += 1;
        }
    }
    let posts = local.items("posts", "id").await.unwrap();
    let counts = posts.iter().map(|post| {
        let count = post["like_count"]["N"].as_str().map_or(0, |count| count.parse().unwrap());
        (post["id"]["S"].as_str().unwrap().to_owned(), count)
    });
    assert_eq!(counts.collect::<BTreeMap<_, _>>(), expected);
}

#[tokio::test]
async fn a_like_counts_once_when_a_second_handler_fails_at_any_record() {
    for failing in 0..6 {
        let (local, stream) = liked().await;
        let second = FailsOnce::default();
        let likes = TableHandler::<Like>::new()
            .on_insert_or_remove("count", async |like| count(&local.db, like).await)
            .on_insert_or_remove("second", async |like| second.at(like.meta().index() == failing));
        let handler = StreamHandler::builder().table(likes).assume_stream(stream.clone()).build().unwrap();
        let page = &pages(&local.db, &stream, 100).await.unwrap()[0];
        assert_stopped_at(&handler.handle(page).await, failing);
        for _again in 0..2 {
            assert_done(&handler.handle(page).await);
            assert_counted(&local).await;
        }
    }
}

#[tokio::test]
async fn a_like_counts_once_when_the_process_ends_anywhere() {
    for polls in 0.. {
        let (local, stream) = liked().await;
        let likes = TableHandler::<Like>::new()
            .on_insert_or_remove("count", async |like| count(&local.db, like).await);
        let handler = StreamHandler::builder().table(likes).assume_stream(stream.clone()).build().unwrap();
        let page = &pages(&local.db, &stream, 100).await.unwrap()[0];
        let ended_well = cut_off(handler.handle(page), polls).await;
        assert_done(&handler.handle(page).await);
        assert_counted(&local).await;
        if ended_well {
            break;
        }
    }
}

#[tokio::test]
async fn a_like_of_a_lambda_event_is_known_by_its_stream_and_its_sequence_number() {
    let (local, _) = liked().await;
    let likes =
        TableHandler::<Like>::new().on_insert_or_remove("count", async |like| count(&local.db, like).await);
    let handler = StreamHandler::builder().table(likes).build().unwrap();
    let stream = "arn:aws:dynamodb:eu-west-1:123456789012:table/likes/stream/2026-01-01T00:00:00.000";
    let event = json!({ "Records": [{
        "eventID": "7",
        "eventName": "INSERT",
        "dynamodb": { "NewImage": { "post": { "S": "b" }, "user": { "S": "2" } }, "SequenceNumber": "111" },
        "eventSourceARN": stream,
    }] });
    for _delivery in 0..2 {
        assert_done(&handler.handle(event.to_string()).await);
    }
    assert_eq!(local.items("posts", "id").await.unwrap()[1]["like_count"]["N"], "1");
    let counted = local.items("counted", "id").await.unwrap();
    assert_eq!(counted.len(), 1);
    assert_eq!(counted[0]["id"]["S"], format!("{stream}/111"));
}
