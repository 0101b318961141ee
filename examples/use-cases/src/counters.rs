//! A like is created or withdrawn → the `like_count` of its post goes up or down by one.
//!
//! A change comes again whenever a batch fails, also when it was another handler or another record that failed. So the note that it was
//! counted and the counting itself are one transaction. Apart they would not do: if the process ended between the two, a note that was
//! written first would lose the like, and one that was written last would count it twice.

use millstream::Model;
use millstream::handler::InsertOrRemove;
use serde_json::json;

use crate::Result;
use crate::claims::expiry;
use crate::dynamodb::DynamoDb;

/// That a user likes a post.
#[derive(Model)]
#[model(table = "likes")]
pub struct Like<'a> {
    /// the post's id
    #[model(hash_key)]
    pub post: &'a str,
    /// who likes it
    #[model(range_key)]
    pub user: &'a str,
}

/// Counts a like in the table `posts`, once, however often the change comes. What was counted is noted in the table `counted`.
///
/// # Errors
/// When DynamoDB refuses it, so that it comes again.
pub async fn count(db: &DynamoDb, like: InsertOrRemove<'_, '_, Like<'_>>) -> Result<()> {
    let (post, by) = match &like {
        InsertOrRemove::Insert(created) => (created.new.post, "1"),
        InsertOrRemove::Remove(withdrawn) => (withdrawn.old.post, "-1"),
    };
    // Of a Lambda event it is the stream's ARN and the sequence number.
    let change = like.meta().dedup_key().ok_or("a change that cannot be told from others")?;
    let note = json!({
        "TableName": "counted",
        "Item": { "id": { "S": change.to_string() }, "expires": { "N": expiry() } },
        "ConditionExpression": "attribute_not_exists(id)",
    });
    let update = json!({
        "TableName": "posts",
        "Key": { "id": { "S": post } },
        "UpdateExpression": "ADD like_count :by",
        "ConditionExpression": "attribute_exists(id)",
        "ExpressionAttributeValues": { ":by": { "N": by } },
    });
    let both = json!({ "TransactItems": [{ "Put": note }, { "Update": update }] });
    match db.call("TransactWriteItems", both).await {
        // It was counted before, or the post is gone: nothing is left to do.
        Err(error) if error.is_condition() => Ok(()),
        counted => Ok(counted.map(drop)?),
    }
}
