//! What decoding a page allocates does not depend on how many items it has, once the table's memory is warm.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use aws_sdk_dynamodb::Client;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use millstream::{Encode, Model};
use millstream_query::Table;
use millstream_query_kit::config;

/// Counts the allocations of each thread.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

#[allow(unsafe_code)]
// SAFETY: all is handed on to the system's allocator, and to count needs none.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the same contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: as above.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// A connection that answers each request with as many barks as its limit says.
#[derive(Clone, Debug)]
struct Barks;

impl HttpConnector for Barks {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let asked = std::str::from_utf8(request.body().bytes().unwrap()).unwrap();
        let limit = asked.split("\"Limit\":").nth(1).unwrap();
        let limit: usize = limit[..limit.find([',', '}']).unwrap()].parse().unwrap();
        let bark = |at| {
            format!(
                r#"{{"user":{{"S":"ann"}},"at":{{"N":"{at}"}},"text":{{"S":"wuff \"{at}\""}},"tags":{{"L":[{{"S":"a"}},{{"S":"b"}}]}}}}"#
            )
        };
        let items: Vec<String> = (0..limit).map(bark).collect();
        let body = format!(r#"{{"Count":{limit},"Items":[{}],"ScannedCount":{limit}}}"#, items.join(","));
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().unwrap(), body.into())))
    }
}

impl HttpClient for Barks {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

#[derive(Debug, Model, Encode)]
#[model(table = "Barks")]
struct Bark<'a> {
    #[model(hash_key)]
    user: &'a str,
    #[model(range_key)]
    at: u64,
    text: &'a str,
    tags: &'a [&'a str],
}

#[tokio::test]
async fn a_page_costs_as_many_allocations_whatever_it_holds() {
    let client = Client::from_conf(config("http://127.0.0.1:1").http_client(Barks).build());
    let barks = Table::<Bark>::new(&client).primary_key();
    let mut counts = Vec::new();
    for limit in [2_000, 2_000, 10, 500, 2_000] {
        let mut page = barks.query("ann").limit(limit).page().await.unwrap();
        let before = ALLOCATIONS.get();
        let items = page.items().unwrap();
        counts.push(ALLOCATIONS.get() - before);
        assert_eq!(items.len(), limit as usize);
        let last = items.last().unwrap();
        assert_eq!((last.at, last.tags), (u64::from(limit) - 1, &["a", "b"][..]));
        assert_eq!(last.text, format!("wuff \"{}\"", limit - 1));
    }
    // The items' own list, once the arena is as large as the largest page.
    assert_eq!(counts[2..], [1, 1, 1], "{counts:?}");
}
