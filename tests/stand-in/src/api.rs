//! The Runtime API.

use std::collections::HashMap;
use std::io::{self, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, SystemTime};

use crate::http;

/// A server of the Runtime API on a free port of this machine.
pub struct RuntimeApi {
    address: SocketAddr,
    queue: Sender<(usize, Invocation)>,
    waiting: Waiting,
    next_id: AtomicUsize,
}

/// Who waits for the replies to invocations, by their ids.
type Waiting = Arc<Mutex<HashMap<usize, Sender<Reply>>>>;

/// An event, and the time by which the function has to be done with it.
pub struct Invocation {
    /// JSON.
    pub event: Arc<[u8]>,
    /// When Lambda would end it.
    pub deadline: SystemTime,
}

impl Invocation {
    /// An event for which there is a quarter of an hour, the most that Lambda gives.
    pub fn new(event: impl Into<Vec<u8>>) -> Invocation {
        Invocation::within(Duration::from_secs(15 * 60), event)
    }

    /// An event for which there is that much time.
    pub fn within(time: Duration, event: impl Into<Vec<u8>>) -> Invocation {
        Invocation { event: event.into().into(), deadline: SystemTime::now() + time }
    }
}

/// How a function answered an invocation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// To the letter.
    Response(String),
    /// The diagnostic, to the letter.
    Error(String),
}

/// The reply to an invocation, once it is there.
pub struct Pending(Receiver<Reply>);

impl Pending {
    /// Waits for it.
    ///
    /// # Panics
    /// Where none comes within a minute.
    pub fn wait(self) -> Reply {
        self.0.recv_timeout(Duration::from_secs(60)).expect("a reply from the function")
    }
}

impl RuntimeApi {
    /// Starts it. It is served as long as the process lives.
    ///
    /// # Panics
    /// Where this machine has no port left.
    pub fn start() -> RuntimeApi {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("the listener's address");
        let (queue, invocations) = mpsc::channel();
        let (invocations, waiting) = (Arc::new(Mutex::new(invocations)), Waiting::default());
        let replies = waiting.clone();
        thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (invocations, replies) = (invocations.clone(), replies.clone());
                // A function that is gone, or one whose Runtime API is, is no error of the server.
                thread::spawn(move || serve(connection, &invocations, &replies));
            }
        });
        RuntimeApi { address, queue, waiting, next_id: AtomicUsize::new(1) }
    }

    /// What `AWS_LAMBDA_RUNTIME_API` has to be.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Queues an invocation for the function.
    pub fn send(&self, invocation: Invocation) -> Pending {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let (sender, reply) = mpsc::channel();
        self.waiting.lock().unwrap().insert(id, sender);
        // The server's threads are gone only when the process is.
        let _ = self.queue.send((id, invocation));
        Pending(reply)
    }
}

/// Answers the requests of one connection.
fn serve(
    connection: TcpStream,
    invocations: &Mutex<Receiver<(usize, Invocation)>>,
    waiting: &Waiting,
) -> io::Result<()> {
    connection.set_nodelay(true)?;
    let mut requests = BufReader::new(connection.try_clone()?);
    while let Some(request) = http::read(&mut requests)? {
        let path = request.path.strip_prefix("/2018-06-01/runtime/invocation/").unwrap_or_default();
        match (request.method.as_str(), path.split_once('/')) {
            ("GET", None) if path == "next" => {
                let Ok((id, invocation)) = invocations.lock().unwrap().recv() else { break };
                let since_1970 = invocation.deadline.duration_since(SystemTime::UNIX_EPOCH);
                let deadline = since_1970.unwrap_or_default().as_millis();
                let headers = format!(
                    "Lambda-Runtime-Aws-Request-Id: {id}\r\nLambda-Runtime-Deadline-Ms: {deadline}\r\n\
                     Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:eu-west-1:123456789012:function:test\r\n"
                );
                http::write(&connection, "200 OK", &headers, &invocation.event)?;
            }
            ("POST", Some((id, kind @ ("response" | "error")))) => {
                let body = String::from_utf8(request.body).map_err(io::Error::other)?;
                let reply = if kind == "error" { Reply::Error(body) } else { Reply::Response(body) };
                if let Some(sender) = id.parse().ok().and_then(|id| waiting.lock().unwrap().remove(&id)) {
                    // Nobody has to wait for it.
                    let _ = sender.send(reply);
                }
                http::write(&connection, "202 Accepted", "", br#"{"status":"OK"}"#)?;
            }
            _ => http::write(&connection, "404 Not Found", "", b"{}")?,
        }
    }
    Ok(())
}
