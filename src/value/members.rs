//! The members of a map, each name once: a repeated name keeps its first place and its last value.

use crate::arena::{Arena, ArenaFull, List};
use crate::cursor::Name;

/// Up to here a name that may have come before is looked for among all; beyond, the names are sorted once at the end.
const SEARCHED: usize = 256;
/// With how many names, all searches together, one map's are compared. Names that look the same to the hash can be made, as long as one
/// likes; from here on they are sorted too.
const MOST_COMPARED: usize = 4 * SEARCHED;

/// What one map took is not set aside for each of many that take less.
const MOST_ROOM: usize = 64;

/// For so many the first one makes room: nested maps mostly have more than four members.
const FIRST: usize = 8;

/// Collects members in the order of the input.
pub(crate) struct Members<'a, T> {
    arena: &'a Arena,
    list: List<'a, (&'a str, T)>,
    /// two bits of one word for each name: a name whose bits are not set has not come before
    seen: [u64; 16],
    compared: usize,
    sort: bool,
    repeated: bool,
}

impl<'a, T> Members<'a, T> {
    #[inline(always)]
    pub(crate) fn new(arena: &'a Arena) -> Members<'a, T> {
        Members { arena, list: List::new(arena), seen: [0; 16], compared: 0, sort: false, repeated: false }
    }

    /// Makes room for `count` members, or fewer, where so many are likely to come and none came yet.
    #[inline(always)]
    pub(crate) fn make_room(&mut self, count: usize) {
        if count > 0 {
            // Where the arena has none for so many, it may have for those that come.
            let _ = self.list.grow(count.min(MOST_ROOM));
        }
    }

    /// The place of the member `name`, with a blank in it.
    #[inline(always)]
    pub(crate) fn place(&mut self, name: Name<'a>, blank: impl FnOnce() -> T) -> Result<&mut T, ArenaFull> {
        let Name { text: name, hash } = name;
        let word = &mut self.seen[(hash >> 60) as usize];
        let bits = 1 << (hash >> 54 & 63) | 1 << (hash >> 48 & 63);
        if *word & bits == bits {
            return self.place_again(name, blank());
        }
        *word |= bits;
        self.list.place_among::<FIRST>((name, blank())).map(|member| &mut member.1)
    }

    /// The same for a name that may have come before.
    #[cold]
    #[inline(never)]
    fn place_again(&mut self, name: &'a str, blank: T) -> Result<&mut T, ArenaFull> {
        self.sort |= self.list.len() > SEARCHED || self.compared > MOST_COMPARED;
        let members = if self.sort { &mut [] } else { self.list.as_mut_slice() };
        self.compared += members.len();
        let Some(place) = members.iter().position(|member| member.0 == name) else {
            return self.list.place((name, blank)).map(|member| &mut member.1);
        };
        self.repeated = true;
        let value = &mut self.list.as_mut_slice()[place].1;
        *value = blank;
        Ok(value)
    }

    /// How many names there are, repeated ones maybe more than once.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether no name was repeated, as far as is known before the end.
    pub(crate) fn came_once(&self) -> bool {
        !self.repeated && !self.sort
    }

    /// The members, which are no longer collected. They are lent, since to move what collects them takes longer than a small map's end.
    #[inline(always)]
    pub(crate) fn finish(&mut self) -> Result<&'a [(&'a str, T)], ArenaFull> {
        if self.sort {
            self.merge_repeated()?;
        }
        Ok(std::mem::replace(&mut self.list, List::of_any(self.arena)).finish())
    }

    /// Sorts places by name, moves each repeated name's last value to its first place, and closes the gaps.
    #[cold]
    fn merge_repeated(&mut self) -> Result<(), ArenaFull> {
        let length = self.list.len();
        let mut places = List::with_capacity(self.arena, length)?;
        (0..length).try_for_each(|place| places.push(place))?;
        let members = self.list.as_mut_slice();
        let places = places.as_mut_slice();
        places.sort_unstable_by(|&a, &b| members[a].0.cmp(members[b].0).then(a.cmp(&b)));
        let mut dropped = List::with_capacity(self.arena, length)?;
        (0..length).try_for_each(|_| dropped.push(false))?;
        let dropped = dropped.as_mut_slice();
        let mut rest = &*places;
        while let Some((&first, later)) = rest.split_first() {
            let repeated = later.iter().take_while(|&&place| members[place].0 == members[first].0).count();
            let (same, others) = later.split_at(repeated);
            if let Some(&last) = same.last() {
                let (head, tail) = members.split_at_mut(last);
                std::mem::swap(&mut head[first].1, &mut tail[0].1);
            }
            same.iter().for_each(|&place| dropped[place] = true);
            rest = others;
        }
        let mut kept = 0;
        for (place, _) in dropped.iter().enumerate().filter(|&(_, &dropped)| !dropped) {
            members.swap(kept, place);
            kept += 1;
        }
        self.list.truncate(kept);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A hash that is cheap can be met on purpose; each name was then compared with all before it.
    #[test]
    fn names_that_look_the_same_are_not_searched_for_long() {
        let names: Vec<String> = (0..SEARCHED).map(|n| format!("a beginning {n:04} an ending")).collect();
        let arena = Arena::with_limit(usize::MAX);
        let mut members = Members::new(&arena);
        for (value, name) in names.iter().enumerate() {
            *members.place(Name::of(name), || 0).unwrap() = value;
        }
        assert!(members.compared <= MOST_COMPARED + SEARCHED, "{} comparisons", members.compared);
        *members.place(Name::of(&names[7]), || 0).unwrap() = 1_000;
        let found = members.finish().unwrap();
        assert_eq!((found.len(), found[7], found[8]), (SEARCHED, (&*names[7], 1_000), (&*names[8], 8)));
    }

    #[test]
    fn room_is_a_guess() {
        for (limit, room) in
            [(usize::MAX, 0), (usize::MAX, 1), (usize::MAX, usize::MAX), (4 << 10, 64), (0, 0)]
        {
            let arena = Arena::with_limit(limit);
            let mut members: Members<'_, [u8; 100]> = Members::new(&arena);
            members.make_room(room);
            // Where so much is not to be had, there is as much as without.
            let placed = (0..5).filter(|_| members.place(Name::of("a"), || [1; 100]).is_ok()).count();
            assert_eq!(placed, if limit == 0 { 0 } else { 5 }, "{limit} {room}");
            assert_eq!(members.finish().unwrap().len(), placed.min(1));
        }
    }

    #[test]
    fn a_repeated_name_keeps_its_first_place_and_its_last_value() {
        // Below, at and above the number of members that are searched; repeated names near and far.
        for length in [1usize, 2, 5, 255, 256, 257, 300, 2_000] {
            for step in [1, 3, length / 2 + 1] {
                let names: Vec<String> =
                    (0..length).map(|i| format!("name{}", i % (length - length / 3) / step)).collect();
                let arena = Arena::with_limit(usize::MAX);
                let mut members = Members::new(&arena);
                members.make_room(step);
                let mut expected: Vec<(&str, usize)> = Vec::new();
                for (value, name) in names.iter().enumerate() {
                    *members.place(Name::of(name), || 0).unwrap() = value;
                    match expected.iter_mut().find(|member| member.0 == name) {
                        Some(member) => member.1 = value,
                        None => expected.push((name, value)),
                    }
                }
                assert_eq!(members.finish().unwrap(), expected, "{length} {step}");
            }
        }
    }
}
