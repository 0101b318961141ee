//! Which attribute has a name: a hash table that is made when the model is compiled.
//!
//! Eight bytes at a fixed place are what is known soonest of a name. Where they tell a model's names apart, no name has to be measured
//! before the processor knows which attribute it is; otherwise its length and bytes of its beginning, middle and end do.

use super::Attribute;
use crate::cursor::{AtToken, Cursor, MapPlace};
use crate::scan;
use crate::value::Tag;

/// The places of a model's attributes by their names, aliases included.
#[derive(Debug)]
pub struct Names<S: ?Sized = [u16]> {
    key: Key,
    multiplier: u64,
    /// so many slots behind its own may a name stand
    probes: usize,
    /// a bit for each name of fewer than four bytes, which has no key without its type
    short: u64,
    /// the places plus one; 0 where there is no name
    slots: S,
}

/// What a name is looked up by.
#[derive(Clone, Copy, Debug)]
enum Key {
    /// the first eight bytes of `name":{"T":"`
    Beginning,
    /// the name's length, and eight bytes of its beginning, middle and end
    Parts,
    /// nothing, since too many names have a key in common: the names are gone through
    Nothing,
}

/// What the bytes of the next name tell.
pub(super) enum Ahead<'c, 'a> {
    /// It is this attribute.
    Known(usize, AtToken<'c, 'a>),
    /// It is no attribute of the model, if it is spelled as `"name":{"`, and the name has no escapes and is of [`SHORT`] bytes at least: the type may
    /// be part of a shorter one's key, and be another on the wire.
    Stranger,
    /// It may be any.
    Unsure,
}

/// Slots of the table for so many names: enough that a few names soon have a multiplier that gives each a slot of its own.
pub const fn room(names: usize) -> usize {
    (4 * names + 4).next_power_of_two()
}

/// The key of a shorter name has the type in it.
pub(super) const SHORT: usize = 4;

/// A name that would stand farther behind its own slot makes a key useless.
const FARTHEST: usize = 16;

impl<const N: usize> Names<[u16; N]> {
    /// A table of these attributes.
    ///
    /// # Panics
    /// When there are more than an item holds.
    pub const fn of(attributes: &[Attribute]) -> Self {
        assert!(attributes.len() < u16::MAX as usize, "a model of more than 65,534 attributes");
        let beginning = Self::by(Key::Beginning, attributes);
        if beginning.probes == 0 {
            return beginning;
        }
        let parts = Self::by(Key::Parts, attributes);
        if beginning.probes <= parts.probes { beginning } else { parts }
    }

    const fn by(key: Key, attributes: &[Attribute]) -> Self {
        let mut multiplier = 0x9E37_79B9_7F4A_7C15;
        let mut best = Self::with(key, multiplier, attributes);
        // Where there are many names, the compiler's time is worth more than the second slot that some are looked for in.
        let mut attempts = 2_048 / (attributes.len() + 1);
        while best.probes > 0 && best.probes <= FARTHEST && attempts > 0 {
            multiplier = multiplier.wrapping_mul(0xD134_2543_DE82_EF95);
            let next = Self::with(key, multiplier, attributes);
            if next.probes < best.probes {
                best = next;
            }
            attempts -= 1;
        }
        if best.probes > FARTHEST {
            return Names {
                key: Key::Nothing,
                multiplier: 0,
                probes: usize::MAX,
                short: u64::MAX,
                slots: [0; N],
            };
        }
        best
    }

    const fn with(key: Key, multiplier: u64, attributes: &[Attribute]) -> Self {
        let mut names = Names { key, multiplier, probes: 0, short: 0, slots: [0; N] };
        let mut place = 0;
        while place < attributes.len() && names.probes <= FARTHEST {
            let Attribute { name, aliases, tag, .. } = &attributes[place];
            names.add(name, *tag, place);
            let mut alias = 0;
            while alias < aliases.len() {
                names.add(aliases[alias], *tag, place);
                alias += 1;
            }
            place += 1;
        }
        names
    }

    const fn add(&mut self, name: &str, tag: Tag, place: usize) {
        if name.len() < SHORT {
            self.short |= short_bit(name.as_bytes());
        }
        let key = match self.key {
            Key::Beginning => beginning(name.as_bytes(), tag),
            Key::Parts => Some(parts(name.as_bytes())),
            Key::Nothing => None,
        };
        let Some(key) = key else {
            self.probes = usize::MAX;
            return;
        };
        let mut slot = first_slot(key, self.multiplier, N);
        let mut probes = 0;
        while self.slots[slot] != 0 && probes <= FARTHEST {
            slot = (slot + 1) % N;
            probes += 1;
        }
        self.slots[slot] = place as u16 + 1;
        if probes > self.probes {
            self.probes = probes;
        }
    }
}

