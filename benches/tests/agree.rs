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

/// A large list behind a small one: what was read first has to be there still, also when memory is not warm.
#[test]
fn lists_of_any_length_stay() {
    let list = |length: usize| {
        let elements: Vec<_> = (0..length).map(|at| format!(r#"{{"S":"{at}"}}"#)).collect();
        format!(r#"{{"L":[{}]}}"#, elements.join(","))
    };
    let event = format!(
        r#"{{"Records":[{{"eventID":"1","eventName":"INSERT","awsRegion":"eu-west-1","dynamodb":{{"ApproximateCreationDateTime":1674921798,"Keys":{{"id":{{"S":"7"}}}},"NewImage":{{"a":{},"b":{},"c":{},"id":{{"S":"7"}}}},"SequenceNumber":"1","SizeBytes":2,"StreamViewType":"NEW_AND_OLD_IMAGES"}}}}]}}"#,
        list(3),
        list(5_000),
        list(50_000)
    );
    let digests: Vec<_> = PEERS
        .iter()
        .filter(|peer| !peer.is_limit())
        .filter_map(|peer| {
            Some((peer.name, (peer.start)(Job::Dynamic, corpus::Model::Bark)?.full(event.as_bytes())))
        })
        .collect();
    for (peer, digest) in &digests {
        assert_eq!(digest, &digests[0].1, "{peer} and {}", digests[0].0);
    }
}
