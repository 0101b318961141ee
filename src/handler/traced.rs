//! What [`tracing`](https://docs.rs/tracing) is told of batches and handlers. Without the feature of that name nothing is, at no cost.

use std::future::Future;

use super::Meta;
use super::outcome::Handled;

/// The future of a batch, in a span of its own.
#[cfg(feature = "tracing")]
pub fn batch<T>(future: impl Future<Output = T>) -> impl Future<Output = T> {
    use tracing::Instrument;
    future.instrument(tracing::info_span!(target: "millstream", "batch"))
}

#[cfg(not(feature = "tracing"))]
pub fn batch<F: Future>(future: F) -> F {
    future
}

/// The future of a handler, in a span that tells the record; of a handler of batches, the first record.
#[cfg(feature = "tracing")]
pub fn handler<T>(
    name: &'static str,
    meta: Meta<'_>,
    future: impl Future<Output = T>,
) -> impl Future<Output = T> {
    use tracing::Instrument;
    let span = tracing::debug_span!(
        target: "millstream",
        "handler",
        handler = name,
        change = meta.event_name().map(|name| name.as_str()),
        table = meta.table_name(),
        sequence_number = meta.sequence_number().map(|number| number.as_str()),
    );
    future.instrument(span)
}

#[cfg(not(feature = "tracing"))]
#[inline]
pub fn handler<F: Future>(_: &'static str, _: Meta<'_>, future: F) -> F {
    future
}

/// Tells how a batch ended: its counts, and a warning where a record was not settled.
#[cfg(feature = "tracing")]
pub fn ended(handled: &Handled) {
    let (report, sum) =
        (&handled.report, |of: fn(&super::Row) -> u64| handled.report.rows.iter().map(of).sum::<u64>());
    tracing::info!(
        target: "millstream",
        records = report.records,
        handled = sum(|row| row.handled),
        skipped = sum(|row| row.skipped),
        done_before = sum(|row| row.done_before),
        failed = sum(|row| row.failed),
        unwanted = report.unwanted,
        too_old = report.too_old,
        unknown_tables = report.unknown_tables,
        unknown_entities = report.unknown_entities,
        iterator_age_ms = report.iterator_age.map(|age| age.as_millis() as u64),
        "batch"
    );
    match (&handled.stopped, &handled.outcome) {
        (Some(stopped), _) => tracing::warn!(target: "millstream", "{stopped}"),
        (None, super::Outcome::FailInvocation(fault)) => tracing::warn!(target: "millstream", "{fault}"),
        _ => {}
    }
}

#[cfg(not(feature = "tracing"))]
pub fn ended(_: &Handled) {}
