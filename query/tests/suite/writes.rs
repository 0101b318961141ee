//! Puts, updates and deletes, with conditions and what they return.

use millstream::{Encode, Item, Model, Set};
use millstream_query::{Conditions, Returning};

use crate::fixtures::{Comment, Post, PostPaths, User, fixture, post, with_posts};

#[tokio::test]
async fn a_put_takes_the_place_of_the_item() {
    let fixture = fixture::<Post>().await;
    let posts = fixture.table.primary_key();
    let first = || posts.put(&post("ann", 1)).condition(|post| post.author.not_exists());
    assert!(first().send().await.unwrap().is_none());
    let error = first().send().await.unwrap_err();
    assert!(error.is_conditional_check_failed() && !error.is_transient());
    assert_eq!(error.code(), Some("ConditionalCheckFailedException"));
    let changed = Post { title: "new".to_owned(), ..post("ann", 1) };
    let put =
        posts.put(&changed).condition(|post| post.likes.eq(7)).condition(|post| post.topic.not_exists());
    let mut old = put.return_old().return_consumed_capacity().send().await.unwrap().unwrap();
    assert_eq!(old.item().unwrap(), post("ann", 1));
    assert!(old.consumed_capacity().unwrap() > 0.0);
    assert_eq!(posts.get(("ann", 1)).send().await.unwrap().unwrap().item().unwrap(), changed);
}

#[tokio::test]
async fn an_update_does_all_of_its_clauses() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let update = posts
        .update(("ann", 4))
        .set(|post| post.title, "new")
        .append(|post| post.comments, &[Comment { by: "eve".to_owned(), text: "hm".to_owned() }])
        .add(|post| post.likes, -3)
        .add(|post| post.tags, Set(&["c"]))
        .remove(|post| post.topic)
        .condition(|post| post.likes.eq(8).and(post.at.exists()))
        .returning(Returning::New);
    let now = update.send().await.unwrap().unwrap().item().unwrap();
    let mut tags = now.tags.clone();
    tags.sort();
    assert_eq!((&*now.title, now.likes, now.topic), ("new", 5, None));
    assert_eq!(tags, ["a", "b", "c"]);
    assert_eq!(now.comments.iter().map(|comment| &*comment.text).collect::<Vec<_>>(), ["nice", "hm"]);
    let better =
        posts.update(("ann", 4)).set(|post| post.comments.element(0).at(|comment| comment.text), "better");
    let now = better.returning(Returning::New).send().await.unwrap().unwrap().item().unwrap();
    assert_eq!(now.comments[0].text, "better");

    #[derive(Debug, PartialEq, Model)]
    struct Tags {
        tags: Vec<String>,
    }
    let update = posts.update(("ann", 4)).delete_from(|post| post.tags, Set(&["a", "c"]));
    let changed = update.returning_as::<Tags>(Returning::UpdatedNew).send().await.unwrap();
    assert_eq!(changed.unwrap().item().unwrap().tags, ["b"]);
    let update =
        posts.update(("ann", 4)).set_if_absent(|post| post.slug, "x").set_if_absent(|post| post.topic, "y");
    let now = update.returning(Returning::New).send().await.unwrap().unwrap().item().unwrap();
    assert_eq!((now.slug.as_deref(), now.topic.as_deref()), (Some("ann-4"), Some("y")));
}

#[tokio::test]
async fn an_update_makes_the_item_if_there_is_none() {
    let fixture = fixture::<User<'static>>().await;
    let users = fixture.table.primary_key();
    assert!(users.update(8).send().await.unwrap().is_none());
    let mut made = users
        .update(9)
        .set(|user| user.name, "zoe")
        .returning_as::<Item>(Returning::New)
        .send()
        .await
        .unwrap()
        .unwrap();
    assert_eq!(made.item().unwrap().get("name").unwrap().as_str(), Some("zoe"));
    assert_eq!(users.scan().page().await.unwrap().count(), 2);
}

#[tokio::test]
async fn a_delete_returns_what_was_there() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let error = posts.delete(("ann", 3)).condition(|post| post.likes.gt(100)).send().await.unwrap_err();
    assert!(error.is_conditional_check_failed());
    let mut old = posts.delete(("ann", 3)).return_old().send().await.unwrap().unwrap();
    assert_eq!(old.item().unwrap(), post("ann", 3));
    assert!(posts.delete(("ann", 3)).return_old().send().await.unwrap().is_none());
}

/// The error has the item, and shows nothing of it.
#[tokio::test]
async fn a_write_that_fails_tells_what_is_there() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let absent = |post: PostPaths| post.author.not_exists();
    let put = posts.put(&post("ann", 3)).condition(absent).return_old_on_failure().send().await;
    let update = posts.update(("ann", 3)).condition(absent).return_old_on_failure().send().await;
    let delete = posts.delete(("ann", 3)).condition(absent).return_old_on_failure().send().await;
    for error in [put.unwrap_err(), update.unwrap_err(), delete.unwrap_err()] {
        assert!(error.is_conditional_check_failed());
        assert_eq!(error.old_item::<Post>().unwrap().unwrap().item().unwrap(), post("ann", 3));
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("ann"), "{shown}");
    }
    let error = posts.delete(("ann", 3)).condition(absent).send().await.unwrap_err();
    assert!(error.old_item::<Post>().unwrap().is_none());
}

/// DynamoDB has no empty sets: an attribute that is one is absent.
#[tokio::test]
async fn a_set_without_elements_is_an_absent_attribute() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let none: Set<&[&str]> = Set(&[]);
    let update = posts.update(("ann", 3)).set(|post| post.tags, none).returning_as::<Item>(Returning::New);
    let mut now = update.send().await.unwrap().unwrap();
    assert!(now.item().unwrap().get("tags").is_none());
    let update = posts.update(("ann", 4)).add(|post| post.tags, none).delete_from(|post| post.tags, none);
    let update = update.set_if_absent(|post| post.tags, none).add(|post| post.likes, 1);
    let now = update.returning(Returning::New).send().await.unwrap().unwrap().item().unwrap();
    assert_eq!((now.tags.len(), now.likes), (2, 9));
}

#[tokio::test]
async fn what_cannot_be_written_is_not_sent() {
    #[derive(Model, Encode)]
    #[model(table = "Readings")]
    struct Reading {
        #[model(hash_key)]
        id: u64,
        celsius: f64,
    }
    let fixture = fixture::<Reading>().await;
    let readings = fixture.table.primary_key();
    let error = readings.put(&Reading { id: 1, celsius: f64::NAN }).send().await.unwrap_err();
    assert_eq!(error.as_encode().unwrap().path(), "celsius");
    let update = readings.update(1).set(|reading| reading.celsius, f64::INFINITY);
    assert!(update.send().await.unwrap_err().as_encode().is_some());
    let put =
        readings.put(&Reading { id: 1, celsius: 1.0 }).condition(|reading| !reading.celsius.lt(f64::NAN));
    assert!(put.send().await.unwrap_err().as_encode().is_some());
    assert_eq!(readings.scan().page().await.unwrap().count(), 0);
}
