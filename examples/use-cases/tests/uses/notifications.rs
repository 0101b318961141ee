use std::collections::BTreeSet;

use millstream::handler::{Handled, StreamHandler, TableHandler};
use serde_json::json;
use use_cases::claims::ClaimsTable;
use use_cases::local::Local;
use use_cases::notifications::{Message, Outbox, notify};
use use_cases::stream::pages;

use crate::support::{assert_done, assert_stopped_at, cut_off};

const TO: [&str; 3] = ["ann", "bob", "cat"];

/// Messages to each of them; answers the ARN of their stream.
async fn written() -> (Local, String) {
    let local = Local::start().await.unwrap();
    let stream = local.create_table_with_stream("messages", &["to", "at"], "NEW_IMAGE").await.unwrap();
    local.create_table("notified", &["id"]).await.unwrap();
    for to in TO {
        let (at, from, text) = (json!({ "S": "09:00" }), json!({ "S": "dan" }), json!({ "S": "Tea?" }));
        let message = json!({ "to": { "S": to }, "at": at, "from": from, "text": text });
        local.put("messages", message).await.unwrap();
    }
    // A message that is read is no new one.
    let key = json!({ "to": { "S": "ann" }, "at": { "S": "09:00" } });
    local.delete("messages", key).await.unwrap();
    (local, stream)
}

/// Hands over the stream once; after so many polls the process ends.
async fn deliver(local: &Local, stream: &str, outbox: &Outbox, polls: usize) -> Option<Handled> {
    let messages = TableHandler::<Message, _>::new_image()
        .on_insert("mail", async |message| notify(outbox, "mail", message).await)
        .on_insert("push", async |message| notify(outbox, "push", message).await);
    let handler = StreamHandler::builder()
        .table(messages)
        .claims(ClaimsTable::new(&local.db, "notified"))
        .assume_stream(stream.to_owned())
        .build()
        .unwrap();
    let page = &pages(&local.db, stream, 100).await.unwrap()[0];
    let mut handled = None;
    cut_off(async { handled = Some(handler.handle(page).await) }, polls).await;
    handled
}

fn told(outbox: &Outbox) -> Vec<(&'static str, String, String)> {
    outbox.sent().into_iter().map(|sent| (sent.channel, sent.to, sent.key)).collect()
}

#[tokio::test]
async fn each_is_told_once_when_the_second_handler_fails_at_any_record() {
    for (at, failing) in TO.into_iter().enumerate() {
        let (local, stream) = written().await;
        let outbox = Outbox::default();
        outbox.refuse_once("push", failing);
        let handled = deliver(&local, &stream, &outbox, usize::MAX).await.unwrap();
        assert_stopped_at(&handled, at);
        assert_eq!(told(&outbox).len(), 2 * at + 1);
        for _again in 0..2 {
            assert_done(&deliver(&local, &stream, &outbox, usize::MAX).await.unwrap());
            let told: Vec<_> = told(&outbox).into_iter().map(|(channel, to, _)| (to, channel)).collect();
            let expected = TO.into_iter().flat_map(|to| [(to.to_owned(), "mail"), (to.to_owned(), "push")]);
            assert!(told.iter().cloned().eq(expected), "{told:?}");
        }
    }
}

#[tokio::test]
async fn what_is_told_again_after_the_process_ended_has_the_same_key() {
    for polls in 0.. {
        let (local, stream) = written().await;
        let outbox = Outbox::default();
        let ended_well = deliver(&local, &stream, &outbox, polls).await.is_some();
        assert_done(&deliver(&local, &stream, &outbox, usize::MAX).await.unwrap());
        let told = told(&outbox);
        assert!(told.len() <= 2 * TO.len() + 1, "only what was not noted yet is sent again: {told:?}");
        assert_eq!(told.into_iter().collect::<BTreeSet<_>>().len(), 2 * TO.len());
        if ended_well {
            break;
        }
    }
}
