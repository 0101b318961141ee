//! What must hold of everything that was seen, in plain code.

use std::collections::{HashMap, HashSet};

use millstream::handler::{Fault, Handled, Outcome, Report, Strategy};

use super::batch::Spec;
use super::world::Seen;
use super::{Case, HANDLERS, TABLES};

/// What has been seen in all invocations.
pub struct Watch<'c> {
    case: &'c Case,
    settled: HashSet<(usize, usize)>,
    noted: HashSet<(usize, usize)>,
    given_up: HashSet<usize>,
}

/// What became of a record at a handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Handled,
    Skipped,
    DoneBefore,
    Failed,
}

/// What has been seen in one invocation.
#[derive(Debug)]
pub struct Invocation<'c> {
    case: &'c Case,
    /// by handler and record
    ends: HashMap<(usize, usize), End>,
    /// what the hook said of records as a whole
    skipped: HashSet<usize>,
    /// records that have been begun
    begun: HashSet<usize>,
    running: Vec<(usize, Vec<usize>)>,
    lowest_failure: Option<usize>,
    is_late: bool,
}

/// The handlers that want a record.
fn wanting(spec: &Spec, in_batches: bool) -> impl Iterator<Item = usize> {
    let (table, kind) = (spec.table, spec.kind);
    (0..HANDLERS.len()).filter(move |&at| {
        let (_, of, kinds, batches) = HANDLERS[at];
        of == table && kinds.contains(&kind) && batches == in_batches
    })
}

/// Whether any handler could have to do with it.
fn is_for_handlers(spec: &Spec) -> bool {
    spec.table < TABLES.len() - 1 && !spec.is_old && spec.is_known() && !spec.record.is_unreadable
}

impl Invocation<'_> {
    /// Whether the record is settled for its handlers of this sort.
    fn is_settled_in(&self, at: usize, in_batches: bool) -> bool {
        let spec = &self.case.records[at];
        if spec.record.is_unreadable {
            return self.skipped.contains(&at);
        }
        if !is_for_handlers(spec) {
            let is_unknown = spec.table < TABLES.len() - 1 && !spec.is_old;
            return !is_unknown || self.skipped.contains(&at);
        }
        wanting(spec, in_batches)
            .all(|handler| self.ends.get(&(handler, at)).is_some_and(|&end| end != End::Failed))
    }

    pub fn is_settled(&self, at: usize) -> bool {
        self.is_settled_in(at, false) && self.is_settled_in(at, true)
    }

    /// The identifier from which on all must come again when the record at `unsettled` of the batch must; `None`: all must.
    fn identifier(&self, batch: &[usize], unsettled: usize) -> Option<String> {
        let number =
            |at: &usize| self.case.records[*at].record.number.clone().filter(|number| !number.is_empty());
        let at = (0..=unsettled).rev().find(|&at| number(&batch[at]).is_some())?;
        let identifier = number(&batch[at])?;
        let times = batch.iter().filter(|at| number(at).as_ref() == Some(&identifier)).count();
        // What cannot be read does not tell its stream.
        let streams: HashSet<&str> = batch
            .iter()
            .map(|&at| &self.case.records[at].record)
            .filter(|record| !record.is_unreadable)
            .filter_map(|record| record.arn.as_deref())
            .collect();
        (self.case.mapping.reports && at > 0 && times == 1 && streams.len() <= 1).then_some(identifier)
    }

    pub fn check_outcome(&self, case: &Case, batch: &[usize], handled: &Handled, is_late: bool) {
        assert!(self.running.is_empty(), "{:?} was not awaited", self.running);
        let unsettled = (0..batch.len()).find(|&at| !self.is_settled(batch[at]));
        let told = match &handled.outcome {
            Outcome::Done => None,
            Outcome::FailInvocation(Fault::NotSettled { index, .. }) => Some(*index),
            Outcome::Checkpoint(number) => {
                batch.iter().position(|&at| case.records[at].record.number.as_ref() == Some(number))
            }
            other => panic!("{other:?}"),
        };
        if is_late {
            // The deadline may have come before records that no handler wants.
            assert!(
                unsettled.is_none_or(|unsettled| told.is_some_and(|told| told <= unsettled)),
                "{handled:?}"
            );
            return;
        }
        match unsettled {
            None => assert!(matches!(handled.outcome, Outcome::Done), "{handled:?}"),
            Some(unsettled) => {
                match self.identifier(batch, unsettled) {
                    Some(expected) => {
                        assert!(
                            matches!(&handled.outcome, Outcome::Checkpoint(number) if *number == expected),
                            "{handled:?}"
                        );
                    }
                    None => assert_eq!(told, Some(unsettled), "{handled:?}"),
                }
                let stopped = handled.stopped.as_ref().expect("a record failed");
                let record = &case.records[batch[unsettled]].record;
                assert_eq!(stopped.index, unsettled);
                assert_eq!(stopped.event_id.as_ref(), Some(&record.id));
                assert_eq!(stopped.sequence_number, record.number);
            }
        }
    }

    pub fn check_report(&self, report: &Report, batch: &[usize]) {
        assert_eq!(report.records, batch.len());
        let mut expected = HashMap::<(&str, &str), [u64; 4]>::new();
        for (&(handler, at), &end) in &self.ends {
            expected.entry((HANDLERS[handler].0, self.case.records[at].kind)).or_default()[end as usize] += 1;
        }
        for row in &report.rows {
            let [handled, skipped, done_before, failed] =
                expected.remove(&(row.handler, row.change)).unwrap_or_else(|| panic!("{row:?}"));
            assert_eq!((row.handled, row.done_before, row.failed), (handled, done_before, failed), "{row:?}");
            // A part that does not fit is skipped for several handlers, of which the last may have seen no record as far back.
            assert!(row.skipped <= skipped, "{row:?}: {skipped}");
        }
        let missing: Vec<_> = expected.iter().filter(|(_, ends)| ends[0] + ends[2] + ends[3] > 0).collect();
        assert!(missing.is_empty(), "{missing:?} is not in {report:?}");
        let strangers = batch.iter().map(|&at| &self.case.records[at]);
        let strangers = strangers.filter(|spec| spec.table == TABLES.len() - 1 && !spec.record.is_unreadable);
        assert_eq!(report.unknown_tables, strangers.count() as u64);
    }
}

