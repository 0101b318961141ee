//! The rules of what goes with what. Each mistake is named where it stands, with what to write instead.

use crate::{
    ast::{Container, Data, Field, Role, Variant},
    attr::{At, ContainerAttrs, FieldAttrs, at},
    errors::Errors,
};
use proc_macro2::Span;
use std::collections::HashMap;

mod indexes;
mod recursion;

/// How an enum chooses its variant.
#[derive(Clone, Copy, PartialEq)]
pub enum Choice {
    Tag,
    HashKey,
    RangeKey,
}

impl Choice {
    /// The attribute of a variant by which it is chosen; none: its name.
    fn prefix(self) -> Option<&'static str> {
        match self {
            Choice::Tag => None,
            Choice::HashKey => Some("hash_key_prefix"),
            Choice::RangeKey => Some("range_key_prefix"),
        }
    }

    fn way(self, attribute: &str) -> String {
        match self {
            Choice::Tag => format!("`tag = \"{attribute}\"`"),
            Choice::HashKey => format!("`hash_key = \"{attribute}\"`"),
            Choice::RangeKey => format!("`range_key = \"{attribute}\"`"),
        }
    }
}

impl Container {
    /// How an enum chooses, and by which attribute. `None`: it does not say, or says it twice.
    pub fn choice(&self) -> Option<(Choice, &str)> {
        let ContainerAttrs { tag, hash_key, range_key, .. } = &self.attrs;
        match (tag, hash_key, range_key) {
            (Some(tag), None, None) => Some((Choice::Tag, &tag.value)),
            (None, Some(key), None) => Some((Choice::HashKey, &key.value)),
            (None, None, Some(key)) => Some((Choice::RangeKey, &key.value)),
            _ => None,
        }
    }
}

impl Variant {
    /// The values of the tag, or the key's prefix, that choose it; nothing for `other`.
    pub fn chosen_by(&self, choice: Choice) -> impl Iterator<Item = At<&str>> {
        let prefix = match choice {
            Choice::Tag => None,
            Choice::HashKey => self.attrs.hash_key_prefix.as_ref(),
            Choice::RangeKey => self.attrs.range_key_prefix.as_ref(),
        };
        let prefix = prefix.map(|at| At { span: at.span, value: at.value.as_str() });
        let names = (choice == Choice::Tag).then(|| self.names());
        names.into_iter().flatten().chain(prefix).filter(|_| self.attrs.other.is_none())
    }
}

pub fn check(container: &Container, errors: &mut Errors) {
    recursion::check(container, errors);
    match &container.data {
        Data::Struct(fields) => {
            no_choice(&container.attrs, errors);
            check_struct(fields, errors);
            indexes::check(container, fields, errors);
        }
        Data::Newtype(_) => {
            check_newtype(&container.attrs, errors);
            indexes::none(container, "a newtype", errors);
        }
        Data::Enum(variants) => {
            check_enum(container, variants, errors);
            indexes::none(container, "an enum", errors);
        }
    }
}

/// What a model that is written needs besides.
pub fn check_encode(container: &Container, errors: &mut Errors) {
    let Data::Struct(fields) = &container.data else { return };
    for FieldAttrs { with, encode_with, .. } in fields.iter().map(|field| &*field.attrs) {
        if let (Some(with), None) = (with, encode_with) {
            errors.at(with.span, "`with` only reads: say how it is written, `encode_with = \"module\"`");
        }
    }
}

fn no_choice(attrs: &ContainerAttrs, errors: &mut Errors) {
    if let Some(tag) = &attrs.tag {
        errors.at(tag.span, "`tag` chooses an enum's variant: a struct has none");
    }
    if let Some(keys) = &attrs.keys {
        errors.at(
            keys.span,
            "`keys` is for an enum, which has no fields: in a struct mark `#[model(hash_key)]`",
        );
    }
    for (key, name) in [(&attrs.hash_key, "hash_key"), (&attrs.range_key, "range_key")] {
        if let Some(key) = key {
            let message = format!(
                "`{name} = \"...\"` chooses an enum's variant; in a struct mark the field: `#[model({name})]`"
            );
            errors.at(key.span, message);
        }
    }
}

fn check_newtype(attrs: &ContainerAttrs, errors: &mut Errors) {
    no_choice(attrs, errors);
    for (name, span) in [("table", at(&attrs.table)), ("rename_all", at(&attrs.rename_all))] {
        if let Some(span) = span {
            errors.at(span, format!("`{name}` has no effect on a newtype, which is decoded like its field"));
        }
    }
}

fn check_struct(fields: &[Field], errors: &mut Errors) {
    let mut names = HashMap::new();
    for field in fields {
        conflicts(&field.attrs, errors);
        if field.role() == Role::Attribute {
            for At { span, value } in field.names() {
                if let Some(owner) = names.insert(value.to_owned(), &field.ident) {
                    let hint = if owner == &field.ident { "" } else { ": `rename` one of them" };
                    errors.at(span, format!("\"{value}\" is a name of `{owner}` already{hint}"));
                }
            }
        }
    }
    for (of, name, reason) in [
        (
            (|attrs| attrs.rest) as fn(&FieldAttrs) -> Option<Span>,
            "rest",
            "one `Item` takes all unknown attributes",
        ),
        (|attrs| attrs.hash_key, "hash_key", "a table has one"),
        (|attrs| attrs.range_key, "range_key", "a table has at most one"),
    ] {
        for second in fields.iter().filter_map(|field| of(&field.attrs)).skip(1) {
            errors.at(second, format!("`{name}` is given to two fields: {reason}"));
        }
    }
    if !fields.iter().any(|field| field.attrs.hash_key.is_some()) {
        if let Some(span) = fields.iter().find_map(|field| field.attrs.range_key) {
            errors
                .at(span, "a range key stands beside a hash key: mark the other field `#[model(hash_key)]`");
        }
    }
}

