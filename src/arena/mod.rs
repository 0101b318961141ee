//! The memory that decoded values live in: a row of bump chunks that is kept from batch to batch.
//!
//! `bumpalo::Bump::reset` keeps only its last chunk, so a single `Bump` allocates again in the next batch.
//! Here each chunk is a `Bump` of its own that may not grow; a full chunk is followed by the next, larger one, and a reset empties
//! them all and keeps them. What one batch needed, the next finds. Where that is much of what the limit allows, it is set aside, so that it is
//! given back to whom it is of no use: an event must not fail for what an earlier one needed.

mod list;

pub(crate) use list::List;

use std::alloc::Layout;
use std::cell::{Cell, OnceCell};
use std::fmt;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

use bumpalo::Bump;

/// Bytes of the first chunk; each further one is twice as large.
const FIRST_CHUNK: usize = 8 << 10;
/// Enough chunks for 8 GiB, more than a 32-bit offset can ask for.
const CHUNKS: usize = 20;
/// Bytes of a draft, at first.
const FIRST_DRAFT: usize = 4 << 10;
/// So small a part of the limit may be reserved in vain. What is more is set aside.
const SMALL_PART: usize = 16;

/// The arena is at its limit, or the system has no memory left.
#[derive(Debug)]
pub(crate) struct ArenaFull;

/// A growing row of bump chunks with a limit.
///
/// It runs no destructors: only types that own nothing may be put into it, which is checked at compile time.
pub struct Arena {
    chunks: [OnceCell<Bump>; CHUNKS],
    current: Cell<usize>,
    /// empty chunks that were set aside, the smallest first
    aside: Cell<Vec<Bump>>,
    reserved: Cell<usize>,
    limit: usize,
    draft: Cell<Vec<u8>>,
}

impl fmt::Debug for Arena {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Arena")
            .field("reserved", &self.reserved.get())
            .field("limit", &self.limit)
            .finish_non_exhaustive()
    }
}

impl Arena {
    /// An arena that reserves at most `limit` bytes, none of them yet.
    pub(crate) fn with_limit(limit: usize) -> Arena {
        Arena {
            chunks: [const { OnceCell::new() }; CHUNKS],
            current: Cell::new(0),
            aside: Cell::default(),
            reserved: Cell::new(0),
            limit,
            draft: Cell::default(),
        }
    }

    /// Empties the arena and gives memory back until at most `keep` bytes are reserved, the largest chunks first.
    #[inline]
    pub(crate) fn reset(&mut self, keep: usize) {
        // What one record needs mostly is in the first chunk.
        if self.current.get() == 0 && self.reserved.get() <= keep {
            if let Some(chunk) = self.chunks[0].get_mut() {
                chunk.reset();
            }
        } else {
            self.reset_all(keep);
        }
    }

    #[cold]
    #[inline(never)]
    fn reset_all(&mut self, keep: usize) {
        let used = self.current.replace(0);
        for chunk in self.chunks[..=used].iter_mut().filter_map(OnceCell::get_mut) {
            chunk.reset();
        }
        if self.reserved.get() > keep {
            self.shrink_to(keep);
        }
        if self.reserved.get() > self.limit / SMALL_PART {
            self.set_aside();
        }
    }

    /// Sets all chunks aside but for the first, which is a small one if there is any. The arena must be empty.
    #[cold]
    fn set_aside(&mut self) {
        let aside = self.aside.get_mut();
        aside.extend(self.chunks[1..].iter_mut().filter_map(OnceCell::take));
        aside.sort_unstable_by_key(Bump::chunk_capacity);
    }

    /// Gives memory back until at most `keep` bytes are reserved. The arena must be empty.
    pub(crate) fn shrink_to(&mut self, keep: usize) {
        let (aside, mut chunks) = (self.aside.get_mut(), self.chunks.iter_mut().rev());
        while self.reserved.get() > keep {
            let Some(chunk) = aside.pop().or_else(|| chunks.find_map(OnceCell::take)) else { break };
            self.reserved.set(self.reserved.get() - chunk.allocated_bytes());
        }
        if self.reserved.get() > keep {
            self.reserved.set(self.reserved.get() - self.draft.take().len());
        }
    }