impl<'c> Watch<'c> {
    pub fn new(case: &'c Case) -> Watch<'c> {
        Watch { case, settled: HashSet::new(), noted: HashSet::new(), given_up: HashSet::new() }
    }

    pub fn given_up(&mut self, records: &[usize]) {
        self.given_up.extend(records);
    }

    /// Goes through what was seen in one invocation.
    pub fn invocation(&mut self, batch: &[usize], log: &[Seen]) -> Invocation<'c> {
        let mut now = Invocation {
            case: self.case,
            ends: HashMap::new(),
            skipped: HashSet::new(),
            begun: HashSet::new(),
            running: Vec::new(),
            lowest_failure: None,
            is_late: false,
        };
        let mut last = None;
        for seen in log {
            self.step(&mut now, batch, seen, &mut last, log);
        }
        now
    }

    fn step(
        &mut self,
        now: &mut Invocation<'c>,
        batch: &[usize],
        seen: &Seen,
        last: &mut Option<(usize, usize)>,
        log: &[Seen],
    ) {
        match seen {
            Seen::Begun { handler, records } => {
                let (handler, in_batches) = (*handler, HANDLERS[*handler].3);
                for &at in records {
                    self.may_begin(now, handler, at, records, log);
                }
                if !in_batches {
                    self.begins_one(now, batch, handler, records[0], last, log);
                } else {
                    assert!(now.running.is_empty(), "beside a handler of batches something runs: {log:?}");
                    assert!(!now.is_late, "begun behind the deadline: {log:?}");
                    assert!(records.is_sorted(), "{log:?}");
                }
                now.begun.extend(records);
                now.running.push((handler, records.clone()));
            }
            Seen::Ended { handler, records, handled } => {
                let at = now.running.iter().position(|running| running == &(*handler, records.clone()));
                now.running.remove(at.unwrap());
                for &record in &records[..*handled] {
                    now.ends.insert((*handler, record), End::Handled);
                    self.settled.insert((*handler, record));
                }
            }
            Seen::Dropped { handler } => panic!("{} was dropped: {log:?}", HANDLERS[*handler].0),
            Seen::HookBegun { record } => {
                self.begins(now, *record, log);
            }
            Seen::Decided { handler, record, is_decoding, is_skip } => {
                self.decided(now, *handler, *record, *is_decoding, *is_skip);
            }
            Seen::Asked { record, .. } => self.begins(now, *record, log),
            Seen::DoneBefore { handler, record } => {
                // By a decision, if it could not be decoded.
                let is_broken = self.case.records[*record].broken > 0;
                now.ends.insert((*handler, *record), if is_broken { End::Skipped } else { End::DoneBefore });
                self.settled.insert((*handler, *record));
            }
            Seen::Noted { handler, record } => {
                self.noted.insert((*handler, *record));
            }
            Seen::Late => now.is_late = true,
        }
    }

    /// A record is touched; what it must wait for.
    fn begins(&self, now: &mut Invocation<'c>, at: usize, log: &[Seen]) {
        if now.begun.insert(at) {
            assert!(
                now.lowest_failure.is_none_or(|failure| at < failure),
                "record {at} begins behind a failure: {log:?}"
            );
            assert!(!now.is_late, "record {at} begins behind the deadline: {log:?}");
        }
    }

