//! One batch on its way through the handlers: what all of them share, and what becomes of each record at each handler.

use std::future::Future;
use std::ops::Range;
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use super::call::{Given, Handler, guarded};
use super::claims::{Claim, Claims};
use super::failure::{Cause, Decision, ErrorHook, Failure};
use super::outcome::Stopped;
use super::report::{End, Passed, Tally};
use super::route::{HandlerInfo, TableInfo};
use super::window::{Step, WindowState};
use super::{Meta, traced};
use crate::model::Model;
use crate::record::{Envelope, Parts};

/// What the handlers of a batch share.
pub struct Run<'s, H, C> {
    pub hook: &'s H,
    pub claims: &'s C,
    pub tables: &'s [TableInfo],
    /// all handlers of all tables, and what became of the records at each
    pub handlers: &'s [HandlerInfo],
    pub tallies: &'s [Tally],
    pub passed: &'s Passed,
    pub window: Option<&'s WindowState>,
    /// the stream of records that do not name theirs
    pub assumed_arn: Option<&'s str>,
    pub deadline: Option<Instant>,
    pub begun: SystemTime,
    /// changes made before are passed over
    pub oldest: Option<SystemTime>,
    pub stopped: Mutex<Option<Stopped>>,
    /// the lowest record that failed, `usize::MAX` as long as there is none
    pub stop: AtomicUsize,
}

