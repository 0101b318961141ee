//! A table of several kinds of items: an enum, told by what its range key begins with, whose keys a struct marks.

use futures_util::TryStreamExt;
use millstream::{Encode, Item, Model};
use millstream_query::{Conditions, Returning, Table};

use crate::fixtures::{Fixture, fixture};

/// The keys of the table, of whatever kind an item is.
#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Shop", global_index(name = "by-sk", hash = "sk", range = "pk"))]
struct ShopKeys<'a> {
    #[model(hash_key)]
    pk: &'a str,
    #[model(range_key)]
    sk: &'a str,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Shop", range_key = "sk", keys = "ShopKeys<'a>")]
enum Entity<'a> {
    #[model(range_key_prefix = "USER#")]
    User(User<'a>),
    #[model(range_key_prefix = "ORDER#")]
    Order(Order<'a>),
    #[model(other)]
    Other(Item<'a>),
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct User<'a> {
    #[model(hash_key)]
    pk: &'a str,
    #[model(range_key)]
    sk: &'a str,
    name: &'a str,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
struct Order<'a> {
    #[model(hash_key)]
    pk: &'a str,
    #[model(range_key)]
    sk: &'a str,
    total: u64,
}

const ANN: Entity<'static> = Entity::User(User { pk: "ann", sk: "USER#ann", name: "Ann" });

fn order(sk: &str, total: u64) -> Entity<'_> {
    Entity::Order(Order { pk: "ann", sk, total })
}

async fn shop() -> Fixture<Entity<'static>> {
    let fixture = fixture::<Entity<'static>>().await;
    let shop = fixture.table.primary_key();
    shop.put(&ANN).send().await.unwrap();
    shop.batch_put(&[order("ORDER#1", 5), order("ORDER#2", 7)]).send().await.unwrap();
    fixture
}

#[tokio::test]
async fn items_of_several_kinds_come_from_one_table() {
    let fixture = shop().await;
    let shop = fixture.table.primary_key();
    let mut found = shop.get(("ann", "USER#ann")).send().await.unwrap().unwrap();
    assert_eq!(found.item().unwrap(), ANN);
    let mut all = shop.query("ann").descending().page().await.unwrap();
    assert_eq!(all.items().unwrap(), [ANN, order("ORDER#2", 7), order("ORDER#1", 5)]);
    let mut orders = shop.query("ann").range_begins_with("ORDER#").page().await.unwrap();
    assert_eq!(orders.items().unwrap(), [order("ORDER#1", 5), order("ORDER#2", 7)]);
    let keys = [("ann", "ORDER#2"), ("bob", "USER#bob"), ("ann", "USER#ann")];
    let mut full = shop.batch_get_full(keys).send().await.unwrap();
    assert_eq!(full.items().unwrap(), [Some(order("ORDER#2", 7)), None, Some(ANN)]);
    assert_eq!(shop.scan().page().await.unwrap().items().unwrap().len(), 3);
    let mut old = shop.delete(("ann", "ORDER#1")).return_old().send().await.unwrap().unwrap();
    assert_eq!(old.item().unwrap(), order("ORDER#1", 5));
    shop.batch_delete([("ann", "ORDER#2"), ("ann", "USER#ann")]).send().await.unwrap();
    assert_eq!(shop.scan().page().await.unwrap().count(), 0);
}

/// Fields are spoken of by the model of one kind, which is a table's too.
#[tokio::test]
async fn one_kind_is_a_table_of_its_own() {
    let fixture = shop().await;
    let orders = Table::<Order>::named(&fixture.client, fixture.table.name()).primary_key();
    let update = orders.update(("ann", "ORDER#1")).add(|order| order.total, 2);
    let update = update.condition(|order| order.total.lt(6)).returning(Returning::New);
    let mut now = update.send().await.unwrap().unwrap();
    assert_eq!(now.item().unwrap().total, 7);
    let query = orders.query("ann").range_begins_with("ORDER#").filter(|order| order.total.eq(7));
    assert_eq!(query.page().await.unwrap().items().unwrap().len(), 2);
}

/// What no variant is for is kept as it is.
#[tokio::test]
async fn an_unknown_kind_is_an_item() {
    #[derive(Debug, Model, Encode)]
    struct Visit {
        #[model(hash_key)]
        pk: String,
        #[model(range_key)]
        sk: String,
        pages: Vec<u64>,
    }
    let fixture = shop().await;
    let visit = Visit { pk: "ann".to_owned(), sk: "VISIT#1".to_owned(), pages: vec![1, 2] };
    let visits = Table::<Visit>::named(&fixture.client, fixture.table.name()).primary_key();
    visits.put(&visit).send().await.unwrap();
    let shop = fixture.table.primary_key();
    let mut found = shop.get(("ann", "VISIT#1")).send().await.unwrap().unwrap();
    let Entity::Other(item) = found.item().unwrap() else { panic!("an order or a user") };
    assert_eq!(item.len(), 3);
    // It is written as it was read.
    shop.put(&Entity::Other(item)).send().await.unwrap();
    let all: Vec<Visit> = visits.query("ann").range_eq("VISIT#1").items().try_collect().await.unwrap();
    assert_eq!(all[0].pages, [1, 2]);
}

#[tokio::test]
async fn an_index_holds_items_of_all_kinds() {
    let fixture = shop().await;
    let index = fixture.table.index::<ShopKeysBySk>();
    let found = index.one(("USER#ann", "ann")).send().await.unwrap().unwrap();
    assert_eq!(found.as_model::<Entity>().item().unwrap(), ANN);
    let keys = [("ORDER#2", "ann"), ("ORDER#3", "ann")];
    let mut batch = index.batch_one(keys).send().await.unwrap().as_model::<Entity>();
    assert_eq!(batch.items().unwrap(), [order("ORDER#2", 7)]);
    let mut page = index.query("ORDER#1").as_model::<Entity>().page().await.unwrap();
    assert_eq!(page.items().unwrap(), [order("ORDER#1", 5)]);
    let mut page = index.scan().as_model::<Entity>().page().await.unwrap();
    assert!(page.items().unwrap().contains(&ANN) && page.count() == 3);
}
