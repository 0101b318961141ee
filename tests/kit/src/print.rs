//! Events, records and items as JSON text, in many styles that all mean the same.

use crate::event::{Event, Record};
use crate::random::{self, Rng};
use crate::tree::{Escapes, Layout, Tree};
use crate::types::{Limits, RefIdentity, RefItem, RefRoot, RefValue, RefWindow};

/// How to print. Attributes are always printed in the order that the item has, since a decoder keeps it; reorder the item
/// itself with [`crate::wire_order::arrange`] or [`random::shuffle`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// For the message of a failed test.
    pub name: &'static str,
    /// Where whitespace goes.
    pub layout: Layout,
    /// Which characters are escaped, in names too.
    pub escapes: Escapes,
    /// The order of the members of envelopes.
    pub order: Order,
    /// Envelope members and attributes come more than once, earlier ones with other fitting values.
    pub duplicates: bool,
    /// Envelopes have members that nobody knows.
    pub unknown: bool,
    /// Absent members of envelopes are, some of them, written as `null`.
    pub nulls: bool,
    /// A byte order mark stands in front.
    pub mark: bool,
    /// Decides all that is random.
    pub seed: u64,
}

/// The order of the members of envelopes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// As Lambda writes them.
    Lambda,
    /// As GetRecords writes them: by name, and with `Type` and `PrincipalId`.
    GetRecords,
    /// Any, with the user identity's members in any case.
    Shuffled,
}

/// As on the wire: the base of all styles.
const WIRE: Style = Style {
    name: "wire",
    layout: Layout::Compact,
    escapes: Escapes::Needed,
    order: Order::Lambda,
    duplicates: false,
    unknown: false,
    nulls: false,
    mark: false,
    seed: 0,
};

impl Style {
    /// Compact, raw UTF-8, members in Lambda's order.
    pub fn wire() -> Style {
        WIRE
    }

    /// Every style, each feature alone and then all together.
    pub fn all(seed: u64) -> [Style; 13] {
        [
            WIRE,
            Style { name: "pretty", layout: Layout::Pretty, ..WIRE },
            Style { name: "pretty, CR LF, marked", layout: Layout::PrettyCrLf, mark: true, ..WIRE },
            Style { name: "odd whitespace", layout: Layout::Odd, ..WIRE },
            Style { name: "escaped solidus", escapes: Escapes::Solidus, ..WIRE },
            Style { name: "all escaped", escapes: Escapes::All, ..WIRE },
            Style { name: "some escaped", escapes: Escapes::Some, ..WIRE },
            Style { name: "GetRecords", order: Order::GetRecords, ..WIRE },
            Style { name: "shuffled", order: Order::Shuffled, ..WIRE },
            Style { name: "duplicates", duplicates: true, ..WIRE },
            Style { name: "unknown members", unknown: true, ..WIRE },
            Style { name: "nulls", nulls: true, ..WIRE },
            Style {
                name: "everything",
                layout: Layout::Odd,
                escapes: Escapes::Some,
                order: Order::Shuffled,
                duplicates: true,
                unknown: true,
                nulls: true,
                mark: true,
                seed: 0,
            },
        ]
        .map(|style| Style { seed, ..style })
    }

    /// Prints a whole event.
    pub fn event(&self, event: &Event) -> String {
        self.print(|builder| builder.event(event))
    }

    /// Prints a bare record.
    pub fn record(&self, record: &Record) -> String {
        self.print(|builder| builder.record(record))
    }

    /// Prints a bare item.
    pub fn item(&self, item: &RefItem) -> String {
        self.print(|builder| builder.item(item, 0))
    }

    /// Prints an event after so many damages: JSON still, but it may fit no more.
    pub fn damaged_event(&self, event: &Event, damages: usize) -> String {
        self.print(|builder| {
            let mut tree = builder.event(event);
            (0..damages).for_each(|_| tree.damage(&mut builder.rng));
            tree
        })
    }

    /// Prints an item after so many damages.
    pub fn damaged_item(&self, item: &RefItem, damages: usize) -> String {
        self.print(|builder| {
            let mut tree = builder.item(item, 0);
            (0..damages).for_each(|_| tree.damage(&mut builder.rng));
            tree
        })
    }

    fn print(&self, build: impl FnOnce(&mut Builder) -> Tree) -> String {
        let mut builder = Builder { style: *self, rng: Rng::new(self.seed) };
        let tree = build(&mut builder);
        let mark = if self.mark { "\u{feff}" } else { "" };
        format!("{mark}{}", tree.print(self.layout, self.escapes, &mut builder.rng))
    }
}