    /// Bytes reserved from the system.
    pub(crate) fn reserved(&self) -> usize {
        self.reserved.get()
    }

    /// The chunk in use.
    #[inline]
    fn bump(&self) -> Option<&Bump> {
        self.chunks[self.current.get()].get()
    }

    /// Moves on to a chunk with room for `size` bytes of any alignment.
    #[cold]
    #[inline(never)]
    fn next_chunk(&self, size: usize) -> Result<&Bump, ArenaFull> {
        let size = size.checked_add(64).ok_or(ArenaFull)?;
        let first = if self.bump().is_some() { self.current.get() + 1 } else { self.current.get() };
        let capacity = |index: usize| self.chunks[index].get().map_or(0, Bump::chunk_capacity);
        // One that is there, however large: another event may have needed none between.
        let index = match (first..CHUNKS).find(|&index| capacity(index) >= size) {
            Some(index) => index,
            None => match self.chunk_from_aside(first, size) {
                Some(index) => index,
                None => self.new_chunk(first, size)?,
            },
        };
        self.current.set(index);
        self.bump().ok_or(ArenaFull)
    }

    /// Takes a chunk back that was set aside and has room for `size` bytes: the smallest that is as large as a new one would be, if there is one. It
    /// never is the first one, which stays where it is.
    fn chunk_from_aside(&self, first: usize, size: usize) -> Option<usize> {
        let index = (first.max(1)..CHUNKS).find(|&index| self.chunks[index].get().is_none())?;
        let new = (first..CHUNKS).map(|index| FIRST_CHUNK << index).find(|&new| new >= size);
        let mut aside = self.aside.take();
        let of = |size: usize| aside.iter().position(|chunk| chunk.chunk_capacity() >= size);
        let place = new.and_then(of).or_else(|| of(size));
        let chunk = place.map(|place| aside.remove(place));
        self.aside.set(aside);
        self.chunks[index].set(chunk?).ok().map(|()| index)
    }

    /// How many bytes may be reserved. If those are fewer than `size`, what is not in use is given back first.
    fn left(&self, size: usize) -> usize {
        let left = || self.limit.saturating_sub(self.reserved.get());
        if left() < size {
            let mut aside = self.aside.take();
            let bytes = aside.iter().map(Bump::allocated_bytes).sum::<usize>();
            aside.clear();
            self.aside.set(aside);
            self.reserved.set(self.reserved.get() - bytes);
        }
        if left() < size {
            self.reserved.set(self.reserved.get() - self.draft.take().len());
        }
        left()
    }

    /// Reserves a chunk behind those in use, with room for `size` bytes.
    fn new_chunk(&self, first: usize, size: usize) -> Result<usize, ArenaFull> {
        let left = self.left(size);
        for index in (first..CHUNKS).filter(|&index| self.chunks[index].get().is_none()) {
            let capacity = (FIRST_CHUNK << index).min(left);
            if capacity < size {
                continue;
            }
            let bump = Bump::try_with_capacity(capacity).map_err(|_| ArenaFull)?;
            // No second chunk inside this one: the arena decides what comes next.
            bump.set_allocation_limit(Some(bump.allocated_bytes()));
            self.reserved.set(self.reserved.get() + bump.allocated_bytes());
            let _ = self.chunks[index].set(bump);
            if index > 0 {
                // A reset then allocates nothing, should it set chunks aside.
                let mut aside = self.aside.take();
                aside.reserve(CHUNKS.saturating_sub(aside.len()));
                self.aside.set(aside);
            }
            return Ok(index);
        }
        Err(ArenaFull)
    }

    /// Memory that nothing else has and that stays until the arena is reset, and the chunk that it is in, if that in use has room for it.
    #[inline(always)]
    fn memory_at_hand(&self, layout: Layout) -> Option<(&Bump, NonNull<u8>)> {
        let chunk = self.bump()?;
        chunk.try_alloc_layout(layout).ok().map(|memory| (chunk, memory))
    }

