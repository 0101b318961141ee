//! What handlers have done, remembered in a table.

use std::time::{SystemTime, UNIX_EPOCH};

use millstream::handler::{Claim, Claims};
use serde_json::json;

use crate::dynamodb::{CallError, DynamoDb};

/// A table of claims, with the key `id` and TTL on `expires`.
#[derive(Clone, Debug)]
pub struct ClaimsTable<'d> {
    db: &'d DynamoDb,
    table: &'static str,
}

impl<'d> ClaimsTable<'d> {
    /// The claims in this table.
    pub fn new(db: &'d DynamoDb, table: &'static str) -> ClaimsTable<'d> {
        ClaimsTable { db, table }
    }

    fn id(claim: &Claim<'_>) -> String {
        format!("{} {} {}", claim.handler, claim.stream_arn, claim.sequence_number)
    }
}

impl Claims for ClaimsTable<'_> {
    type Error = CallError;

    async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, CallError> {
        let key = json!({ "id": { "S": Self::id(claim) } });
        let request = json!({ "TableName": self.table, "Key": key, "ConsistentRead": true });
        Ok(!self.db.call("GetItem", request).await?["Item"].is_null())
    }

    async fn done(&self, claim: &Claim<'_>) -> Result<(), CallError> {
        let item = json!({ "id": { "S": Self::id(claim) }, "expires": { "N": expiry() } });
        self.db.call("PutItem", json!({ "TableName": self.table, "Item": item })).await.map(drop)
    }
}

/// When a claim may be forgotten, for TTL: streams keep a change for a day, and two are a safe distance.
pub fn expiry() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    (now.as_secs() + 2 * 24 * 60 * 60).to_string()
}
