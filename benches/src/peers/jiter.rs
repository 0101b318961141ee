//! jiter, the pull parser: values straight into an arena, its scratch buffer reused.

use bumpalo::Bump;
use jiter::{Jiter, NumberInt};

use super::part::Context;
use super::pull::{Fault, Pull, Result, Tag, record};
use super::{Each, Peer, Walk, start};
use crate::models::Task;

pub const PEER: Peer = Peer {
    name: "jiter",
    about: "jiter's pull parser into a bumpalo arena, its scratch buffer reused",
    start: start!(Run::new),
};

struct Run {
    collect: bool,
    tape: Vec<u8>,
    arena: Bump,
}

impl Run {
    fn new(collect: bool) -> Self {
        Run { collect, tape: Vec::new(), arena: Bump::new() }
    }
}

impl<T: Task> Walk<T> for Run {
    fn walk(&mut self, event: &[u8], each: &mut dyn Each<T>) {
        let mut jiter = Jiter::with_tape(event, std::mem::take(&mut self.tape));
        self.arena.reset();
        if self.collect {
            let mut cursor = Cursor { jiter: &mut jiter, data: event, context: Context::new(&self.arena) };
            let mut all = bumpalo::collections::Vec::new_in(&self.arena);
            records(&mut cursor, |cursor| {
                all.push(record::<_, T>(cursor)?);
                Ok(())
            })
            .expect("an event");
            all.iter().for_each(|record| each.record(record));
        } else {
            let (arena, unused) = (&mut self.arena, Bump::new());
            let mut root = Cursor { jiter: &mut jiter, data: event, context: Context::new(&unused) };
            records(&mut root, |root| {
                arena.reset();
                let mut cursor = Cursor { jiter: root.jiter, data: event, context: Context::new(arena) };
                each.record(&record::<_, T>(&mut cursor)?);
                Ok(())
            })
            .expect("an event");
        }
        jiter.finish().expect("nothing else");
        self.tape = jiter.into_tape();
    }
}

/// Each element of `Records`.
fn records<'a, 'j, 't>(
    cursor: &mut Cursor<'a, 'j, 't>,
    mut each: impl FnMut(&mut Cursor<'a, 'j, 't>) -> Result<()>,
) -> Result<()> {
    cursor.object(
        |name| name == "Records",
        |cursor, records| {
            if !records {
                return cursor.skip();
            }
            let mut more = cursor.jiter.next_array()?;
            while more.is_some() {
                each(cursor)?;
                more = cursor.jiter.array_step()?;
            }
            Ok(())
        },
    )
}

struct Cursor<'a, 'j, 't> {
    jiter: &'t mut Jiter<'j>,
    data: &'a [u8],
    context: Context<'a>,
}

impl From<jiter::JiterError> for Fault {
    #[cold]
    fn from(_: jiter::JiterError) -> Fault {
        Fault("JSON")
    }
}

/// jiter lends a string until the next call. One that stands in the event as it is lives as long as the event; others are copied.
#[inline(always)]
fn keep<'a>(text: &str, data: &'a [u8], arena: &'a Bump) -> &'a str {
    let place = (text.as_ptr() as usize).wrapping_sub(data.as_ptr() as usize);
    match data.get(place..place.wrapping_add(text.len())) {
        // SAFETY: it is the text itself, which is UTF-8.
        Some(bytes) if place < data.len() => unsafe { std::str::from_utf8_unchecked(bytes) },
        _ => arena.alloc_str(text),
    }
}

impl<'a> Pull<'a> for Cursor<'a, '_, '_> {
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
        let mut next = self.jiter.next_object()?.map(&place);
        while let Some(place_of) = next {
            each(self, place_of)?;
            next = self.jiter.next_key()?.map(&place);
        }
        Ok(())
    }

    #[inline(always)]
    fn map<T>(&mut self, mut each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [(&'a str, T)]> {
        let (data, arena) = (self.data, self.context.arena);
        let mut entries = bumpalo::collections::Vec::new_in(arena);
        let mut next = self.jiter.next_object()?.map(|name| keep(name, data, arena));
        while let Some(name) = next {
            entries.push((name, each(self)?));
            next = self.jiter.next_key()?.map(|name| keep(name, data, arena));
        }
        Ok(entries.into_bump_slice())
    }

    #[inline(always)]
    fn list<T>(&mut self, mut each: impl FnMut(&mut Self) -> Result<T>) -> Result<&'a [T]> {
        let mut list = bumpalo::collections::Vec::new_in(self.context.arena);
        let mut next = self.jiter.next_array()?;
        while next.is_some() {
            list.push(each(self)?);
            next = self.jiter.array_step()?;
        }
        Ok(list.into_bump_slice())
    }

    #[inline(always)]
    fn value<T>(&mut self, read: impl FnOnce(&mut Self, Tag) -> Result<T>) -> Result<T> {
        let tag = Tag::new(self.jiter.next_object()?.ok_or(Fault("a type"))?.as_bytes())?;
        let value = read(self, tag)?;
        match self.jiter.next_key()? {
            None => Ok(value),
            Some(_) => Err(Fault("one type")),
        }
    }

    #[inline(always)]
    fn text(&mut self) -> Result<&'a str> {
        let (data, arena) = (self.data, self.context.arena);
        Ok(keep(self.jiter.next_str()?, data, arena))
    }

    #[inline(always)]
    fn boolean(&mut self) -> Result<bool> {
        Ok(self.jiter.next_bool()?)
    }

    #[inline(always)]
    fn float(&mut self) -> Result<f64> {
        Ok(self.jiter.next_float()?)
    }

    #[inline(always)]
    fn integer(&mut self) -> Result<i64> {
        match self.jiter.next_int()? {
            NumberInt::Int(value) => Ok(value),
            _ => Err(Fault("an integer")),
        }
    }

    #[inline(always)]
    fn skip(&mut self) -> Result<()> {
        Ok(self.jiter.next_skip()?)
    }
}
