//! Tiny numbers.

describe! {
    struct Counter {
        [hash_key] post_id: &'a str = "post_id";
        likes: i64 = "likes";
        shares: i64 = "shares";
        views: i64 = "views";
        replies: i64 = "replies";
        score: f64 = "score";
        updated: i64 = "updated";
    }
    keys CounterKeys {
        post_id: &'a str = "post_id";
    }
}

family!(Counters = Counter, CounterKeys, Counter<'static>);
