//! sonic-rs's lazy values: iterators over objects and arrays that find the end of each value, and leave it unread until it is asked for.
//! What is nested is gone over once for each level.

use std::borrow::Cow;

use bumpalo::Bump;
use sonic_rs::{LazyValue, to_object_iter};

use super::part::Context;
use super::pull::{Fault, Pull, Result, Tag, record};
use super::{Each, Peer, Walk, start};
use crate::models::Task;

pub const PEER: Peer = Peer {
    name: "sonic-rs-lazy",
    about: "sonic-rs's lazy iterators behind simdutf8 into a bumpalo arena, default target (its SIMD is chosen at compile time)",
    start: start!(Run::new),
};

struct Run {
    collect: bool,
    arena: Bump,
}

impl Run {
    fn new(collect: bool) -> Self {
        Run { collect, arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for Run {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        let text = simdutf8::basic::from_utf8(event).expect("UTF-8");
        let entries = to_object_iter(text).map(|entry| entry.expect("an event"));
        for (_, records) in entries.filter(|(name, _)| name == "Records") {
            let records = records.into_array_iter().expect("records").map(|record| record.expect("JSON"));
            self.arena.reset();
            if self.collect {
                let mut cursor = Cursor { value: None, context: Context::new(&self.arena) };
                let mut all = bumpalo::collections::Vec::new_in(&self.arena);
                all.extend(records.map(|value| {
                    cursor.value = Some(value);
                    record::<_, T>(&mut cursor).expect("a record")
                }));
                all.iter().for_each(|record| each.record(record));
            } else {
                for value in records {
                    self.arena.reset();
                    let mut cursor = Cursor { value: Some(value), context: Context::new(&self.arena) };
                    each.record(&record::<_, T>(&mut cursor).expect("a record"));
                }
            }
        }
    }
}

struct Cursor<'a> {
    /// What is read next.
    value: Option<LazyValue<'a>>,
    context: Context<'a>,
}

impl<'a> Cursor<'a> {
    #[inline(always)]
    fn take(&mut self) -> Result<LazyValue<'a>> {
        self.value.take().ok_or(Fault("a value"))
    }

    #[inline(always)]
    fn raw(&mut self) -> Result<&'a str> {
        match self.take()?.as_raw_cow() {
            // White space behind a number is taken for a part of it.
            Cow::Borrowed(raw) => Ok(raw.trim_ascii()),
            Cow::Owned(raw) => Ok(self.context.arena.alloc_str(raw.trim_ascii())),
        }
    }

    #[inline(always)]
    fn keep(&self, text: Cow<'a, str>) -> &'a str {
        match text {
            Cow::Borrowed(text) => text,
            Cow::Owned(text) => self.context.arena.alloc_str(&text),
        }
    }
}

impl<'a> Pull<'a> for Cursor<'a> {
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
        for entry in self.take()?.into_object_iter().ok_or(Fault("an object"))? {
            let (name, value) = entry.map_err(|_| Fault("JSON"))?;
            self.value = Some(value);
            each(self, place(&name))?;
        }
        Ok(())
    }

    #[inline(always)]
    fn map<T>(&mut self, mut each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [(&'a str, T)]> {
        let mut entries = bumpalo::collections::Vec::new_in(self.context.arena);
        for entry in self.take()?.into_object_iter().ok_or(Fault("an object"))? {
            let (name, value) = entry.map_err(|_| Fault("JSON"))?;
            self.value = Some(value);
            entries.push((self.keep(name), each(self)?));
        }
        Ok(entries.into_bump_slice())
    }

    #[inline(always)]
    fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [T]> {
        let mut list = bumpalo::collections::Vec::new_in(self.context.arena);
        for value in self.take()?.into_array_iter().ok_or(Fault("an array"))? {
            self.value = Some(value.map_err(|_| Fault("JSON"))?);
            list.push(each(self)?);
        }
        Ok(list.into_bump_slice())
    }

    #[inline(always)]
    fn value<T>(&mut self, read: impl FnOnce(&mut Self, Tag) -> Result<T>) -> Result<T> {
        let mut entries = self.take()?.into_object_iter().ok_or(Fault("an object"))?;
        let (name, value) = entries.next().ok_or(Fault("a type"))?.map_err(|_| Fault("JSON"))?;
        let tag = Tag::new(name.as_bytes())?;
        self.value = Some(value);
        let value = read(self, tag)?;
        if entries.next().is_some() { Err(Fault("one type")) } else { Ok(value) }
    }

    /// The raw text between its quotes, unless it holds escapes.
    #[inline(always)]
    fn text(&mut self) -> Result<&'a str> {
        let raw = self.raw()?;
        let text = raw.strip_prefix('"').and_then(|raw| raw.strip_suffix('"')).ok_or(Fault("a string"))?;
        if memchr::memchr(b'\\', text.as_bytes()).is_none() {
            return Ok(text);
        }
        let text: Cow<'_, str> = sonic_rs::from_str(raw).map_err(|_| Fault("a string"))?;
        Ok(self.context.arena.alloc_str(&text))
    }

    #[inline(always)]
    fn boolean(&mut self) -> Result<bool> {
        match self.raw()? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Fault("a boolean")),
        }
    }

    #[inline(always)]
    fn float(&mut self) -> Result<f64> {
        super::pull::float(self.raw()?)
    }

    #[inline(always)]
    fn integer(&mut self) -> Result<i64> {
        super::pull::integer(self.raw()?)
    }

    #[inline(always)]
    fn skip(&mut self) -> Result<()> {
        self.take().map(drop)
    }
}
