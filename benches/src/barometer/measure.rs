//! One job on one corpus: all peers verified, their memory counted, then timed in turns.

use std::hint::black_box;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use millstream_benches::corpus::Corpus;
use millstream_benches::peers::{Job, Pass, Peer};

use super::clock;
use super::memory::{Taken, counted};

/// What one peer did.
pub struct Result {
    pub peer: &'static Peer,
    pub outcome: std::result::Result<Figures, String>,
}

pub struct Figures {
    /// Median of the rounds.
    pub ns_per_record: f64,
    pub mb_per_s: f64,
    pub ratio_to_baseline: Option<f64>,
    /// Unknown for what is not Rust.
    pub memory: Option<Taken>,
    /// Nanoseconds a pass, by round; `None` where it sat out.
    rounds: Vec<Option<f64>>,
}

impl Figures {
    /// How many times as fast as another: the median of the ratios within each round, so that both sides ran on the machine as it was.
    pub fn ratio_to(&self, other: &Figures) -> f64 {
        ratio(&self.rounds, &other.rounds)
    }

    /// The same by the fastest round of each, wherever it was: on a machine that others use too, those that come closest to having it alone.
    pub fn best_ratio_to(&self, other: &Figures) -> f64 {
        let best = |figures: &Figures| figures.rounds.iter().flatten().copied().fold(f64::INFINITY, f64::min);
        best(other) / best(self)
    }
}

fn ratio(ours: &[Option<f64>], theirs: &[Option<f64>]) -> f64 {
    median(ours.iter().zip(theirs).filter_map(|(ours, theirs)| Some((*theirs)? / (*ours)?)).collect())
}

pub struct Plan {
    pub job: Job,
    pub rounds: Option<usize>,
    pub time: Duration,
    /// A corpus's values are known to be the same for all; those of a user's own event may be beyond a peer.
    pub strict: bool,
}

struct Contender {
    peer: &'static Peer,
    pass: Box<dyn Pass>,
    memory: Option<Taken>,
    light: u64,
    /// Of one pass, as it was when warming up.
    estimate: Duration,
    /// Nanoseconds a pass, by round; `None` where it sat out.
    rounds: Vec<Option<f64>>,
}

/// Fewer rounds say nothing about a median.
const LEAST: usize = 3;
/// A turn is made of so many passes that it takes about this long.
const TURN: Duration = Duration::from_millis(2);

