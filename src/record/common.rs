//! The members of a record that mostly are the same in all records of a batch.

use super::{StreamArn, StreamViewType, UserIdentity};

/// They are kept once and lent to each record: to write them anew would take longer than to see that they came again.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Common<'a> {
    pub(super) event_version: Option<&'a str>,
    pub(super) event_source: Option<&'a str>,
    pub(super) region: Option<&'a str>,
    pub(super) user_identity: Option<UserIdentity<'a>>,
    pub(super) stream_view_type: Option<StreamViewType<'a>>,
    pub(super) event_source_arn: Option<&'a str>,
    pub(super) stream_arn: Option<StreamArn<'a>>,
    /// `tableName`, where there is no ARN
    pub(super) table: Option<&'a str>,
}

impl Common<'_> {
    /// Those of a record that has none of them, at one address by which they are known.
    pub(super) const NONE: &'static Common<'static> = &NONE;
}

static NONE: Common<'static> = Common {
    event_version: None,
    event_source: None,
    region: None,
    user_identity: None,
    stream_view_type: None,
    event_source_arn: None,
    stream_arn: None,
    table: None,
};
