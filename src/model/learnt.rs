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
#[derive(Debug)]
pub struct Tally {
    /// what the line may still miss, in quarters of an attribute
    credit: i64,
}

impl Default for Tally {
    /// The first few decide nothing.
    #[inline]
    fn default() -> Self {
        Tally { credit: 16 * Tally::MISS }
    }
}

impl Tally {
    /// One attribute may stop the line for every four that it ended a map with.
    const MISS: i64 = 4;

    /// Whether few enough attributes stopped the line.
    #[inline(always)]
    pub(super) fn favours_line(&self) -> bool {
        self.credit >= 0
    }

    /// The line came to the end of a map over so many attributes.
    #[inline(always)]
    pub(super) fn passed(&mut self, attributes: usize) {
        // A call that reads as many as would overflow it takes centuries.
        self.credit += attributes as i64;
    }

    /// An attribute came that the line did not look for: one that stands elsewhere in the table, or nowhere.
    pub(super) fn missed(&mut self) {
        self.credit -= Tally::MISS;
    }
}
