//! A blog in DynamoDB: a table made, posts written, read, queried, changed, deleted, and the table dropped.
//!
//! `cargo run --release -p millstream-query --example query_blog`
//!
//! The DynamoDB is one in this process, so that nothing has to be installed and no credentials are asked for. Against AWS, the client is
//! `aws_sdk_dynamodb::Client::new(&aws_config::load_from_env().await)`, and the rest is the same.

use futures_util::TryStreamExt;
use millstream::{Encode, Model, Set};
use millstream_query::{Conditions, Error, Returning, Table};
use millstream_query_kit::{Server, client};

/// A post, which borrows its texts from the answer that it came in.
#[derive(Debug, Model, Encode)]
#[model(
    table = "Posts",
    local_index(name = "by-likes", range = "likes"),
    global_index(name = "by-slug", hash = "slug", projection = "Slug<'a>")
)]
struct Post<'a> {
    #[model(hash_key)]
    author: &'a str,
    #[model(range_key)]
    at: u64,
    slug: &'a str,
    title: &'a str,
    likes: u64,
    #[model(set)]
    tags: Vec<&'a str>,
    draft: Option<bool>,
}

/// What the index `by-slug` holds of a post.
#[derive(Debug, Model, Encode)]
struct Slug<'a> {
    author: &'a str,
    at: u64,
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let server = Server::start().await;
    let client = client(server.endpoint());
    let table = Table::<Post>::new(&client);
    table.create_table().send().await?;
    let posts = table.primary_key();
    println!("table {} is there", table.name());

    // Written one by one and many at once.
    let first = Post {
        author: "ann",
        at: 1,
        slug: "hello",
        title: "Hello",
        likes: 3,
        tags: vec!["news"],
        draft: None,
    };
    posts.put(&first).condition(|post| post.author.not_exists()).send().await?;
    let again = posts.put(&first).condition(|post| post.author.not_exists()).send().await;
    println!("put twice is refused: {}", again.is_err_and(|error| error.is_conditional_check_failed()));
    let slugs: Vec<String> = (2..=40).map(|at| format!("post-{at}")).collect();
    let more: Vec<Post> = slugs
        .iter()
        .zip(2..)
        .map(|(slug, at)| Post {
            author: if at % 3 == 0 { "bob" } else { "ann" },
            at,
            slug,
            title: "One more",
            likes: at * 7 % 10,
            tags: vec![],
            draft: (at == 40).then_some(true),
        })
        .collect();
    posts.batch_put(&more).send().await?;

    // Read one by one and many at once, in the order asked.
    if let Some(mut found) = posts.get(("ann", 1)).consistent(true).send().await? {
        let post = found.item()?;
        println!("{} by {}: {} likes, {:?}", post.title, post.author, post.likes, post.tags);
    }
    let keys = [("bob", 9), ("ann", 99), ("ann", 1)];
    let mut batch = posts.batch_get(keys).send().await?;
    println!("of three keys: {:?}", batch.items()?.iter().map(|post| post.slug).collect::<Vec<_>>());
    let mut full = posts.batch_get_full(keys).send().await?;
    let slugs: Vec<_> = full.items()?.into_iter().map(|post| post.map(|post| post.slug)).collect();
    println!("and in their places: {slugs:?}");

    // Queried by the table's keys, page by page, and by the indexes'.
    let mut pages = posts.query("ann").range_between(10, 30).descending().limit(5).pages();
    while let Some(mut page) = pages.try_next().await? {
        println!("a page: {:?}", page.items()?.iter().map(|post| post.at).collect::<Vec<_>>());
    }
    let mut best = table.index::<PostByLikes>().query("bob").descending().limit(3).page().await?;
    println!("bob's best: {:?}", best.items()?.iter().map(|post| post.likes).collect::<Vec<_>>());
    if let Some(mut found) = table.index::<PostBySlug>().one("post-7").send().await? {
        let slug = found.item()?;
        println!("post-7 is of {} at {}", slug.author, slug.at);
    }
    let mut drafts = posts.scan().filter(|post| post.draft.exists()).page().await?;
    println!("drafts: {}", drafts.items()?.len());

    // Changed, and told what it is now.
    let update = posts
        .update(("ann", 40))
        .set(|post| post.title, "Spring")
        .add(|post| post.likes, 1)
        .add(|post| post.tags, Set(&["garden"]))
        .remove(|post| post.draft)
        .condition(|post| post.draft.eq(true))
        .returning(Returning::New);
    if let Some(mut now) = update.send().await? {
        println!("now {:?}", now.item()?);
    }

    posts.delete(("ann", 1)).send().await?;
    posts.batch_delete((2..=40).map(|at| (if at % 3 == 0 { "bob" } else { "ann" }, at))).send().await?;
    println!("left: {}", posts.scan().page().await?.count());
    table.drop_table().send().await?;
    println!("table {} is gone", table.name());
    Ok(())
}