/// The members of an envelope in Lambda's order; `None` where absent.
type Members = Vec<(&'static str, Option<Tree>)>;

struct Builder {
    style: Style,
    rng: Rng,
}

impl Builder {
    fn event(&mut self, event: &Event) -> Tree {
        let records = event.records.iter().map(|record| self.record(record)).collect();
        let mut members = self.root(&event.root);
        members.insert(0, ("Records", Some(Tree::Array(records)))); // never twice: that is fatal
        let others = self.other(|builder| {
            let root = random::root(&mut builder.rng);
            builder.root(&root)
        });
        self.envelope(members, others)
    }

    fn root(&mut self, root: &RefRoot) -> Members {
        vec![
            ("window", root.window.as_ref().map(|window| self.window(window))),
            ("state", root.state.as_deref().map(Tree::raw)),
            ("shardId", text(&root.shard_id)),
            ("eventSourceARN", text(&root.arn)),
            ("isFinalInvokeForWindow", boolean(root.is_final)),
            ("isWindowTerminatedEarly", boolean(root.is_terminated)),
        ]
    }

    fn window(&mut self, window: &RefWindow) -> Tree {
        let members = |window: &RefWindow| vec![("start", text(&window.start)), ("end", text(&window.end))];
        let others = self
            .other(|builder| members(&RefWindow { start: Some(random::text(&mut builder.rng)), end: None }));
        self.envelope(members(window), others)
    }

    fn record(&mut self, record: &Record) -> Tree {
        let members = self.record_members(record);
        let others = self.other(|builder| {
            let other = random::record(&mut builder.rng);
            builder.record_members(&other)
        });
        self.envelope(members, others)
    }

    fn record_members(&mut self, record: &Record) -> Members {
        let decoded = &record.decoded;
        let change = self.change_members(record);
        let others = self.other(|builder| {
            let other = random::record(&mut builder.rng);
            builder.change_members(&other)
        });
        let absent = change.iter().all(|(_, value)| value.is_none());
        let change = if absent && self.rng.one_in(2) { None } else { Some(self.envelope(change, others)) };
        vec![
            ("eventID", text(&decoded.event_id)),
            ("eventName", text(&decoded.event_name)),
            ("eventVersion", text(&decoded.event_version)),
            ("eventSource", text(&decoded.event_source)),
            ("awsRegion", text(&decoded.aws_region)),
            ("tableName", text(&decoded.table)),
            ("userIdentity", decoded.identity.as_ref().map(|identity| self.identity(identity))),
            ("dynamodb", change),
            ("eventSourceARN", text(&decoded.arn)),
        ]
    }

    fn change_members(&mut self, record: &Record) -> Members {
        let decoded = &record.decoded;
        vec![
            ("ApproximateCreationDateTime", decoded.created.map(|_| Tree::raw(&record.created))),
            ("Keys", decoded.keys.as_ref().map(|item| self.item(item, 0))),
            ("NewImage", decoded.new.as_ref().map(|item| self.item(item, 0))),
            ("OldImage", decoded.old.as_ref().map(|item| self.item(item, 0))),
            ("SequenceNumber", text(&decoded.sequence_number)),
            ("SizeBytes", decoded.size_bytes.map(|_| Tree::raw(&record.size))),
            ("StreamViewType", text(&decoded.view_type)),
        ]
    }

    fn identity(&mut self, identity: &RefIdentity) -> Tree {
        let others = self.other(|builder| {
            let other = RefIdentity {
                kind: Some(random::text(&mut builder.rng)),
                principal_id: Some(random::text(&mut builder.rng)),
            };
            builder.identity_members(&other)
        });
        let members = self.identity_members(identity);
        // An earlier duplicate is found by its name, which may be in the other case.
        let others = others.into_iter().zip(&members).map(|((_, value), (name, _))| (*name, value)).collect();
        self.envelope(members, others)
    }

    fn identity_members(&mut self, identity: &RefIdentity) -> Members {
        let capital = match self.style.order {
            Order::Lambda => false,
            Order::GetRecords => true,
            Order::Shuffled => self.rng.one_in(2),
        };
        let [kind, principal_id] = if capital { ["Type", "PrincipalId"] } else { ["type", "principalId"] };
        vec![(principal_id, text(&identity.principal_id)), (kind, text(&identity.kind))]
    }

    /// The members that duplicates are taken from; they have none of their own.
    fn other(&mut self, members: impl FnOnce(&mut Builder) -> Members) -> Members {
        if !self.style.duplicates {
            return Members::new();
        }
        self.style.duplicates = false;
        let members = members(self);
        self.style.duplicates = true;
        members
    }

    fn envelope(&mut self, members: Members, others: Members) -> Tree {
        let mut members: Vec<(String, Tree)> = members
            .into_iter()
            .filter_map(|(name, value)| match value {
                Some(value) => Some((name.to_string(), value)),
                None if self.style.nulls && self.rng.one_in(2) => Some((name.to_string(), Tree::raw("null"))),
                None => None,
            })
            .collect();
        match self.style.order {
            Order::Lambda => {}
            Order::GetRecords => members.sort_by(|(a, _), (b, _)| a.cmp(b)),
            Order::Shuffled => self.rng.shuffle(&mut members),
        }
        for (name, value) in others {
            if !self.rng.one_in(3) {
                let last = members.iter().position(|(seen, _)| seen == name);
                if let (Some(last), Some(value)) = (last, value) {
                    members.insert(self.rng.below(last + 1), (name.to_string(), value));
                }
            }
        }
        if self.style.unknown {
            for _ in 0..self.rng.below(4) {
                let name = self.unknown_name();
                let value = random::json(&mut self.rng, 3);
                members.insert(self.rng.below(members.len() + 1), (name, value));
            }
        }
        Tree::Object(members)
    }

    /// A name that no envelope knows.
    fn unknown_name(&mut self) -> String {
        const NAMES: [&str; 10] = [
            "",
            "eventid",
            "eventID ",
            "NewImages",
            "Keys\u{0}",
            "S",
            "N",
            "Item",
            "recordFormat",
            "ApproximateCreationDateTimePrecision",
        ];
        self.rng.pick(&NAMES).to_string()
    }

    /// An attribute map within `level` levels of M and L.
    fn item(&mut self, item: &RefItem, level: usize) -> Tree {
        let mut members: Vec<(String, Tree)> =
            item.iter().map(|(name, value)| (name.clone(), self.value(value, level))).collect();
        if self.style.duplicates {
            for (name, _) in item {
                if self.rng.one_in(3) {
                    self.repeat(&mut members, name, level);
                }
            }
        }
        Tree::Object(members)
    }

    /// Moves the value of a name behind its place, and puts another value there: the place of the first and the value of the last count.
    fn repeat(&mut self, members: &mut Vec<(String, Tree)>, name: &str, level: usize) {
        let levels = (Limits::default().nesting - level).min(2);
        let other = random::value(&mut self.rng, levels);
        let other = self.value(&other, level);
        let first = members.iter().position(|(seen, _)| seen == name).expect("every name is there once");
        let value = std::mem::replace(&mut members[first].1, other);
        let behind = first + 1 + self.rng.below(members.len() - first);
        members.insert(behind, (name.to_string(), value));
    }

    /// An attribute value within `level` levels of M and L.
    fn value(&mut self, value: &RefValue, level: usize) -> Tree {
        fn texts<'t>(texts: impl IntoIterator<Item = &'t String>) -> Tree {
            Tree::Array(texts.into_iter().cloned().map(Tree::Text).collect())
        }
        let (tag, value) = match value {
            RefValue::S(text) => ("S", Tree::Text(text.clone())),
            RefValue::N(text) => ("N", Tree::Text(text.clone())),
            RefValue::B(text) => ("B", Tree::Text(text.clone())),
            RefValue::Bool(value) => ("BOOL", Tree::raw(if *value { "true" } else { "false" })),
            RefValue::Null if self.style.unknown && self.rng.one_in(4) => ("NULL", Tree::raw("false")),
            RefValue::Null => ("NULL", Tree::raw("true")),
            RefValue::M(item) => ("M", self.item(item, level + 1)),
            RefValue::L(elements) => {
                ("L", Tree::Array(elements.iter().map(|element| self.value(element, level + 1)).collect()))
            }
            RefValue::Ss(elements) => ("SS", texts(elements)),
            RefValue::Ns(elements) => ("NS", texts(elements)),
            RefValue::Bs(elements) => ("BS", texts(elements)),
        };
        Tree::Object(vec![(tag.to_string(), value)])
    }
}

fn text(value: &Option<String>) -> Option<Tree> {
    value.clone().map(Tree::Text)
}

fn boolean(value: Option<bool>) -> Option<Tree> {
    value.map(|value| Tree::raw(if value { "true" } else { "false" }))
}
