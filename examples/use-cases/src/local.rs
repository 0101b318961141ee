//! A DynamoDB on this machine: dynoxide, in this process and in memory, behind HTTP as the real one is.

use std::future::pending;

use dynoxide::{Database, server};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::Result;
use crate::dynamodb::DynamoDb;

/// The server, and a client of it. It ends with the runtime that it was started in.
pub struct Local {
    /// the client
    pub db: DynamoDb,
    database: Database,
}

impl Local {
    /// Starts one, without tables, on a port that is free.
    ///
    /// # Errors
    /// When there is none.
    pub async fn start() -> Result<Local> {
        let database = Database::memory()?;
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let db = DynamoDb::at(format!("http://{}/", listener.local_addr()?));
        tokio::spawn(server::serve_with_shutdown(listener, database.clone(), pending()));
        Ok(Local { db, database })
    }

    /// Creates a table whose keys, one or two, are texts.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn create_table(&self, name: &str, keys: &[&str]) -> Result<()> {
        self.create(name, keys, json!({ "StreamEnabled": false })).await.map(drop)
    }

    /// Creates a table with a stream, whose ARN it answers.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn create_table_with_stream(&self, name: &str, keys: &[&str], view: &str) -> Result<String> {
        let table = self.create(name, keys, json!({ "StreamEnabled": true, "StreamViewType": view })).await?;
        Ok(table["TableDescription"]["LatestStreamArn"]
            .as_str()
            .ok_or("a table without a stream")?
            .to_owned())
    }

    async fn create(&self, name: &str, keys: &[&str], stream: Value) -> Result<Value> {
        let attributes: Vec<Value> =
            keys.iter().map(|key| json!({ "AttributeName": key, "AttributeType": "S" })).collect();
        let schema: Vec<Value> = keys
            .iter()
            .zip(["HASH", "RANGE"])
            .map(|(key, kind)| json!({ "AttributeName": key, "KeyType": kind }))
            .collect();
        let request = json!({
            "TableName": name,
            "AttributeDefinitions": attributes,
            "KeySchema": schema,
            "BillingMode": "PAY_PER_REQUEST",
            "StreamSpecification": stream,
        });
        Ok(self.db.call("CreateTable", request).await?)
    }

    /// Writes an item, given as DynamoDB's JSON.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn put(&self, table: &str, item: Value) -> Result<()> {
        self.db.call("PutItem", json!({ "TableName": table, "Item": item })).await?;
        Ok(())
    }

    /// Deletes an item, as a user would.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn delete(&self, table: &str, key: Value) -> Result<()> {
        self.db.call("DeleteItem", json!({ "TableName": table, "Key": key })).await?;
        Ok(())
    }

    /// All items of a table, as DynamoDB's JSON and in the order of their first key's text.
    ///
    /// # Errors
    /// When it is refused.
    pub async fn items(&self, table: &str, key: &str) -> Result<Vec<Value>> {
        let mut found = self.db.call("Scan", json!({ "TableName": table })).await?;
        let mut items = match found["Items"].take() {
            Value::Array(items) => items,
            _ => Vec::new(),
        };
        items.sort_by_key(|item| item[key]["S"].as_str().unwrap_or_default().to_owned());
        Ok(items)
    }

    /// Deletes what has expired now, in DynamoDB's own name; AWS takes up to some days for it.
    ///
    /// # Errors
    /// When the database fails.
    pub fn expire(&self) -> Result<usize> {
        Ok(self.database.sweep_ttl()?)
    }
}