    /// The same in any chunk.
    #[inline(always)]
    fn memory(&self, layout: Layout) -> Result<(&Bump, NonNull<u8>), ArenaFull> {
        if let Some(memory) = self.memory_at_hand(layout) {
            return Ok(memory);
        }
        let chunk = self.next_chunk(layout.size())?;
        chunk.try_alloc_layout(layout).map(|memory| (chunk, memory)).map_err(|_| ArenaFull)
    }

    /// Room for `len` bytes. To fill a large one with zeros first would take as long as to decode into it.
    pub(crate) fn bytes(&self, len: usize) -> Result<&mut [MaybeUninit<u8>], ArenaFull> {
        const UNWRITTEN: MaybeUninit<u8> = MaybeUninit::uninit();
        if let Some(Ok(bytes)) = self.bump().map(|bump| bump.try_alloc_slice_fill_copy(len, UNWRITTEN)) {
            return Ok(bytes);
        }
        self.next_chunk(len)?.try_alloc_slice_fill_copy(len, UNWRITTEN).map_err(|_| ArenaFull)
    }

    /// A copy of `text`.
    pub(crate) fn text(&self, text: &str) -> Result<&str, ArenaFull> {
        if let Some(Ok(text)) = self.bump().map(|bump| bump.try_alloc_str(text)) {
            return Ok(text);
        }
        self.next_chunk(text.len())?.try_alloc_str(text).map(|text| &*text).map_err(|_| ArenaFull)
    }

    /// A copy of `value`.
    pub(crate) fn value<T: Copy>(&self, value: T) -> Result<&T, ArenaFull> {
        if let Some(Ok(value)) = self.bump().map(|bump| bump.try_alloc(value)) {
            return Ok(value);
        }
        self.next_chunk(size_of::<T>())?.try_alloc(value).map(|value| &*value).map_err(|_| ArenaFull)
    }

    /// Memory for a text whose length is not known yet, as large as it was when it was put back.
    pub(crate) fn take_draft(&self) -> Vec<u8> {
        self.draft.take()
    }

    pub(crate) fn put_draft(&self, draft: Vec<u8>) {
        self.draft.set(draft);
    }