impl Names {
    /// The place of the attribute called `name`.
    pub(super) fn find(&self, attributes: &[Attribute], name: &str) -> Option<usize> {
        let key = match self.key {
            Key::Beginning => beginning(name.as_bytes(), Tag::Any),
            Key::Parts => Some(parts(name.as_bytes())),
            Key::Nothing => None,
        };
        let Some(key) = key else {
            if name.len() < SHORT && self.short & short_bit(name.as_bytes()) == 0 {
                return None;
            }
            return attributes.iter().position(|attribute| attribute.is_called(name));
        };
        // In a loop, since the closures of an iterator are not inlined.
        for index in self.under(key) {
            let attribute = attributes.get(index)?;
            if attribute.is_called(name) {
                return Some(index);
            }
        }
        None
    }

    /// What comes at the cursor, which stays where it is.
    #[inline(always)]
    pub(super) fn ahead<'c, 'a>(
        &self,
        attributes: &[Attribute],
        mut cursor: &'c mut Cursor<'a>,
        place: MapPlace,
    ) -> Ahead<'c, 'a> {
        let Some(key) = cursor.name_ahead(place).and_then(|name| self.key_ahead(name)) else {
            return Ahead::Unsure;
        };
        let mut is_free = true;
        // In a loop as above.
        for index in self.under(key) {
            is_free = false;
            let Some(attribute) = attributes.get(index) else { break };
            match cursor.token_comes(&attribute.token, place) {
                Ok(token) => return Ahead::Known(index, token),
                Err(same) => cursor = same,
            }
        }
        if is_free || self.is_strangers(key, attributes) { Ahead::Stranger } else { Ahead::Unsure }
    }

    #[inline(always)]
    fn key_ahead(&self, name: &[u8]) -> Option<u64> {
        match self.key {
            Key::Beginning => word(name, 0),
            Key::Parts => parts_ahead(name),
            Key::Nothing => None,
        }
    }

    /// Whether no attribute has this key, although some may stand where one with it would.
    #[inline(never)]
    fn is_strangers(&self, key: u64, attributes: &[Attribute]) -> bool {
        let is_other = |attribute: &Attribute| {
            attribute.aliases.is_empty() && attribute.token.beginning_of_name() != key
        };
        matches!(self.key, Key::Beginning)
            && self.under(key).all(|index| attributes.get(index).is_some_and(is_other))
    }

    /// The places that stand where one with this key may stand.
    #[inline(always)]
    fn under(&self, key: u64) -> impl Iterator<Item = usize> {
        let slot = first_slot(key, self.multiplier, self.slots.len());
        let slots = (slot..slot + self.probes + 1).map(|slot| self.slots[slot % self.slots.len()]);
        slots.map_while(|slot| (slot as usize).checked_sub(1))
    }
}

#[inline(always)]
const fn first_slot(key: u64, multiplier: u64, slots: usize) -> usize {
    (key.wrapping_mul(multiplier) >> (64 - slots.trailing_zeros())) as usize
}

/// One of 64 bits for a name of fewer than eight bytes.
const fn short_bit(name: &[u8]) -> u64 {
    1 << (below_eight(name).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 58)
}

/// The first eight bytes of `name":{"T":"`. `None` where the type is among them, but may be any.
const fn beginning(name: &[u8], tag: Tag) -> Option<u64> {
    if let Some(&head) = name.first_chunk() {
        return Some(u64::from_le_bytes(head));
    }
    let word = below_eight(name) | (u32::from_le_bytes(*b"\":{\"") as u64) << (8 * name.len());
    let mut length = name.len() + 4;
    if length >= 8 {
        return Some(word);
    }
    if matches!(tag, Tag::Any) || name.is_empty() {
        return None;
    }
    let (mut word, tag) = (word, tag.name().as_bytes());
    let mut at = 0;
    while length < 8 {
        let byte = match at - tag.len() as isize {
            ..0 => tag[at as usize],
            0 => b'"',
            _ => b':',
        };
        word |= (byte as u64) << (8 * length);
        length += 1;
        at += 1;
    }
    Some(word)
}

