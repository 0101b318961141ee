//! The order in which Lambda sends the attributes of an image: that of a Java `HashMap`.

use crate::types::{RefItem, RefValue};

/// Puts the attributes of an image, and of the maps in it, in the order in which Lambda sends them. At the top level names of one
/// bucket come by name; in nested maps they come in stored order, for which the order by name is as good as any.
pub fn arrange(item: &mut RefItem) {
    let mut capacity = 16;
    while item.len() * 4 > capacity * 3 {
        capacity *= 2;
    }
    item.sort_by(|(a, _), (b, _)| bucket(a, capacity).cmp(&bucket(b, capacity)).then_with(|| a.cmp(b)));
    for (_, value) in item {
        arrange_value(value);
    }
}

fn arrange_value(value: &mut RefValue) {
    match value {
        RefValue::M(item) => arrange(item),
        RefValue::L(elements) => elements.iter_mut().for_each(arrange_value),
        _ => {}
    }
}

fn bucket(name: &str, capacity: usize) -> usize {
    let hash = java_hash(name);
    (hash ^ (hash >> 16)) as usize & (capacity - 1)
}

/// `String.hashCode`
fn java_hash(text: &str) -> u32 {
    text.encode_utf16().fold(0, |hash, unit| hash.wrapping_mul(31).wrapping_add(u32::from(unit)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The expected orders come from the Python function in PERF.md.
    #[test]
    fn the_order_of_real_images() {
        let cases: [&[&str]; 6] = [
            &["Message", "Username", "Timestamp"],
            &["sk", "messageId", "pk"], // as captured in aws-samples__serverless-patterns__pipes-iot-record-1.json
            &["Aa", "BB", "C#"],        // one hash for all three: by name
            &["e", "naïve", "😀", "created_at", "id"],
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
            // one more, and the capacity is 32
            &[
                "owner",
                "note",
                "quantity",
                "created_at",
                "version",
                "tags",
                "updated_at",
                "price",
                "name",
                "currency",
                "id",
                "email",
                "status",
            ],
        ];
        for expected in cases {
            let mut item: RefItem = expected.iter().map(|name| (name.to_string(), RefValue::Null)).collect();
            item.sort_by(|(a, _), (b, _)| b.cmp(a));
            arrange(&mut item);
            let names: Vec<&str> = item.iter().map(|(name, _)| name.as_str()).collect();
            assert_eq!(names, expected);
        }
    }

    #[test]
    fn nested_maps_too() {
        let inner = || vec![("pk".to_string(), RefValue::Null), ("sk".to_string(), RefValue::Null)];
        let mut item = vec![
            ("a".to_string(), RefValue::L(vec![RefValue::M(inner())])),
            ("m".to_string(), RefValue::M(inner())),
        ];
        arrange(&mut item);
        let sorted =
            RefValue::M(vec![("sk".to_string(), RefValue::Null), ("pk".to_string(), RefValue::Null)]);
        assert!(item.contains(&("m".to_string(), sorted.clone())));
        assert!(item.contains(&("a".to_string(), RefValue::L(vec![sorted]))));
    }

    #[test]
    fn hashes_as_java_does() {
        assert_eq!(java_hash(""), 0);
        assert_eq!(java_hash("Username"), 4_093_897_974);
        assert_eq!(java_hash("😀"), 1_772_899);
    }
}
