//! A page of a query, from the bytes of the answer to typed items: the SDK's deserializer and serde_dynamo against ours, in one run.
//!
//! `cargo bench -p millstream-query`
//!
//! Two measurements of the same page of orders, 1 MB: of the answer alone, the operation's own deserializer on a prepared response; and of
//! the whole call, signing and all, over a connection that answers from memory. Both come to the same items before anything is timed. What
//! is allocated is counted for pages of few and of many items.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::operation::query::{Query, QueryOutput};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use aws_smithy_runtime_api::client::ser_de::{DeserializeResponse, SharedResponseDeserializer};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::config_bag::ConfigBag;
use millstream::{Decoder, Encode, Model, encode};
use millstream_query::Table;
use millstream_query_kit::config;
use serde::Deserialize;

/// Counts allocations.
struct Counting;

static ALLOCATIONS: AtomicUsize = AtomicUsize::new(0);

#[allow(unsafe_code)]
// SAFETY: all is handed on to the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
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

/// An order as this crate reads it.
#[derive(Debug, PartialEq, Model, Encode)]
#[model(table = "Orders", rename_all = "camelCase")]
struct Order<'a> {
    #[model(hash_key)]
    customer_id: &'a str,
    #[model(range_key)]
    order_id: &'a str,
    status: &'a str,
    currency: &'a str,
    total: f64,
    tax: f64,
    placed_at: u64,
    paid: bool,
    note: Option<&'a str>,
    coupon: Option<&'a str>,
    shipping_address: Address<'a>,
    billing_address: Address<'a>,
    lines: &'a [Line<'a>],
    channel: &'a str,
    version: u32,
    tags: &'a [&'a str],
}

#[derive(Debug, PartialEq, Model, Encode)]
struct Address<'a> {
    street: &'a str,
    city: &'a str,
    zip: &'a str,
    country: &'a str,
}

#[derive(Debug, PartialEq, Model, Encode)]
struct Line<'a> {
    sku: &'a str,
    quantity: u16,
    price: f64,
    title: &'a str,
}

/// The same as serde reads it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(dead_code)] // read, and not looked at
struct OwnedOrder {
    customer_id: String,
    order_id: String,
    status: String,
    currency: String,
    total: f64,
    tax: f64,
    placed_at: u64,
    paid: bool,
    note: Option<String>,
    coupon: Option<String>,
    shipping_address: OwnedAddress,
    billing_address: OwnedAddress,
    lines: Vec<OwnedLine>,
    channel: String,
    version: u32,
    tags: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct OwnedAddress {
    street: String,
    city: String,
    zip: String,
    country: String,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code)]
struct OwnedLine {
    sku: String,
    quantity: u16,
    price: f64,
    title: String,
}

/// An answer to a query of so many orders.
fn answer(orders: usize) -> Vec<u8> {
    let streets: Vec<String> =
        (0..orders).map(|n| format!("{} Long Acre, Building {}", n * 7 % 300, n % 9)).collect();
    let ids: Vec<String> = (0..orders).map(|n| format!("2026-11-22#{n:08}")).collect();
    let items: Vec<String> = (0..orders)
        .map(|n| {
            let address = |city| Address { street: &streets[n], city, zip: "WC2E 9LY", country: "GB" };
            let line = |n: usize| Line {
                sku: "SKU-4711-BLUE-XL",
                quantity: (n % 5) as u16 + 1,
                price: (n % 1_000) as f64 / 100.0,
                title: "A jumper of merino wool, blue",
            };
            let lines: Vec<Line<'_>> = (0..n % 6 + 1).map(line).collect();
            let order = Order {
                customer_id: "customer-000000000042",
                order_id: &ids[n],
                status: ["PLACED", "PAID", "SHIPPED"][n % 3],
                currency: "GBP",
                total: n as f64 * 1.25,
                tax: 0.2,
                placed_at: 1_795_000_000 + n as u64,
                paid: n % 3 > 0,
                note: (n % 4 == 0).then_some("Leave it with the neighbour, please."),
                coupon: None,
                shipping_address: address("London"),
                billing_address: address("Leeds"),
                lines: &lines,
                channel: "web",
                version: (n % 7) as u32,
                tags: &["gift", "express"],
            };
            encode::item_to_json(&order).expect("an order")
        })
        .collect();
    let items = items.join(",");
    format!("{{\"Count\":{orders},\"Items\":[{items}],\"ScannedCount\":{orders}}}").into_bytes()
}

/// As many orders as make a megabyte.
fn megabyte() -> (Vec<u8>, usize) {
    let mut orders = 16;
    loop {
        let body = answer(orders);
        if body.len() >= 1_000_000 {
            return (body, orders);
        }
        orders += 16;
    }
}

/// The operation's own deserializer on a response that is there, then serde_dynamo.
fn theirs(body: &SdkBody) -> Vec<OwnedOrder> {
    let config = Query::new().config().expect("the operation's configuration");
    let own = config.load::<SharedResponseDeserializer>().expect("the operation's deserializer");
    let response = HttpResponse::new(200.try_into().expect("a status"), body.try_clone().expect("a body"));
    let output = own.deserialize_nonstreaming_with_config(&response, &ConfigBag::base()).expect("an output");
    let output = output.downcast::<QueryOutput>().expect("of a query");
    serde_dynamo::from_items(output.items.unwrap_or_default()).expect("orders")
}

