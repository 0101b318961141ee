//! The handlers of the model, its error hook and its store of claims: they do what the case says, and tell what happened.

use std::collections::{HashMap, HashSet};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use millstream::handler::{BatchError, Cause, Claim, Claims, Decision, Failure, Meta};
use serde_json::Value;

use super::batch::{Decides, End, Spec};
use super::{Case, HANDLERS};
use crate::wait::Yields;

/// What happened, in the order of time. Records are told by their place in the stream, handlers by theirs among [`HANDLERS`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    Begun {
        handler: usize,
        records: Vec<usize>,
    },
    /// so many of the records are handled
    Ended {
        handler: usize,
        records: Vec<usize>,
        handled: usize,
    },
    /// the future did not come to its end
    Dropped {
        handler: usize,
    },
    HookBegun {
        record: usize,
    },
    Decided {
        handler: Option<usize>,
        record: usize,
        is_decoding: bool,
        is_skip: bool,
    },
    Asked {
        handler: usize,
        record: usize,
    },
    DoneBefore {
        handler: usize,
        record: usize,
    },
    Noted {
        handler: usize,
        record: usize,
    },
    /// the deadline was seen to be over
    Late,
}

pub struct World {
    records: Vec<Spec>,
    store_fails: Vec<usize>,
    seed: usize,
    inside: Mutex<Inside>,
}

#[derive(Default)]
struct Inside {
    log: Vec<Seen>,
    batch: Vec<usize>,
    deadline: Option<Instant>,
    attempts: HashMap<(usize, usize), usize>,
    decisions: HashMap<usize, usize>,
    claims: HashSet<(usize, usize)>,
    store_calls: usize,
}

impl World {
    pub fn new(case: &Case) -> World {
        let (records, store_fails) = (case.records.clone(), case.store_fails.clone());
        World { records, store_fails, seed: case.seed, inside: Mutex::default() }
    }

    /// The next invocation.
    pub fn begin(&self, batch: &[usize], deadline: Option<Instant>) {
        let mut inside = self.inside.lock().unwrap();
        inside.batch = batch.to_vec();
        inside.deadline = deadline;
    }

    pub fn take_log(&self) -> Vec<Seen> {
        std::mem::take(&mut self.inside.lock().unwrap().log)
    }

    fn see(&self, seen: Seen) {
        self.inside.lock().unwrap().log.push(seen);
    }

    /// How the next attempt of a handler at a record ends, and how often it yields.
    fn next(&self, handler: usize, record: usize) -> (End, usize) {
        let mut inside = self.inside.lock().unwrap();
        let attempts = inside.attempts.entry((handler, record)).or_default();
        let attempt = *attempts;
        *attempts += 1;
        let mut troubles = self.records[record].troubles.iter();
        let trouble = troubles
            .find(|trouble| trouble.handler == handler && trouble.attempt.is_none_or(|of| of == attempt));
        let any = self.seed.wrapping_mul(31).wrapping_add(handler * 7 + record * 13 + attempt) % 4;
        trouble.map_or((End::Ok, any), |trouble| (trouble.end, trouble.yields))
    }

    /// Waits until the deadline is over, if there is one.
    fn be_late(&self) {
        let deadline = self.inside.lock().unwrap().deadline;
        if let Some(deadline) = deadline {
            while Instant::now() < deadline {
                std::thread::yield_now();
            }
            self.see(Seen::Late);
        }
    }
}

/// A handler that runs. It is told if its future is dropped.
struct Running<'w> {
    world: &'w World,
    handler: usize,
    records: Vec<usize>,
    has_ended: bool,
}

