//! Writes of which all happen or none, and reads of one moment. dynalite has none of them.

use millstream_query::{Conditions, Transaction};

use crate::fixtures::{Post, post, with_posts};

#[tokio::test]
async fn all_or_nothing() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let transaction = |likes| {
        Transaction::new(&fixture.client)
            .write(posts.put(&post("eve", 1)))
            .write(posts.update(("ann", 1)).add(|post| post.likes, 1))
            .write(posts.delete(("ann", 2)))
            .write(posts.check(("ann", 3), move |post| post.likes.eq(likes)))
    };
    let error = transaction(100).send().await.unwrap_err();
    assert!(error.is_transaction_cancelled() && error.is_conditional_check_failed());
    assert_eq!(error.cancellation_codes(), ["None", "None", "None", "ConditionalCheckFailed"]);
    assert!(posts.get(("eve", 1)).send().await.unwrap().is_none());

    // The same token and the same writes: once.
    for _ in 0..2 {
        transaction(1).client_token("once").send().await.unwrap();
    }
    let mut now = posts.batch_get([("eve", 1), ("ann", 1), ("ann", 2)]).send().await.unwrap();
    let expected = [post("eve", 1), Post { likes: 8, ..post("ann", 1) }];
    assert_eq!(now.items().unwrap(), expected);
}

#[tokio::test]
async fn items_of_one_moment_are_in_the_order_asked() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let mut moment = posts.transact_get([("ann", 1), ("eve", 1), ("bob", 3)]).send().await.unwrap();
    assert_eq!(moment.items().unwrap(), [Some(post("ann", 1)), None, Some(post("bob", 3))]);
}
