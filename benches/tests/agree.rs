//! All peers decode the same values, whatever the job: the barometer looks before it times, this without timing.

use millstream_benches::corpus;
use millstream_benches::peers::{Job, PEERS};

/// One of each model, those with the fewest records: this is compiled without optimization.
const CORPORA: [&str; 7] = ["barks", "growing-100", "counters", "articles", "blobs", "wide", "single-table"];

#[test]
fn all_peers_decode_the_same() {
    for name in CORPORA {
        let corpus = corpus::make(name).expect("a corpus");
        for job in Job::ALL {
            let digests: Vec<_> = PEERS
                .iter()
                .filter(|peer| !peer.is_limit())
                .filter_map(|peer| Some((peer.name, (peer.start)(job, corpus.model)?.full(&corpus.event))))
                .collect();
            assert!(digests.len() > 2, "{name}, {}: who decodes it?", job.name());
            for (peer, digest) in &digests {
                assert_eq!(digest, &digests[0].1, "{name}, {}: {peer} and {}", job.name(), digests[0].0);
            }
        }
    }
}