/// A name's length, and eight bytes of its beginning, middle and end.
const fn parts(name: &[u8]) -> u64 {
    let (Some(&head), Some(&tail)) = (name.first_chunk(), name.last_chunk()) else {
        return mix([below_eight(name); 3], name.len());
    };
    let middle = match name.split_at(middle(name.len())).1.first_chunk() {
        Some(&middle) => middle,
        None => [0; 8],
    };
    mix([u64::from_le_bytes(head), u64::from_le_bytes(middle), u64::from_le_bytes(tail)], name.len())
}

/// Where the eight bytes in the middle of a name begin.
#[inline(always)]
const fn middle(length: usize) -> usize {
    (length - 8) / 2
}

/// The bytes of a name that is shorter than eight, the first in the lowest.
const fn below_eight(name: &[u8]) -> u64 {
    let (mut word, mut at) = (0, 0);
    while at < name.len() {
        word |= (name[at] as u64) << (8 * at);
        at += 1;
    }
    word
}

#[inline(always)]
const fn mix([head, middle, tail]: [u64; 3], length: usize) -> u64 {
    (head ^ middle.rotate_left(19) ^ tail.rotate_left(37)).wrapping_add(length as u64)
}

/// [`parts`] of the name that `bytes` begin with. `None` where it is not one of 1 to 31 plain bytes.
#[inline(always)]
fn parts_ahead(bytes: &[u8]) -> Option<u64> {
    let length = scan::marks(bytes.first_chunk()?, &scan::Plain::OF_TEXT).first();
    match length {
        1..8 => Some(mix([word(bytes, 0)? & (u64::MAX >> (64 - 8 * length)); 3], length)),
        8..32 => Some(mix([word(bytes, 0)?, word(bytes, middle(length))?, word(bytes, length - 8)?], length)),
        _ => None,
    }
}

