//! This crate's own pieces, for regression work: each event below is made of one kind of thing, so that a piece that gets slower shows.
//!
//! `cargo bench -p millstream-benches --bench own`

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use millstream::{Decoder, Item, Model, Number, Scratch};
use millstream_benches::corpus;
use millstream_benches::models::shop::Order;

#[derive(Model)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Model)]
struct Numbers<'a> {
    integers: &'a [i64],
    floats: &'a [f64],
}

#[derive(Model)]
struct Bytes<'a> {
    bytes: &'a [u8],
}

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .sample_size(20)
        .configure_from_args();
    scan(&mut criterion);
    unescape(&mut criterion);
    numbers(&mut criterion);
    binary(&mut criterion);
    envelope(&mut criterion);
    images(&mut criterion);
    criterion.final_summary();
}

/// One attribute of an item, as JSON.
fn item(name: &str, value: &str) -> String {
    format!(r#"{{"{name}":{value}}}"#)
}

fn item_bench<M: Model>(criterion: &mut Criterion, group: &str, name: &str, json: &str) {
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Bytes(json.len() as u64));
    let mut decoder = Decoder::new();
    group.bench_function(name, |bencher| {
        bencher.iter(|| {
            let view = decoder.decode_item::<M>(black_box(json)).expect("an item that fits");
            black_box(&view);
        });
    });
    group.finish();
}

fn scan(criterion: &mut Criterion) {
    for length in [8, 24, 100, 1_000, 100_000] {
        let json = item("text", &format!(r#"{{"S":"{}"}}"#, "x".repeat(length)));
        item_bench::<Text<'static>>(criterion, "scan", &length.to_string(), &json);
    }
}

fn unescape(criterion: &mut Criterion) {
    for (name, unit) in [
        ("dense", r#"\"a\n"#),
        ("sparse", r#"a line of an ordinary text, sixty letters long, and its end.\n"#),
        ("unicode", r"\ud83d\ude00é"),
    ] {
        let json = item("text", &format!(r#"{{"S":"{}"}}"#, unit.repeat(4_096 / unit.len())));
        item_bench::<Text<'static>>(criterion, "unescape", name, &json);
    }
}

fn numbers(criterion: &mut Criterion) {
    let list = |number: fn(usize) -> String| {
        let elements: Vec<String> = (0..256).map(|place| format!(r#"{{"N":"{}"}}"#, number(place))).collect();
        format!(r#"{{"L":[{}]}}"#, elements.join(","))
    };
    let none = r#"{"L":[]}"#;
    let integers = [
        ("integer-3", (|n| format!("{}", 100 + n)) as fn(usize) -> String),
        ("integer-13", |n| format!("{}", 1_674_921_798_000 + n)),
    ];
    let floats = [
        ("float-5", (|n| format!("{}.25", 10 + n)) as fn(usize) -> String),
        ("float-16", |n| format!("{}.123456789012", 1_000 + n)),
    ];
    for (name, number) in integers {
        let json = format!(r#"{{"integers":{},"floats":{none}}}"#, list(number));
        item_bench::<Numbers<'static>>(criterion, "number", name, &json);
    }
    for (name, number) in floats {
        let json = format!(r#"{{"integers":{none},"floats":{}}}"#, list(number));
        item_bench::<Numbers<'static>>(criterion, "number", name, &json);
    }
    let mut group = criterion.benchmark_group("number");
    let digits = "12345678901234567890123456789012345678";
    group.bench_function("exact-38", |bencher| {
        bencher.iter(|| black_box(Number::new(black_box(digits)).expect("a number")))
    });
    group.finish();
}

fn binary(criterion: &mut Criterion) {
    for length in [16, 8_192] {
        let json = item("bytes", &format!(r#"{{"B":"{}"}}"#, "AbC9".repeat(length / 4)));
        item_bench::<Bytes<'static>>(criterion, "base64", &length.to_string(), &json);
    }
}

/// Records that hold nothing but an envelope.
fn envelope(criterion: &mut Criterion) {
    let mut json = String::from(r#"{"Records":["#);
    for place in 0..1_000 {
        if place > 0 {
            json.push(',');
        }
        write!(
            json,
            r#"{{"eventID":"{place:032x}","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","dynamodb":{{"ApproximateCreationDateTime":1.674921798E9,"Keys":{{}},"SequenceNumber":"405370000{place:015}","SizeBytes":512,"StreamViewType":"KEYS_ONLY"}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:471112345678:table/app-main/stream/2024-01-14T00:04:06.388"}}"#
        )
        .expect("a string takes all");
    }
    json.push_str("]}");
    event_benches(criterion, "envelope", json.as_bytes(), false);
}

/// Orders: typed, dynamic, and stepped over.
fn images(criterion: &mut Criterion) {
    let corpus = corpus::make("growing-100").expect("a corpus");
    let mut group = criterion.benchmark_group("images");
    group.throughput(Throughput::Bytes(corpus.event.len() as u64));
    let mut decoder = Decoder::new();
    group.bench_function("typed", |bencher| {
        bencher.iter(|| {
            let mut stream = decoder.stream::<Order<'static>>(black_box(corpus.event.as_slice()));
            while let Some(record) = stream.next() {
                black_box(&record.expect("a record that fits"));
            }
        });
    });
    group.bench_function("typed-held", |bencher| {
        bencher.iter(|| {
            let batch = decoder.decode::<Order<'static>>(black_box(corpus.event.as_slice()));
            black_box(&batch.expect("an event"));
        });
    });
    group.finish();
    event_benches(criterion, "images", &corpus.event, true);
}

fn event_benches(criterion: &mut Criterion, name: &str, event: &[u8], keys: bool) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(event.len() as u64));
    let mut decoder = Decoder::new();
    let mut scratch = Scratch::new();
    group.bench_function("dynamic", |bencher| {
        bencher.iter(|| {
            let mut stream = decoder.stream::<Item<'static>>(black_box(event));
            while let Some(record) = stream.next() {
                black_box(&record.expect("a record"));
            }
        });
    });
    group.bench_function("skip", |bencher| {
        bencher.iter(|| {
            black_box(decoder.read(black_box(event)).expect("an event").len());
        });
    });
    if keys {
        group.bench_function("keys", |bencher| {
            bencher.iter(|| {
                let batch = decoder.read(black_box(event)).expect("an event");
                for record in &batch {
                    scratch.reset();
                    black_box(&record.expect("a record").keys::<Order<'static>>(&scratch).expect("keys"));
                }
            });
        });
    }
    group.finish();
}
