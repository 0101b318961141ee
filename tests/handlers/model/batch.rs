//! Random records, and what happens to them at each handler.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::event::{Record, arn};

/// How a handler's work on a record ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Ok,
    Error,
    /// of a batch: an error that does not say which record failed
    Unnamed,
    Panic,
    /// a panic whose payload is no text
    OddPanic,
    /// well, but not before the deadline
    Late,
}

/// What goes wrong at a handler with a record.
#[derive(Clone, Debug)]
pub struct Trouble {
    pub handler: usize,
    /// in which of its attempts; `None`: in all
    pub attempt: Option<usize>,
    pub end: End,
    pub yields: usize,
}

/// What the error hook does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    Stop,
    Skip,
    Fails,
    Panics,
}

/// A record's item: table and key; `None` where the record does not tell it.
pub type Item = Option<(usize, usize)>;

/// A random record.
#[derive(Clone, Debug)]
pub struct Spec {
    pub table: usize,
    pub kind: &'static str,
    pub item: Item,
    /// parts that handlers of this kind need and that cannot be decoded: 0, 1 or 2
    pub broken: usize,
    /// a part that they need is not there
    pub is_missing: bool,
    pub is_old: bool,
    pub record: Record,
    pub troubles: Vec<Trouble>,
    pub decisions: Vec<Decides>,
}

impl Spec {
    /// Whether the kind is one that handlers can want.
    pub fn is_known(&self) -> bool {
        KINDS[..3].contains(&self.kind)
    }
}

pub const USERS: usize = 0;
pub const CARDS: usize = 1;
pub const LOGS: usize = 2;
pub const TABLES: [&str; 4] = ["users.dev-1", "cards", "logs", "strangers"];
const KINDS: [&str; 5] = ["INSERT", "MODIFY", "REMOVE", "ARCHIVE", ""];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Keys {
    Fine,
    Missing,
    Empty,
    /// of a type that no key has
    Odd,
}

/// A sequence number of its own, the one of an earlier record, an empty one or none.
#[derive(Clone, Copy, Debug)]
enum Numbered {
    Alone,
    Shared,
    Empty,
    Missing,
}

fn number(index: usize) -> String {
    format!("4421584500000000017450439{index:03}")
}

