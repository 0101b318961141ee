//! The functions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lambda_events::event::dynamodb;
use lambda_runtime::tower::ServiceExt;
use lambda_runtime::{Error, LambdaEvent, Runtime, service_fn};
use millstream::handler::{StreamHandler, TableHandler};
use millstream::lambda::{Answer, RawEvent, RawPayload, service};
use serde::Serialize;

use crate::models::{Order, owned};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    AwsLambdaEvents,
    Millstream,
    Nothing,
}

impl Kind {
    pub const ALL: [Kind; 3] = [Kind::AwsLambdaEvents, Kind::Millstream, Kind::Nothing];

    /// By which a process is told which one it is.
    pub fn name(self) -> &'static str {
        match self {
            Kind::AwsLambdaEvents => "aws_lambda_events",
            Kind::Millstream => "millstream",
            Kind::Nothing => "nothing",
        }
    }

    pub fn about(self) -> &'static str {
        match self {
            Kind::AwsLambdaEvents => "aws_lambda_events, images through serde_dynamo",
            Kind::Millstream => "millstream",
            Kind::Nothing => "the raw payload, of which nothing is parsed",
        }
    }
}

/// Serves invocations. One thread, as a function of up to 1,769 MB has.
pub fn run(kind: Kind) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        match kind {
            Kind::AwsLambdaEvents => Runtime::new(service_fn(aws_lambda_events)).run().await,
            Kind::Millstream => millstream(None).await,
            Kind::Nothing => Runtime::new(service_fn(nothing)).layer(RawPayload).run().await,
        }
    })
}

/// Handles an event so many times without a runtime around, for profilers.
pub fn handle(event: &[u8], times: usize) -> Result<(), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    runtime.block_on(millstream(Some((event, times))))
}

/// What the handlers added up, in the place of an answer.
#[derive(Default, Serialize)]
struct Sum(u64);

/// What handlers do: they look at some of an order, and at all its lines. The same code for both models.
macro_rules! look_at {
    ($order:expr) => {{
        let order = $order;
        let lines = order.lines.iter().map(|line| line.sku.len() as u64 + line.quantity as u64);
        order.total.to_bits().rotate_left(order.status.len() as u32)
            ^ (order.customer_id.len() as u64 + order.version as u64 + lines.sum::<u64>())
    }};
}

async fn aws_lambda_events(event: LambdaEvent<dynamodb::Event>) -> Result<Sum, Error> {
    let mut sum = Sum::default();
    let mut add = |number: u64| sum.0 = sum.0.wrapping_add(number);
    for record in event.payload.records {
        match record.event_name.as_str() {
            "INSERT" => {
                let new: owned::Order = serde_dynamo::from_item(record.change.new_image)?;
                add(look_at!(&new));
            }
            "MODIFY" => {
                let new: owned::Order = serde_dynamo::from_item(record.change.new_image)?;
                let old: owned::Order = serde_dynamo::from_item(record.change.old_image)?;
                add(look_at!(&new).wrapping_sub(look_at!(&old)));
            }
            "REMOVE" => {
                let old: owned::Order = serde_dynamo::from_item(record.change.old_image)?;
                add(look_at!(&old).wrapping_neg());
            }
            _ => return Err("an unknown change".into()),
        }
    }
    Ok(sum)
}

async fn millstream(alone: Option<(&[u8], usize)>) -> Result<(), Error> {
    let sum = Arc::new(AtomicU64::new(0));
    let sums: [_; 3] = std::array::from_fn(|_| sum.clone());
    let [inserted, modified, removed] =
        sums.map(|sum| move |number: u64| _ = sum.fetch_add(number, Ordering::Relaxed));
    let orders = TableHandler::<Order>::new()
        .on_insert("insert", async move |order| {
            inserted(look_at!(order.new));
            Ok::<_, Error>(())
        })
        .on_modify("modify", async move |order| {
            modified(look_at!(order.new).wrapping_sub(look_at!(order.old)));
            Ok::<_, Error>(())
        })
        .on_remove("remove", async move |order| {
            removed(look_at!(order.old).wrapping_neg());
            Ok::<_, Error>(())
        });
    let handler = StreamHandler::builder().table(orders).build()?;
    if let Some((event, times)) = alone {
        for _ in 0..times {
            Answer::of(handler.handle(event).await)?;
        }
        return Ok(());
    }
    let service = service(handler).map_response(move |_: Answer| Sum(sum.swap(0, Ordering::Relaxed)));
    Runtime::new(service).layer(RawPayload).run().await
}

async fn nothing(_: LambdaEvent<RawEvent>) -> Result<Sum, Error> {
    Ok(Sum::default())
}
