//! simd-json's tape, walked by hand into a bump arena. Input buffer, scratch buffers, tape and arena are reused; the input is copied,
//! since simd-json unescapes in place and an event may not be changed.

use bumpalo::Bump;
use simd_json::value::tape::Node;
use simd_json::{Buffers, INPUT_PADDING, StaticNode, Tape, fill_tape_padded};

use super::part::Context;
use super::pull::{Fault, Pull, Result, Tag, record};
use super::{Each, Peer, Walk, start};
use crate::models::Task;

pub const PEER: Peer = Peer {
    name: "simd-json-tape",
    about: "simd-json, buffers reused, its tape walked into a bumpalo arena",
    start: start!(Run::new),
};

struct Run {
    collect: bool,
    input: Vec<u8>,
    buffers: Buffers,
    tape: Option<Tape<'static>>,
    arena: Bump,
}

impl Run {
    fn new(collect: bool) -> Self {
        Run { collect, input: Vec::new(), buffers: Buffers::default(), tape: None, arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for Run {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        self.input.clear();
        self.input.extend_from_slice(event);
        self.input.resize(event.len() + INPUT_PADDING, 0);
        let mut tape = self.tape.take().unwrap_or_else(Tape::null).reset();
        fill_tape_padded(&mut self.input, event.len(), &mut self.buffers, &mut tape).expect("JSON");
        let (mut at, end) = records(&tape.0).expect("an event");
        self.arena.reset();
        if self.collect {
            let mut nodes = Nodes { nodes: &tape.0, at, context: Context::new(&self.arena) };
            let mut all = bumpalo::collections::Vec::new_in(&self.arena);
            while nodes.at < end {
                all.push(record::<_, T>(&mut nodes).expect("a record"));
            }
            all.iter().for_each(|record| each.record(record));
        } else {
            while at < end {
                self.arena.reset();
                let mut nodes = Nodes { nodes: &tape.0, at, context: Context::new(&self.arena) };
                each.record(&record::<_, T>(&mut nodes).expect("a record"));
                at = nodes.at;
            }
        }
        self.tape = Some(tape.reset());
    }
}

/// Where the elements of `Records` begin and end.
fn records(nodes: &[Node<'_>]) -> Option<(usize, usize)> {
    let Some(Node::Object { len, .. }) = nodes.first() else { return None };
    let mut at = 1;
    for _ in 0..*len {
        let name = nodes.get(at)?;
        let value = nodes.get(at + 1)?;
        if let (Node::String("Records"), Node::Array { count, .. }) = (name, value) {
            return Some((at + 2, at + 2 + count));
        }
        at += 2 + nested(value);
    }
    None
}

/// The nodes inside a value.
#[inline(always)]
fn nested(node: &Node<'_>) -> usize {
    match node {
        Node::Object { count, .. } | Node::Array { count, .. } => *count,
        _ => 0,
    }
}

struct Nodes<'t, 'a> {
    nodes: &'t [Node<'a>],
    at: usize,
    context: Context<'a>,
}

impl<'a> Nodes<'_, 'a> {
    #[inline(always)]
    fn next(&mut self) -> Result<Node<'a>> {
        let node = *self.nodes.get(self.at).ok_or(Fault("more"))?;
        self.at += 1;
        Ok(node)
    }
}

impl<'a> Pull<'a> for Nodes<'_, 'a> {
    #[inline(always)]
    fn context(&self) -> &Context<'a> {
        &self.context
    }

    #[inline(always)]
    fn object<F: Copy>(
        &mut self,
        place: impl Fn(&str) -> F,
        mut each: impl FnMut(&mut Self, F) -> Result<()>,
    ) -> Result<()> {
        let Node::Object { len, .. } = self.next()? else { return Err(Fault("an object")) };
        for _ in 0..len {
            let place = place(self.text()?);
            each(self, place)?;
        }
        Ok(())
    }

    #[inline(always)]
    fn map<T>(&mut self, mut each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [(&'a str, T)]> {
        let Node::Object { len, .. } = self.next()? else { return Err(Fault("an object")) };
        let mut entries = bumpalo::collections::Vec::with_capacity_in(len, self.context.arena);
        for _ in 0..len {
            let name = self.text()?;
            entries.push((name, each(self)?));
        }
        Ok(entries.into_bump_slice())
    }

    #[inline(always)]
    fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [T]> {
        let Node::Array { len, .. } = self.next()? else { return Err(Fault("an array")) };
        let mut list = bumpalo::collections::Vec::with_capacity_in(len, self.context.arena);
        for _ in 0..len {
            list.push(each(self)?);
        }
        Ok(list.into_bump_slice())
    }

    #[inline(always)]
    fn value<T>(&mut self, read: impl FnOnce(&mut Self, Tag) -> Result<T>) -> Result<T> {
        let Node::Object { len: 1, .. } = self.next()? else { return Err(Fault("an attribute value")) };
        let tag = Tag::new(self.text()?.as_bytes())?;
        read(self, tag)
    }

    #[inline(always)]
    fn text(&mut self) -> Result<&'a str> {
        let Node::String(text) = self.next()? else { return Err(Fault("a string")) };
        Ok(text)
    }

    #[inline(always)]
    fn boolean(&mut self) -> Result<bool> {
        let Node::Static(StaticNode::Bool(value)) = self.next()? else { return Err(Fault("a boolean")) };
        Ok(value)
    }

    #[inline(always)]
    fn float(&mut self) -> Result<f64> {
        match self.next()? {
            Node::Static(StaticNode::F64(value)) => Ok(value),
            Node::Static(StaticNode::I64(value)) => Ok(value as f64),
            Node::Static(StaticNode::U64(value)) => Ok(value as f64),
            _ => Err(Fault("a number")),
        }
    }

    #[inline(always)]
    fn integer(&mut self) -> Result<i64> {
        match self.next()? {
            Node::Static(StaticNode::I64(value)) => Ok(value),
            Node::Static(StaticNode::U64(value)) => i64::try_from(value).map_err(|_| Fault("an integer")),
            _ => Err(Fault("an integer")),
        }
    }

    #[inline(always)]
    fn skip(&mut self) -> Result<()> {
        let node = self.next()?;
        self.at += nested(&node);
        Ok(())
    }
}
