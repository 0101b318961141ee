//! The order attributes stand in, by where a record comes from. AWS promises none; these were seen.

use super::random::{Random, hash};
use super::value::{Item, Value};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Order {
    /// A Lambda event: a Java `HashMap`'s buckets. Ties at the top level by name, in nested maps as the item was stored.
    Lambda,
    /// A record of Kinesis Data Streams: buckets of another hash in smaller tables; ties vary from record to record.
    Kinesis,
    /// GetRecords: by name.
    Sorted,
    /// No order, and another one in every image.
    Shuffled,
}

impl Order {
    /// Arranges a whole image or key. `stored` stands for the order in which this item's nested maps were stored.
    pub fn arrange(self, item: &mut Item, stored: u64, random: &mut Random) {
        match self {
            Order::Lambda => buckets(item, 16, java_hash, |name| (0, name.to_owned())),
            Order::Kinesis => {
                let ties = random.next();
                buckets(item, 1, bytes_hash, |name| (hash(ties, name), String::new()));
            }
            Order::Sorted => item.sort_by(|(a, _), (b, _)| a.cmp(b)),
            Order::Shuffled => random.shuffle(item),
        }
        for (_, value) in item {
            self.arrange_nested(value, stored, random);
        }
    }

    fn arrange_nested(self, value: &mut Value, stored: u64, random: &mut Random) {
        match value {
            Value::M(item) => {
                match self {
                    Order::Lambda => buckets(item, 16, java_hash, |name| (hash(stored, name), String::new())),
                    Order::Kinesis => buckets(item, 1, java_hash, |name| (hash(stored, name), String::new())),
                    Order::Sorted => item.sort_by(|(a, _), (b, _)| a.cmp(b)),
                    Order::Shuffled => random.shuffle(item),
                }
                item.iter_mut().for_each(|(_, value)| self.arrange_nested(value, stored, random));
            }
            Value::L(list) => list.iter_mut().for_each(|value| self.arrange_nested(value, stored, random)),
            _ => {}
        }
    }
}

/// By bucket of a hash table that is at most three quarters full, within a bucket by `tie`.
fn buckets(item: &mut Item, floor: usize, hash: fn(&str) -> u32, tie: impl Fn(&str) -> (u64, String)) {
    let mut capacity = floor;
    while item.len() * 4 > capacity * 3 {
        capacity *= 2;
    }
    item.sort_by_cached_key(|(name, _)| {
        let hash = hash(name);
        ((hash ^ (hash >> 16)) as usize & (capacity - 1), tie(name))
    });
}

/// `String.hashCode`
fn java_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)))
}

/// `Arrays.hashCode` of the UTF-8 bytes
fn bytes_hash(text: &str) -> u32 {
    text.bytes().fold(1, |hash, byte| hash.wrapping_mul(31).wrapping_add(u32::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected orders are of captured records and of the rule's first author's program.
    #[test]
    fn the_order_of_real_images() {
        let cases: [(Order, &[&str]); 3] = [
            (Order::Lambda, &["sk", "messageId", "pk"]),
            (
                Order::Lambda,
                &[
                    "owner",
                    "quantity",
                    "updated_at",
                    "price",
                    "name",
                    "created_at",
                    "currency",
                    "id",
                    "version",
                    "email",
                    "status",
                    "tags",
                ],
            ),
            (Order::Sorted, &["a", "b", "c"]),
        ];
        for (order, expected) in cases {
            let mut item: Item =
                expected.iter().rev().map(|&name| (name.into(), Value::Bool(true))).collect();
            order.arrange(&mut item, 0, &mut Random::new(""));
            assert_eq!(item.iter().map(|(name, _)| name.as_ref()).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn hashes_as_java_does() {
        assert_eq!(java_hash("Username"), 4_093_897_974);
        assert_eq!(bytes_hash("a"), 31 + 97);
    }
}
