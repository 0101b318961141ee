//! What every peer that borrows decodes a record into.

use std::cell::Cell;

use bumpalo::Bump;

use super::pull::Read;
use super::seed::FromSerde;
use crate::digest::{Digest, Sink};
use crate::models::Task;

/// Something that all of these peers can read.
pub trait Part<'a>: Digest + Read<'a> + FromSerde<'a> {}

impl<'a, T: Digest + Read<'a> + FromSerde<'a>> Part<'a> for T {}

/// What is at hand while a record is read.
pub struct Context<'a> {
    pub arena: &'a Bump,
    /// The range key of the record, by which a model of several entity types is chosen.
    pub range_key: Cell<&'a str>,
}

impl<'a> Context<'a> {
    pub fn new(arena: &'a Bump) -> Context<'a> {
        Context { arena, range_key: Cell::new("") }
    }
}

/// An image that is not asked for.
pub struct Skipped;

impl Digest for Skipped {
    #[inline(always)]
    fn digest<S: Sink>(&self, _: &mut S) {}
}

/// Any attribute value.
pub enum Tree<'a> {
    S(&'a str),
    N(&'a str),
    /// Base64; no peer that borrows decodes it before it is asked for.
    B(&'a str),
    Bool(bool),
    Null,
    M(&'a [(&'a str, Tree<'a>)]),
    L(&'a [Tree<'a>]),
    Ss(&'a [&'a str]),
    Ns(&'a [&'a str]),
    Bs(&'a [&'a str]),
}

impl Digest for Tree<'_> {
    fn digest<S: Sink>(&self, sink: &mut S) {
        match self {
            Tree::S(text) => leaf(sink, 0, |sink| sink.text(text)),
            Tree::N(text) => leaf(sink, 1, |sink| sink.text(text)),
            Tree::B(base64) => leaf(sink, 2, |sink| sink.base64(base64)),
            Tree::Bool(value) => leaf(sink, 3, |sink| sink.word(u64::from(*value))),
            Tree::Null => leaf(sink, 4, |_| ()),
            Tree::M(map) => leaf(sink, 5, |sink| map.digest(sink)),
            Tree::L(list) => leaf(sink, 6, |sink| list.digest(sink)),
            Tree::Ss(set) => leaf(sink, 7, |sink| set.digest(sink)),
            Tree::Ns(set) => leaf(sink, 8, |sink| set.digest(sink)),
            Tree::Bs(set) => leaf(sink, 9, |sink| {
                sink.word(set.len() as u64);
                set.iter().for_each(|base64| sink.base64(base64));
            }),
        }
    }
}

/// A value of any type, told apart from equal values of other types.
#[inline(always)]
pub fn leaf<S: Sink>(sink: &mut S, kind: u64, feed: impl FnOnce(&mut S)) {
    sink.word(kind);
    feed(sink);
}

/// A record's members. In jobs that ask for no envelope only the first three are read.
#[derive(Default)]
pub struct Envelope<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub sequence: &'a str,
    pub version: &'a str,
    pub source: &'a str,
    pub region: &'a str,
    pub arn: &'a str,
    /// Seconds; corpora hold whole ones, as Lambda sends them.
    pub created: f64,
    pub size: i64,
    pub view: &'a str,
    /// Type and principal.
    pub identity: Option<(&'a str, &'a str)>,
}

impl Envelope<'_> {
    #[inline(always)]
    pub fn digest<S: Sink>(&self, all: bool, sink: &mut S) {
        sink.text(self.id);
        sink.text(self.name);
        sink.text(self.sequence);
        if all {
            sink.text(self.version);
            sink.text(self.source);
            sink.text(self.region);
            sink.text(self.arn);
            sink.word(self.created as u64);
            sink.word(self.size as u64);
            sink.text(self.view);
            if let Some((kind, principal)) = self.identity {
                sink.text(kind);
                sink.text(principal);
            }
        }
    }
}

pub struct Record<'a, K, N, O> {
    pub envelope: Envelope<'a>,
    pub keys: Option<K>,
    pub new: Option<N>,
    pub old: Option<O>,
}

/// A record as a task has it.
pub type Whole<'a, T> = Record<'a, <T as Task>::Keys<'a>, <T as Task>::New<'a>, <T as Task>::Old<'a>>;

impl<K: Digest, N: Digest, O: Digest> Record<'_, K, N, O> {
    #[inline(always)]
    pub fn digest<S: Sink>(&self, all: bool, sink: &mut S) {
        self.envelope.digest(all, sink);
        self.keys.digest(sink);
        self.new.digest(sink);
        self.old.digest(sink);
    }
}
