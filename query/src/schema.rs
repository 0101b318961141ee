//! Tables made and dropped, as models declare them: for tests and development, and as the inputs that a deployment may be made of.

use std::fmt;
use std::time::{Duration, Instant};

use aws_sdk_dynamodb::operation::create_table::CreateTableInput;
use aws_sdk_dynamodb::operation::update_time_to_live::UpdateTimeToLiveInput;
use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, LocalSecondaryIndex,
    Projection, ProjectionType, ProvisionedThroughput, ScalarAttributeType, StreamSpecification,
    StreamViewType, TableStatus, TimeToLiveSpecification,
};
use aws_smithy_async::rt::sleep::AsyncSleep;
use aws_smithy_types::error::operation::BuildError;
use millstream::keys::{IndexSchema, KeyAttribute, Keyed, Path, Paths};
use millstream::value::Tag;

use crate::error::Error;
use crate::retry::sleep_of;
use crate::table::{Handle, Table};

/// How long a table may take to be made or dropped, unless said otherwise.
const PATIENCE: Duration = Duration::from_secs(300);
/// Between two looks at a table: at first, and at most.
const LOOKS: (Duration, Duration) = (Duration::from_millis(20), Duration::from_secs(2));

impl<M: Keyed> Table<M> {
    /// Makes the table, with the keys and indexes of its model, on demand unless said otherwise.
    pub fn create_table(&self) -> CreateTable<M> {
        CreateTable { table: self.clone(), throughput: None, stream: None, ttl: None, patience: PATIENCE }
    }

    /// Drops the table with all its items.
    pub fn drop_table(&self) -> DropTable {
        DropTable { handle: self.handle.clone(), patience: PATIENCE }
    }
}

/// Makes a table: [CreateTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html), then
/// [UpdateTimeToLive](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html).
///
/// ```
/// # use millstream::{Encode, Model};
/// # use millstream_query::{Error, Table};
/// # #[derive(Model, Encode)]
/// # #[model(table = "Sessions")]
/// # struct Session<'a> { #[model(hash_key)] id: &'a str, expires: u64 }
/// use aws_sdk_dynamodb::types::StreamViewType;
///
/// async fn make(sessions: &Table<Session<'static>>) -> Result<(), Error> {
///     let create = sessions.create_table().stream(StreamViewType::NewAndOldImages).ttl(|session| session.expires);
///     assert_eq!(create.input()?.key_schema().len(), 1);
///     create.send().await // until it is active
/// }
/// ```
#[must_use = "nothing is sent before `send`"]
pub struct CreateTable<M> {
    table: Table<M>,
    throughput: Option<(u64, u64)>,
    stream: Option<StreamViewType>,
    ttl: Option<&'static str>,
    patience: Duration,
}

impl<M: Keyed> CreateTable<M> {
    /// Provisioned capacity units for reads and for writes, of the table and of each global index, in the place of on-demand.
    pub fn provisioned(mut self, reads: u64, writes: u64) -> Self {
        self.throughput = Some((reads, writes));
        self
    }

    /// Gives it a stream of its changes.
    pub fn stream(mut self, view: StreamViewType) -> Self {
        self.stream = Some(view);
        self
    }

    /// Has items expire at the time that an attribute holds, in seconds since 1970.
    pub fn ttl<T>(mut self, attribute: impl FnOnce(M::Paths) -> Path<T>) -> Self
    where
        M: Paths,
    {
        self.ttl = Some(attribute(M::PATHS).root());
        self
    }

    /// How long it may take until the table is active: five minutes unless said otherwise.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// What is sent.
    ///
    /// # Errors
    /// When the SDK finds it incomplete.
    pub fn input(&self) -> Result<CreateTableInput, Error> {
        self.build().map_err(|_| self.table.handle.at("CreateTable").invalid("the SDK finds it incomplete"))
    }