#[inline(always)]
fn word(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.first_chunk().map(|&word| u64::from_le_bytes(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Arena;
    use crate::limits::Limits;

    /// Names of all lengths, some alike at either end, some that JSON escapes.
    fn names(count: usize) -> Vec<&'static str> {
        let plain = (0..count).map(|n| match n % 5 {
            0 => format!("{n}"),
            1 => format!("attribute_{n}"),
            2 => format!("{n}_attribute"),
            3 => format!("{}{n}{}", "a".repeat(n % 40), "b".repeat(n % 23)),
            _ => format!("é{n}\"한"),
        });
        plain.map(|name| &*name.leak()).collect()
    }

    fn check<const N: usize>(attributes: &[Attribute], strangers: &[&str]) {
        let table: &Names = &Names::<[u16; N]>::of(attributes);
        for (place, attribute) in attributes.iter().enumerate() {
            for name in attribute.aliases.iter().copied().chain([attribute.name]) {
                assert_eq!(table.find(attributes, name), Some(place), "{name:?}");
            }
            for (start, begin) in [(MapPlace::Start, ""), (MapPlace::InValue, "},")] {
                let (name, tag) = (attribute.name, attribute.tag.name());
                let text = format!("{begin}{name:?}:{{{tag:?}:\"\"{}", " ".repeat(64));
                let arena = Arena::with_limit(0);
                let limits = Limits::default();
                let mut cursor = Cursor::new(text.as_str(), &arena, &limits);
                let short = name.len() + 10 <= 64 && !name.contains('"');
                let short = short && (matches!(table.key, Key::Beginning) || name.len() < 32);
                // An escaped name may be taken for a stranger's, which it is not passed for.
                match table.ahead(attributes, &mut cursor, start) {
                    Ahead::Known(known, token) if short => {
                        assert_eq!(known, place, "{name:?}");
                        token.step_over(&attribute.token);
                    }
                    ahead => assert!(!short && !matches!(ahead, Ahead::Known(..)), "{name:?}"),
                }
                assert_eq!(cursor.at() > 0, short);
            }
        }
        for name in strangers {
            assert_eq!(table.find(attributes, name), None, "{name:?}");
            let text = format!("}},{name:?}:{{\"S\":\"\"{}", " ".repeat(64));
            let (arena, limits) = (Arena::with_limit(0), Limits::default());
            let mut cursor = Cursor::new(text.as_str(), &arena, &limits);
            let ahead = table.ahead(attributes, &mut cursor, MapPlace::InValue);
            assert!(!matches!(ahead, Ahead::Known(..)));
        }
    }

    /// What is told to be a stranger is none of the model's, whatever its type.
    #[test]
    fn no_attribute_is_a_stranger() {
        const ALIASES: &[&str] = &["a", "customer"];
        let attributes = [
            Attribute::new("customer_id", ALIASES, Tag::S),
            Attribute::new("id", &[], Tag::S),
            Attribute::new("name", &[], Tag::N),
            Attribute::new("version", &[], Tag::N),
        ];
        let beginning = &Names::<[u16; 32]>::by(Key::Beginning, &attributes) as &Names;
        let parts = &Names::<[u16; 32]>::by(Key::Parts, &attributes) as &Names;
        // Whether a stranger is told, and whether an attribute is.
        let ahead = |table: &Names, member: &str| {
            let text = format!("}},{member}{}", " ".repeat(64));
            let (arena, limits) = (Arena::with_limit(0), Limits::default());
            let mut cursor = Cursor::new(text.as_str(), &arena, &limits);
            let ahead = table.ahead(&attributes, &mut cursor, MapPlace::InValue);
            (matches!(ahead, Ahead::Stranger), matches!(ahead, Ahead::Known(..)))
        };
        for name in ["customer_id", "customer", "a", "id", "name", "version"] {
            for tag in ["S", "N", "NULL", "L"] {
                let member = format!("\"{name}\":{{\"{tag}\":");
                for table in [beginning, parts] {
                    // A name of fewer than four bytes is none that a stranger may have.
                    let (stranger, _) = ahead(table, &member);
                    assert!(!stranger || name.len() < 4, "{member}");
                }
            }
        }
        for name in ["customer_ie", "customers", "carrier", "loyalty", "versions", "etl_batch"] {
            let told = [beginning, parts].map(|table| ahead(table, &format!("\"{name}\":{{\"S\":\"\"")));
            assert!(told.iter().all(|(_, known)| !known), "{name}");
        }
        // What stands where they would is seen to be another, but for aliases.
        let strangers = (0..1_000).filter(|n| ahead(beginning, &format!("\"{n}_other\":{{")).0);
        assert!(strangers.count() > 800);
    }

    #[test]
    fn every_name_is_found_and_no_other() {
        for count in [0, 1, 2, 3, 7, 24, 100, 200] {
            let names = names(2 * count);
            let (own, strangers) = names.split_at(count);
            for tag in [Tag::S, Tag::B] {
                let attributes: Vec<_> = own.iter().map(|name| Attribute::new(name, &[], tag)).collect();
                check::<1_024>(&attributes, strangers);
                check::<4_096>(&attributes, strangers);
            }
        }
    }

    #[test]
    fn aliases_are_found_too() {
        const ALIASES: &[&str] = &["a", "customer", ""];
        let attributes =
            [Attribute::new("customer_id", ALIASES, Tag::S), Attribute::new("id", &[], Tag::Bool)];
        check::<{ room(5) }>(&attributes, &["customer_", "i", "idx"]);
    }

    #[test]
    fn names_without_a_key_are_gone_through() {
        let names: Vec<_> =
            (10..60).map(|n| &*format!("sensor_{}{n}{}", "x".repeat(16), "y".repeat(10)).leak()).collect();
        let attributes: Vec<_> = names.iter().map(|name| Attribute::new(name, &[], Tag::S)).collect();
        let table: &Names = &Names::<[u16; 256]>::of(&attributes);
        assert!(matches!(table.key, Key::Nothing));
        for (place, name) in names.iter().enumerate() {
            assert_eq!(table.find(&attributes, name), Some(place));
        }
        assert_eq!(table.find(&attributes, &names[0][1..]), None);
    }

    /// The attributes of one model begin alike, those of the other do not.
    #[test]
    fn eight_bytes_are_enough_where_they_differ() {
        let key = |names: &[&'static str], tag| {
            let attributes: Vec<_> = names.iter().map(|name| Attribute::new(name, &[], tag)).collect();
            let table = Names::<[u16; 64]>::of(&attributes);
            (matches!(table.key, Key::Beginning), table.probes)
        };
        assert_eq!(key(&["at", "by", "status", "shipping_address", "billing_address"], Tag::S), (true, 0));
        assert_eq!(key(&["ok", "on", "vip", "paid"], Tag::Bool), (true, 0));
        assert_eq!(key(&["engine_load", "engine_starts", "engine_status"], Tag::N), (false, 0));
        let numbered: Vec<_> = (0..8).map(|n| &*format!("sensor_000{n}_temperature").leak()).collect();
        assert_eq!(key(&numbered, Tag::N), (false, 0));
        // Their types may be any, and would be among the eight bytes.
        assert_eq!(key(&["at", "by"], Tag::Any), (false, 0));
    }
}
