//! Writes of which all happen or none, and reads of one moment. dynalite has none of them.

use millstream_query::{Conditions, Table, Transaction, transact_get};

use crate::fixtures::{Post, PostTitle, User, fixture, post, with_posts};

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
async fn the_items_whose_conditions_failed_are_told_by_place() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let transaction = Transaction::new(&fixture.client)
        .write(posts.put(&post("eve", 1)).return_old_on_failure())
        .write(posts.update(("ann", 1)).add(|post| post.likes, 1).condition(|post| post.likes.eq(100)))
        .write(posts.delete(("ann", 2)).condition(|post| post.likes.eq(100)).return_old_on_failure())
        .write(posts.put(&post("ann", 3)).condition(|post| post.at.not_exists()).return_old_on_failure());
    let error = transaction.send().await.unwrap_err();
    let failed = "ConditionalCheckFailed";
    assert_eq!(error.cancellation_codes(), ["None", failed, failed, failed]);
    // The first had none to fail, the second has not asked for its item, and a fifth there is not.
    for write in [0, 1, 4] {
        assert!(error.old_item_of::<Post>(write).unwrap().is_none(), "{write}");
    }
    for (write, at) in [(2, 2), (3, 3)] {
        let mut old = error.old_item_of::<Post>(write).unwrap().unwrap();
        assert_eq!(old.item().unwrap(), post("ann", at));
    }
    // Of a single write there is one item, and no place.
    assert!(error.old_item::<Post>().unwrap().is_none());
    let put = posts.put(&post("ann", 3)).condition(|post| post.at.not_exists()).return_old_on_failure();
    assert!(put.send().await.unwrap_err().old_item_of::<Post>(0).unwrap().is_none());
}

#[tokio::test]
async fn items_of_one_moment_are_in_the_order_asked() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let mut moment = posts.transact_get([("ann", 1), ("eve", 1), ("bob", 3)]).send().await.unwrap();
    assert_eq!(moment.items().unwrap(), [Some(post("ann", 1)), None, Some(post("bob", 3))]);
    let read: Vec<_> = moment.iter().map(|item| item.unwrap().map(|post| post.at)).collect();
    assert_eq!(read, [Some(1), None, Some(3)]);
}

#[tokio::test]
async fn items_of_several_tables_are_of_one_moment() {
    let (fixture, others) = (with_posts().await, fixture::<User<'static>>().await);
    // On the same server.
    let users = Table::<User>::named(&fixture.client, others.table.name());
    if std::env::var_os("MILLSTREAM_DYNAMODB").is_none() {
        users.create_table().send().await.unwrap();
    }
    let (posts, users) = (fixture.table.primary_key(), users.primary_key());
    let ann = User { id: 7, name: "ann", city: None };
    Transaction::new(&fixture.client)
        .write(users.put(&ann))
        .write(posts.update(("ann", 1)).set(|post| post.title, "new"))
        .send()
        .await
        .unwrap();
    let keys = [("bob", 3), ("eve", 1)];
    let reads =
        (users.get(7), users.get(8), posts.transact_get(keys), posts.get(("ann", 1)).project::<PostTitle>());
    let (user, nobody, mut two, title) = transact_get(&fixture.client, reads).await.unwrap();
    assert_eq!(user.unwrap().item().unwrap(), ann);
    assert!(nobody.is_none());
    assert_eq!(two.items().unwrap(), [Some(post("bob", 3)), None]);
    assert_eq!(title.unwrap().item().unwrap().title, "new");
    let nowhere = Table::<User>::named(&fixture.client, "no-such-table").primary_key();
    let error = transact_get(&fixture.client, (users.get(7), nowhere.get(7))).await.map(drop).unwrap_err();
    assert_eq!(error.to_string(), "TransactGetItems of several tables: ResourceNotFoundException");
}
