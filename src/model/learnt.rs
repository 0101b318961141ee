//! What is kept about a model's attributes: those seen in one map, and which comes after which.

/// One bit for each attribute of a model; `W` words hold them all.
#[derive(Debug)]
pub struct Seen<const W: usize>([u64; W]);

impl<const W: usize> Default for Seen<W> {
    #[inline(always)]
    fn default() -> Self {
        Seen([0; W])
    }
}

impl<const W: usize> Seen<W> {
    /// The words.
    #[inline(always)]
    pub fn words(&mut self) -> &mut [u64] {
        &mut self.0
    }
}

/// What comes after each attribute, learnt within one call: slot 0 is for the map's beginning, slot `i + 1` for attribute `i`.
///
/// A slot holds the following attribute's place plus one; 0 means that the order of the table still stands.
#[derive(Debug)]
pub struct Successors<const N: usize>([u16; N]);

impl<const N: usize> Default for Successors<N> {
    fn default() -> Self {
        Successors([0; N])
    }
}

impl<const N: usize> Successors<N> {
    /// The slots.
    #[inline(always)]
    pub fn slots(&mut self) -> &mut [u16] {
        &mut self.0
    }
}

/// Which attribute is expected in slot `slot`.
#[inline(always)]
pub(super) fn expected(successors: &[u16], slot: usize) -> usize {
    match successors.get(slot) {
        Some(0) | None => slot,
        Some(&next) => next as usize - 1,
    }
}