/// An attribute that leaves others nothing to do: why, and those it goes with.
struct Rule {
    name: &'static str,
    reason: &'static str,
    goes_with: &'static [&'static str],
}

/// The table in the documentation of the derive.
const RULES: [Rule; 5] = [
    Rule { name: "skip", reason: "a `skip` field is never on the wire", goes_with: &["default"] },
    Rule { name: "flatten", reason: "a `flatten` field has no name or value of its own", goes_with: &[] },
    Rule { name: "rest", reason: "a `rest` field takes what no field is named after", goes_with: &[] },
    Rule {
        name: "hash_key",
        reason: "a key is never absent",
        goes_with: &["rename", "alias", "with", "encode_with", "range_key"],
    },
    Rule {
        name: "range_key",
        reason: "a key is never absent",
        goes_with: &["rename", "alias", "with", "encode_with"],
    },
];

/// What one field says against itself.
fn conflicts(attrs: &FieldAttrs, errors: &mut Errors) {
    let given = attrs.given();
    let is_given = |rule: &Rule| given.iter().any(|(name, _)| *name == rule.name);
    // The first rule that applies says it all: what it asks to remove need not be told of a second one.
    if let Some(rule) = RULES.iter().find(|rule| is_given(rule)) {
        let conflicts = given.iter().filter(|(name, _)| *name != rule.name && !rule.goes_with.contains(name));
        for (name, span) in conflicts {
            errors.at(*span, format!("{}: remove `{name}`", rule.reason));
        }
    }
    match (&attrs.with, &attrs.encode_with, attrs.set) {
        (Some(_), _, Some(set)) => {
            errors.at(set, "a `with` field is what its module makes of it: remove `set`")
        }
        (None, Some(with), _) if attrs.skip.is_none() && attrs.flatten.is_none() && attrs.rest.is_none() => {
            errors.at(with.span, "`encode_with` writes what `with` reads: add `with = \"module\"`");
        }
        _ => {}
    }
    if let (Some(_), Some(range)) = (attrs.hash_key, attrs.range_key) {
        errors.at(range, "one attribute cannot be both keys: remove `hash_key` or `range_key`");
    }
}

fn check_enum(container: &Container, variants: &[Variant], errors: &mut Errors) {
    if variants.is_empty() {
        errors.at(container.ident.span(), "an enum without variants cannot hold an item");
        return;
    }
    let ContainerAttrs { tag, hash_key, range_key, .. } = &container.attrs;
    let ways = [("tag", tag), ("hash_key", hash_key), ("range_key", range_key)];
    let given: Vec<_> = ways.iter().filter_map(|(name, at)| at.as_ref().map(|at| (name, at.span))).collect();
    match given[..] {
        [] if container.attrs.is_broken => {}
        [] => errors.at(
            container.ident.span(),
            "say how the variant is chosen: by an attribute's value, `#[model(tag = \"type\")]`, or by a key's prefix, \
             `#[model(range_key = \"sk\")]` or `#[model(hash_key = \"pk\")]`",
        ),
        [_] => {}
        [(first, _), ref more @ ..] => {
            for (name, span) in more {
                errors.at(*span, format!("the variant is chosen by `{first}` already: remove `{name}`"));
            }
        }
    }
    for second in variants.iter().filter_map(|variant| variant.attrs.other).skip(1) {
        errors.at(second, "`other` is given to two variants: one takes whatever fits no other");
    }
    // Without one way, what the variants should say is not known.
    let Some((choice, attribute)) = container.choice() else { return };
    if let (Some(case), true) = (&container.attrs.rename_all, choice != Choice::Tag) {
        errors.at(case.span, "`rename_all` has no effect: the variant is chosen by a key's prefix");
    }
    let mut chosen = HashMap::new();
    for variant in variants {
        check_variant(variant, choice, attribute, errors);
        for At { span, value } in variant.chosen_by(choice) {
            if let Some(owner) = chosen.insert(value.to_owned(), &variant.ident) {
                let hint = if owner == &variant.ident { "" } else { ": one item cannot be both" };
                errors.at(span, format!("\"{value}\" chooses `{owner}` already{hint}"));
            }
        }
    }
}

fn check_variant(variant: &Variant, choice: Choice, attribute: &str, errors: &mut Errors) {
    let attrs = &variant.attrs;
    for (name, span) in attrs.given() {
        let is_prefix = name.ends_with("_prefix");
        if attrs.other.is_some() {
            errors.at(span, format!("an `other` variant takes whatever fits no other: remove `{name}`"));
        } else if is_prefix && choice.prefix() != Some(name) {
            let key = name.trim_end_matches("_prefix");
            let way = choice.way(attribute);
            errors.at(
                span,
                format!("`{name}` needs `#[model({key} = \"...\")]` on the enum, which chooses by {way}"),
            );
        } else if !is_prefix && choice != Choice::Tag {
            let way = choice.way(attribute);
            errors.at(span, format!("`{name}` has no effect: the enum chooses by {way}"));
        }
    }
    if let Some(prefix) = choice.prefix() {
        let given = attrs.given().iter().any(|(name, _)| name.ends_with("_prefix"));
        if !given && !attrs.is_broken && attrs.other.is_none() {
            let message =
                format!("say which keys choose it: `#[model({prefix} = \"...\")]`, or `#[model(other)]`");
            errors.at(variant.ident.span(), message);
        }
    }
}
