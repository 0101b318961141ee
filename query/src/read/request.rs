//! What queries and scans have in common, without types: how a page is asked for, and the next one.

use aws_sdk_dynamodb::operation::{query::Query, scan::Scan};
use aws_sdk_dynamodb::types::ReturnConsumedCapacity;
use futures_util::{StreamExt, TryStreamExt, stream};
use millstream::Model;
use millstream::encode::EncodeError;

use super::{Page, PageKey, Pages};
use crate::error::Error;
use crate::expression::{Condition, Part, Placeholders};
use crate::raw::{Answer, send_for_answer};
use crate::table::Handle;

/// A query or a scan.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) handle: Handle,
    pub(crate) index: Option<&'static str>,
    pub(crate) kind: Kind,
    pub(crate) consistent: bool,
    pub(crate) limit: Option<i32>,
    pub(crate) start_key: Option<PageKey>,
    pub(crate) filter: Option<Condition>,
    pub(crate) projection: Vec<&'static str>,
    pub(crate) capacity: bool,
}

#[derive(Clone, Debug)]
pub(crate) enum Kind {
    Query { condition: Result<Vec<Part>, EncodeError>, descending: bool },
    Scan { segment: Option<(u32, u32)> },
}

impl Request {
    pub(crate) fn new(handle: Handle, index: Option<&'static str>, kind: Kind) -> Request {
        Request {
            handle,
            index,
            kind,
            consistent: false,
            limit: None,
            start_key: None,
            filter: None,
            projection: Vec::new(),
            capacity: false,
        }
    }

    fn operation(&self) -> &'static str {
        match self.kind {
            Kind::Query { .. } => "Query",
            Kind::Scan { .. } => "Scan",
        }
    }

    /// With several filters all must hold.
    pub(crate) fn filter(&mut self, filter: Condition) {
        self.filter = Some(match self.filter.take() {
            Some(other) => other.and(filter),
            None => filter,
        });
    }

    pub(crate) async fn page<M: Model>(&self) -> Result<Page<M>, Error> {
        let answer = self.answer().await?;
        Page::new(answer, &self.handle.pool, self.operation(), &self.handle.name)
    }

    async fn answer(&self) -> Result<Answer, Error> {
        let Handle { client, name, pool } = &self.handle;
        let at = self.handle.at(self.operation());
        let mut placeholders = Placeholders::default();
        let mut render = |parts: &Result<Vec<Part>, EncodeError>| match parts {
            Ok(parts) => Ok(placeholders.render(parts)),
            Err(error) => Err(at.encode(error.clone())),
        };
        let condition = match &self.kind {
            Kind::Query { condition, .. } => Some(render(condition)?),
            Kind::Scan { .. } => None,
        };
        let filter = self.filter.as_ref().map(|filter| render(filter.parts())).transpose()?;
        let projection = placeholders.render_names(&self.projection);
        let projection = (!projection.is_empty()).then_some(projection);
        let start_key = self.start_key.as_ref().map(|key| key.key().clone());
        let consistent = self.consistent.then_some(true);
        let capacity = self.capacity.then_some(ReturnConsumedCapacity::Total);
        match &self.kind {
            Kind::Query { descending, .. } => {
                let request = client
                    .query()
                    .table_name(&**name)
                    .set_index_name(self.index.map(str::to_owned))
                    .set_key_condition_expression(condition)
                    .set_filter_expression(filter)
                    .set_projection_expression(projection)
                    .set_expression_attribute_names(placeholders.names())
                    .set_expression_attribute_values(placeholders.into_values())
                    .set_scan_index_forward(descending.then_some(false))
                    .set_consistent_read(consistent)
                    .set_limit(self.limit)
                    .set_exclusive_start_key(start_key)
                    .set_return_consumed_capacity(capacity);
                Ok(send_for_answer!(Query, request, pool, at))
            }
            Kind::Scan { segment } => {
                let request = client
                    .scan()
                    .table_name(&**name)
                    .set_index_name(self.index.map(str::to_owned))
                    .set_filter_expression(filter)
                    .set_projection_expression(projection)
                    .set_expression_attribute_names(placeholders.names())
                    .set_expression_attribute_values(placeholders.into_values())
                    .set_consistent_read(consistent)
                    .set_limit(self.limit)
                    .set_exclusive_start_key(start_key)
                    .set_segment(segment.map(|(segment, _)| segment as i32))
                    .set_total_segments(segment.map(|(_, total)| total as i32))
                    .set_return_consumed_capacity(capacity);
                Ok(send_for_answer!(Scan, request, pool, at))
            }
        }
    }

    /// Page after page, until one has no last key. An empty one with a last key goes on.
    pub(crate) fn pages<M: Model + 'static>(self) -> Pages<M> {
        Box::pin(stream::try_unfold(Some(self), |request| async {
            let Some(mut request) = request else { return Ok(None) };
            let page = request.page::<M>().await?;
            request.start_key = page.last_key().cloned();
            let next = request.start_key.is_some().then_some(request);
            Ok(Some((page, next)))
        }))
    }

    /// The items of all pages.
    pub(crate) fn items<M>(self) -> impl futures_core::Stream<Item = Result<M, Error>> + Send
    where
        M: Model + Send + 'static,
        for<'a> M: Model<View<'a> = M>,
    {
        items_of(self.pages::<M>())
    }
}

/// The items of pages, of a model that owns its fields. One that does not fit the model is an error in its place, and the others come.
pub(crate) fn items_of<M>(pages: Pages<M>) -> impl futures_core::Stream<Item = Result<M, Error>> + Send
where
    M: Model + Send + 'static,
    for<'a> M: Model<View<'a> = M>,
{
    pages.map(|page| page.map(|mut page| stream::iter(page.each()))).try_flatten()
}
