//! The tables of the suite, each made anew under a name of its own, so that tests run side by side and on one server.

use std::sync::atomic::{AtomicU32, Ordering};

use aws_sdk_dynamodb::Client;
use millstream::keys::Keyed;
use millstream::{Encode, Model};
use millstream_query::Table;
use millstream_query_kit::{Server, client};

/// Posts by author and time, with one index of each kind.
#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(
    table = "Posts",
    rename_all = "camelCase",
    local_index(name = "by-likes", range = "likes"),
    global_index(name = "by-slug", hash = "slug"),
    global_index(name = "by-topic", hash = "topic", range = "at", projection = "PostTitle")
)]
pub struct Post {
    #[model(hash_key)]
    pub author: String,
    #[model(range_key)]
    pub at: u64,
    pub title: String,
    pub likes: i64,
    pub slug: Option<String>,
    pub topic: Option<String>,
    #[model(set)]
    pub tags: Vec<String>,
    pub comments: Vec<Comment>,
}

#[derive(Clone, Debug, PartialEq, Model, Encode)]
pub struct Comment {
    pub by: String,
    pub text: String,
}

/// What the index `by-topic` holds of a post.
#[derive(Clone, Debug, PartialEq, Model, Encode)]
pub struct PostTitle {
    pub author: String,
    pub at: u64,
    pub title: String,
}

/// Users by a number, borrowed.
#[derive(Clone, Debug, PartialEq, Model, Encode)]
#[model(table = "Users")]
pub struct User<'a> {
    #[model(hash_key)]
    pub id: u64,
    /// A reserved word.
    pub name: &'a str,
    /// A name that is a path without a placeholder.
    #[model(rename = "home.city-name")]
    pub city: Option<&'a str>,
}

pub fn post(author: &str, at: u64) -> Post {
    Post {
        author: author.to_owned(),
        at,
        title: format!("{author}'s post of {at}"),
        likes: (at as i64 * 7) % 10,
        slug: Some(format!("{author}-{at}")),
        topic: at.is_multiple_of(2).then(|| "even".to_owned()),
        tags: vec!["a".to_owned(), "b".to_owned()],
        comments: vec![Comment { by: "bob".to_owned(), text: "nice".to_owned() }],
    }
}

/// A server, a client, and a table of its own that is made.
pub struct Fixture<M> {
    pub table: Table<M>,
    pub client: Client,
    _server: Server,
}

pub async fn fixture<M: Keyed>() -> Fixture<M> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let server = Server::start().await;
    let client = client(server.endpoint());
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{}-{}-{number}", M::TABLE.unwrap(), std::process::id());
    let table = Table::<M>::named(&client, name);
    table.create_table().send().await.unwrap();
    Fixture { table, client, _server: server }
}

/// Twenty posts of ann, and two of bob.
pub async fn with_posts() -> Fixture<Post> {
    let fixture = fixture::<Post>().await;
    let posts: Vec<Post> =
        (0..20).map(|at| post("ann", at)).chain([3, 5].map(|at| post("bob", at))).collect();
    fixture.table.primary_key().batch_put(&posts).send().await.unwrap();
    fixture
}
