//! Lists that grow in an arena, written element by element into its memory.
//!
//! In the place of bumpalo's vector, which is made and grown through layers that ask anew what is known here, it lends the slot that an
//! element is decoded in; together with one comparison between two elements, orders took 12,400 instructions a record, before 13,200.
#![allow(unsafe_code)]

use std::alloc::Layout;
use std::marker::PhantomData;
use std::mem::needs_drop;
use std::ptr::NonNull;

use allocator_api2::alloc::Allocator;
use bumpalo::Bump;

use super::{Arena, ArenaFull};

/// A list that grows in an arena.
///
/// # Invariant
/// `start` points to memory for `capacity` elements, which nothing else has; the first `length` of them are written. If `capacity` is not 0,
/// it was allocated in `chunk`.
pub(crate) struct List<'a, T> {
    arena: &'a Arena,
    chunk: Option<&'a Bump>,
    start: NonNull<T>,
    length: usize,
    capacity: usize,
    elements: PhantomData<&'a mut [T]>,
}

impl<'a, T> List<'a, T> {
    const OWNS_NOTHING: () = assert!(
        !needs_drop::<T>(),
        "a slice in an arena must own nothing: write `Vec<T>` for elements that hold String, Vec or Box, and read it with `stream` or `read`"
    );

    /// An empty list; it takes memory with its first element.
    #[inline(always)]
    pub(crate) fn new(arena: &'a Arena) -> List<'a, T> {
        const { Self::OWNS_NOTHING }
        List::of_any(arena)
    }

    /// The same for elements of which it is known otherwise that they own nothing; what they owned would never be given back.
    #[inline(always)]
    pub(crate) fn of_any(arena: &'a Arena) -> List<'a, T> {
        List { arena, chunk: None, start: NonNull::dangling(), length: 0, capacity: 0, elements: PhantomData }
    }

    /// An empty list with room for `capacity` elements.
    pub(crate) fn with_capacity(arena: &'a Arena, capacity: usize) -> Result<List<'a, T>, ArenaFull> {
        let mut list = List::new(arena);
        list.grow(capacity)?;
        Ok(list)
    }

    /// Adds an element.
    #[inline(always)]
    pub(crate) fn push(&mut self, element: T) -> Result<(), ArenaFull> {
        self.place(element).map(|_| ())
    }

    /// Adds an element and lends its place.
    #[inline(always)]
    pub(crate) fn place(&mut self, element: T) -> Result<&mut T, ArenaFull> {
        self.place_among::<4>(element)
    }

    /// The same where the first element makes room for `FIRST`.
    #[inline(always)]
    pub(crate) fn place_among<const FIRST: usize>(&mut self, element: T) -> Result<&mut T, ArenaFull> {
        if self.length == self.capacity {
            self.grow((2 * self.capacity).max(FIRST))?;
        }
        // SAFETY: `length` is less than `capacity`, so the place lies within the memory of the invariant.
        let place = unsafe { self.start.add(self.length) };
        // SAFETY: as above, and the memory is aligned for `T` by its layout.
        unsafe { place.write(element) };
        self.length += 1;
        // SAFETY: the element is written, nothing else has the memory, and it is lent as long as the list is.
        Ok(unsafe { &mut *place.as_ptr() })
    }

    /// Makes room for `capacity` elements, if there is less.
    #[inline(never)]
    pub(crate) fn grow(&mut self, capacity: usize) -> Result<(), ArenaFull> {
        if self.chunk.is_none() {
            let memory =
                Layout::array::<T>(capacity).ok().and_then(|layout| self.arena.memory_at_hand(layout));
            if let Some((chunk, memory)) = memory {
                (self.chunk, self.start, self.capacity) = (Some(chunk), memory.cast(), capacity);
                return Ok(());
            }
        }
        self.grow_on(capacity)
    }

    /// The same for the second time and on, or where the arena goes on to another chunk. In a function of its own, so that nearly all lists save no
    /// registers for it.
    #[cold]
    #[inline(never)]
    fn grow_on(&mut self, capacity: usize) -> Result<(), ArenaFull> {
        if capacity <= self.capacity {
            return Ok(());
        }
        let layout = Layout::array::<T>(capacity).map_err(|_| ArenaFull)?;
        if let Some(chunk) = self.chunk {
            return self.widen(chunk, capacity, layout);
        }
        let (chunk, memory) = self.arena.memory(layout)?;
        (self.chunk, self.start, self.capacity) = (Some(chunk), memory.cast(), capacity);
        Ok(())
    }

    /// The same where there are elements. What was allocated last is widened where it is, so that a long list takes no more than its size.
    fn widen(&mut self, chunk: &'a Bump, capacity: usize, layout: Layout) -> Result<(), ArenaFull> {
        let old = Layout::array::<T>(self.capacity).map_err(|_| ArenaFull)?;
        // SAFETY: by the invariant the memory was allocated in the chunk, with the layout of so many elements, and `layout` is larger, since
        // `grow_on` goes on only where `capacity` is.
        if let Ok(memory) = unsafe { chunk.grow(self.start.cast(), old, layout) } {
            (self.start, self.capacity) = (memory.cast(), capacity);
            return Ok(());
        }
        let (chunk, memory) = self.arena.memory(layout)?;
        let start = memory.cast::<T>();
        // SAFETY: `length` elements are written at the old place by the invariant, and the new one is other memory with room for more.
        unsafe { start.copy_from_nonoverlapping(self.start, self.length) };
        (self.chunk, self.start, self.capacity) = (Some(chunk), start, capacity);
        Ok(())
    }

    /// Makes room for `more` elements if there is none for the next one; for fewer, where the arena has no room for so many.
    #[inline]
    pub(crate) fn make_room(&mut self, more: impl FnOnce() -> usize) -> Result<(), ArenaFull> {
        if self.length < self.capacity {
            return Ok(());
        }
        let (length, mut more) = (self.length, more().max(1));
        while self.grow(length + more).is_err() {
            if more == 1 {
                return Err(ArenaFull);
            }
            more /= 2;
        }
        Ok(())
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        // SAFETY: by the invariant so many elements are written there, and nothing else has them while the list is borrowed.
        unsafe { std::slice::from_raw_parts_mut(self.start.as_ptr(), self.length) }
    }

    pub(crate) fn truncate(&mut self, length: usize) {
        self.length = self.length.min(length);
    }

    /// The finished list, which lives as long as the arena is not reset.
    #[inline(always)]
    pub(crate) fn finish(self) -> &'a [T] {
        // SAFETY: by the invariant so many elements are written there. The arena is borrowed for `'a`, so that it is not reset, and the list
        // ends here, so that nothing changes them.
        unsafe { std::slice::from_raw_parts(self.start.as_ptr(), self.length) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_was_pushed_at_every_length() {
        let arena = Arena::with_limit(1 << 30);
        for length in 0..if cfg!(miri) { 70 } else { 3_000u64 } {
            let mut list = List::new(&arena);
            let mut twin = Vec::new();
            for i in 0..length {
                *list.place(i).unwrap() += 1;
                twin.push(i + 1);
                if i % 7 == 0 {
                    arena.bytes(3).unwrap(); // another allocation between two pushes
                }
            }
            assert_eq!((list.len(), &*list.as_mut_slice()), (twin.len(), &*twin));
            if length % 3 == 0 {
                list.truncate(5);
                twin.truncate(5);
            }
            assert_eq!(list.finish(), twin);
        }
    }

    #[test]
    fn elements_of_any_size_and_alignment() {
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(align(32))]
        struct Wide([u8; 40]);
        let arena = Arena::with_limit(1 << 20);
        let (mut nothing, mut bytes, mut wide) = (List::new(&arena), List::new(&arena), List::new(&arena));
        for i in 0..100u8 {
            nothing.push(()).unwrap();
            bytes.push(i).unwrap();
            wide.push(Wide([i; 40])).unwrap();
        }
        assert_eq!(nothing.finish(), [(); 100]);
        assert!(bytes.finish().iter().copied().eq(0..100));
        assert!(wide.finish().iter().zip(0..100).all(|(wide, i)| *wide == Wide([i; 40])));
    }

    #[test]
    fn a_list_alone_takes_little_more_than_its_size() {
        let arena = Arena::with_limit(1 << 30);
        let mut list = List::new(&arena);
        let length = if cfg!(miri) { 1 << 11 } else { 1 << 17 };
        (0..length as u64).for_each(|i| list.push(i).unwrap());
        // The chunks before the one that holds it all are half of that one together.
        assert!(arena.reserved() < 4 * size_of::<u64>() * length, "{}", arena.reserved());
        assert!(list.finish().iter().copied().eq(0..length as u64));
    }

    #[test]
    fn room_that_is_there_is_left_as_it_is() {
        let arena = Arena::with_limit(1 << 20);
        for room in [0, 1, 5, 6, 7, 100] {
            let mut list = List::new(&arena);
            list.grow(6).unwrap();
            (0..6u64).for_each(|i| list.push(i).unwrap());
            list.grow(room).unwrap();
            assert!(list.capacity >= room.max(6));
            list.push(6).unwrap();
            assert!(list.finish().iter().copied().eq(0..7));
        }
    }

    #[test]
    fn a_full_arena_leaves_the_list_as_it_was() {
        let arena = Arena::with_limit(8 << 10);
        let mut list = List::new(&arena);
        let pushed = (0..1_000_000u64).take_while(|&i| list.push(i).is_ok()).count() as u64;
        assert!(pushed >= 256 && list.push(0).is_err());
        assert!(list.finish().iter().copied().eq(0..pushed));
    }
}
