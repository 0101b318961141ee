//! Changes of items, and the Lambda event that tells of them, byte for byte as Lambda writes it.

use std::fmt::Write;

use super::order::Order;
use super::random::Random;
use super::value::{Item, Value, item, size, text, write_item};

/// What happened to one item.
#[derive(Clone, Debug)]
pub struct Change {
    pub new: Option<Item>,
    pub old: Option<Item>,
    /// Removed by the time-to-live service, not by a user.
    pub expired: bool,
}

/// INSERT, MODIFY and REMOVE as a table sees them: `modify` of 100 are modifications, one in five of the rest a removal by a user or by
/// the time-to-live service.
pub fn change(
    random: &mut Random,
    modify: usize,
    item: impl FnOnce(&mut Random) -> Item,
    altered: impl FnOnce(&mut Random, &Item) -> Item,
) -> Change {
    let modified = random.percent(modify);
    let removed = !modified && random.percent(20);
    let item = item(random);
    match (modified, removed) {
        (true, _) => {
            let old = altered(random, &item);
            Change { new: Some(item), old: Some(old), expired: false }
        }
        (false, true) => Change { new: None, old: Some(item), expired: random.percent(40) },
        (false, false) => Change { new: Some(item), old: None, expired: false },
    }
}

/// An event of one table: the changes in stream order.
pub struct Writer<'a> {
    pub table: &'a str,
    pub keys: &'a [&'a str],
    pub order: Order,
}

impl Writer<'_> {
    pub fn event(&self, changes: Vec<Change>, random: &mut Random) -> Vec<u8> {
        let mut json = String::from(r#"{"Records":["#);
        let mut time = 1_674_921_798 + random.below(1 << 20);
        let mut sequence = 53_871_204_119 + random.below(1 << 40) as u64;
        // Draws of its own, so that the same records can be had in several orders.
        let mut ties = Random::new("ties");
        for (place, change) in changes.into_iter().enumerate() {
            if place > 0 {
                json.push(',');
            }
            time += random.below(4) / 3;
            sequence += 1 + random.below(1 << 20) as u64;
            let id = random.hex(32);
            self.record(&mut json, change, &id, time, sequence, &mut ties);
        }
        json.push_str("]}");
        json.into_bytes()
    }

    fn record(
        &self,
        json: &mut String,
        change: Change,
        id: &str,
        time: usize,
        sequence: u64,
        ties: &mut Random,
    ) {
        let name = match (&change.new, &change.old) {
            (Some(_), Some(_)) => "MODIFY",
            (Some(_), None) => "INSERT",
            _ => "REMOVE",
        };
        write!(
            json,
            r#"{{"eventID":"{id}","eventName":"{name}","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"eu-west-1","#
        )
        .unwrap();
        if change.expired {
            json.push_str(r#""userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"},"#);
        }
        write!(json, r#""dynamodb":{{"ApproximateCreationDateTime":{},"Keys":"#, java_double(time)).unwrap();
        let any = change.new.as_ref().or(change.old.as_ref()).expect("a change has an image");
        let mut keys: Item =
            any.iter().filter(|(name, _)| self.keys.contains(&name.as_ref())).cloned().collect();
        let mut bytes = size(&keys);
        let stored = ties.next();
        self.order.arrange(&mut keys, stored, ties);
        write_item(json, &keys);
        for (member, image) in [("NewImage", change.new), ("OldImage", change.old)] {
            if let Some(mut image) = image {
                bytes += size(&image);
                self.order.arrange(&mut image, stored, ties);
                write!(json, r#","{member}":"#).unwrap();
                write_item(json, &image);
            }
        }
        write!(
            json,
            r#","SequenceNumber":"405370000{sequence:015}","SizeBytes":{bytes},"StreamViewType":"NEW_AND_OLD_IMAGES"}},"eventSourceARN":"arn:aws:dynamodb:eu-west-1:471112345678:table/{}/stream/2024-01-14T00:04:06.388"}}"#,
            self.table
        )
        .unwrap();
    }
}

/// `Double.toString` of a number of ten digits.
fn java_double(seconds: usize) -> String {
    let digits = seconds.to_string();
    let fraction = digits[1..].trim_end_matches('0');
    format!("{}.{}E{}", &digits[..1], if fraction.is_empty() { "0" } else { fraction }, digits.len() - 1)
}

/// A map of texts.
pub fn texts(entries: impl IntoIterator<Item = (&'static str, String)>) -> Value {
    Value::M(entries.into_iter().flat_map(|(name, value)| item! { name => text(value) }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_as_java_writes_them() {
        assert_eq!(java_double(1_674_921_798), "1.674921798E9");
        assert_eq!(java_double(1_428_537_600), "1.4285376E9");
        assert_eq!(java_double(1_000_000_000), "1.0E9");
    }
}
