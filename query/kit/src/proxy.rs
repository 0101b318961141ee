//! A proxy that makes faults: throttling, errors of the server, answers that are cut off, empty or slow, and any share of keys and writes left
//! unprocessed, which no server does when asked to.

use std::fmt;
use std::io::{self, ErrorKind};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// What is done with one request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fault {
    /// Nothing: it is answered.
    None,
    /// `ProvisionedThroughputExceededException`, and the server does not see it.
    Throttle,
    /// Status 500, and the server does not see it.
    InternalError,
    /// Status 400 and this code, and the server does not see it.
    Refuse(&'static str),
    /// The server has done it, and the connection breaks in the middle of the answer.
    CutOff,
    /// The server has done it, and half of the answer comes as if it were whole.
    Truncated,
    /// The server has done it, and the answer comes without a body.
    Empty,
    /// The second half of the answer comes so much later.
    Slow(Duration),
    /// Of a batch, each key or write is left unprocessed with this probability, and the rest is done.
    Unprocessed(f64),
}

/// Decides on each request, by its operation, such as `BatchGetItem`.
type Plan = Arc<Mutex<dyn FnMut(&str) -> Fault + Send>>;

/// A proxy in front of a server, which ends when it is dropped.
pub struct Proxy {
    endpoint: String,
    task: JoinHandle<()>,
}

impl Proxy {
    /// A proxy in front of `upstream`, a URL without a path, on a free port of loopback. `plan` is asked for each request.
    ///
    /// # Panics
    /// When loopback has no free port.
    pub async fn start(upstream: &str, plan: impl FnMut(&str) -> Fault + Send + 'static) -> Proxy {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let endpoint = format!("http://{}", listener.local_addr().expect("an address"));
        let upstream: Arc<str> = upstream.trim_start_matches("http://").into();
        let plan: Plan = Arc::new(Mutex::new(plan));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (upstream, plan) = (upstream.clone(), plan.clone());
                // A broken connection is what it is for.
                tokio::spawn(async move { drop(serve(stream, &upstream, &plan).await) });
            }
        });
        Proxy { endpoint, task }
    }

    /// Where it listens, as a URL.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl fmt::Debug for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxy").field("endpoint", &self.endpoint).finish_non_exhaustive()
    }
}

/// A request or an answer: the lines before the body, without the empty one, and the body.
struct Message {
    head: Vec<String>,
    body: Vec<u8>,
}

impl Message {
    /// Reads one; `None` at the end of the connection.
    async fn read(stream: &mut TcpStream) -> io::Result<Option<Message>> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(None);
            }
        };
        let head: Vec<String> =
            String::from_utf8_lossy(&bytes[..end]).split("\r\n").map(str::to_owned).collect();
        let mut message = Message { head, body: bytes.split_off(end + 4) };
        let length = message.header("content-length").and_then(|length| length.parse().ok());
        let length: usize = length.ok_or(ErrorKind::InvalidData)?;
        while message.body.len() < length {
            if stream.read_buf(&mut message.body).await? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        Ok(Some(message))
    }

    /// An answer of our own.
    fn json(status: u16, body: &Value) -> Message {
        let head =
            vec![format!("HTTP/1.1 {status} Ours"), "content-type: application/x-amz-json-1.0".to_owned()];
        Message { head, body: body.to_string().into_bytes() }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.head.iter().filter_map(|line| line.split_once(':'));
        headers.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// As it is sent, with a body of this length announced, whatever body follows. No checksum of another body goes with it.
    fn head(&self, length: usize) -> Vec<u8> {
        let kept = self.head.iter().filter(|line| {
            let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
            !matches!(&*name, "content-length" | "x-amz-crc32" | "connection")
        });
        let mut head: String = kept.flat_map(|line| [line, "\r\n"]).collect();
        head += &format!("content-length: {length}\r\n\r\n");
        head.into_bytes()
    }

    /// The operation that a request asks for.
    fn operation(&self) -> String {
        let target = self.header("x-amz-target").unwrap_or_default();
        target.rsplit('.').next().unwrap_or_default().to_owned()
    }
}

