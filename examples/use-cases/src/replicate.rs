//! Each change of a table is applied to a second one.
//!
//! Changes may come again after later ones were applied, so each item of the replica carries the sequence number of the change that it is
//! from, and an older change is not applied: sequence numbers order all changes of one item. Times would not do: they are of a second, and
//! two changes within one would be taken for one.
//!
//! In the place of a deleted item a mark stays for two days. Without it an older change that comes again would bring the item back. Who reads
//! the replica passes over marks.

use millstream::encode::item_to_json;
use millstream::handler::{Change, Insert, Modify, Remove};
use millstream::{Encode, Item, Model};
use serde_json::{Value, json};

use crate::Result;
use crate::claims::expiry;
use crate::dynamodb::DynamoDb;

/// A product: its key, and whatever else it has.
#[derive(Encode, Model)]
#[model(table = "products")]
pub struct Product<'a> {
    /// the key
    #[model(hash_key)]
    pub id: &'a str,
    /// all other attributes
    #[model(rest)]
    pub rest: Item<'a>,
}

/// Applies a change to the table `replica`, unless the item there is from this change or a later one.
///
/// # Errors
/// When DynamoDB refuses it, so that it comes again.
pub async fn apply(db: &DynamoDb, replica: &str, change: Change<'_, '_, Product<'_>>) -> Result<()> {
    let number = change.meta().sequence_number().ok_or("a change without a sequence number")?;
    let mut item: Value = match change {
        Change::Insert(Insert { new, .. }) | Change::Modify(Modify { new, .. }) => {
            serde_json::from_str(&item_to_json(new)?)?
        }
        Change::Remove(Remove { old, .. }) => {
            json!({ "id": { "S": old.id }, "deleted": { "BOOL": true }, "expires": { "N": expiry() } })
        }
    };
    // They have 21 to 40 digits, more than a number holds; as texts of one length they are in order too.
    let applied = json!({ "S": format!("{:0>40}", number.as_str()) });
    item["applied"] = applied.clone();
    let put = json!({
        "TableName": replica,
        "Item": item,
        "ConditionExpression": "attribute_not_exists(applied) OR applied < :applied",
        "ExpressionAttributeValues": { ":applied": applied },
    });
    match db.call("PutItem", put).await {
        // The replica is as new already, or newer.
        Err(error) if error.is_condition() => Ok(()),
        put => Ok(put.map(drop)?),
    }
}
