//! One table a corpus, on the terminal.

use std::fmt::Write;

use millstream_benches::peers::{Job, Peer};

use super::bars::Verdict;
use super::{Measured, measure};

/// A line for each peer, for each job what a record costs and how many times faster than the baseline that is.
pub fn table(measured: &Measured) -> String {
    let mut text = String::new();
    let Measured { name, about, records, bytes, jobs } = measured;
    writeln!(text, "\n{name}: {about}; {records} records, {:.2} MB", *bytes as f64 / 1e6).unwrap();
    let mut header = format!("{:30}", "ns a record (× baseline)");
    for (job, _) in jobs {
        write!(header, "{:>20}", job.name()).unwrap();
    }
    writeln!(text, "{header}{:>14}{:>14}", "allocations", "peak bytes").unwrap();
    for peer in peers(measured) {
        write!(text, "{:30}", peer.name).unwrap();
        let mut memory = None;
        for (_, results) in jobs {
            let result = results.iter().find(|result| std::ptr::eq(result.peer, peer));
            let cell = match result.map(|result| &result.outcome) {
                Some(Ok(figures)) => {
                    // The typed job's, which is the first where it was done.
                    memory = memory.or(figures.memory);
                    let ratio =
                        figures.ratio_to_baseline.map_or(String::new(), |ratio| format!(" {ratio:6.2}×"));
                    format!("{:.0}{ratio}", figures.ns_per_record)
                }
                Some(Err(_)) => "failed".to_owned(),
                None => "–".to_owned(),
            };
            write!(text, "{cell:>20}").unwrap();
        }
        let [allocations, peak] = match memory {
            Some(memory) => [memory.allocations, memory.peak_bytes].map(thousands),
            None => ["–", "–"].map(str::to_owned),
        };
        writeln!(text, "{allocations:>14}{peak:>14}").unwrap();
    }
    for (job, results) in jobs {
        for result in results {
            if let Err(message) = &result.outcome {
                writeln!(text, "  {}: {}: {message}", job.name(), result.peer.name).unwrap();
            }
        }
        if let Some(line) = against_others(*job, results) {
            writeln!(text, "{line}").unwrap();
        }
    }
    text
}

/// All peers that did a job, in their own order.
pub fn peers(measured: &Measured) -> Vec<&'static Peer> {
    let mut peers: Vec<&'static Peer> = Vec::new();
    for (_, results) in &measured.jobs {
        for result in results {
            if !peers.iter().any(|peer| std::ptr::eq(*peer, result.peer)) {
                peers.push(result.peer);
            }
        }
    }
    peers
}

/// `typed: millstream is 3.10 times as fast as simd-json-tape, …`: the two that its bars are about, and the best one.
fn against_others(job: Job, results: &[measure::Result]) -> Option<String> {
    let ours = results.iter().find(|result| result.peer.is_ours())?.outcome.as_ref().ok()?;
    let mut others: Vec<_> = results
        .iter()
        .filter(|result| !result.peer.is_ours() && !result.peer.is_limit())
        .filter_map(|result| Some((ours.ratio_to(result.outcome.as_ref().ok()?), result.peer.name)))
        .collect();
    others.sort_by(|a, b| a.0.total_cmp(&b.0));
    let best = others.first()?.1;
    let named = ["simdjson-ondemand-cpp", "simd-json-tape"];
    let parts: Vec<String> = others
        .iter()
        .filter(|(_, name)| *name == best || named.contains(name))
        .map(|(ratio, name)| format!("{ratio:.2} times as fast as {name}"))
        .collect();
    Some(format!("  {}: millstream is {}", job.name(), parts.join(", ")))
}

/// What this crate is held to, a line for each bar; nothing where none was measured.
pub fn bars(verdicts: &[Verdict]) -> String {
    let mut text = String::new();
    if verdicts.is_empty() {
        return text;
    }
    let met = verdicts.iter().filter(|verdict| verdict.is_met()).count();
    writeln!(
        text,
        "\nbars: {met} of {} met; times as fast, by medians and by fastest rounds",
        verdicts.len()
    )
    .unwrap();
    writeln!(
        text,
        "{:18}{:18}{:32}{:>7}{:>10}{:>9}",
        "corpus", "job", "against", "bar", "measured", "at best"
    )
    .unwrap();
    for verdict in verdicts {
        let Verdict { corpus, job, against, least, measured, at_best } = verdict;
        let missed = if verdict.is_met() { "" } else { "  missed" };
        writeln!(
            text,
            "{corpus:18}{:18}{against:32}{least:>7.2}{measured:>10.2}{at_best:>9.2}{missed}",
            job.name()
        )
        .unwrap();
    }
    text
}

pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    #[test]
    fn numbers_for_people() {
        assert_eq!([7, 1_000, 1_234_567].map(super::thousands), ["7", "1,000", "1,234,567"]);
    }
}
