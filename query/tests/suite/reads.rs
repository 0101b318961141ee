//! Single items, queries and scans.

use futures_util::{StreamExt, TryStreamExt};
use millstream::{Encode, Model};
use millstream_query::{Conditions, PageKey, Table};

use crate::fixtures::{Post, PostTitle, User, fixture, post, with_posts};

#[tokio::test]
async fn an_item_is_got_or_is_not_there() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let found = posts.get(("ann", 7)).consistent(true).return_consumed_capacity().send().await.unwrap();
    let mut found = found.unwrap();
    assert_eq!(found.item().unwrap(), post("ann", 7));
    assert!(found.consumed_capacity().unwrap() > 0.0);
    assert!(posts.get(("ann", 99)).send().await.unwrap().is_none());
    let mut title = posts.get(("bob", 3)).project::<PostTitle>().send().await.unwrap().unwrap();
    assert_eq!(title.item().unwrap().title, "bob's post of 3");
}

#[tokio::test]
async fn borrowed_models_borrow_from_what_was_found() {
    let fixture = fixture::<User<'static>>().await;
    let users = fixture.table.primary_key();
    let name = String::from("Ann \"the\" \u{e9}lan\u{1f600}");
    users.put(&User { id: 7, name: &name, city: Some("oslo") }).send().await.unwrap();
    let mut found = users.get(7).send().await.unwrap().unwrap();
    let user = found.item().unwrap();
    assert_eq!((user.name, user.city), (&*name, Some("oslo")));
    // An attribute whose name is a path, and one whose name is reserved.
    let page = users.scan().filter(|user| user.city.eq("oslo").and(user.name.ne("bob"))).page().await;
    assert_eq!(page.unwrap().items().unwrap().len(), 1);
}

#[tokio::test]
async fn every_condition_on_the_range_key() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let query = || posts.query("ann");
    for (query, expected) in [
        (query(), (0..20).collect::<Vec<u64>>()),
        (query().range_eq(3), vec![3]),
        (query().range_lt(3), vec![0, 1, 2]),
        (query().range_le(3), vec![0, 1, 2, 3]),
        (query().range_gt(17), vec![18, 19]),
        (query().range_ge(17), vec![17, 18, 19]),
        (query().range_between(5, 7), vec![5, 6, 7]),
        (query().range_between(5, 7).descending(), vec![7, 6, 5]),
        (query().range_gt(99), vec![]),
        // The last one counts.
        (query().range_gt(99).range_eq(1), vec![1]),
        (query().filter(|post| post.likes.ge(8)), vec![4, 7, 14, 17]),
        (
            query().range_lt(10).filter(|post| post.likes.one_of([0, 1]).or(!post.topic.exists())),
            vec![0, 1, 3, 5, 7, 9],
        ),
        (query().filter(|post| post.title.contains("of 1").and(post.likes.between(0, 2))), vec![10, 13, 16]),
        (query().filter(|post| post.title.begins_with("ann's post of 19")), vec![19]),
        (query().filter(|post| post.tags.contains("z")), vec![]),
        // Of several filters all must hold.
        (query().filter(|post| post.likes.ge(8)).filter(|post| post.topic.exists()), vec![4, 14]),
        (query().filter(|post| post.tags.size().eq(2).and(post.comments.size().gt(1))), vec![]),
        (
            query().filter(|post| post.comments.element(0).at(|of| of.by).eq("bob").and(post.likes.lt(1))),
            vec![0, 10],
        ),
    ] {
        let items: Vec<Post> = query.items().try_collect().await.unwrap();
        assert_eq!(items.iter().map(|post| post.at).collect::<Vec<_>>(), expected);
    }
}

#[tokio::test]
async fn pages_follow_each_other_empty_ones_too() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let query = posts.query("ann").limit(3).filter(|post| post.likes.eq(9)).consistent(true);
    let mut page = query.page().await.unwrap();
    assert_eq!((page.items().unwrap().len(), page.count(), page.scanned_count()), (0, 0, 3));
    assert!(page.last_key().is_some(), "empty, and not the last one");
    let items: Vec<Post> = query.clone().items().try_collect().await.unwrap();
    assert_eq!(items.iter().map(|post| post.at).collect::<Vec<_>>(), [7, 17]);
    let pages: Vec<_> = query.pages().try_collect().await.unwrap();
    assert!(pages.len() >= 7);

    // The place where a page ends goes through a user's hands.
    let page = posts.query("ann").limit(5).page().await.unwrap();
    let text = page.last_key().unwrap().to_string();
    let key: PageKey = text.parse().unwrap();
    let mut next = posts.query("ann").start_key(key).limit(1).project::<PostTitle>().page().await.unwrap();
    assert_eq!(next.items().unwrap()[0].at, 5);
}

