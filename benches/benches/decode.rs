//! The main job against its two nearest peers: a batch of 1,000 orders, typed.
//!
//! `cargo bench -p millstream-benches`; with `-- --test` each peer decodes once, and all must agree.

use std::hint::black_box;
use std::time::Duration;

use criterion::{Criterion, Throughput};
use millstream_benches::corpus;
use millstream_benches::peers::{self, Job};

const PEERS: [&str; 3] = ["millstream", "simd-json-tape", "aws_lambda_events+serde_dynamo"];

fn main() {
    let mut criterion = Criterion::default()
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .sample_size(20)
        .configure_from_args();
    for (group, corpus, job) in [
        ("orders", "orders", Job::Typed),
        ("orders-collected", "orders", Job::TypedCollected),
        ("barks", "barks", Job::Typed),
    ] {
        compare(&mut criterion, group, corpus, job);
    }
    criterion.final_summary();
}

fn compare(criterion: &mut Criterion, name: &str, corpus: &str, job: Job) {
    let corpus = corpus::make(corpus).expect("a corpus");
    let mut passes: Vec<_> = PEERS
        .map(|name| {
            (name, (peers::find(name).expect("a peer").start)(job, corpus.model).expect("a job that all do"))
        })
        .into();
    let digests: Vec<_> = passes.iter_mut().map(|(_, pass)| pass.full(&corpus.event)).collect();
    assert!(
        digests.iter().all(|digest| *digest == digests[0]),
        "{name}: the peers decoded different values: {digests:x?}"
    );
    let mut group = criterion.benchmark_group(name);
    group.throughput(Throughput::Bytes(corpus.event.len() as u64));
    for (peer, pass) in &mut passes {
        group.bench_function(*peer, |bencher| bencher.iter(|| pass.light(black_box(&corpus.event))));
    }
    group.finish();
}
