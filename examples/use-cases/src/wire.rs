//! Items as DynamoDB's JSON, in which they are written.

use millstream::{AttributeValue, Item};
use serde_json::{Map, Value, json};

/// An item as DynamoDB's JSON. Numbers and binaries are the texts that came, so that nothing is rounded.
pub fn item(item: &Item<'_>) -> Map<String, Value> {
    item.iter().map(|(name, value)| ((*name).to_owned(), attribute(value))).collect()
}

fn attribute(value: &AttributeValue<'_>) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number.as_str() }),
        AttributeValue::B(binary) => json!({ "B": binary.as_base64() }),
        AttributeValue::Bool(truth) => json!({ "BOOL": truth }),
        AttributeValue::Null => json!({ "NULL": true }),
        AttributeValue::M(map) => json!({ "M": item(map) }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(attribute).collect::<Vec<_>>() }),
        AttributeValue::Ss(texts) => json!({ "SS": texts }),
        AttributeValue::Ns(numbers) => {
            json!({ "NS": numbers.iter().map(|n| n.as_str()).collect::<Vec<_>>() })
        }
        AttributeValue::Bs(binaries) => {
            json!({ "BS": binaries.iter().map(|b| b.as_base64()).collect::<Vec<_>>() })
        }
    }
}
