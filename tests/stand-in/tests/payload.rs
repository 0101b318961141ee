//! The hand-over of payloads: whatever calls come in between, an invocation gets its own or an error.

use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::thread;

use bytes::Bytes;
use lambda_runtime::LambdaInvocation;
use lambda_runtime::tower::{Layer, Service};
use millstream::lambda::{RawEvent, RawPayload, RawPayloadService};

/// What is below the layer: a function of the body that it is called with, in the place of the runtime's own services.
#[derive(Clone)]
struct Below<F>(F);

impl<F: FnMut(Bytes)> Service<LambdaInvocation> for Below<F> {
    type Response = ();
    type Error = Infallible;
    type Future = Ready<Result<(), Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, invocation: LambdaInvocation) -> Self::Future {
        self.0(invocation.body);
        ready(Ok(()))
    }
}

fn above<F: FnMut(Bytes)>(below: F) -> RawPayloadService<Below<F>> {
    RawPayload.layer(Below(below))
}

fn invocation(event: impl Into<Bytes>) -> LambdaInvocation {
    let (parts, ()) = http::Response::new(()).into_parts();
    LambdaInvocation { parts, body: event.into(), context: lambda_runtime::Context::default() }
}

fn deserialized(body: &[u8]) -> Result<Bytes, String> {
    serde_json::from_slice(body).map(RawEvent::into_bytes).map_err(|error| error.to_string())
}

#[test]
fn an_event_is_handed_over_without_a_copy() {
    let event = Bytes::from(vec![b'x'; 1_000]);
    let place = event.as_ptr();
    let calls = Cell::new(0);
    let mut service = above(|body: Bytes| {
        let handed_over = deserialized(&body).unwrap();
        assert_eq!((handed_over.as_ptr(), handed_over.len()), (place, 1_000));
        // It is there once.
        deserialized(&body).unwrap_err();
        calls.set(calls.get() + 1);
    });
    for _ in 0..3 {
        let _future = service.call(invocation(event.clone()));
    }
    assert_eq!(calls.get(), 3);
}

#[test]
fn too_late_is_an_error() {
    let mut bodies = Vec::new();
    let _future = above(|body| bodies.push(body)).call(invocation("event"));
    assert!(deserialized(&bodies[0]).unwrap_err().contains("has to be the first layer"));
}

#[test]
fn another_invocations_event_is_an_error() {
    let mut earlier = None;
    let mut service = above(|body: Bytes| {
        if let Some(earlier) = earlier.replace(body) {
            assert!(deserialized(&earlier).unwrap_err().contains("has to be the first layer"));
        }
    });
    for event in ["first", "second", "third"] {
        let _future = service.call(invocation(event));
    }
}

#[test]
fn another_body_is_an_error_that_does_not_show_it() {
    let mut service = above(|_| {
        let error = deserialized(br#""a secret""#).unwrap_err();
        assert!(error.contains("has to be the first layer") && !error.contains("secret"), "{error}");
    });
    let _future = service.call(invocation("event"));
}

#[test]
fn a_panic_leaves_nothing_behind() {
    let token = Arc::new(Mutex::new(Bytes::new()));
    let seen = token.clone();
    let mut service = above(move |body| {
        *seen.lock().unwrap() = body;
        panic!("as meant");
    });
    catch_unwind(AssertUnwindSafe(|| service.call(invocation("event")))).unwrap_err();
    deserialized(&token.lock().unwrap()).unwrap_err();
}

#[test]
fn invocations_within_invocations() {
    let inner = above(|body: Bytes| assert_eq!(deserialized(&body).unwrap(), "inner"));
    let mut outer = above(|body: Bytes| {
        let _future = inner.clone().call(invocation("inner"));
        // It was taken back, so that this one goes wrong, and says so.
        deserialized(&body).unwrap_err();
    });
    let _future = outer.call(invocation("outer"));
}

#[test]
fn threads_do_not_meet() {
    thread::scope(|scope| {
        for thread in 0..8 {
            scope.spawn(move || {
                for round in 0..10_000 {
                    let event = format!("{thread} {round}");
                    let mut service =
                        above(|body: Bytes| assert_eq!(deserialized(&body).unwrap(), event.as_bytes()));
                    let _future = service.call(invocation(event.clone()));
                }
            });
        }
    });
}

#[test]
fn debug_shows_no_contents() {
    assert_eq!(format!("{:?}", RawEvent::new("a secret")), "RawEvent { bytes: 8 }");
}
