use millstream::handler::{BatchError, Change, StreamHandler, TableHandler};
use serde_json::json;
use use_cases::local::Local;
use use_cases::search_index::{Article, SearchIndex};
use use_cases::stream::pages;

use crate::support::{FailsOnce, assert_done, assert_stopped_at};

const CHANGES: usize = 7;

/// Articles that came, changed and went; answers the ARN of their stream.
async fn written() -> (Local, String) {
    let local = Local::start().await.unwrap();
    let stream = local.create_table_with_stream("articles", &["id"], "NEW_AND_OLD_IMAGES").await.unwrap();
    for (id, body) in [
        ("1", "otter"),
        ("2", "gear"),
        ("1", "otter mill"),
        ("3", "mill"),
        ("2", ""),
        ("2", "otter gear"),
        ("3", ""),
    ] {
        if body.is_empty() {
            local.delete("articles", json!({ "id": { "S": id } })).await.unwrap();
            continue;
        }
        let article = json!({ "id": { "S": id }, "title": { "S": "none" }, "body": { "S": body } });
        local.put("articles", article).await.unwrap();
    }
    (local, stream)
}

/// Compares what the index finds with the articles that there are.
async fn assert_found(local: &Local, index: &SearchIndex) {
    for word in ["otter", "gear", "mill", "none"] {
        let articles = local.items("articles", "id").await.unwrap();
        let mut expected = Vec::new();
        for article in &articles {
            if ["title", "body"].iter().any(|field| article[field]["S"].as_str().unwrap().contains(word)) {
                expected.push(article["id"]["S"].as_str().unwrap().to_owned());
            }
        }
        assert_eq!(index.find(word).unwrap(), expected, "{word}");
    }
}

#[tokio::test]
async fn what_comes_again_is_found_once_from_wherever_it_comes() {
    let (local, stream) = written().await;
    let changes = pages(&local.db, &stream, 1).await.unwrap();
    assert_eq!(changes.len(), CHANGES);
    for end in 0..=CHANGES {
        for back_to in 0..=end {
            let index = SearchIndex::in_memory().unwrap();
            let articles =
                TableHandler::<Article>::new().on_change_batch("index", async |changes| index.apply(changes));
            let handler =
                StreamHandler::builder().table(articles).assume_stream(stream.clone()).build().unwrap();
            for change in changes[..end].iter().chain(&changes[back_to..]) {
                assert_done(&handler.handle(change).await);
            }
            assert_found(&local, &index).await;
        }
    }
}

#[tokio::test]
async fn all_is_found_when_another_handler_fails_at_any_record() {
    for failing in 0..CHANGES {
        let (local, stream) = written().await;
        let (index, other, second) =
            (SearchIndex::in_memory().unwrap(), FailsOnce::default(), FailsOnce::default());
        let articles = TableHandler::<Article>::new()
            .on_change("of records", async |change| other.at(change.meta().index() == failing))
            .on_change_batch("index", async |changes| index.apply(changes))
            .on_change_batch("second", async |changes: &[Change<'_, '_, Article<'_>>]| {
                let at = changes.iter().position(|change| change.meta().index() == failing);
                second.at(at.is_some()).map_err(|error| BatchError::at(at.unwrap_or_default(), error))
            });
        let handler = StreamHandler::builder().table(articles).assume_stream(stream.clone()).build().unwrap();
        let page = &pages(&local.db, &stream, 100).await.unwrap()[0];
        // First the handler of records fails, so that the index has those before it alone, then the second one of batches.
        assert_stopped_at(&handler.handle(page).await, failing);
        assert_stopped_at(&handler.handle(page).await, failing);
        for _again in 0..2 {
            assert_done(&handler.handle(page).await);
            assert_found(&local, &index).await;
        }
    }
}
