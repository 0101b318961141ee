//! Records of different items at the same time, those of one item in their order.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::future::Future;
use std::ops::Range;

use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;

use super::plan::Plan;
use crate::record::{RawRecord, Scratch};
use crate::value::{AttributeValue, Item, Number};

/// The records of a batch, and how one is handled.
pub trait Records {
    /// Handles a record; answers which it was, whether it is settled, and its memory.
    fn handle(&self, index: usize, memory: Scratch) -> impl Future<Output = (usize, bool, Scratch)>;

    /// Whether no more may be begun.
    fn is_over(&self) -> bool;

    /// Memory for one more.
    fn memory(&self) -> Scratch;
}

/// How the records of a batch wait for each other.
pub struct Order {
    /// by record: the next one of the same item
    next: Vec<Option<usize>>,
    /// by record: whether it is the first of its item since the last barrier
    is_head: Vec<bool>,
    /// records that tell no item, each of which waits for all before it, and all behind it for it
    barriers: Vec<usize>,
}

impl Order {
    /// Items are told by table and keys. Their values count, not how they are written.
    pub fn of(plan: Plan<'_, '_>, scratch: &Scratch) -> Order {
        let len = plan.batch.len();
        let mut order = Order { next: vec![None; len], is_head: vec![false; len], barriers: Vec::new() };
        let mut last: HashMap<ItemKey<'_>, usize> = HashMap::new();
        for index in 0..len {
            let Some(item) = plan.batch.get(index).ok().and_then(|record| ItemKey::of(record, scratch))
            else {
                order.barriers.push(index);
                last.clear();
                continue;
            };
            match last.insert(item, index) {
                Some(earlier) => order.next[earlier] = Some(index),
                None => order.is_head[index] = true,
            }
        }
        order
    }

    /// Lets `records` handle all records, `at_once` at most at the same time; answers the first that is not settled, or how many there are.
    pub async fn run(&self, at_once: usize, memories: &mut Vec<Scratch>, records: &impl Records) -> usize {
        let (len, mut from) = (self.next.len(), 0);
        for &barrier in self.barriers.iter().chain([&len]) {
            let stop = self.between_barriers(from..barrier, at_once, memories, records).await;
            if stop < barrier || barrier == len {
                return stop;
            }
            if records.is_over() {
                return barrier;
            }
            let memory = memories.pop().unwrap_or_else(|| records.memory());
            let (_, is_settled, memory) = records.handle(barrier, memory).await;
            memories.push(memory);
            if !is_settled {
                return barrier;
            }
            from = barrier + 1;
        }
        len
    }

    async fn between_barriers(
        &self,
        range: Range<usize>,
        at_once: usize,
        memories: &mut Vec<Scratch>,
        records: &impl Records,
    ) -> usize {
        let mut stop = range.end;
        // The lowest first: what stands first in the batch is settled first, so that a checkpoint comes as far as it can.
        let mut ready = BinaryHeap::new();
        ready.extend(range.filter(|&at| self.is_head[at]).map(Reverse));
        let mut running = FuturesUnordered::new();
        loop {
            while let Some(&Reverse(index)) = ready.peek() {
                if index >= stop || running.len() >= at_once {
                    break;
                }
                if records.is_over() {
                    stop = index;
                    break;
                }
                ready.pop();
                let memory = memories.pop().unwrap_or_else(|| records.memory());
                running.push(records.handle(index, memory));
            }
            // Those that run are awaited, whatever became of others.
            let Some((index, is_settled, memory)) = running.next().await else { return stop };
            memories.push(memory);
            match is_settled {
                true => ready.extend(self.next[index].map(Reverse)),
                false => stop = stop.min(index),
            }
        }
    }
}

/// An item, the same however its keys were written and in whatever order they came.
#[derive(PartialEq, Eq, Hash)]
struct ItemKey<'s> {
    /// by name, so that the items of two streams of a table are the same
    table: Option<&'s str>,
    keys: Vec<(&'s str, KeyValue<'s>)>,
}

#[derive(PartialEq, Eq, Hash)]
enum KeyValue<'s> {
    Text(&'s str),
    /// equal by value
    Number(Number<'s>),
    /// base64, of which DynamoDB writes one form
    Binary(&'s str),
}

impl<'s> ItemKey<'s> {
    /// `None` where the record does not tell an item by keys as DynamoDB has them.
    fn of(record: &RawRecord<'s>, scratch: &'s Scratch) -> Option<ItemKey<'s>> {
        let keys = record.keys::<Item>(scratch).ok()??;
        let value = |value: &AttributeValue<'s>| match *value {
            AttributeValue::S(text) => Some(KeyValue::Text(text)),
            AttributeValue::N(number) => Some(KeyValue::Number(number)),
            AttributeValue::B(binary) => Some(KeyValue::Binary(binary.as_base64())),
            _ => None,
        };
        let mut keys: Vec<_> =
            keys.iter().map(|(name, key)| Some((name, value(key)?))).collect::<Option<_>>()?;
        keys.sort_unstable_by_key(|&(name, _)| name);
        let table = record.table_name().or(record.event_source_arn());
        (!keys.is_empty()).then_some(ItemKey { table, keys })
    }
}
