use millstream::Model;

/// The fields around it are not blamed.
#[derive(Model)]
struct Bark {
    likes: Option<u8>,
    time: std::time::Duration,
    username: String,
    retweets: u8,
}

fn main() {}
