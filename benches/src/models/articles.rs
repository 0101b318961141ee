//! Long texts.

describe! {
    struct Article {
        [hash_key] slug: &'a str = "slug";
        title: &'a str = "title";
        author: &'a str = "author";
        language: &'a str = "language";
        word_count: i64 = "word_count";
        published_at: &'a str = "published_at";
        summary: &'a str = "summary";
        body: &'a str = "body";
        tags: &'a [&'a str] = "tags";
    }
    keys ArticleKeys {
        slug: &'a str = "slug";
    }
}

family!(Articles = Article, ArticleKeys, Article<'static>);