/// What our deserializer does with the body, then what `Page::items` does.
fn ours<'s>(body: &'s [u8], members: &mut Decoder, decoder: &'s mut Decoder) -> Vec<Order<'s>> {
    let members = members.members(body).expect("an answer");
    let places: Vec<(Box<str>, std::ops::Range<usize>)> = members
        .iter()
        .map(|(name, json)| {
            let start = json.as_ptr().addr() - body.as_ptr().addr();
            ((*name).into(), start..start + json.len())
        })
        .collect();
    let place =
        |name: &str| places.iter().find(|(known, _)| **known == *name).map(|(_, place)| place.clone());
    let count: &str = std::str::from_utf8(&body[place("Count").expect("a count")]).expect("text");
    let mut orders = Vec::with_capacity(count.parse().expect("a number"));
    for order in decoder.items::<Order>(&body[place("Items").expect("items")]) {
        orders.push(order.expect("an order"));
    }
    orders
}

/// The median of what `work` takes.
fn time(mut work: impl FnMut()) -> Duration {
    let mut times: Vec<Duration> = (0..41)
        .map(|_| {
            let begun = Instant::now();
            work();
            begun.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// Allocations of the second of two runs.
fn allocations(mut work: impl FnMut()) -> usize {
    work();
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    work();
    ALLOCATIONS.load(Ordering::Relaxed) - before
}

/// A connection that answers from memory.
#[derive(Clone, Debug)]
struct Memory(bytes::Bytes);

impl HttpConnector for Memory {
    fn call(&self, _: HttpRequest) -> HttpConnectorFuture {
        let body = SdkBody::from(self.0.clone());
        HttpConnectorFuture::ready(Ok(HttpResponse::new(200.try_into().expect("a status"), body)))
    }
}

impl HttpClient for Memory {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

fn client(body: &[u8]) -> Client {
    let memory = Memory(bytes::Bytes::copy_from_slice(body));
    Client::from_conf(config("http://127.0.0.1:1").http_client(memory).build())
}

async fn their_call(client: &Client) -> Vec<OwnedOrder> {
    let query = client.query().table_name("Orders").key_condition_expression("#n0 = :v0");
    let customer = aws_sdk_dynamodb::types::AttributeValue::S("ann".to_owned());
    let query =
        query.expression_attribute_names("#n0", "customerId").expression_attribute_values(":v0", customer);
    let output = query.send().await.expect("an output");
    serde_dynamo::from_items(output.items.unwrap_or_default()).expect("orders")
}

async fn our_call(orders: &millstream_query::FullPrimaryKey<Order<'static>>) -> usize {
    let mut page = orders.query("ann").page().await.expect("a page");
    page.items().expect("orders").len()
}

fn main() {
    let (body, count) = megabyte();
    let sdk_body = SdkBody::from(body.clone());
    let (mut members, mut decoder) = (Decoder::new(), Decoder::new());
    let (them, us) = (theirs(&sdk_body), ours(&body, &mut members, &mut decoder));
    assert_eq!((them.len(), us.len()), (count, count));
    for (them, us) in them.iter().zip(&us) {
        let total = (them.total, &*them.order_id, them.lines.len(), &*them.billing_address.city);
        assert_eq!(total, (us.total, us.order_id, us.lines.len(), us.billing_address.city));
    }
    drop((them, us));
    println!("a page of {count} orders, {} bytes; medians of 41", body.len());

    let theirs_alone = time(|| drop(black_box(theirs(&sdk_body))));
    let ours_alone = time(|| drop(black_box(ours(&body, &mut members, &mut decoder))));
    report("the answer alone", theirs_alone, ours_alone);

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let (plain, table) = (client(&body), Table::<Order>::new(&client(&body)));
    let orders = table.primary_key();
    let theirs_called = time(|| drop(black_box(runtime.block_on(their_call(&plain)))));
    let ours_called = time(|| {
        black_box(runtime.block_on(our_call(&orders)));
    });
    report("the whole call", theirs_called, ours_called);

    let small = answer(count / 16);
    let counts = [&small, &body].map(|body| {
        let mut items = 0;
        let allocations = allocations(|| items = ours(body, &mut members, &mut decoder).len());
        println!("{items} items: {allocations} allocations, once warm");
        allocations
    });
    assert_eq!(counts[0], counts[1], "held to as many allocations whatever a page holds");
    let ratio = theirs_alone.as_secs_f64() / ours_alone.as_secs_f64();
    assert!(ratio >= 10.0, "held to 10 times as fast: {ratio:.1}");
}

fn report(what: &str, theirs: Duration, ours: Duration) {
    let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
    println!("{what}: the SDK and serde_dynamo {theirs:?}, millstream-query {ours:?}: {ratio:.1} times");
}
