//! Batches of any length, of items missing and asked for twice.

use crate::fixtures::{Post, User, fixture, post, with_posts};

#[tokio::test]
async fn a_batch_is_in_the_order_asked() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let keys = [("ann", 7), ("eve", 1), ("bob", 3), ("ann", 7), ("ann", 99), ("ann", 0)];
    let mut batch = posts.batch_get(keys).consistent(true).send().await.unwrap();
    assert_eq!(batch.len(), 4);
    assert_eq!(batch.items().unwrap(), [post("ann", 7), post("bob", 3), post("ann", 7), post("ann", 0)]);
    let mut full = posts.batch_get_full(keys).send().await.unwrap();
    let items = full.items().unwrap();
    let expected =
        [Some(post("ann", 7)), None, Some(post("bob", 3)), Some(post("ann", 7)), None, Some(post("ann", 0))];
    assert_eq!(items, expected);
    assert!(posts.batch_get([]).send().await.unwrap().is_empty());
}

#[tokio::test]
async fn hundreds_of_items_are_put_got_and_deleted() {
    let fixture = fixture::<User<'static>>().await;
    let users = fixture.table.primary_key();
    let names: Vec<String> = (0..333).map(|id| format!("user {id}")).collect();
    let user = |id: u64| User { id, name: &names[id as usize], city: None };
    // Of two puts of one key the last one counts.
    let early = User { id: 7, name: "early", city: None };
    let all: Vec<User> = [early].into_iter().chain((0..333).map(user)).collect();
    users.batch_put(&all).send().await.unwrap();
    let mut batch = users.batch_get((0..400).rev()).send().await.unwrap();
    assert_eq!(batch.items().unwrap(), (0..333).rev().map(user).collect::<Vec<_>>());
    users.batch_delete((0..330).chain([0, 1])).send().await.unwrap();
    let mut left = users.batch_get(0..333).send().await.unwrap();
    assert_eq!(left.items().unwrap(), [user(330), user(331), user(332)]);
}

#[tokio::test]
async fn more_than_one_answer_can_hold_is_asked_for_again() {
    let fixture = fixture::<Post>().await;
    let posts = fixture.table.primary_key();
    let large = |at| Post { title: "x".repeat(390_000), ..post("ann", at) };
    for at in 0..64 {
        posts.put(&large(at)).send().await.unwrap();
    }
    let mut batch = posts.batch_get((0..64).map(|at| ("ann", at))).send().await.unwrap();
    let items = batch.items().unwrap();
    assert_eq!(items.iter().map(|post| post.at).collect::<Vec<_>>(), (0..64).collect::<Vec<_>>());
    // A query goes on behind 1 MB.
    let page = posts.query("ann").page().await.unwrap();
    assert!(page.last_key().is_some());
}
