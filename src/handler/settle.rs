//! How the records of a batch go through the handlers: in order, or those of different items at the same time.

use super::by_key::{Order, Records};
use super::claims::Claims;
use super::failure::{Cause, ErrorHook};
use super::plan::Plan;
use super::route::{Route, Router};
use super::run::Run;
use super::tables::Tables;
use super::window::WindowHook;
use super::{Strategy, StreamHandler};
use crate::record::Scratch;

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> StreamHandler<T, H, C, W> {
    /// Lets the handlers handle the records; answers the first that is not settled, or how many there are.
    pub(super) async fn settle(
        &self,
        plan: Plan<'_, '_>,
        scratches: &mut Vec<Scratch>,
        run: &Run<'_, H, C>,
    ) -> usize {
        let stop = match self.strategy() {
            Strategy::Series | Strategy::Map => self.in_order(plan, scratches, run).await,
            Strategy::ByKey(at_once) => {
                let order = match scratches.first_mut() {
                    Some(scratch) => {
                        scratch.reset();
                        Order::of(plan, scratch)
                    }
                    None => return 0,
                };
                order.run(at_once.get(), scratches, &OneByOne { stream: self, plan, run }).await
            }
        };
        match scratches.first_mut() {
            Some(scratch) => self.tables().batches(plan, stop, scratch, run).await,
            None => stop,
        }
    }

    async fn in_order(&self, plan: Plan<'_, '_>, scratches: &mut [Scratch], run: &Run<'_, H, C>) -> usize {
        let together = matches!(self.strategy(), Strategy::Map);
        let (mut at, len) = (0, plan.routes.len());
        let Some(scratch) = scratches.first_mut() else { return 0 };
        while at < len {
            if let Route::Table(table) = plan.routes[at] {
                let records = plan.run_of(table, at);
                let end = records.end();
                match self.tables().in_order(table, together, records, scratch, run).await {
                    Some(index) => return index,
                    None => at = end,
                }
            } else if run.is_over() || !self.one(plan, at, scratch, run).await {
                return at;
            } else {
                at += 1;
            }
        }
        len
    }

    /// Handles one record; whether it is settled.
    async fn one(
        &self,
        plan: Plan<'_, '_>,
        index: usize,
        scratch: &mut Scratch,
        run: &Run<'_, H, C>,
    ) -> bool {
        match (plan.routes[index], plan.batch.get(index)) {
            (Route::Table(table), Ok(record)) => self.tables().one(table, record, scratch, run).await,
            // Nobody is asked about what is passed over as too old.
            (Route::UnknownEntity | Route::UntoldEntity(_), Ok(record)) if run.is_too_old(record) => {
                run.passed.too_old.add();
                true
            }
            (Route::UnknownEntity, Ok(record)) if self.unknown_entities_fail() => {
                run.failed(None, run.meta(record), Cause::UnknownEntity).await
            }
            (Route::UntoldEntity(_), Ok(record)) => {
                run.failed(None, run.meta(record), Cause::UntoldEntity).await
            }
            (Route::Unreadable, Ok(record)) => {
                scratch.reset();
                match Router::default().route(run.tables, record, run.assumed_arn, scratch) {
                    Err(error) => run.failed(None, run.meta(record), Cause::Decode(error)).await,
                    Ok(_) => true,
                }
            }
            (_, Err(error)) => run.unreadable(index, plan.batch.raw_of(error), error.clone()).await,
            _ => true,
        }
    }
}

/// The records of a batch, for [`Strategy::ByKey`].
struct OneByOne<'s, 'p, 'b, 'r, T, H, C, W> {
    stream: &'s StreamHandler<T, H, C, W>,
    plan: Plan<'p, 'b>,
    run: &'s Run<'r, H, C>,
}

impl<T: Tables, H: ErrorHook, C: Claims, W: WindowHook> Records for OneByOne<'_, '_, '_, '_, T, H, C, W> {
    async fn handle(&self, index: usize, mut memory: Scratch) -> (usize, bool, Scratch) {
        // It may have waited to be polled for the first time while a record before it failed, or took all the time there was.
        let is_settled = !self.run.is_stopped_before(index)
            && !self.run.is_over()
            && self.stream.one(self.plan, index, &mut memory, self.run).await;
        (index, is_settled, memory)
    }

    fn is_over(&self) -> bool {
        self.run.is_over()
    }

    fn memory(&self) -> Scratch {
        self.stream.scratch()
    }
}
