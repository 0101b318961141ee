//! Batches of any length, of items missing and asked for twice.

use millstream::Model;

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

#[tokio::test]
async fn an_item_that_does_not_fit_is_an_error_of_its_own() {
    #[derive(Debug, Model)]
    struct Even {
        at: u64,
        topic: String,
    }
    fn fails<T>(path: &str) -> Result<T, (String, bool)> {
        Err((path.to_owned(), false))
    }
    let fixture = with_posts().await;
    let posts = fixture.table.primary_key();
    let keys = [("ann", 0), ("eve", 1), ("ann", 1), ("ann", 2), ("ann", 3)];
    let mut batch = posts.batch_get(keys).send().await.unwrap().as_model::<Even>();
    let error = batch.items().unwrap_err();
    assert_eq!(error.as_decode().unwrap().path(), "[1].topic");
    assert!(error.to_string().starts_with("BatchGetItem of "), "{error}");
    assert!(error.to_string().contains(": [1].topic: missing"), "{error}");
    let told = |error: millstream::Error| (error.path(), error.is_fatal());
    let even = |read: Even| (read.at, read.topic);
    let is_even = |at| (at, "even".to_owned());
    let read: Vec<_> = batch.iter().map(|item| item.map(even).map_err(told)).collect();
    assert_eq!(read, [Ok(is_even(0)), fails("[1].topic"), Ok(is_even(2)), fails("[3].topic")]);

    // In the other kind of batch an item stands where its key does.
    let mut full = batch.into_full();
    assert_eq!(full.items().unwrap_err().as_decode().unwrap().path(), "[2].topic");
    let read: Vec<_> = full.iter().map(|item| item.map(|found| found.map(even)).map_err(told)).collect();
    let expected =
        [Ok(Some(is_even(0))), Ok(None), fails("[2].topic"), Ok(Some(is_even(2))), fails("[4].topic")];
    assert_eq!(read, expected);
}

#[tokio::test]
async fn the_place_of_an_item_is_that_among_all_answers() {
    #[derive(Debug, Model)]
    struct Citizen<'a> {
        #[model(rename = "home.city-name")]
        city: &'a str,
    }
    let fixture = fixture::<User<'static>>().await;
    let users = fixture.table.primary_key();
    let user = |id| User { id, name: "ann", city: (id != 29).then_some("Ulm") };
    users.batch_put(&(0..150).map(user).collect::<Vec<_>>()).send().await.unwrap();
    let mut batch = users.batch_get((0..150).rev()).send().await.unwrap().as_model::<Citizen>();
    assert_eq!(batch.items().unwrap_err().as_decode().unwrap().path(), "[120].home.city-name");
    let read: Vec<bool> = batch.iter().map(|item| item.is_ok_and(|found| found.city == "Ulm")).collect();
    assert_eq!(read, (0..150).map(|place| place != 120).collect::<Vec<_>>());
}