/// Keys of an item, spelled in one of several ways, and what else its image holds.
fn attributes(table: usize, key: usize, spelling: usize) -> String {
    match table {
        CARDS => {
            let key = key + 1; // 0 has no digits to spell in other ways
            let number = [format!("{key}"), format!("{key}.0"), format!("{key}0E-1")][spelling % 3].clone();
            format!(r#""id":{{"N":"{number}"}}"#)
        }
        LOGS => {
            // Two keys, in either order.
            let (id, at) = (r#""id":{"S":"log"}"#, format!(r#""at":{{"N":"{key}"}}"#));
            if spelling % 2 == 0 { format!("{id},{at}") } else { format!("{at},{id}") }
        }
        _ => {
            let name = ["ann", "b", "é"][key % 3];
            let escaped: String = name.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
            format!(r#""id":{{"S":"{}"}}"#, if spelling % 2 == 0 { name } else { &escaped })
        }
    }
}

fn trouble() -> impl Strategy<Value = Trouble> {
    let end = prop_oneof![
        1 => Just(End::Ok), 4 => Just(End::Error), 2 => Just(End::Unnamed), 2 => Just(End::Panic), 1 => Just(End::OddPanic),
        1 => Just(End::Late)
    ];
    let attempt = prop_oneof![5 => (0..3usize).prop_map(Some), 1 => Just(None)];
    (0..super::HANDLERS.len(), attempt, end, 0..6usize).prop_map(|(handler, attempt, end, yields)| Trouble {
        handler,
        attempt,
        end,
        yields,
    })
}

prop_compose! {
    fn spec(tables: &'static [usize], shares_numbers: bool)(
        table in select(tables),
        kind in prop_oneof![4 => Just(0), 4 => Just(1), 4 => Just(2), 1 => 3..5usize],
        (key, spelling) in (0..3usize, 0..3usize),
        keys in prop_oneof![12 => Just(Keys::Fine), 1 => select(vec![Keys::Missing, Keys::Empty, Keys::Odd])],
        (breaks_new, breaks_old) in (prop::bool::weighted(0.05), prop::bool::weighted(0.05)),
        (drops_new, is_old, is_unreadable) in (prop::bool::weighted(0.03), prop::bool::weighted(0.05), prop::bool::weighted(0.04)),
        numbered in prop_oneof![
            12 => Just(Numbered::Alone), 1 => Just(if shares_numbers { Numbered::Shared } else { Numbered::Missing }),
            1 => Just(Numbered::Empty), 1 => Just(Numbered::Missing)
        ],
        other_stream in prop::bool::weighted(0.01),
        troubles in vec(trouble(), 0..3),
        decisions in vec(prop_oneof![
            5 => Just(Decides::Stop), 4 => Just(Decides::Skip), 1 => Just(Decides::Fails), 1 => Just(Decides::Panics)
        ], 0..3),
    ) -> (Spec, Numbered) {
        let has_keys = keys == Keys::Fine;
        let fine = attributes(table, key, spelling);
        let mut record = Record {
            kind: (!KINDS[kind].is_empty()).then(|| KINDS[kind].into()),
            arn: Some(if other_stream { arn(TABLES[table]).replace("2026", "2025") } else { arn(TABLES[table]) }),
            keys: match keys {
                Keys::Fine => Some(format!("{{{fine}}}")),
                Keys::Missing => None,
                Keys::Empty => Some("{}".into()),
                Keys::Odd => Some(r#"{"id":{"BOOL":true},"at":{"L":[]}}"#.into()),
            },
            created: is_old.then(|| "1479499740".into()),
            is_unreadable,
            ..Record::default()
        };
        let is_keys_only = table == LOGS;
        let image = |is_broken: bool| {
            format!("{{{fine},\"serial\":{{\"N\":\"{}\"}}}}", if is_broken { "none" } else { "#" })
        };
        let (mut broken, mut is_missing) = (0, false);
        if is_keys_only {
            record.view = Some("KEYS_ONLY".into());
            // Empty keys lack attributes of the model.
            broken = usize::from(matches!(keys, Keys::Odd | Keys::Empty));
            is_missing = keys == Keys::Missing;
        } else {
            if kind != 2 {
                record.new = (!drops_new).then(|| image(breaks_new));
                broken += usize::from(!drops_new && breaks_new);
                is_missing |= drops_new;
            }
            if kind != 0 {
                record.old = Some(image(breaks_old));
                broken += usize::from(breaks_old);
            }
        }
        let item = has_keys.then_some((table, key));
        (Spec { table, kind: KINDS[kind], item, broken, is_missing, is_old, record, troubles, decisions }, numbered)
    }
}

/// The records of a stream. Where claims are kept no number is shared: a claim takes a number for a record's own.
pub fn specs(shares_numbers: bool) -> impl Strategy<Value = Vec<Spec>> {
    // Batches of one table are decoded in another way.
    let tables: [&'static [usize]; 4] =
        [&[USERS, USERS, USERS, CARDS, CARDS, LOGS, 3], &[USERS], &[CARDS], &[LOGS]];
    let of = |tables| vec(spec(tables, shares_numbers), 1..14);
    let specs = prop_oneof![5 => of(tables[0]), 3 => of(tables[1]), 1 => of(tables[2]), 1 => of(tables[3])];
    specs.prop_map(|specs| {
        let finish = |(index, (mut spec, numbered)): (usize, (Spec, Numbered))| {
            spec.record.id = format!("{index}");
            spec.record.number = match numbered {
                Numbered::Alone => Some(number(index)),
                Numbered::Shared => Some(number(index / 2)),
                Numbered::Empty => Some(String::new()),
                Numbered::Missing => None,
            };
            for image in [&mut spec.record.new, &mut spec.record.old].into_iter().flatten() {
                *image = image.replace('#', &index.to_string());
            }
            spec
        };
        specs.into_iter().enumerate().map(finish).collect()
    })
}