impl<H: ErrorHook, C: Claims> Run<'_, H, C> {
    pub fn meta<'r>(&'r self, envelope: &'r Envelope<'r>) -> Meta<'r> {
        Meta { envelope, assumed_arn: self.assumed_arn, window: self.window }
    }

    /// Whether no further record may be begun.
    pub fn is_over(&self) -> bool {
        self.deadline.is_some_and(|deadline| Instant::now() >= deadline)
    }

    pub fn is_too_old(&self, envelope: &Envelope<'_>) -> bool {
        let Some(oldest) = self.oldest else { return false };
        let created = envelope.created().and_then(|created| created.to_system_time());
        created.is_some_and(|created| created < oldest)
    }

    /// Says that a step begins. What it sets of the window's state is [taken back](Run::take_back) if it fails.
    #[inline]
    pub fn begin(&self, step: Step) {
        if let Some(window) = self.window {
            window.begin(step);
        }
    }

    pub fn take_back(&self, step: Step) {
        if let Some(window) = self.window {
            window.take_back(step);
        }
    }

    /// Lets the handler `at` handle a record; whether the record is settled for it.
    #[inline]
    pub async fn settle<'r, 'a, M: Model>(
        &self,
        at: usize,
        handler: &impl Handler<M>,
        given: &Given<'r, 'a, M>,
    ) -> bool {
        self.begin(Step::Handler);
        let result = match C::EXIST {
            // Boxed, so that without a store the future does not carry the room for one.
            true => Box::pin(self.claimed(at, handler, given)).await,
            false => self.called(handler, given).await.map(|()| End::Handled),
        };
        match result {
            Ok(end) => {
                self.tallies[at].count(given.meta.event_name(), end);
                true
            }
            Err(cause) => {
                self.take_back(Step::Handler);
                self.failed(Some(at), given.meta, cause).await
            }
        }
    }

    #[inline]
    async fn called<'r, 'a, M: Model>(
        &self,
        handler: &impl Handler<M>,
        given: &Given<'r, 'a, M>,
    ) -> Result<(), Cause> {
        traced::handler(handler.name(), given.meta, guarded(pin!(handler.handle(given.record, given.meta))))
            .await
    }

    /// The same where handlers may be done with the record already.
    async fn claimed<'r, 'a, M: Model>(
        &self,
        at: usize,
        handler: &impl Handler<M>,
        given: &Given<'r, 'a, M>,
    ) -> Result<End, Cause> {
        if self.is_done(at, given.meta).await? {
            return Ok(End::DoneBefore);
        }
        self.called(handler, given).await?;
        self.done(at, given.meta).await?;
        Ok(End::Handled)
    }

    /// Whether the handler `at` was done with the record when it came before.
    pub async fn is_done(&self, at: usize, meta: Meta<'_>) -> Result<bool, Cause> {
        let Some(claim) = Claim::of(self.handlers[at].name, meta).filter(|_| C::EXIST) else {
            return Ok(false);
        };
        guarded(pin!(async { self.claims.is_done(&claim).await.map_err(|error| Cause::Claim(error.into())) }))
            .await
    }

    /// Notes that it is now.
    pub async fn done(&self, at: usize, meta: Meta<'_>) -> Result<(), Cause> {
        let Some(claim) = Claim::of(self.handlers[at].name, meta).filter(|_| C::EXIST) else { return Ok(()) };
        guarded(pin!(async { self.claims.done(&claim).await.map_err(|error| Cause::Claim(error.into())) }))
            .await
    }

    /// Asks what becomes of a record that failed at the handler `at`; whether it is settled nevertheless.
    ///
    /// Failures are boxed: they are rare, and as a part of each handler's future they would be room that every record pays for.
    #[cold]
    pub fn failed<'f>(
        &'f self,
        at: Option<usize>,
        meta: Meta<'f>,
        cause: Cause,
    ) -> Pin<Box<impl Future<Output = bool> + 'f>> {
        Box::pin(self.decide_of(at, meta, cause))
    }

    async fn decide_of(&self, at: Option<usize>, meta: Meta<'_>, cause: Cause) -> bool {
        let envelope = meta.envelope;
        let handler = at.map(|at| self.handlers[at].name);
        let failure = Failure { handler, raw: envelope.raw(), meta: Some(meta), cause: &cause };
        let decision = self.decide(failure).await;
        if let Some(at) = at {
            let end = if decision == Decision::Skip { End::Skipped } else { End::Failed };
            self.tallies[at].count(envelope.event_name(), end);
            if decision == Decision::Skip {
                self.note_skip(at, meta).await;
            }
        }
        if decision == Decision::Stop {
            self.stop(Stopped::at(meta, handler, cause));
        }
        decision == Decision::Skip
    }

    /// Notes that the handler `at` is done with a record by the hook's decision, so that the hook is not asked again when the record comes
    /// again. If that fails it is.
    async fn note_skip(&self, at: usize, meta: Meta<'_>) {
        let _ = self.done(at, meta).await;
    }

    /// The same of a record whose envelope could not be read.
    #[cold]
    pub fn unreadable<'f>(
        &'f self,
        index: usize,
        raw: &'f str,
        error: crate::Error,
    ) -> Pin<Box<impl Future<Output = bool> + 'f>> {
        Box::pin(self.decide_of_unreadable(index, raw, error))
    }

    async fn decide_of_unreadable(&self, index: usize, raw: &str, error: crate::Error) -> bool {
        let cause = Cause::Decode(error.clone());
        let decision = self.decide(Failure { handler: None, raw, meta: None, cause: &cause }).await;
        if decision == Decision::Stop {
            self.stop(Stopped::unreadable(index, error));
        }
        decision == Decision::Skip
    }

    /// The same of a part that does not fit, for those of `handlers` that need it and none of the parts that were `skipped` before: they pass
    /// the record over if it is settled.
    #[cold]
    pub fn misfit<'f>(
        &'f self,
        handlers: Range<usize>,
        in_batches: bool,
        meta: Meta<'f>,
        skipped: Parts,
        part: Parts,
        cause: Cause,
    ) -> Pin<Box<impl Future<Output = bool> + 'f>> {
        Box::pin(self.decide_of_misfit(handlers, in_batches, meta, skipped, part, cause))
    }

    async fn decide_of_misfit(
        &self,
        handlers: Range<usize>,
        in_batches: bool,
        meta: Meta<'_>,
        skipped: Parts,
        part: Parts,
        cause: Cause,
    ) -> bool {
        let needs = |at: &usize| {
            let wanted = self.handlers[*at].wanted.of(meta.event_name());
            self.handlers[*at].in_batches == in_batches
                && wanted.is_some_and(|parts| parts.contains(part) && parts.without(skipped) == parts)
        };
        let mut due = Vec::new();
        for at in handlers.filter(needs) {
            // A store that fails is no reason to be silent about the record.
            if !self.is_done(at, meta).await.unwrap_or(false) {
                due.push(at);
            }
        }
        let Some(&first) = due.first() else { return true };
        let handler = Some(self.handlers[first].name);
        let failure = Failure { handler, raw: meta.envelope.raw(), meta: Some(meta), cause: &cause };
        let decision = self.decide(failure).await;
        for at in due {
            match decision {
                Decision::Skip => self.note_skip(at, meta).await,
                Decision::Stop => self.tallies[at].count(meta.event_name(), End::Failed),
            }
        }
        if decision == Decision::Stop {
            self.stop(Stopped::at(meta, handler, cause));
        }
        decision == Decision::Skip
    }

    async fn decide(&self, failure: Failure<'_>) -> Decision {
        // A hook that fails or panics means that the record comes again.
        guarded(pin!(async { self.hook.decide(failure).await.map_err(Cause::Handler) }))
            .await
            .unwrap_or(Decision::Stop)
    }

    /// Whether a record before this one failed.
    pub fn is_stopped_before(&self, index: usize) -> bool {
        self.stop.load(Ordering::Relaxed) < index
    }

    fn stop(&self, at: Stopped) {
        self.stop.fetch_min(at.index, Ordering::Relaxed);
        let mut first = self.stopped.lock().unwrap_or_else(PoisonError::into_inner);
        if first.as_ref().is_none_or(|first| at.index < first.index) {
            *first = Some(at);
        }
    }
}
