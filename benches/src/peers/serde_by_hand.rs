//! Hand-written serde models over four deserializers, buffers reused.

use bumpalo::Bump;
use serde::de::DeserializeSeed;
use simd_json::{Buffers, INPUT_PADDING, Tape, fill_tape_padded};

use super::serde_event::Event;
use super::{Each, Peer, Walk, start};
use crate::models::Task;

pub const SERDE_JSON: Peer = Peer {
    name: "serde_json-by-hand",
    about: "hand-written serde models into an arena, serde_json::Deserializer::from_str behind simdutf8",
    start: start!(SerdeJson::new),
};

pub const SONIC_RS: Peer = Peer {
    name: "sonic-rs-by-hand",
    about: "the same models, sonic_rs::Deserializer::from_str behind simdutf8, default target (its SIMD is chosen at compile time)",
    start: start!(SonicRs::new),
};

pub const SIMD_JSON: Peer = Peer {
    name: "simd-json-by-hand",
    about: "the same models, simd_json::Deserializer::from_tape, tape and buffers reused, event copied",
    start: start!(SimdJson::new),
};

pub const FLEXON: Peer = Peer {
    name: "flexon-by-hand",
    about: "the same models, flexon::Parser::from_str behind simdutf8 (it does not look at what is behind the event)",
    start: start!(Flexon::new),
};

struct SerdeJson {
    collect: bool,
    arena: Bump,
}

impl SerdeJson {
    fn new(collect: bool) -> Self {
        SerdeJson { collect, arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for SerdeJson {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        let SerdeJson { collect, ref mut arena } = *self;
        let text = simdutf8::basic::from_utf8(event).expect("UTF-8");
        let mut source = serde_json::Deserializer::from_str(text);
        Event { arena, collect, each }.deserialize(&mut source).expect("an event");
        source.end().expect("nothing else");
    }
}

struct SonicRs {
    collect: bool,
    arena: Bump,
}

impl SonicRs {
    fn new(collect: bool) -> Self {
        SonicRs { collect, arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for SonicRs {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        let SonicRs { collect, ref mut arena } = *self;
        let text = simdutf8::basic::from_utf8(event).expect("UTF-8");
        let mut source = sonic_rs::Deserializer::from_str(text);
        Event { arena, collect, each }.deserialize(&mut source).expect("an event");
        source.end().expect("nothing else");
    }
}

struct Flexon {
    collect: bool,
    arena: Bump,
}

impl Flexon {
    fn new(collect: bool) -> Self {
        Flexon { collect, arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for Flexon {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        let Flexon { collect, ref mut arena } = *self;
        let text = simdutf8::basic::from_utf8(event).expect("UTF-8");
        let mut source = flexon::Parser::from_str(text);
        Event { arena, collect, each }.deserialize(&mut source).expect("an event");
    }
}

struct SimdJson {
    collect: bool,
    input: Vec<u8>,
    buffers: Buffers,
    tape: Option<Tape<'static>>,
    arena: Bump,
}

impl SimdJson {
    fn new(collect: bool) -> Self {
        SimdJson { collect, input: Vec::new(), buffers: Buffers::default(), tape: None, arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for SimdJson {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        let SimdJson { collect, input, buffers, tape: kept, arena } = self;
        input.clear();
        input.extend_from_slice(event);
        input.resize(event.len() + INPUT_PADDING, 0);
        let mut tape = kept.take().unwrap_or_else(Tape::null).reset();
        fill_tape_padded(input, event.len(), buffers, &mut tape).expect("JSON");
        let mut source = simd_json::Deserializer::from_tape(tape);
        Event { arena, collect: *collect, each }.deserialize(&mut source).expect("an event");
        *kept = Some(source.into_tape().reset());
    }
}
