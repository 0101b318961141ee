//! A DynamoDB: dynoxide in process, or what an environment variable names.

use dynoxide::Database;
use dynoxide::server::serve_with_shutdown;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// A server on a free port of loopback, which ends when it is dropped; or the one of `MILLSTREAM_DYNAMODB`.
#[derive(Debug)]
pub struct Server {
    endpoint: String,
    _alive: Option<oneshot::Sender<()>>,
}

impl Server {
    /// The server that `MILLSTREAM_DYNAMODB` names, such as `http://127.0.0.1:4567`, and without it one in process.
    pub async fn start() -> Server {
        match std::env::var("MILLSTREAM_DYNAMODB") {
            Ok(endpoint) => Server { endpoint, _alive: None },
            Err(_) => Server::in_process().await,
        }
    }

    /// A server in process, with nothing in it.
    ///
    /// # Panics
    /// When loopback has no free port.
    pub async fn in_process() -> Server {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let (alive, ended) = oneshot::channel::<()>();
        let database = Database::memory().expect("a database in memory");
        tokio::spawn(serve_with_shutdown(listener, database, async {
            // The sender never sends: it is dropped.
            let _ = ended.await;
        }));
        Server { endpoint, _alive: Some(alive) }
    }

    /// Where it listens, as a URL.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}
