//! What is kept about a model's attributes: those seen in one map, and how well their order is foretold.

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

/// How well the straight-line code does: it pays as long as the attributes come in the order of the table.
///
/// It is part of a model's state: for each place that the model is read in there is one, for one call.
#[derive(Debug, Default)]
pub struct Tally {
    passed: u32,
    missed: u32,
}

impl Tally {
    /// Whether few enough attributes stopped the line: one for every four that it ended a map with. The first few decide nothing.
    #[inline(always)]
    pub(super) fn favours_line(&self) -> bool {
        self.missed <= (self.passed >> 2).saturating_add(16)
    }

    /// The line came to the end of a map over so many attributes.
    #[inline(always)]
    pub(super) fn passed(&mut self, attributes: usize) {
        self.passed = self.passed.saturating_add(attributes as u32);
    }

    /// An attribute came that the line did not look for: one that stands elsewhere in the table, or nowhere.
    pub(super) fn missed(&mut self) {
        self.missed = self.missed.saturating_add(1);
    }
}
