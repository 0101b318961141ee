//! The decoders that are compared. Each does a job on an event the way its expert would, and feeds what it decoded to a checksum.

pub mod baseline;
pub mod jiter;
pub mod millstream;
pub mod part;
pub mod pull;
pub mod seed;
pub mod serde_by_hand;
mod serde_event;
pub mod simd_json_tape;
#[cfg(simdjson)]
pub mod simdjson_ondemand;
pub mod sonic_rs_lazy;

use std::marker::PhantomData;

use part::Whole;

use crate::corpus::Model;
use crate::digest::{Full, Light, Sink};
use crate::models::Task;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Job {
    /// Everything into a model, each record gone before the next one.
    Typed,
    /// Everything into a model, all records held.
    TypedCollected,
    /// Everything into attribute values, each record gone before the next one.
    Dynamic,
    /// Event id, event name, sequence number, keys.
    KeysOnly,
    /// The same, and the new image.
    NewImageOnly,
}

impl Job {
    pub const ALL: [Job; 5] =
        [Job::Typed, Job::TypedCollected, Job::Dynamic, Job::KeysOnly, Job::NewImageOnly];

    pub const fn name(self) -> &'static str {
        match self {
            Job::Typed => "typed",
            Job::TypedCollected => "typed-collected",
            Job::Dynamic => "dynamic",
            Job::KeysOnly => "keys-only",
            Job::NewImageOnly => "new-image-only",
        }
    }
}

/// A job of any peer on events, with the memory that is reused from event to event.
pub trait Pass {
    /// What is timed.
    fn light(&mut self, event: &[u8]) -> u64;
    /// What is compared.
    fn full(&mut self, event: &[u8]) -> u64;
}

/// A job that is written once for both checksums.
trait Decode {
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S);
}

impl<T: Decode> Pass for T {
    fn light(&mut self, event: &[u8]) -> u64 {
        let mut sink = Light::default();
        self.decode(event, &mut sink);
        sink.value()
    }

    fn full(&mut self, event: &[u8]) -> u64 {
        let mut sink = Full::default();
        self.decode(event, &mut sink);
        sink.value()
    }
}

/// A job of a peer that borrows: it hands over record by record, by a call that no compiler sees through. What takes them is compiled
/// once for all of these peers, and that costs each of them the same nanosecond a record. (This crate's own is a call, too.)
trait Walk<T: Task> {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>);
}

trait Each<T: Task> {
    fn record<'a>(&mut self, record: &Whole<'a, T>);
}

struct Feed<S>(S);

impl<T: Task, S: Sink> Each<T> for Feed<S> {
    fn record<'a>(&mut self, record: &Whole<'a, T>) {
        record.digest(T::ENVELOPE, &mut self.0);
    }
}

struct Walked<T, W> {
    walk: W,
    task: PhantomData<T>,
}

impl<T: Task, W: Walk<T>> Decode for Walked<T, W> {
    fn decode<S: Sink>(&mut self, event: &[u8], sink: &mut S) {
        let mut feed = Feed(S::default());
        self.walk.walk(event, &mut feed);
        *sink = feed.0;
    }
}

fn walked<T: Task, W: Walk<T> + 'static>(walk: W) -> Box<dyn Pass> {
    Box::new(Walked::<T, W> { walk, task: PhantomData })
}

pub struct Peer {
    pub name: &'static str,
    /// Its conditions.
    pub about: &'static str,
    /// `None` for a job that it has no form of.
    pub start: fn(Job, Model) -> Option<Box<dyn Pass>>,
}

impl Peer {
    /// What others are compared with.
    pub fn is_baseline(&self) -> bool {
        self.name == baseline::PEER.name
    }

    /// This crate.
    pub fn is_ours(&self) -> bool {
        self.name == millstream::PEER.name
    }

    /// No decoder: it shows what decoders cannot beat, and decodes nothing that could be compared.
    pub fn is_limit(&self) -> bool {
        self.name.starts_with("simdjson-skip")
    }

    /// C++, of which nobody counts the allocations.
    pub fn is_foreign(&self) -> bool {
        self.name.ends_with("-cpp")
    }
}

/// What the On-Demand peer runs on.
pub fn simdjson() -> String {
    #[cfg(simdjson)]
    return simdjson_ondemand::implementation();
    #[cfg(not(simdjson))]
    "simdjson: not built, see the build's warnings".to_owned()
}

/// All peers; the first is the baseline. (A static: as a constant it would be compiled anew, all peers with it, wherever it is named.)
pub static PEERS: &[Peer] = &[
    baseline::PEER,
    baseline::LAMBDA_RUNTIME,
    millstream::PEER,
    serde_by_hand::SERDE_JSON,
    serde_by_hand::SONIC_RS,
    serde_by_hand::SIMD_JSON,
    serde_by_hand::FLEXON,
    sonic_rs_lazy::PEER,
    jiter::PEER,
    simd_json_tape::PEER,
    #[cfg(simdjson)]
    simdjson_ondemand::PEER,
    #[cfg(simdjson)]
    simdjson_ondemand::SKIP,
];

pub fn find(name: &str) -> Option<&'static Peer> {
    PEERS.iter().find(|peer| peer.name == name)
}

/// Starts a job of a peer that walks, for any task; `new` takes whether records are collected.
macro_rules! start {
    ($new:expr) => {
        |job, model| {
            use $crate::models::{Dynamic, KeysOnly, NewImageOnly, Typed};
            use $crate::peers::{Job, walked};
            let walk = $new(job == Job::TypedCollected);
            Some(match job {
                Job::Dynamic => walked::<Dynamic, _>(walk),
                Job::Typed | Job::TypedCollected => with_family!(model, F => walked::<Typed<F>, _>(walk)),
                Job::KeysOnly => with_family!(model, F => walked::<KeysOnly<F>, _>(walk)),
                Job::NewImageOnly => with_family!(model, F => walked::<NewImageOnly<F>, _>(walk)),
            })
        }
    };
}
use start;