impl<'w> Running<'w> {
    fn new(world: &'w World, handler: usize, records: Vec<usize>) -> Running<'w> {
        world.see(Seen::Begun { handler, records: records.clone() });
        Running { world, handler, records, has_ended: false }
    }

    fn end(mut self, handled: usize) {
        self.has_ended = true;
        let records = std::mem::take(&mut self.records);
        self.world.see(Seen::Ended { handler: self.handler, records, handled });
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.has_ended {
            self.world.see(Seen::Dropped { handler: self.handler });
        }
    }
}

/// A panic that says nothing on the standard error.
fn silent_panic(is_odd: bool) -> ! {
    resume_unwind(if is_odd { Box::new(7_u8) } else { Box::new("as the case says") })
}

fn place(meta: Meta<'_>) -> usize {
    meta.event_id().expect("all records have ids").parse().expect("ids are places")
}

/// A handler of single records.
pub async fn one(
    world: &World,
    handler: usize,
    meta: Meta<'_>,
    kind: &str,
    serials: &[usize],
) -> Result<(), std::fmt::Error> {
    let at = place(meta);
    assert_eq!(world.records[at].kind, kind);
    assert_eq!(meta.event_name().unwrap().as_str(), kind);
    let running = Running::new(world, handler, vec![at]);
    let (end, yields) = world.next(handler, at);
    Yields(yields).await;
    // Borrowed from the event, and there after all these waits.
    assert!(serials.iter().all(|&serial| serial == at) && place(meta) == at);
    match end {
        End::Ok => running.end(1),
        End::Late => {
            world.be_late();
            running.end(1);
        }
        End::Error | End::Unnamed | End::Panic | End::OddPanic => running.end(0),
    }
    match end {
        End::Ok | End::Late => Ok(()),
        End::Error | End::Unnamed => Err(std::fmt::Error),
        End::Panic => silent_panic(false),
        End::OddPanic => silent_panic(true),
    }
}

/// A handler of batches: it handles one record after the other until one fails.
pub async fn many(
    world: &World,
    handler: usize,
    records: impl Iterator<Item = Meta<'_>>,
) -> Result<(), BatchError> {
    let metas: Vec<Meta<'_>> = records.collect();
    let places: Vec<usize> = metas.iter().map(|&meta| place(meta)).collect();
    assert!(!places.is_empty(), "a handler of batches has nothing to do");
    for (meta, &at) in metas.iter().zip(&places) {
        let kind = world.records[at].kind;
        assert_eq!(meta.event_name().unwrap().as_str(), kind);
        assert!(HANDLERS[handler].2.contains(&kind));
    }
    let running = Running::new(world, handler, places.clone());
    for (index, &at) in places.iter().enumerate() {
        let (end, yields) = world.next(handler, at);
        Yields(yields).await;
        match end {
            End::Ok => {}
            End::Late => world.be_late(),
            End::Error => {
                running.end(index);
                return Err(BatchError::at(index, "as the case says"));
            }
            End::Unnamed => {
                running.end(0);
                return Err(std::fmt::Error.into());
            }
            End::Panic | End::OddPanic => {
                running.end(0);
                silent_panic(end == End::OddPanic);
            }
        }
    }
    running.end(places.len());
    Ok(())
}

/// The error hook.
pub async fn hook(world: &World, failure: Failure<'_>) -> Result<Decision, std::fmt::Error> {
    let raw: Value = serde_json::from_str(failure.raw).expect("the raw record is JSON");
    let record: usize = raw["eventID"].as_str().expect("all records have ids").parse().unwrap();
    if let Some(meta) = failure.meta {
        assert_eq!(place(meta), record);
    }
    world.see(Seen::HookBegun { record });
    let decides = {
        let mut inside = world.inside.lock().unwrap();
        let at = inside.decisions.entry(record).or_default();
        *at += 1;
        world.records[record].decisions.get(*at - 1).copied().unwrap_or(Decides::Stop)
    };
    Yields(world.seed % 3).await;
    let handler = failure.handler.map(|name| HANDLERS.iter().position(|handler| handler.0 == name).unwrap());
    let (is_decoding, is_skip) = (matches!(failure.cause, Cause::Decode(_)), decides == Decides::Skip);
    world.see(Seen::Decided { handler, record, is_decoding, is_skip });
    match decides {
        Decides::Stop => Ok(Decision::Stop),
        Decides::Skip => Ok(Decision::Skip),
        Decides::Fails => Err(std::fmt::Error),
        Decides::Panics => silent_panic(true),
    }
}

/// A store of claims that fails now and then.
pub struct Store(pub Arc<World>);

impl Store {
    /// Which record it is. Claims are only asked of records whose number is their own.
    fn of(&self, claim: &Claim<'_>) -> (usize, usize) {
        let handler = HANDLERS.iter().position(|handler| handler.0 == claim.handler).unwrap();
        let inside = self.0.inside.lock().unwrap();
        let numbered = |&&at: &&usize| {
            let record = &self.0.records[at].record;
            record.number.as_deref() == Some(claim.sequence_number)
                && record.arn.as_deref() == Some(claim.stream_arn)
        };
        let known: Vec<usize> = inside.batch.iter().filter(numbered).copied().collect();
        assert_eq!(known.len(), 1, "{claim:?} could be of several records");
        (handler, known[0])
    }

    fn fails(&self) -> bool {
        let mut inside = self.0.inside.lock().unwrap();
        inside.store_calls += 1;
        self.0.store_fails.contains(&(inside.store_calls - 1))
    }
}

impl Claims for Store {
    type Error = std::fmt::Error;

    async fn is_done(&self, claim: &Claim<'_>) -> Result<bool, Self::Error> {
        let (handler, record) = self.of(claim);
        self.0.see(Seen::Asked { handler, record });
        Yields(self.0.seed % 2).await;
        if self.fails() {
            return Err(std::fmt::Error);
        }
        let is_done = self.0.inside.lock().unwrap().claims.contains(&(handler, record));
        if is_done {
            self.0.see(Seen::DoneBefore { handler, record });
        }
        Ok(is_done)
    }

    async fn done(&self, claim: &Claim<'_>) -> Result<(), Self::Error> {
        let (handler, record) = self.of(claim);
        Yields(self.0.seed % 3).await;
        if self.fails() {
            silent_panic(true);
        }
        self.0.inside.lock().unwrap().claims.insert((handler, record));
        self.0.see(Seen::Noted { handler, record });
        Ok(())
    }
}
