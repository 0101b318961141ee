//! Reads of the three kinds of indexes.

use futures_util::TryStreamExt;

use crate::fixtures::{Post, PostByLikes, PostBySlug, PostByTopic, PostTitle, post, with_posts};

#[tokio::test]
async fn a_local_index_is_ordered_by_its_own_range_key() {
    let fixture = with_posts().await;
    let likes = fixture.table.index::<PostByLikes>();
    let best: Vec<Post> =
        likes.query("ann").range_ge(8).consistent(true).items().try_collect().await.unwrap();
    assert_eq!(best.iter().map(|post| post.likes).collect::<Vec<_>>(), [8, 8, 9, 9]);
    assert_eq!(likes.scan().consistent(true).page().await.unwrap().count(), 22);
    let error = likes.one(("ann", 8)).send().await.unwrap_err();
    assert!(error.is_several());
    assert!(likes.one(("ann", 100)).send().await.unwrap().is_none());
    assert!(likes.one(("bob", 5)).consistent(true).send().await.unwrap().is_some());
    let keys = [("bob", 5), ("ann", 100), ("bob", 1)];
    assert_eq!(likes.batch_one(keys).consistent(true).send().await.unwrap().len(), 2);
    let mut only = likes.one(("bob", 1)).send().await.unwrap().unwrap();
    assert_eq!(only.item().unwrap(), post("bob", 3));
}

#[tokio::test]
async fn a_hash_index_holds_those_that_have_its_key() {
    let fixture = with_posts().await;
    let slugs = fixture.table.index::<PostBySlug>();
    let mut found = slugs.one("ann-7").send().await.unwrap().unwrap();
    assert_eq!(found.item().unwrap(), post("ann", 7));
    assert!(slugs.one("nobody").send().await.unwrap().is_none());
    assert_eq!(slugs.query("bob-3").page().await.unwrap().items().unwrap(), [post("bob", 3)]);
    let keys = ["ann-9", "nobody", "bob-5", "ann-9"];
    let mut batch = slugs.batch_one(keys).send().await.unwrap();
    assert_eq!(batch.items().unwrap(), [post("ann", 9), post("bob", 5), post("ann", 9)]);
    let places = [Some(post("ann", 9)), None, Some(post("bob", 5)), Some(post("ann", 9))];
    assert_eq!(batch.into_full().items().unwrap(), places);

    let twice = Post { slug: Some("bob-5".to_owned()), ..post("eve", 1) };
    fixture.table.primary_key().put(&twice).send().await.unwrap();
    let error = slugs.batch_one(keys).send().await.unwrap_err();
    assert!(error.is_several());
    assert_eq!(error.unprocessed_keys().len(), 1);
    let mut arrived = error.into_arrived::<Post>().unwrap();
    assert_eq!(arrived.items().unwrap(), [post("ann", 9), post("ann", 9)]);
}

#[tokio::test]
async fn an_index_of_some_attributes_has_a_model_of_its_own() {
    let fixture = with_posts().await;
    let topics = fixture.table.index::<PostByTopic>();
    let titles: Vec<PostTitle> =
        topics.query("even").range_gt(14).descending().items().try_collect().await.unwrap();
    assert_eq!(titles.iter().map(|title| title.at).collect::<Vec<_>>(), [18, 16]);
    assert_eq!(topics.scan().page().await.unwrap().count(), 10, "it is sparse");
    let mut one = topics.one(("even", 6)).send().await.unwrap().unwrap();
    assert_eq!(one.item().unwrap().title, "ann's post of 6");
}
