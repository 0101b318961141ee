//! The operations whose answers are kept: an empty output of each, and how an output is written as the JSON that it was read from.

use std::fmt;

use aws_sdk_dynamodb::operation::{
    batch_get_item as batch_get, delete_item as delete, get_item as get, put_item as put, query, scan,
    transact_get_items as transact_get, update_item as update,
};
use aws_sdk_dynamodb::types::ConsumedCapacity;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use millstream::encode::EncodeError;

use crate::convert::{SdkItem, json_of_sdk};

/// What is done about an answer that arrived whole and cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It is asked for again.
    Read,
    /// Nothing: it has happened, and is not to happen twice.
    Write,
}

/// An operation whose answers are kept.
pub(crate) trait Operation: RuntimePlugin + Sized + 'static {
    type Output: fmt::Debug + Send + Sync + 'static;

    const KIND: Kind;

    fn new() -> Self;

    /// What the SDK hands out in the place of what was kept.
    fn empty() -> Self::Output;

    /// An answer that the SDK has read, as the JSON it may have been.
    fn to_json(output: &Self::Output) -> Result<String, EncodeError>;
}

macro_rules! operations {
    ($($kind:ident $operation:path, $output:path, |$read:ident| $write:expr;)*) => { $(
        impl Operation for $operation {
            type Output = $output;

            const KIND: Kind = Kind::$kind;

            fn new() -> Self {
                Self::new()
            }

            fn empty() -> Self::Output {
                Self::Output::builder().build()
            }

            fn to_json($read: &Self::Output) -> Result<String, EncodeError> {
                $write.map(Json::end)
            }
        }
    )* };
}

operations! {
    Read get::GetItem, get::GetItemOutput, |output| {
        Json::default().item("Item", output.item()).map(|json| json.capacity(output.consumed_capacity()))
    };
    Write put::PutItem, put::PutItemOutput, |output| {
        Json::default().item("Attributes", output.attributes()).map(|json| json.capacity(output.consumed_capacity()))
    };
    Write update::UpdateItem, update::UpdateItemOutput, |output| {
        Json::default().item("Attributes", output.attributes()).map(|json| json.capacity(output.consumed_capacity()))
    };
    Write delete::DeleteItem, delete::DeleteItemOutput, |output| {
        Json::default().item("Attributes", output.attributes()).map(|json| json.capacity(output.consumed_capacity()))
    };
    Read query::Query, query::QueryOutput, |output| {
        let json = Json::default().items("Items", output.items())?.item("LastEvaluatedKey", output.last_evaluated_key())?;
        Ok(json.count("Count", output.count()).count("ScannedCount", output.scanned_count()).capacity(output.consumed_capacity()))
    };
    Read scan::Scan, scan::ScanOutput, |output| {
        let json = Json::default().items("Items", output.items())?.item("LastEvaluatedKey", output.last_evaluated_key())?;
        Ok(json.count("Count", output.count()).count("ScannedCount", output.scanned_count()).capacity(output.consumed_capacity()))
    };
    Read batch_get::BatchGetItem, batch_get::BatchGetItemOutput, |output| {
        let mut responses = Json::default();
        for (table, items) in output.responses().into_iter().flatten() {
            responses = responses.items(table, items)?;
        }
        let mut unprocessed = Json::default();
        for (table, keys) in output.unprocessed_keys().into_iter().flatten() {
            unprocessed = unprocessed.member(table, &Json::default().items("Keys", keys.keys())?.end());
        }
        let json = Json::default().member("Responses", &responses.end());
        Ok(json.member("UnprocessedKeys", &unprocessed.end()).capacities(output.consumed_capacity()))
    };
    Read transact_get::TransactGetItems, transact_get::TransactGetItemsOutput, |output| {
        let responses = output.responses().iter().map(|response| {
            Json::default().item("Item", response.item()).map(Json::end)
        });
        let responses = responses.collect::<Result<Vec<_>, _>>()?.join(",");
        let json = Json::default().member("Responses", &format!("[{responses}]"));
        Ok(json.capacities(output.consumed_capacity()))
    };
}

/// An object that is written member by member.
#[derive(Default)]
pub(crate) struct Json(String);

impl Json {
    pub(crate) fn member(mut self, name: &str, json: &str) -> Json {
        // The names are DynamoDB's own, or those of tables and ARNs, which hold nothing that JSON escapes.
        self.0 += if self.0.is_empty() { "{\"" } else { ",\"" };
        self.0 += name;
        self.0 += "\":";
        self.0 += json;
        self
    }

    /// A member that is a text, if there is one.
    #[cfg(feature = "streams")]
    pub(crate) fn text(self, name: &str, text: Option<&str>) -> Json {
        match text {
            // Displayed as plain JSON.
            Some(text) => self.member(name, &millstream::AttributeValue::S(text).to_string()),
            None => self,
        }
    }

    fn item(self, name: &str, item: Option<&SdkItem>) -> Result<Json, EncodeError> {
        match item {
            Some(item) => Ok(self.member(name, &json_of_sdk(item)?)),
            None => Ok(self),
        }
    }

    fn items(self, name: &str, items: &[SdkItem]) -> Result<Json, EncodeError> {
        let items = items.iter().map(json_of_sdk).collect::<Result<Vec<_>, _>>()?.join(",");
        Ok(self.member(name, &format!("[{items}]")))
    }

    fn count(self, name: &str, count: i32) -> Json {
        self.member(name, &count.to_string())
    }

    fn capacity(self, capacity: Option<&ConsumedCapacity>) -> Json {
        self.capacities(capacity.map(std::slice::from_ref).unwrap_or_default())
    }

    /// The sum is all that is asked of it.
    fn capacities(self, capacities: &[ConsumedCapacity]) -> Json {
        let units = capacities.iter().map(|capacity| capacity.capacity_units()).sum::<Option<f64>>();
        match units.filter(|_| !capacities.is_empty()) {
            Some(units) => self.member("ConsumedCapacity", &format!("{{\"CapacityUnits\":{units}}}")),
            None => self,
        }
    }

    pub(crate) fn end(self) -> String {
        if self.0.is_empty() { "{}".to_owned() } else { self.0 + "}" }
    }
}