/// All requests of one connection.
async fn serve(mut stream: TcpStream, upstream: &str, plan: &Plan) -> io::Result<()> {
    stream.set_nodelay(true)?;
    while let Some(mut request) = Message::read(&mut stream).await? {
        let operation = request.operation();
        let fault = (plan.lock().map_err(|_| ErrorKind::Other)?)(&operation);
        let refusal = match fault {
            Fault::Throttle => Some((400, "ProvisionedThroughputExceededException")),
            Fault::InternalError => Some((500, "InternalServerError")),
            Fault::Refuse(code) => Some((400, code)),
            _ => None,
        };
        if let Some((status, code)) = refusal {
            let code = format!("com.amazonaws.dynamodb.v20120810#{code}");
            let answer = Message::json(status, &json!({ "__type": code, "message": "a fault" }));
            stream.write_all(&answer.head(answer.body.len())).await?;
            stream.write_all(&answer.body).await?;
            continue;
        }
        let left = match fault {
            Fault::Unprocessed(share) => leave_out(&operation, &mut request, share),
            _ => None,
        };
        let mut answer = match &left {
            Some(left) if left.is_all => Message::json(200, &json!({ "Responses": {} })),
            _ => forward(&request, upstream).await?,
        };
        if let Some(left) = left {
            put_back(&mut answer, left);
        }
        let (length, half) = (answer.body.len(), answer.body.len() / 2);
        match fault {
            Fault::CutOff => {
                stream.write_all(&answer.head(length)).await?;
                stream.write_all(&answer.body[..half]).await?;
                return stream.shutdown().await;
            }
            Fault::Truncated => {
                stream.write_all(&answer.head(half)).await?;
                stream.write_all(&answer.body[..half]).await?;
            }
            Fault::Empty => stream.write_all(&answer.head(0)).await?,
            Fault::Slow(pause) => {
                stream.write_all(&answer.head(length)).await?;
                stream.write_all(&answer.body[..half]).await?;
                stream.flush().await?;
                tokio::time::sleep(pause).await;
                stream.write_all(&answer.body[half..]).await?;
            }
            _ => {
                stream.write_all(&answer.head(length)).await?;
                stream.write_all(&answer.body).await?;
            }
        }
    }
    Ok(())
}

async fn forward(request: &Message, upstream: &str) -> io::Result<Message> {
    let mut stream = TcpStream::connect(upstream).await?;
    stream.write_all(&request.head(request.body.len())).await?;
    stream.write_all(&request.body).await?;
    Message::read(&mut stream).await?.ok_or_else(|| ErrorKind::UnexpectedEof.into())
}

/// What was left out of a batch: the member of the answer that tells it, and its value.
struct LeftOut {
    member: &'static str,
    value: Value,
    /// nothing is left to be done
    is_all: bool,
}

/// Takes keys or writes out of a batch at random.
fn leave_out(operation: &str, request: &mut Message, share: f64) -> Option<LeftOut> {
    let (member, list) = match operation {
        "BatchGetItem" => ("UnprocessedKeys", Some("Keys")),
        "BatchWriteItem" => ("UnprocessedItems", None),
        _ => return None,
    };
    let mut body: Value = serde_json::from_slice(&request.body).ok()?;
    let tables = body.get_mut("RequestItems")?.as_object_mut()?;
    let mut left = Map::new();
    for (table, asked) in &mut *tables {
        let mut rest = asked.clone();
        let (done, undone) = match list {
            Some(list) => (asked.get_mut(list)?, rest.get_mut(list)?),
            None => (asked, &mut rest),
        };
        let (done, undone) = (done.as_array_mut()?, undone.as_array_mut()?);
        undone.clear();
        done.retain(|entry| {
            let is_done = fastrand::f64() >= share;
            if !is_done {
                undone.push(entry.clone());
            }
            is_done
        });
        if !undone.is_empty() {
            left.insert(table.clone(), rest);
        }
    }
    let is_empty =
        |asked: &Value| list.map_or(asked, |list| &asked[list]).as_array().is_none_or(Vec::is_empty);
    tables.retain(|_, asked| !is_empty(asked));
    let is_all = tables.is_empty();
    if !is_all {
        request.body = body.to_string().into_bytes();
    }
    Some(LeftOut { member, value: left.into(), is_all })
}

/// Adds what was left out to the answer.
fn put_back(answer: &mut Message, LeftOut { member, value, .. }: LeftOut) {
    let Ok(mut body) = serde_json::from_slice(&answer.body) else { return };
    merge(&mut body, json!({ member: value }));
    answer.body = body.to_string().into_bytes();
}

/// The server may have left out something itself.
fn merge(known: &mut Value, left: Value) {
    match (known, left) {
        (Value::Array(known), Value::Array(left)) => known.extend(left),
        (Value::Object(known), Value::Object(left)) => {
            for (member, left) in left {
                merge(known.entry(member).or_insert(Value::Null), left);
            }
        }
        (known, left) => *known = left,
    }
}