/// # Errors
/// Where a peer decoded other values than the first one.
pub fn compare(
    corpus: &Corpus,
    peers: &[&'static Peer],
    plan: &Plan,
) -> std::result::Result<Vec<Result>, String> {
    let begin = Instant::now();
    let mut failed = Vec::new();
    let mut contenders = Vec::new();
    let mut reference = None;
    for &peer in peers {
        let attempt = catch_unwind(AssertUnwindSafe(|| prepare(corpus, peer, plan.job)));
        let Some((contender, digest)) = (match attempt {
            Ok(prepared) => prepared,
            Err(panic) => {
                let message = panic.downcast_ref::<String>().cloned();
                failed.push((peer, message.unwrap_or_else(|| "it panicked".to_owned())));
                continue;
            }
        }) else {
            continue;
        };
        if !peer.is_limit() {
            match reference {
                None => reference = Some((peer.name, digest)),
                Some((_, expected)) if expected == digest => {}
                Some((name, _)) if plan.strict => {
                    return Err(format!(
                        "{}, {}: {} decoded other values than {name}",
                        corpus.name,
                        plan.job.name(),
                        peer.name
                    ));
                }
                Some(_) => {
                    failed.push((peer, "it decoded other values than the first peer".to_owned()));
                    continue;
                }
            }
        }
        contenders.push(contender);
    }
    if plan.strict
        && let Some((peer, message)) = failed.first()
    {
        return Err(format!("{}, {}: {}: {message}", corpus.name, plan.job.name(), peer.name));
    }
    time(corpus, &mut contenders, plan, begin);
    Ok(results(corpus, peers, &contenders, failed))
}

/// Starts a job: memory is counted over its first passes, allocations in the one after.
fn prepare(corpus: &Corpus, peer: &'static Peer, job: Job) -> Option<(Contender, u64)> {
    let event = corpus.event.as_slice();
    let ((pass, estimate), first) = counted(|| {
        let mut pass = (peer.start)(job, corpus.model)?;
        pass.light(event);
        let begin = clock::now();
        pass.light(event);
        Some((pass, clock::now() - begin))
    })
    .transpose()?;
    let mut pass = pass;
    let (light, warm) = counted(|| pass.light(event));
    let memory =
        (!peer.is_foreign()).then_some(Taken { allocations: warm.allocations, peak_bytes: first.peak_bytes });
    let digest = pass.full(event);
    Some((Contender { peer, pass, memory, light, estimate, rounds: Vec::new() }, digest))
}

/// So that a job which a peer has no form of ends in `None`.
trait Transpose<T> {
    fn transpose(self) -> Option<(T, Taken)>;
}

impl<T> Transpose<T> for (Option<T>, Taken) {
    fn transpose(self) -> Option<(T, Taken)> {
        self.0.map(|value| (value, self.1))
    }
}

/// Turns: in each round every peer has one, each round begins with another peer. Peers so slow that they would take the time of all the
/// others sit out three of four when they have the rounds they need.
fn time(corpus: &Corpus, contenders: &mut [Contender], plan: &Plan, begin: Instant) {
    let slow = plan.time / 40;
    for round in 0.. {
        let enough = match plan.rounds {
            Some(rounds) => round >= rounds,
            None => round >= LEAST && begin.elapsed() >= plan.time,
        };
        if enough || contenders.is_empty() {
            break;
        }
        let count = contenders.len();
        for place in 0..count {
            let contender = &mut contenders[(place + round) % count];
            let sits_out =
                plan.rounds.is_none() && round >= LEAST && round % 4 != 0 && contender.estimate > slow;
            let time = (!sits_out).then(|| turn(corpus, contender));
            contender.rounds.push(time);
        }
    }
}

/// The pass ahead of the clock is for what the turn before left in the caches, and in what the processor has learnt.
fn turn(corpus: &Corpus, contender: &mut Contender) -> f64 {
    let passes = (TURN.as_nanos() / contender.estimate.as_nanos().max(1)).clamp(1, 10_000) as u32;
    contender.pass.light(black_box(&corpus.event));
    let begin = clock::now();
    for _ in 0..passes {
        let light = contender.pass.light(black_box(&corpus.event));
        assert_eq!(light, contender.light, "{} changed its mind", contender.peer.name);
    }
    (clock::now() - begin).as_nanos() as f64 / f64::from(passes)
}

fn results(
    corpus: &Corpus,
    peers: &[&'static Peer],
    contenders: &[Contender],
    mut failed: Vec<(&'static Peer, String)>,
) -> Vec<Result> {
    let baseline = contenders.iter().find(|contender| contender.peer.is_baseline());
    let figures = |contender: &Contender| {
        let pass = median(contender.rounds.iter().flatten().copied().collect());
        Figures {
            ns_per_record: pass / corpus.records.max(1) as f64,
            mb_per_s: corpus.event.len() as f64 / pass * 1e3,
            ratio_to_baseline: baseline.map(|baseline| ratio(&contender.rounds, &baseline.rounds)),
            memory: contender.memory,
            rounds: contender.rounds.clone(),
        }
    };
    peers
        .iter()
        .filter_map(|&peer| {
            let outcome = match contenders.iter().find(|contender| std::ptr::eq(contender.peer, peer)) {
                Some(contender) => Ok(figures(contender)),
                None => {
                    let place = failed.iter().position(|(failed, _)| std::ptr::eq(*failed, peer))?;
                    Err(failed.swap_remove(place).1)
                }
            };
            Some(Result { peer, outcome })
        })
        .collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => values[count / 2],
        count => (values[count / 2 - 1] + values[count / 2]) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians() {
        assert_eq!(ratio(&[Some(1.0), None, Some(2.0)], &[Some(3.0), Some(9.0), Some(10.0)]), 4.0);
        assert_eq!([median(vec![3.0, 1.0, 2.0]), median(vec![4.0, 1.0, 2.0, 3.0])], [2.0, 2.5]);
    }
}