    /// What is sent once the table is active, where items expire.
    ///
    /// # Errors
    /// When the SDK finds it incomplete.
    pub fn ttl_input(&self) -> Result<Option<UpdateTimeToLiveInput>, Error> {
        let Some(attribute) = self.ttl else { return Ok(None) };
        let build = || {
            let ttl = TimeToLiveSpecification::builder().enabled(true).attribute_name(attribute).build()?;
            let input = UpdateTimeToLiveInput::builder().table_name(self.table.name());
            input.time_to_live_specification(ttl).build()
        };
        let at = self.table.handle.at("UpdateTimeToLive");
        build().map(Some).map_err(|_: BuildError| at.invalid("the SDK finds it incomplete"))
    }

    fn build(&self) -> Result<CreateTableInput, BuildError> {
        let mut attributes: Vec<KeyAttribute> = Vec::new();
        let indexes = M::INDEXES.iter().flat_map(|index| [Some(index.hash_key), index.range_key]);
        for attribute in [Some(M::HASH_KEY), M::RANGE_KEY].into_iter().chain(indexes).flatten() {
            if !attributes.contains(&attribute) {
                attributes.push(attribute);
            }
        }
        let mut input = CreateTableInput::builder()
            .table_name(self.table.name())
            .set_key_schema(Some(key_schema(M::HASH_KEY, M::RANGE_KEY)?))
            .set_attribute_definitions(Some(
                attributes.into_iter().map(definition).collect::<Result<_, _>>()?,
            ));
        for index in M::INDEXES {
            input = match index.is_local {
                true => input.local_secondary_indexes(self.local(index)?),
                false => input.global_secondary_indexes(self.global(index)?),
            };
        }
        input = match self.throughput {
            Some(units) => input.provisioned_throughput(throughput(units)?),
            None => input.billing_mode(BillingMode::PayPerRequest),
        };
        if let Some(view) = &self.stream {
            let stream = StreamSpecification::builder().stream_enabled(true).stream_view_type(view.clone());
            input = input.stream_specification(stream.build()?);
        }
        input.build()
    }

    fn local(&self, index: &IndexSchema) -> Result<LocalSecondaryIndex, BuildError> {
        LocalSecondaryIndex::builder()
            .index_name(index.name)
            .set_key_schema(Some(key_schema(index.hash_key, index.range_key)?))
            .projection(projection::<M>(index))
            .build()
    }

    fn global(&self, index: &IndexSchema) -> Result<GlobalSecondaryIndex, BuildError> {
        GlobalSecondaryIndex::builder()
            .index_name(index.name)
            .set_key_schema(Some(key_schema(index.hash_key, index.range_key)?))
            .projection(projection::<M>(index))
            .set_provisioned_throughput(self.throughput.map(throughput).transpose()?)
            .build()
    }

    /// Makes the table and waits until it is active.
    ///
    /// # Errors
    /// When there is one of this name, DynamoDB refuses, or does not answer, or the table is not active in time.
    pub async fn send(self) -> Result<(), Error> {
        let handle = &self.table.handle;
        let at = handle.at("CreateTable");
        let input = self.input()?;
        let request = handle
            .client
            .create_table()
            .set_table_name(input.table_name)
            .set_key_schema(input.key_schema)
            .set_attribute_definitions(input.attribute_definitions)
            .set_local_secondary_indexes(input.local_secondary_indexes)
            .set_global_secondary_indexes(input.global_secondary_indexes)
            .set_billing_mode(input.billing_mode)
            .set_provisioned_throughput(input.provisioned_throughput)
            .set_stream_specification(input.stream_specification);
        request.send().await.map_err(|error| at.sdk(error))?;
        let is_active = |status: Option<&TableStatus>| status == Some(&TableStatus::Active);
        wait(handle, "CreateTable", self.patience, is_active).await?;
        if let Some(ttl) = self.ttl_input()? {
            let request = handle.client.update_time_to_live().set_table_name(ttl.table_name);
            let request = request.set_time_to_live_specification(ttl.time_to_live_specification);
            request.send().await.map_err(|error| handle.at("UpdateTimeToLive").sdk(error))?;
        }
        Ok(())
    }
}

