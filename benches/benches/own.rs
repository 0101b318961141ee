//! This crate's own pieces, for regression work: each event below is made of one kind of thing, so that a piece that gets slower shows.
//!
//! `cargo bench -p millstream-benches --bench own`

use std::fmt::Write;
use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use millstream::{Decoder, Error, Item, Model, Number, Record, Scratch, Stream};
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
    repetition(&mut criterion);
    utf8(&mut criterion);
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

/// An event of 1,000 records, in Lambda's order. `images` begin with a comma, if there are any.
fn event(region: impl Fn(usize) -> &'static str, images: impl Fn(usize) -> String) -> String {
    let mut json = String::from(r#"{"Records":["#);
    for place in 0..1_000 {
        if place > 0 {
            json.push(',');
        }
        let (region, images) = (region(place), images(place));
        write!(
            json,
            r#"{{"eventID":"{place:032x}","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"{region}","dynamodb":{{"ApproximateCreationDateTime":1.674921798E9,"Keys":{{}}{images},"SequenceNumber":"405370000{place:015}","SizeBytes":512,"StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"arn:aws:dynamodb:{region}:471112345678:table/app-main/stream/2024-01-14T00:04:06.388"}}"#
        )
        .expect("a string takes all");
    }
    json.push_str("]}");
    json
}

/// Records that hold nothing but an envelope.
fn envelope(criterion: &mut Criterion) {
    let json = event(|_| "eu-west-1", |_| String::new());
    event_benches(criterion, "envelope", json.as_bytes(), false);
}

/// What is as in the record before, against what is not: the envelope's constants, lengths of texts, the old image's lists.
fn repetition(criterion: &mut Criterion) {
    let here = |_| "eu-west-1";
    let regions = |place| ["eu-west-1", "us-east-1", "sa-east-1"][place % 3];
    stream_bench::<Text<'static>>(criterion, "constants", "kept", &event(here, |_| String::new()));
    stream_bench::<Text<'static>>(criterion, "constants", "changed", &event(regions, |_| String::new()));

    let text = |length| format!(r#","NewImage":{{"text":{{"S":"{}"}}}}"#, "x".repeat(length));
    stream_bench::<Text<'static>>(criterion, "length", "kept", &event(here, |_| text(14)));
    stream_bench::<Text<'static>>(
        criterion,
        "length",
        "changed",
        &event(here, |place| text(7 + place * 37 % 15)),
    );

    let list = |number: usize| {
        let elements: Vec<String> = (0..8).map(|n| format!(r#"{{"N":"{}"}}"#, 100 + n + number)).collect();
        format!(r#"{{"integers":{{"L":[{}]}},"floats":{{"L":[]}}}}"#, elements.join(","))
    };
    let both = |new, old| format!(r#","NewImage":{},"OldImage":{}"#, list(new), list(old));
    stream_bench::<Numbers<'static>>(
        criterion,
        "old-image",
        "equal",
        &event(here, |place| both(place, place)),
    );
    stream_bench::<Numbers<'static>>(
        criterion,
        "old-image",
        "other",
        &event(here, |place| both(place, place + 1)),
    );
}

/// The same orders as bytes, which are checked to be UTF-8, and as text, which is taken at its word: the check is the difference.
fn utf8(criterion: &mut Criterion) {
    let corpus = corpus::make("growing-100").expect("a corpus");
    let bytes = corpus.event.as_slice();
    let text = std::str::from_utf8(bytes).expect("JSON");
    bench(criterion, "utf8", "checked", bytes.len(), |decoder| {
        drain(decoder.stream::<Order>(black_box(bytes)))
    });
    bench(criterion, "utf8", "known", bytes.len(), |decoder| drain(decoder.stream::<Order>(black_box(text))));
}

fn stream_bench<M: Model>(criterion: &mut Criterion, group: &str, name: &str, event: &str) {
    bench(criterion, group, name, event.len(), |decoder| drain(decoder.stream::<M>(black_box(event))));
}

fn bench(criterion: &mut Criterion, group: &str, name: &str, bytes: usize, pass: impl Fn(&mut Decoder)) {
    let mut group = criterion.benchmark_group(group);
    group.throughput(Throughput::Bytes(bytes as u64));
    let mut decoder = Decoder::new();
    group.bench_function(name, |bencher| bencher.iter(|| pass(&mut decoder)));
    group.finish();
}

fn drain<M: Model>(mut stream: Stream<'_, M>) {
    let each = |record: Result<&Record<'_, M>, Error>| {
        black_box(record.expect("a record that fits"));
        Ok::<_, Error>(())
    };
    stream.try_for_each(each).expect("nothing fails");
}

/// Orders: typed, dynamic, and stepped over.
fn images(criterion: &mut Criterion) {
    let corpus = corpus::make("growing-100").expect("a corpus");
    let event = corpus.event.as_slice();
    bench(criterion, "images", "typed", event.len(), |decoder| {
        drain(decoder.stream::<Order>(black_box(event)))
    });
    bench(criterion, "images", "typed-held", event.len(), |decoder| {
        black_box(&decoder.decode::<Order>(black_box(event)).expect("an event"));
    });
    event_benches(criterion, "images", &corpus.event, true);
}

fn event_benches(criterion: &mut Criterion, name: &str, event: &[u8], keys: bool) {
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(event.len() as u64));
    let mut decoder = Decoder::new();
    let mut scratch = Scratch::new();
    group.bench_function("dynamic", |bencher| {
        bencher.iter(|| {
            drain(decoder.stream::<Item>(black_box(event)));
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
