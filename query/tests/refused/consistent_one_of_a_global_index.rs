//! no method named `consistent`
use millstream::{Encode, Model};
use millstream_query::*;

#[derive(Model, Encode)]
#[model(table = "Posts", local_index(name = "by-likes", range = "likes"), global_index(name = "by-slug", hash = "slug"))]
struct Post<'a> {
    #[model(hash_key)]
    author: &'a str,
    #[model(range_key)]
    at: u64,
    slug: &'a str,
    likes: u64,
    tags: Vec<&'a str>,
}

#[derive(Model, Encode)]
struct User<'a> {
    #[model(hash_key)]
    name: &'a str,
}

fn main() {
    std::hint::black_box(ask as fn(&aws_sdk_dynamodb::Client));
}

fn ask(client: &aws_sdk_dynamodb::Client) {
    let posts = Table::<Post>::new(client);
    let users = Table::<User>::named(client, "Users");
    drop((&posts, &users));
    drop(posts.index::<PostBySlug>().one("spring").consistent(true)); // here
}