fn key_schema(hash: KeyAttribute, range: Option<KeyAttribute>) -> Result<Vec<KeySchemaElement>, BuildError> {
    let element = |(key, kind): (KeyAttribute, KeyType)| {
        KeySchemaElement::builder().attribute_name(key.name).key_type(kind).build()
    };
    let range = range.map(|range| (range, KeyType::Range));
    [(hash, KeyType::Hash)].into_iter().chain(range).map(element).collect()
}

fn definition(key: KeyAttribute) -> Result<AttributeDefinition, BuildError> {
    let kind = match key.tag {
        Tag::N => ScalarAttributeType::N,
        Tag::B => ScalarAttributeType::B,
        _ => ScalarAttributeType::S,
    };
    AttributeDefinition::builder().attribute_name(key.name).attribute_type(kind).build()
}

/// Keys, of the table and of the index, are in it always, and are not named again.
fn projection<M: Keyed>(index: &IndexSchema) -> Projection {
    let Some(mut names) = index.projection() else {
        return Projection::builder().projection_type(ProjectionType::All).build();
    };
    let keys = [Some(M::HASH_KEY), M::RANGE_KEY, Some(index.hash_key), index.range_key];
    names.retain(|name| !keys.iter().flatten().any(|key| key.name == *name));
    if names.is_empty() {
        return Projection::builder().projection_type(ProjectionType::KeysOnly).build();
    }
    let names = names.into_iter().map(str::to_owned).collect();
    Projection::builder().projection_type(ProjectionType::Include).set_non_key_attributes(Some(names)).build()
}

fn throughput((reads, writes): (u64, u64)) -> Result<ProvisionedThroughput, BuildError> {
    let units = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
    let throughput = ProvisionedThroughput::builder().read_capacity_units(units(reads));
    throughput.write_capacity_units(units(writes)).build()
}

/// Drops a table: [DeleteTable](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DeleteTable.html).
#[must_use = "nothing is sent before `send`"]
pub struct DropTable {
    handle: Handle,
    patience: Duration,
}

impl DropTable {
    /// How long it may take until the table is gone: five minutes unless said otherwise.
    pub fn patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Drops it and waits until it is gone.
    ///
    /// # Errors
    /// When there is none, DynamoDB refuses, or does not answer, or it is not gone in time.
    pub async fn send(self) -> Result<(), Error> {
        let at = self.handle.at("DeleteTable");
        let request = self.handle.client.delete_table().table_name(&*self.handle.name);
        request.send().await.map_err(|error| at.sdk(error))?;
        wait(&self.handle, "DeleteTable", self.patience, |status| status.is_none()).await
    }
}

/// Looks at the table until its status, `None` where there is no table, is as it should be.
async fn wait(
    handle: &Handle,
    operation: &'static str,
    patience: Duration,
    is_done: impl Fn(Option<&TableStatus>) -> bool,
) -> Result<(), Error> {
    let at = handle.at(operation);
    let sleep = sleep_of(&handle.client);
    let (begun, (mut pause, longest)) = (Instant::now(), LOOKS);
    loop {
        let look = handle.client.describe_table().table_name(&*handle.name).send().await;
        let status = match look {
            Ok(output) => output.table.and_then(|table| table.table_status),
            Err(error) => {
                let error = handle.at("DescribeTable").sdk(error);
                if !error.is_not_found() {
                    return Err(error);
                }
                None
            }
        };
        if is_done(status.as_ref()) {
            return Ok(());
        }
        if begun.elapsed() + pause > patience {
            return Err(at.invalid("the table did not come to it in time"));
        }
        if let Some(sleep) = &sleep {
            sleep.sleep(pause).await;
        }
        pause = (2 * pause).min(longest);
    }
}

impl<M> fmt::Debug for CreateTable<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CreateTable").field("table", &self.table).finish_non_exhaustive()
    }
}

impl fmt::Debug for DropTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DropTable").field("table", &self.handle.name).finish_non_exhaustive()
    }
}
