//! Checksums of what was decoded: every peer feeds the same values in the same order, that of the model's declaration.

use std::collections::HashMap;

use base64_simd::STANDARD;
use serde_bytes::ByteBuf;

/// Takes the values of a decoded record.
pub trait Sink: Default {
    fn word(&mut self, word: u64);
    fn text(&mut self, text: &str);
    fn bytes(&mut self, bytes: &[u8]);
    /// Binary that a peer leaves as base64.
    fn base64(&mut self, base64: &str);
    /// The entries of a map, of which the order says nothing: some peers keep them in a hash map.
    fn unordered<T>(&mut self, entries: impl ExactSizeIterator<Item = T>, feed: impl Fn(&mut Self, T));
}

/// What a value feeds.
pub trait Digest {
    fn digest<S: Sink>(&self, sink: &mut S);
}

/// Every bit of every value, order included: what peers are compared by before they are timed.
#[derive(Default)]
pub struct Full(u64);

impl Full {
    pub fn value(&self) -> u64 {
        self.0
    }
}

impl Sink for Full {
    fn word(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    fn base64(&mut self, base64: &str) {
        self.bytes(&STANDARD.decode_to_vec(base64).expect("corpora hold base64"));
    }

    fn unordered<T>(&mut self, entries: impl ExactSizeIterator<Item = T>, feed: impl Fn(&mut Self, T)) {
        self.word(entries.len() as u64);
        let sum = entries.fold(0u64, |sum, entry| {
            let mut one = Full::default();
            feed(&mut one, entry);
            sum.wrapping_add(one.0)
        });
        self.word(sum);
    }
}

/// The timed one: it looks at every value, so that none can be left out, and costs next to nothing: an addition a value. Of texts it takes
/// the length alone: with a first byte, which may not be there, it took 840 instructions for a record of orders, and not 410.
#[derive(Default)]
pub struct Light(u64);

impl Light {
    pub fn value(&self) -> u64 {
        self.0
    }
}

impl Sink for Light {
    #[inline(always)]
    fn word(&mut self, word: u64) {
        self.0 = self.0.wrapping_add(word);
    }

    #[inline(always)]
    fn text(&mut self, text: &str) {
        self.word(text.len() as u64);
    }

    #[inline(always)]
    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
    }

    #[inline(always)]
    fn base64(&mut self, base64: &str) {
        let padding = base64.bytes().rev().take_while(|&byte| byte == b'=').count();
        self.word((base64.len() / 4 * 3 - padding) as u64);
    }

    #[inline(always)]
    fn unordered<T>(&mut self, entries: impl ExactSizeIterator<Item = T>, feed: impl Fn(&mut Self, T)) {
        self.word(entries.len() as u64);
        entries.for_each(|entry| feed(self, entry));
    }
}

macro_rules! digest {
    ($($ty:ty: |$value:ident, $sink:ident| $feed:expr;)*) => { $(
        impl Digest for $ty {
            #[inline(always)]
            fn digest<S: Sink>(&self, $sink: &mut S) {
                let $value = self;
                $feed
            }
        }
    )* };
}

digest! {
    &str: |value, sink| sink.text(value);
    String: |value, sink| sink.text(value);
    i64: |value, sink| sink.word(*value as u64);
    f64: |value, sink| sink.word(value.to_bits());
    bool: |value, sink| sink.word(u64::from(*value));
    &[u8]: |value, sink| sink.bytes(value);
    ByteBuf: |value, sink| sink.bytes(value);
}

impl<T: Digest> Digest for Option<T> {
    #[inline(always)]
    fn digest<S: Sink>(&self, sink: &mut S) {
        match self {
            None => sink.word(0),
            Some(value) => {
                sink.word(1);
                value.digest(sink);
            }
        }
    }
}

// `u8` and pairs are no `Digest`: a slice of them is a binary or a map.
impl<T: Digest> Digest for &[T] {
    #[inline(always)]
    fn digest<S: Sink>(&self, sink: &mut S) {
        sink.word(self.len() as u64);
        self.iter().for_each(|value| value.digest(sink));
    }
}

impl<T: Digest> Digest for Vec<T> {
    #[inline(always)]
    fn digest<S: Sink>(&self, sink: &mut S) {
        self.as_slice().digest(sink);
    }
}

impl<T: Digest> Digest for &[(&str, T)] {
    #[inline(always)]
    fn digest<S: Sink>(&self, sink: &mut S) {
        sink.unordered(self.iter(), |sink, (name, value)| {
            sink.text(name);
            value.digest(sink);
        });
    }
}

impl<T: Digest> Digest for HashMap<String, T> {
    #[inline(always)]
    fn digest<S: Sink>(&self, sink: &mut S) {
        sink.unordered(self.iter(), |sink, (name, value)| {
            sink.text(name);
            value.digest(sink);
        });
    }
}

/// Of a struct: its fields in the order of its declaration.
macro_rules! digest_fields {
    ($name:ident { $($field:ident)* }) => {
        impl $crate::digest::Digest for $name<'_> {
            #[inline]
            fn digest<S: $crate::digest::Sink>(&self, sink: &mut S) {
                $($crate::digest::Digest::digest(&self.$field, sink);)*
            }
        }
    };
}
pub(crate) use digest_fields;
