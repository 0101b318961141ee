//! Results as rows, for programs: `report.json`.

use serde::Serialize;

use millstream_benches::peers::Job;

use super::measure::Result;

/// One job of one peer on one corpus. What is not known is null.
#[derive(Serialize)]
pub struct Row {
    pub job: &'static str,
    pub corpus: &'static str,
    pub peer: &'static str,
    pub ns_per_record: Option<f64>,
    pub mb_per_s: f64,
    pub ratio_to_baseline: Option<f64>,
    pub allocations_per_event: Option<usize>,
    pub peak_bytes: Option<usize>,
}

pub fn rows(corpus: &'static str, job: Job, results: &[Result]) -> Vec<Row> {
    let row = |result: &Result| {
        let figures = result.outcome.as_ref().ok()?;
        Some(Row {
            job: job.name(),
            corpus,
            peer: result.peer.name,
            ns_per_record: Some(figures.ns_per_record),
            mb_per_s: figures.mb_per_s,
            ratio_to_baseline: figures.ratio_to_baseline,
            allocations_per_event: figures.memory.map(|memory| memory.allocations),
            peak_bytes: figures.memory.map(|memory| memory.peak_bytes),
        })
    };
    results.iter().filter_map(row).collect()
}