#[tokio::test]
async fn an_item_that_does_not_fit_is_an_error_of_its_own() {
    #[derive(Debug, Model)]
    struct Even {
        at: u64,
        topic: String,
    }
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let mut page = posts.query("ann").range_lt(3).project::<Even>().page().await.unwrap();
    let error = page.items().unwrap_err();
    assert_eq!(error.as_decode().unwrap().path(), "[1].topic");
    let read: Vec<_> = page.iter().map(|item| item.map(|item| (item.at, item.topic))).collect();
    assert_eq!(read[0].as_ref().unwrap(), &(0, "even".to_owned()));
    assert!(read[1].is_err());
    assert_eq!(read[2].as_ref().unwrap().0, 2);
    // It costs a stream of items none of the others.
    let items = posts.query("ann").project::<Even>().items();
    let read: Vec<_> = items.map(|item| item.map(|item| item.at)).collect().await;
    assert_eq!(read.len(), 20);
    for (at, read) in (0..).zip(read) {
        match read {
            Ok(read) => assert_eq!((read, at % 2), (at, 0)),
            Err(error) => {
                assert_eq!(error.as_decode().unwrap().path(), format!("[{at}].topic"));
                assert_eq!(at % 2, 1);
            }
        }
    }
}

#[tokio::test]
async fn a_scan_sees_everything_however_it_is_cut() {
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let mut whole: Vec<Post> = posts.scan().items().try_collect().await.unwrap();
    assert_eq!(whole.len(), 22);
    let mut parts: Vec<Post> = posts.scan().limit(2).parallel_items(4).try_collect().await.unwrap();
    let key = |post: &Post| (post.author.clone(), post.at);
    whole.sort_by_key(key);
    parts.sort_by_key(key);
    assert_eq!(whole, parts);
    let mut one: Vec<PostTitle> = Vec::new();
    for segment in 0..3 {
        let scan = posts.scan().segment(segment, 3).consistent(true).project::<PostTitle>();
        one.extend(scan.items().try_collect::<Vec<_>>().await.unwrap());
    }
    assert_eq!(one.len(), 22);
    let mut page = posts.scan().return_consumed_capacity().page().await.unwrap();
    assert!(page.consumed_capacity().unwrap() > 0.0 && page.last_key().is_none());
}

#[tokio::test]
async fn what_dynamodb_refuses_is_a_typed_error() {
    let fixture = fixture::<User<'static>>().await;
    let nowhere = Table::<User>::named(&fixture.client, "no-such-table");
    let error = nowhere.primary_key().get(7).send().await.unwrap_err();
    assert!(error.is_not_found() && !error.is_transient() && !error.is_throttled());
    assert_eq!(error.to_string(), "GetItem of no-such-table: ResourceNotFoundException");
    let source = std::error::Error::source(&error).unwrap();
    assert!(format!("{source:?}").contains("ResourceNotFound"));
}

/// Errors go into logs, and items are nobody's there.
#[tokio::test]
async fn errors_show_nothing_of_items() {
    #[derive(Debug, Model, Encode)]
    struct Wrong {
        #[model(hash_key)]
        author: String,
        #[model(range_key)]
        at: u64,
        title: u64,
    }
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    // A number that neither an offset nor the name of a table has in it by chance.
    let secret = Post { title: "secret-title".to_owned(), ..post("secret-author", 90_071_992) };
    posts.put(&secret).send().await.unwrap();
    let wrong = Table::<Wrong>::named(&fixture.client, fixture.table.name()).primary_key();
    let key = || ("secret-author", 90_071_992);
    let errors = [
        wrong.get(key()).send().await.unwrap().unwrap().item().unwrap_err(),
        wrong.batch_get([key()]).send().await.unwrap().items().unwrap_err(),
        wrong.query("secret-author").page().await.unwrap().items().unwrap_err(),
        // A text and a number, which cannot be added up.
        wrong.update(key()).add(|post| post.title, 7).send().await.unwrap_err(),
        // A key is not to be changed.
        posts.update(key()).set(|post| post.author, "secret-2").send().await.unwrap_err(),
        posts.put(&secret).condition(|post| post.title.ne("secret-title")).send().await.unwrap_err(),
        r#"{"author":{"S":"secret-author"},"at":90071992}"#.parse::<PageKey>().unwrap_err(),
    ];
    for error in errors {
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("secret") && !shown.contains("90071992"), "{shown}");
    }
}
