//! What this crate is held to: how many times as fast as others it has to be, by corpus and job.

use millstream_benches::peers::Job;

use super::Measured;
use super::measure::{Figures, Result};

/// Typed, streamed: against simd-json's tape, and against simdjson On-Demand in C++.
#[rustfmt::skip]
const TYPED: [(&[&str], f64, f64); 7] = [
    (&["barks", "counters"],                                6.5, 2.2),
    (&["orders", "orders-delta", "single-table"],           6.0, 2.0),
    (&["wide"],                                             5.0, 1.5),
    (&["orders-unknown", "orders-kinesis", "orders-sorted"], 4.0, 1.3),
    (&["orders-shuffled"],                                  3.0, 1.15),
    (&["articles"],                                         2.3, 1.15),
    (&["blobs"],                                            3.5, 1.0),
];
/// What is left of that where all records are held.
const COLLECTED: f64 = 0.8;
/// Against the best other peer in Rust; blobs are mostly the end of one text and the UTF-8 check, which others do well too.
const DYNAMIC: f64 = 2.2;
const DYNAMIC_BLOBS: f64 = 1.4;
/// Against simdjson's stage 1 with every record stepped over, and against the typed job.
const KEYS_ONLY: (f64, f64) = (1.5, 1.0);
/// Against the typed job.
const NEW_IMAGE_ONLY: f64 = 1.25;

enum Against {
    Peer(&'static str),
    BestInRust,
    /// This crate's own time for another job.
    Job(Job),
}

struct Bar {
    job: Job,
    against: Against,
    least: f64,
}

fn bars(corpus: &str) -> Vec<Bar> {
    let bar = |job, against, least| Bar { job, against, least };
    let Some(&(_, tape, on_demand)) = TYPED.iter().find(|(corpora, ..)| corpora.contains(&corpus)) else {
        return Vec::new();
    };
    let peers = [("simd-json-tape", tape), ("simdjson-ondemand-cpp", on_demand)];
    let mut bars: Vec<Bar> = [(Job::Typed, 1.0), (Job::TypedCollected, COLLECTED)]
        .into_iter()
        .flat_map(|(job, share)| peers.map(|(peer, least)| bar(job, Against::Peer(peer), least * share)))
        .collect();
    let dynamic = if corpus == "blobs" { DYNAMIC_BLOBS } else { DYNAMIC };
    bars.extend([
        bar(Job::Dynamic, Against::BestInRust, dynamic),
        bar(Job::KeysOnly, Against::Peer("simdjson-skip-cpp"), KEYS_ONLY.0),
        bar(Job::KeysOnly, Against::Job(Job::Typed), KEYS_ONLY.1),
        bar(Job::NewImageOnly, Against::Job(Job::Typed), NEW_IMAGE_ONLY),
    ]);
    bars
}

/// A bar, and how this crate did.
pub struct Verdict {
    pub corpus: &'static str,
    pub job: Job,
    pub against: String,
    pub least: f64,
    /// By medians.
    pub measured: f64,
    /// By each one's fastest round: what a quiet machine would show.
    pub at_best: f64,
}

impl Verdict {
    pub fn is_met(&self) -> bool {
        self.measured >= self.least
    }
}

/// All bars of which both sides were measured.
pub fn judge(all: &[Measured]) -> Vec<Verdict> {
    let judged = |measured: &Measured| {
        let verdict = |bar: Bar| verdict(measured, &bar);
        bars(measured.name).into_iter().filter_map(verdict).collect::<Vec<_>>()
    };
    all.iter().flat_map(judged).collect()
}

fn verdict(measured: &Measured, bar: &Bar) -> Option<Verdict> {
    let results = |job: Job| {
        let done = measured.jobs.iter().find(|(done, _)| *done == job);
        done.map_or(&[][..], |(_, results)| results)
    };
    let ours = figures(results(bar.job), |result| result.peer.is_ours())?;
    let (against, measured_ratio, at_best) = match bar.against {
        Against::Peer(name) => {
            let theirs = figures(results(bar.job), |result| result.peer.name == name)?;
            (name.to_owned(), ours.ratio_to(theirs), ours.best_ratio_to(theirs))
        }
        Against::BestInRust => {
            let other = |result: &&Result| {
                !result.peer.is_ours() && !result.peer.is_limit() && !result.peer.is_foreign()
            };
            let best = results(bar.job)
                .iter()
                .filter(other)
                .filter_map(|result| Some((result.peer.name, result.outcome.as_ref().ok()?)))
                .min_by(|(_, one), (_, other)| ours.ratio_to(one).total_cmp(&ours.ratio_to(other)))?;
            (best.0.to_owned(), ours.ratio_to(best.1), ours.best_ratio_to(best.1))
        }
        Against::Job(job) => {
            // Measured one after the other, so no rounds of theirs belong together.
            let typed = figures(results(job), |result| result.peer.is_ours())?;
            (
                format!("own {}", job.name()),
                typed.ns_per_record / ours.ns_per_record,
                ours.best_ratio_to(typed),
            )
        }
    };
    let (corpus, job, least) = (measured.name, bar.job, bar.least);
    Some(Verdict { corpus, job, against, least, measured: measured_ratio, at_best })
}

fn figures(results: &[Result], which: impl Fn(&Result) -> bool) -> Option<&Figures> {
    results.iter().find(|result| which(result))?.outcome.as_ref().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use millstream_benches::corpus;

    #[test]
    fn every_corpus_but_the_growing_ones_has_bars() {
        for name in corpus::names() {
            assert_eq!(bars(name).is_empty(), name.starts_with("growing"), "{name}");
        }
        let known = |name| corpus::names().any(|corpus| corpus == name);
        assert!(TYPED.iter().flat_map(|(corpora, ..)| *corpora).all(|name| known(*name)));
    }
}