    /// What must hold whenever a handler begins with a record.
    fn may_begin(&self, now: &Invocation<'c>, handler: usize, at: usize, beside: &[usize], log: &[Seen]) {
        let (name, table, kinds, in_batches) = HANDLERS[handler];
        let spec = &self.case.records[at];
        assert!(
            table == spec.table && kinds.contains(&spec.kind) && is_for_handlers(spec),
            "{name}: {spec:?}"
        );
        assert!(spec.broken == 0 && !spec.is_missing, "{name} cannot have what it asks for: {spec:?}");
        assert!(
            matches!(now.ends.get(&(handler, at)), None | Some(End::Failed)),
            "{name} is done with record {at} in this invocation: {log:?}"
        );
        assert!(!self.noted.contains(&(handler, at)), "{name} has claimed record {at}: {log:?}");
        let may = match (in_batches, self.case.strategy) {
            (true, _) | (false, Strategy::Series) => now.lowest_failure.is_none_or(|failure| at < failure),
            // A record that was begun before another one failed goes on.
            (false, Strategy::ByKey(_)) => now.ends.iter().all(|(of, &end)| of.1 != at || end != End::Failed),
            (false, Strategy::Map) => true,
        };
        assert!(may, "{name} begins with {at} behind a failure: {log:?}");
        // For a handler and an item, a record waits for the one before.
        if spec.item.is_some() {
            for before in 0..at {
                let is_wanted = wanting(&self.case.records[before], in_batches)
                    .any(|wanting| wanting == handler)
                    && is_for_handlers(&self.case.records[before]);
                if self.case.records[before].item == spec.item && is_wanted {
                    let is_settled = self.settled.contains(&(handler, before))
                        || self.given_up.contains(&before)
                        || beside.contains(&before);
                    assert!(is_settled, "{name} begins with {at} before {before} is settled: {log:?}");
                }
            }
        }
    }

    /// What must hold when a handler of single records begins.
    fn begins_one(
        &self,
        now: &mut Invocation<'c>,
        batch: &[usize],
        handler: usize,
        at: usize,
        last: &mut Option<(usize, usize)>,
        log: &[Seen],
    ) {
        self.begins(now, at, log);
        let of_others = now.running.iter().filter(|(_, records)| records[0] != at);
        let others: HashSet<usize> = of_others.map(|(_, records)| records[0]).collect();
        match self.case.strategy {
            Strategy::Series => {
                assert!(now.running.is_empty(), "two at once: {log:?}");
                assert!(last.is_none_or(|last| last < (at, handler)), "out of order: {log:?}");
            }
            Strategy::Map => {
                assert!(others.is_empty(), "two records at once: {log:?}");
                assert!(last.is_none_or(|last| last.0 <= at), "out of order: {log:?}");
            }
            Strategy::ByKey(at_once) => {
                assert!(others.len() < at_once.get(), "{} at once: {log:?}", others.len() + 1)
            }
        }
        *last = Some((at, handler));
        let item = self.case.records[at].item;
        for &before in batch.iter().take_while(|&&before| before < at) {
            let spec = &self.case.records[before];
            // What tells no item stands between all others.
            let waits = self.case.strategy == Strategy::Series
                || self.case.strategy == Strategy::Map
                || item.is_none()
                || spec.item.is_none()
                || spec.item == item;
            assert!(!waits || now.is_settled_in(before, false), "{at} does not wait for {before}: {log:?}");
        }
    }

    fn decided(
        &mut self,
        now: &mut Invocation<'c>,
        handler: Option<usize>,
        at: usize,
        is_decoding: bool,
        is_skip: bool,
    ) {
        if !is_skip {
            now.lowest_failure = Some(now.lowest_failure.map_or(at, |failure| failure.min(at)));
        }
        let end = if is_skip { End::Skipped } else { End::Failed };
        match handler {
            None if is_skip => {
                now.skipped.insert(at);
            }
            None => {}
            // One decision for all that are not done with the record, however many parts of it do not fit.
            Some(handler) if is_decoding => {
                for handler in wanting(&self.case.records[at], HANDLERS[handler].3) {
                    if is_skip || now.ends.get(&(handler, at)) != Some(&End::Skipped) {
                        let twice = now.ends.insert((handler, at), end);
                        assert!(
                            matches!(twice, None | Some(End::Skipped)),
                            "the hook is asked twice of record {at}"
                        );
                    }
                    if is_skip {
                        self.settled.insert((handler, at));
                    }
                }
            }
            Some(handler) => {
                now.ends.insert((handler, at), end);
                if is_skip {
                    self.settled.insert((handler, at));
                }
            }
        }
    }
}
