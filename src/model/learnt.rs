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
#[derive(Debug)]
pub struct Successors<const N: usize> {
    /// the following attribute's place plus one; 0 where the order of the table still stands
    slots: [u16; N],
    tally: Tally,
}

impl<const N: usize> Default for Successors<N> {
    fn default() -> Self {
        Successors { slots: [0; N], tally: Tally::default() }
    }
}

impl<const N: usize> Successors<N> {
    /// All that was learnt.
    #[inline(always)]
    pub fn order(&mut self) -> Order<'_> {
        Order { slots: &mut self.slots, tally: &mut self.tally }
    }
}

/// The order that a model's attributes come in, as far as it was learnt.
#[derive(Debug)]
pub struct Order<'s> {
    slots: &'s mut [u16],
    pub(super) tally: &'s mut Tally,
}

impl Order<'_> {
    /// Which attribute is expected in slot `slot`.
    #[inline(always)]
    pub(super) fn expected(&self, slot: usize) -> usize {
        match self.slots.get(slot) {
            Some(0) | None => slot,
            Some(&next) => next as usize - 1,
        }
    }

    /// In slot `slot` came attribute `index`.
    pub(super) fn learn(&mut self, slot: usize, index: usize) {
        // A table of more than 65,534 attributes is beyond what an item holds; the last ones are then not learnt.
        if let (Some(successor), Ok(next)) = (self.slots.get_mut(slot), u16::try_from(index + 1)) {
            *successor = next;
        }
    }
}

/// How well the straight-line code does: it pays as long as the attributes come in the order of the table.
#[derive(Debug, Default)]
pub(super) struct Tally {
    passed: u32,
    missed: u32,
}

impl Tally {
    /// Whether at most about a quarter of the attributes came elsewhere. The first few decide nothing.
    #[inline(always)]
    pub(super) fn favours_line(&self) -> bool {
        self.missed <= (self.passed >> 2).saturating_add(16)
    }

    /// The line went over so many attributes.
    #[inline(always)]
    pub(super) fn passed(&mut self, attributes: usize) {
        self.passed = self.passed.saturating_add(attributes as u32);
    }

    /// An attribute of the table came where the line did not look for it.
    pub(super) fn missed(&mut self) {
        self.missed = self.missed.saturating_add(1);
    }
}
