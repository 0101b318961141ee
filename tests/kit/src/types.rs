//! What a decoded event is, to the reference: owned, comparable, nothing clever.

/// An attribute value; numbers and binary values are kept as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefValue {
    /// A string.
    S(String),
    /// A number's text.
    N(String),
    /// Base64 text, not checked.
    B(String),
    /// A boolean.
    Bool(bool),
    /// Null.
    Null,
    /// A map.
    M(RefItem),
    /// A list.
    L(Vec<RefValue>),
    /// A set of strings, in input order.
    Ss(Vec<String>),
    /// A set of numbers, as text.
    Ns(Vec<String>),
    /// A set of base64 texts.
    Bs(Vec<String>),
}

/// A map of attributes: every name once, where it stood first, with the value it had last.
pub type RefItem = Vec<(String, RefValue)>;

/// Seconds since 1970, rounded down, and the nanoseconds beyond them.
pub type RefTime = (i64, u32);

/// One record of a stream. `None`: absent or `null`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefRecord {
    /// `eventID`
    pub event_id: Option<String>,
    /// `eventName`
    pub event_name: Option<String>,
    /// `eventVersion`
    pub event_version: Option<String>,
    /// `eventSource`
    pub event_source: Option<String>,
    /// `awsRegion`
    pub aws_region: Option<String>,
    /// `eventSourceARN`
    pub arn: Option<String>,
    /// `tableName`, where `eventSourceARN` does not tell the table
    pub table: Option<String>,
    /// `userIdentity`
    pub identity: Option<RefIdentity>,
    /// `dynamodb.ApproximateCreationDateTime`
    pub created: Option<RefTime>,
    /// `dynamodb.Keys`
    pub keys: Option<RefItem>,
    /// `dynamodb.NewImage`
    pub new: Option<RefItem>,
    /// `dynamodb.OldImage`
    pub old: Option<RefItem>,
    /// `dynamodb.SequenceNumber`
    pub sequence_number: Option<String>,
    /// `dynamodb.SizeBytes`
    pub size_bytes: Option<u64>,
    /// `dynamodb.StreamViewType`
    pub view_type: Option<String>,
}

/// A record whose keys and images are decoded when asked: each is its own error, and of a repeated one only the last is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefLazyRecord {
    /// The record without its keys and images.
    pub envelope: RefRecord,
    /// `dynamodb.Keys`
    pub keys: Option<Result<RefItem, Misfit>>,
    /// `dynamodb.NewImage`
    pub new: Option<Result<RefItem, Misfit>>,
    /// `dynamodb.OldImage`
    pub old: Option<Result<RefItem, Misfit>>,
}

/// `userIdentity`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefIdentity {
    /// `type`, or `Type` as GetRecords writes it.
    pub kind: Option<String>,
    /// `principalId` or `PrincipalId`.
    pub principal_id: Option<String>,
}

/// The root members beside `Records`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefRoot {
    /// `window`
    pub window: Option<RefWindow>,
    /// `state`, as it stands in the input.
    pub state: Option<String>,
    /// `shardId`
    pub shard_id: Option<String>,
    /// `eventSourceARN`
    pub arn: Option<String>,
    /// `isFinalInvokeForWindow`
    pub is_final: Option<bool>,
    /// `isWindowTerminatedEarly`
    pub is_terminated: Option<bool>,
}

/// `window`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefWindow {
    /// `start`
    pub start: Option<String>,
    /// `end`
    pub end: Option<String>,
}

/// A whole event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RefBatch {
    /// The members beside `Records`.
    pub root: RefRoot,
    /// The records in order; a bad one is its own error.
    pub records: Vec<Result<RefRecord, Misfit>>,
    /// The same, decoded when asked.
    pub lazy: Vec<Result<RefLazyRecord, Misfit>>,
    /// The text of each record as it stands in the input, bad ones too.
    pub raw: Vec<String>,
}

/// Why one record (or bare item) does not fit: the place, such as `Records[3].NewImage.price`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit(pub String);

/// Why a whole input is refused, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fatal(pub String);

/// Why a bare item or a bare record is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefError {
    /// It is not JSON.
    Fatal(Fatal),
    /// It is JSON of the wrong shape.
    Misfit(Misfit),
}

/// What is allowed at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Records in an event.
    pub records: usize,
    /// Levels of M and L in an attribute.
    pub nesting: usize,
    /// Levels of `{` and `[` in the whole input.
    pub json_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { records: 10_000, nesting: 32, json_depth: 1024 }
    }
}
