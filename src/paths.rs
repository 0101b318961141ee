//! Which way the decoder took, counted in test builds so that a fast path that is never taken is seen.

/// The ways to read a member of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Path {
    Expected,
    NextButOne,
    General,
    /// a record whose envelope is in the order and spelling of Lambda
    Envelope,
    /// a record whose envelope is not
    GeneralEnvelope,
}

#[cfg(not(test))]
#[inline(always)]
pub(crate) fn took(_: Path) {}

#[cfg(test)]
pub(crate) use counting::{counts, took};

#[cfg(test)]
mod counting {
    use super::Path;
    use std::cell::Cell;

    thread_local!(static COUNTS: Cell<[usize; 5]> = const { Cell::new([0; 5]) });

    pub(crate) fn took(path: Path) {
        let mut counts = COUNTS.get();
        counts[path as usize] += 1;
        COUNTS.set(counts);
    }

    /// How often each way was taken since the last call: expected, next but one, general, envelope, general envelope.
    pub(crate) fn counts() -> [usize; 5] {
        COUNTS.take()
    }
}