    /// Makes a draft as long as `least`, and longer while the limit allows, so that a text of any length is moved but a few times.
    #[cold]
    #[inline(never)]
    pub(crate) fn widen(&self, draft: &mut Vec<u8>, least: usize) -> Result<(), ArenaFull> {
        let most = draft.len() + self.left(least.saturating_sub(draft.len()));
        if least > most {
            return Err(ArenaFull);
        }
        let more = least.max(2 * draft.len()).max(FIRST_DRAFT).min(most) - draft.len();
        draft.try_reserve_exact(more).map_err(|_| ArenaFull)?;
        draft.resize(draft.len() + more, 0);
        self.reserved.set(self.reserved.get() + more);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_pass_needed_the_next_one_finds() {
        let mut arena = Arena::with_limit(1 << 30);
        let mut reserved = Vec::new();
        for _ in 0..3 {
            arena.reset(usize::MAX);
            for size in [10, 5_000, 20_000, 3, 700_000, 100_000] {
                assert!(arena.bytes(size).is_ok_and(|bytes| bytes.len() == size));
            }
            reserved.push(arena.reserved());
        }
        assert_eq!(reserved[0], reserved[1]);
        assert_eq!(reserved[1], reserved[2]);
    }

    #[test]
    fn what_needs_less_needs_nothing_new() {
        let mut arena = Arena::with_limit(1 << 30);
        assert!(arena.bytes(10).is_ok() && arena.bytes(3_000_000).is_ok());
        let reserved = arena.reserved();
        for size in [300_000, 20_000, 2_000_000] {
            arena.reset(usize::MAX);
            assert!(arena.bytes(10).is_ok() && arena.bytes(size).is_ok());
            assert_eq!(arena.reserved(), reserved);
        }
    }

    #[test]
    fn the_limit_holds_and_ends_in_an_error() {
        for limit in [0, 100, 8 << 10, 100_000] {
            let arena = Arena::with_limit(limit);
            let mut list = List::new(&arena);
            let pushed = (0..1_000_000u64).take_while(|&i| list.push(i).is_ok()).count();
            assert!(
                pushed < 1_000_000 && arena.reserved() <= limit + 4_096,
                "{pushed} {} {limit}",
                arena.reserved()
            );
            // bumpalo rounds a chunk up to whole pages, so the limit holds to within one.
            assert!(arena.bytes(limit + 4_096).is_err() && arena.text(&"x".repeat(limit + 4_096)).is_err());
        }
    }

    /// Where the limit is less than what is kept, one pass could reserve all of it, and the next found none for what it needs itself.
    #[test]
    fn what_one_pass_needed_is_not_missing_in_the_next() {
        const LIMIT: usize = 1 << 20;
        let text = |arena: &Arena, length| {
            let mut draft = arena.take_draft();
            let widened = arena.widen(&mut draft, length);
            arena.put_draft(draft);
            widened.is_ok()
        };
        let small = |arena: &Arena| (0..LIMIT / 2_000).all(|_| arena.bytes(1_000).is_ok());
        let large = |arena: &Arena| arena.bytes(LIMIT - 100_000).is_ok();
        let passes: [&dyn Fn(&Arena) -> bool; 5] = [
            &small,
            &large,
            &|arena| text(arena, LIMIT - 100_000),
            &|arena| text(arena, 10) && small(arena),
            &|arena| text(arena, LIMIT / 3) && arena.bytes(LIMIT / 2).is_ok(),
        ];
        for (one, first) in passes.into_iter().enumerate() {
            for (other, second) in passes.into_iter().enumerate() {
                let mut arena = Arena::with_limit(LIMIT);
                for (turn, pass) in [first, second, second, first].into_iter().enumerate() {
                    assert!(pass(&arena), "{one} and then {other}: {turn}, {} bytes", arena.reserved());
                    assert!(arena.reserved() <= LIMIT + 4_096, "{}", arena.reserved());
                    arena.reset(usize::MAX);
                }
                arena.reset(0);
                arena.shrink_to(0);
                assert_eq!(arena.reserved(), 0);
            }
        }
    }

    #[test]
    fn memory_is_given_back_down_to_the_cap() {
        let mut arena = Arena::with_limit(1 << 30);
        arena.bytes(1).unwrap();
        arena.bytes(1 << 20).unwrap();
        arena.reset(1 << 16);
        assert!(arena.reserved() > 0 && arena.reserved() <= 1 << 16);
        arena.reset(0);
        assert_eq!(arena.reserved(), 0);
        assert!(arena.bytes(10).is_ok());
    }

    #[test]
    fn a_draft_counts_and_is_kept_and_given_back_like_a_chunk() {
        let mut arena = Arena::with_limit(100_000);
        let mut draft = arena.take_draft();
        assert!(arena.widen(&mut draft, 100_001).is_err() && draft.is_empty());
        for least in [1, 5_000, 30_000, 99_000] {
            arena.widen(&mut draft, least).unwrap();
            assert!(draft.len() >= least && draft.len() == arena.reserved() && arena.reserved() <= 100_000);
        }
        assert!(arena.widen(&mut draft, 100_001).is_err() && arena.bytes(8 << 10).is_err());
        arena.put_draft(draft);
        arena.reset(100_000);
        assert!(arena.take_draft().len() >= 99_000);
        let mut arena = Arena::with_limit(100_000);
        let mut draft = arena.take_draft();
        arena.widen(&mut draft, 5_000).unwrap();
        arena.put_draft(draft);
        arena.reset(4_999);
        assert_eq!((arena.reserved(), arena.take_draft().len()), (0, 0));
    }
}
