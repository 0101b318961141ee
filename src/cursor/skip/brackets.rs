//! The brackets that are open around a place.

use crate::limits::Limits;

/// Which of the open brackets are braces, one bit each.
pub(super) struct Brackets {
    /// the innermost ones, the last one in the lowest bit
    near: u64,
    /// those around them, 64 at a time
    far: [u64; Limits::JSON_NESTING / 64],
    depth: usize,
    /// how many may be open
    room: usize,
}

impl Brackets {
    /// As many as `near` holds.
    pub(super) const NEAR: usize = u64::BITS as usize;

    /// How many may be open where so many JSON levels are around.
    #[inline(always)]
    pub(super) fn room_within(levels: isize) -> usize {
        Limits::JSON_NESTING.saturating_sub(levels.max(0) as usize)
    }

    /// So many braces, few of them, where `room` brackets may be open.
    #[inline(always)]
    pub(super) fn braces(count: usize, room: usize) -> Brackets {
        debug_assert!(count <= room && count < Brackets::NEAR);
        Brackets { near: !(u64::MAX << count), far: [0; Limits::JSON_NESTING / 64], depth: count, room }
    }

    /// The innermost `depth` of them, few, told by their bits.
    pub(super) fn from_bits(bits: u64, depth: usize, room: usize) -> Brackets {
        debug_assert!(depth <= room && depth < Brackets::NEAR);
        Brackets { near: bits, far: [0; Limits::JSON_NESTING / 64], depth, room }
    }

    /// The same told back; `None` where they are not few.
    pub(super) fn bits(&self) -> Option<(u64, usize)> {
        (self.depth < Brackets::NEAR).then_some((self.near, self.depth))
    }

    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    /// Whether one more may be opened.
    #[inline(always)]
    pub(super) fn has_room(&self) -> bool {
        self.depth < self.room
    }

    #[inline(always)]
    pub(super) fn push(&mut self, brace: bool) {
        if self.depth % Brackets::NEAR == 0 && self.depth > 0 {
            self.far[self.depth / Brackets::NEAR - 1] = self.near;
        }
        self.near = self.near << 1 | brace as u64;
        self.depth += 1;
    }

    #[inline(always)]
    pub(super) fn pop(&mut self) {
        self.depth -= 1;
        self.near >>= 1;
        if self.depth % Brackets::NEAR == 0 && self.depth > 0 {
            self.near = self.far[self.depth / Brackets::NEAR - 1];
        }
    }

    /// Whether the innermost open bracket is a brace.
    #[inline(always)]
    pub(super) fn in_object(&self) -> bool {
        self.near & 1 == 1
    }

    /// The same brackets where they are few, as they are in whatever DynamoDB writes.
    #[inline(always)]
    pub(super) fn few(&self) -> Few {
        Few { bits: self.near, depth: self.depth, room: self.room.min(Brackets::NEAR) }
    }

    /// Takes over what became of [`few`](Brackets::few).
    #[inline(always)]
    pub(super) fn set(&mut self, few: &Few) {
        (self.near, self.depth) = (few.bits, few.depth);
    }
}

/// Open brackets that fit into one word, so that many are closed at once.
pub(super) struct Few {
    /// one for a brace, the innermost bracket in the lowest bit
    bits: u64,
    depth: usize,
    room: usize,
}

impl Few {
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.depth == 0
    }

    /// Whether `more` may be opened.
    #[inline(always)]
    pub(super) fn has_room(&self, more: usize) -> bool {
        self.depth + more <= self.room
    }

    #[inline(always)]
    pub(super) fn push(&mut self, brace: bool) {
        self.push_all(brace as u64, 1);
    }

    /// Opens `count` brackets, of which `braces` tells the innermost in the lowest bit.
    #[inline(always)]
    pub(super) fn push_all(&mut self, braces: u64, count: usize) {
        self.bits = self.bits << count | braces;
        self.depth += count;
    }

    /// Closes brackets, but none that was not opened here, and answers how many; `None` if one is of the wrong kind.
    ///
    /// There are `count` of them, fewer than 64, and `braces` has a bit for each that is a brace, the first one in the lowest.
    #[inline(always)]
    pub(super) fn close(&mut self, braces: u64, count: usize) -> Option<usize> {
        let count = count.min(self.depth);
        if (self.bits ^ braces) & !(u64::MAX << count) != 0 {
            return None;
        }
        self.bits >>= count;
        self.depth -= count;
        Some(count)
    }

    #[inline(always)]
    pub(super) fn in_object(&self) -> bool {
        self.bits & 1 == 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Any sequence of brackets, against a plain stack.
    #[test]
    fn brackets_agree_with_a_stack() {
        let (mut brackets, mut stack) = (Brackets::braces(0, Limits::JSON_NESTING), Vec::new());
        let mut state = 1u64;
        for round in 0..20_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            // Up for a while, then down.
            let opens = (state >> 33) % 8 < if round / 2000 % 2 == 0 { 6 } else { 2 };
            if opens && brackets.has_room() {
                let brace = state >> 40 & 1 == 1;
                brackets.push(brace);
                stack.push(brace);
            } else if !stack.is_empty() {
                brackets.pop();
                stack.pop();
            }
            assert_eq!(brackets.is_empty(), stack.is_empty());
            assert_eq!(brackets.has_room(), stack.len() < Limits::JSON_NESTING);
            if let Some(&brace) = stack.last() {
                assert_eq!(brackets.in_object(), brace, "round {round}");
            }
        }
    }

    #[test]
    fn few_brackets_close_at_once() {
        let mut brackets = Brackets::braces(1, 5);
        let mut few = brackets.few();
        for brace in [true, false, true] {
            assert!(few.has_room(1));
            few.push(brace);
        }
        assert!(few.has_room(1) && !few.has_room(2));
        assert_eq!(few.close(0b01, 3), None);
        assert_eq!(few.close(0b01, 2), Some(2));
        assert!(few.in_object());
        brackets.set(&few);
        brackets.pop();
        assert!(brackets.in_object() && !brackets.is_empty());
        assert_eq!(few.close(0b1111, 4), Some(2));
        assert!(few.is_empty());
    }
}
