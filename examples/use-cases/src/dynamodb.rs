//! A small client of DynamoDB and DynamoDB Streams: JSON in, JSON out, as it goes over the wire.
//!
//! In a Lambda function it would be `aws-sdk-dynamodb`, which signs requests and tries again what was refused for a moment. Its builders have
//! the names of the members here.

use std::fmt;

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::Value;

/// The client.
#[derive(Clone, Debug)]
pub struct DynamoDb {
    url: String,
    http: Client<HttpConnector, Full<Bytes>>,
}

impl DynamoDb {
    /// A client of the DynamoDB at this address, which must not ask who calls.
    pub fn at(url: impl Into<String>) -> DynamoDb {
        DynamoDb { url: url.into(), http: Client::builder(TokioExecutor::new()).build_http() }
    }

    /// Calls an operation, such as `PutItem`.
    ///
    /// # Errors
    /// When it is refused or the server cannot be reached.
    pub async fn call(&self, operation: &str, request: Value) -> Result<Value, CallError> {
        serde_json::from_slice(&self.bytes(operation, request).await?).map_err(CallError::on_the_way)
    }

    /// Calls an operation, and gives its answer as it came.
    ///
    /// # Errors
    /// As above.
    pub async fn bytes(&self, operation: &str, request: Value) -> Result<Bytes, CallError> {
        let service = match operation {
            "DescribeStream" | "GetShardIterator" | "GetRecords" => "DynamoDBStreams_20120810",
            _ => "DynamoDB_20120810",
        };
        let request = Request::post(&self.url)
            .header("content-type", "application/x-amz-json-1.0")
            .header("x-amz-target", format!("{service}.{operation}"))
            // There has to be a signature; no one looks at it.
            .header("authorization", "AWS4-HMAC-SHA256 Credential=none, SignedHeaders=host, Signature=none")
            .header("x-amz-date", "20260101T000000Z")
            .body(Full::from(request.to_string()))
            .map_err(CallError::on_the_way)?;
        let response = self.http.request(request).await.map_err(CallError::on_the_way)?;
        let is_success = response.status().is_success();
        let body = response.into_body().collect().await.map_err(CallError::on_the_way)?.to_bytes();
        if is_success { Ok(body) } else { Err(CallError::refused(&body)) }
    }
}

/// Why a call came to nothing.
#[derive(Debug)]
pub struct CallError {
    kind: String,
    message: String,
    /// of each item of a transaction
    reasons: Vec<String>,
}

impl CallError {
    /// Whether a condition of the request did not hold, or one of its transaction's.
    pub fn is_condition(&self) -> bool {
        self.kind == "ConditionalCheckFailedException"
            || self.reasons.iter().any(|reason| reason == "ConditionalCheckFailed")
    }

    fn on_the_way(error: impl fmt::Display) -> CallError {
        CallError { kind: "no answer".to_owned(), message: error.to_string(), reasons: Vec::new() }
    }

    fn refused(body: &[u8]) -> CallError {
        let body: Value = serde_json::from_slice(body).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let kind = text(&body["__type"]);
        CallError {
            kind: kind.rsplit('#').next().unwrap_or_default().to_owned(),
            message: text(if body["message"].is_null() { &body["Message"] } else { &body["message"] }),
            reasons: body["CancellationReasons"]
                .as_array()
                .map_or(Vec::new(), |reasons| reasons.iter().map(|reason| text(&reason["Code"])).collect()),
        }
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind, self.message)
    }
}

impl std::error::Error for CallError {}
