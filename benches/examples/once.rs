//! One job of one peer on one corpus, for profilers:
//! `cargo run --release -p millstream-benches --example once -- millstream typed orders 20`.

use std::hint::black_box;

use millstream_benches::corpus;
use millstream_benches::peers::{self, Job};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [peer, job, corpus, passes] = arguments.as_slice() else {
        panic!("once PEER JOB CORPUS PASSES");
    };
    let peer = peers::find(peer).expect("a peer");
    let job = Job::ALL.into_iter().find(|known| known.name() == job).expect("a job");
    let corpus = corpus::make(corpus).expect("a corpus");
    let mut pass = (peer.start)(job, corpus.model).expect("a job that this peer does");
    let passes: usize = passes.parse().expect("a number of passes");
    let start = std::time::Instant::now();
    for _ in 0..passes {
        measured(pass.as_mut(), &corpus.event);
    }
    let time = start.elapsed().as_nanos() as usize / passes / corpus.records;
    println!("{} records, {} bytes, {time} ns a record", corpus.records, corpus.event.len());
}

/// For `callgrind --toggle-collect=*measured*`: without the making of the corpus.
#[inline(never)]
fn measured(pass: &mut dyn peers::Pass, event: &[u8]) {
    black_box(pass.light(black_box(event)));
}
