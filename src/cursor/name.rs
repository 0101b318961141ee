//! Names of members, told apart.

/// A member's name.
#[derive(Clone, Copy)]
pub(crate) struct Name<'a> {
    pub(crate) text: &'a str,
    /// [`hash_of_name`]
    pub(crate) hash: u64,
}

impl<'a> Name<'a> {
    pub(crate) fn of(text: &'a str) -> Name<'a> {
        Name { text, hash: hash_of_name(text.as_bytes()) }
    }
}

/// [`hash_of_name`] of the `length` bytes that `ahead` begins with, up to 32; `None` where less than eight bytes follow in all.
///
/// It has no branch: how long the next name is nobody can predict where the order is another one each time (orders-shuffled without a model 8 %
/// less time).
#[inline(always)]
pub(super) fn hash_ahead(ahead: &[u8], length: usize) -> Option<u64> {
    let head = u64::from_le_bytes(*ahead.first_chunk()?);
    let tail = u64::from_le_bytes(*ahead.get(length.saturating_sub(8)..)?.first_chunk()?);
    let own = OWN[length % OWN.len()];
    Some(mix(head & own, tail & own, length))
}

/// The bits of a name's bytes among those of the first eight, by its length.
static OWN: [u64; 64] = {
    let (mut own, mut length) = ([u64::MAX; 64], 0);
    while length < 8 {
        own[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    own
};

#[inline(always)]
fn mix(head: u64, tail: u64, length: usize) -> u64 {
    (head ^ tail.rotate_left(29) ^ length as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Of a name's length and ends: cheap, and different for most names of one item.
#[inline(always)]
pub(crate) fn hash_of_name(name: &[u8]) -> u64 {
    match (name.first_chunk(), name.last_chunk()) {
        (Some(&head), Some(&tail)) => mix(u64::from_le_bytes(head), u64::from_le_bytes(tail), name.len()),
        _ => {
            let word = name.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
            mix(word, word, name.len())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name that comes in both ways must have one hash, or it would not be known to be repeated.
    #[test]
    fn the_hash_is_the_same_with_and_without_a_branch() {
        let name = "é0123456789abcdefghijklmnopqrstu";
        for behind in ["\":{\"S\":\"", "\0\0\0\0", "zzzz"] {
            for length in (0..=32).filter(|&length| name.is_char_boundary(name.len() - length)) {
                let name = &name[name.len() - length..];
                let ahead = format!("{name}{behind}{}", "?".repeat(40));
                assert_eq!(hash_ahead(ahead.as_bytes(), length), Some(Name::of(name).hash), "{name}");
            }
        }
        assert_eq!(hash_ahead(b"1234567", 7), None);
        assert_eq!(hash_ahead(b"1234567\"", 7), Some(Name::of("1234567").hash));
    }

    #[test]
    fn names_of_one_item_mostly_differ() {
        let names: Vec<String> = (0..2_000).map(|n| format!("{n}")).collect();
        let mut hashes: Vec<_> = names.iter().map(|name| Name::of(name).hash >> 48).collect();
        hashes.sort_unstable();
        hashes.dedup();
        assert!(hashes.len() > 1_900, "{}", hashes.len());
    }
}
