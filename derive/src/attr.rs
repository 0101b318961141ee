//! Reads `#[model(...)]`: what each attribute holds, where it stands, and nothing of what it means beside others (that is `check`).

use crate::{case::Case, errors::Errors};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::{
    Attribute, ExprPath, LitStr, Meta, Path, Token, Type,
    ext::IdentExt,
    parse::{ParseStream, Parser},
    spanned::Spanned,
    token::Paren,
};

/// Something that was written, and where.
#[derive(Clone)]
pub struct At<T> {
    pub span: Span,
    pub value: T,
}

/// What an absent attribute means.
pub enum Default {
    /// `Default::default()`.
    Trait,
    /// A function without arguments.
    Path(ExprPath),
}

#[derive(std::default::Default)]
pub struct ContainerAttrs {
    pub table: Option<At<String>>,
    pub rename_all: Option<At<Case>>,
    pub tag: Option<At<String>>,
    pub hash_key: Option<At<String>>,
    pub range_key: Option<At<String>>,
    pub krate: Option<At<Path>>,
    /// Enums: the struct that has the table's keys.
    pub keys: Option<At<Type>>,
    pub indexes: Vec<IndexAttrs>,
    /// There was something else, or something wrong: what seems to be missing may be meant by it.
    pub is_broken: bool,
}

/// `global_index(...)` or `local_index(...)`.
pub struct IndexAttrs {
    pub span: Span,
    pub is_local: bool,
    pub name: Option<At<String>>,
    pub hash: Option<At<String>>,
    pub range: Option<At<String>>,
    pub projection: Option<At<Type>>,
}

#[derive(std::default::Default)]
pub struct VariantAttrs {
    pub rename: Option<At<String>>,
    pub aliases: Vec<At<String>>,
    pub hash_key_prefix: Option<At<String>>,
    pub range_key_prefix: Option<At<String>>,
    pub other: Option<Span>,
    /// As a container's.
    pub is_broken: bool,
}

#[derive(std::default::Default)]
pub struct FieldAttrs {
    pub rename: Option<At<String>>,
    pub aliases: Vec<At<String>>,
    pub default: Option<At<Default>>,
    pub skip: Option<Span>,
    pub with: Option<At<Path>>,
    pub encode_with: Option<At<Path>>,
    pub set: Option<Span>,
    pub flatten: Option<Span>,
    pub rest: Option<Span>,
    pub hash_key: Option<Span>,
    pub range_key: Option<Span>,
}

/// Where an attribute stands.
#[derive(Clone, Copy)]
struct Level {
    name: &'static str,
    /// Every attribute it takes: the one list that messages are made of.
    takes: &'static [&'static str],
}

const CONTAINER: Level = Level {
    name: "struct or enum",
    takes: &[
        "table",
        "rename_all",
        "tag",
        "hash_key",
        "range_key",
        "keys",
        "global_index",
        "local_index",
        "crate",
    ],
};
const VARIANT: Level =
    Level { name: "variant", takes: &["rename", "alias", "hash_key_prefix", "range_key_prefix", "other"] };
const FIELD: Level = Level {
    name: "field",
    takes: &[
        "rename",
        "alias",
        "default",
        "skip",
        "with",
        "encode_with",
        "set",
        "flatten",
        "rest",
        "hash_key",
        "range_key",
    ],
};
const GLOBAL_INDEX: Level = Level { name: "global index", takes: &["name", "hash", "range", "projection"] };
const LOCAL_INDEX: Level = Level { name: "local index", takes: &["name", "range", "projection"] };

impl ContainerAttrs {
    pub fn read(attrs: &[Attribute], errors: &mut Errors) -> ContainerAttrs {
        let mut read = ContainerAttrs::default();
        let before = errors.count();
        for entry in entries(attrs, errors) {
            match entry.key.to_string().as_str() {
                "table" => once(&mut read.table, &entry, entry.name("MyTable"), errors),
                "rename_all" => once(&mut read.rename_all, &entry, entry.case(), errors),
                "tag" => once(&mut read.tag, &entry, entry.name("type"), errors),
                "hash_key" => once(&mut read.hash_key, &entry, entry.name("pk"), errors),
                "range_key" => once(&mut read.range_key, &entry, entry.name("sk"), errors),
                "keys" => once(&mut read.keys, &entry, entry.ty("TableKeys"), errors),
                "global_index" => read.indexes.extend(IndexAttrs::read(&entry, false, errors)),
                "local_index" => read.indexes.extend(IndexAttrs::read(&entry, true, errors)),
                "crate" => {
                    once(&mut read.krate, &entry, entry.path("millstream", Path::parse_mod_style), errors)
                }
                _ => errors.add(entry.unknown(CONTAINER)),
            }
        }
        read.is_broken = errors.count() > before;
        read
    }
}

impl ContainerAttrs {
    /// Those of the keys of a model: a name is final by then.
    pub fn for_keys(&self) -> ContainerAttrs {
        ContainerAttrs { table: self.table.clone(), krate: self.krate.clone(), ..ContainerAttrs::default() }
    }
}

impl IndexAttrs {
    fn read(entry: &Entry, is_local: bool, errors: &mut Errors) -> Option<IndexAttrs> {
        let level = if is_local { LOCAL_INDEX } else { GLOBAL_INDEX };
        let Given::List(tokens) = &entry.given else {
            let example = if is_local { "range = \"at\"" } else { "hash = \"author\"" };
            errors.add(entry.error(format!(
                "`{key}` takes a list: `{key}(name = \"by-author\", {example})`",
                key = entry.key
            )));
            return None;
        };
        let mut entries = Vec::new();
        let parser = |input: ParseStream| read_entries(input, &mut entries, errors);
        if let Err(error) = Parser::parse2(parser, tokens.clone()) {
            errors.add(error);
        }
        let span = entry.key.span();
        let mut read = IndexAttrs { span, is_local, name: None, hash: None, range: None, projection: None };
        for entry in entries {
            match entry.key.to_string().as_str() {
                "name" => once(&mut read.name, &entry, entry.name("by-author"), errors),
                "hash" if !is_local => once(&mut read.hash, &entry, entry.name("author"), errors),
                "range" => once(&mut read.range, &entry, entry.name("at"), errors),
                "projection" => once(&mut read.projection, &entry, entry.ty("PostTitle"), errors),
                _ => errors.add(entry.unknown(level)),
            }
        }
        Some(read)
    }
}

impl VariantAttrs {
    pub fn read(attrs: &[Attribute], errors: &mut Errors) -> VariantAttrs {
        let mut read = VariantAttrs::default();
        let before = errors.count();
        for entry in entries(attrs, errors) {
            match entry.key.to_string().as_str() {
                "rename" => once(&mut read.rename, &entry, entry.name("name"), errors),
                "alias" => many(&mut read.aliases, entry.name("name"), errors),
                "hash_key_prefix" => once(&mut read.hash_key_prefix, &entry, entry.name("ORDER#"), errors),
                "range_key_prefix" => once(&mut read.range_key_prefix, &entry, entry.name("ORDER#"), errors),
                "other" => flag(&mut read.other, &entry, "", errors),
                _ => errors.add(entry.unknown(VARIANT)),
            }
        }
        read.is_broken = errors.count() > before;
        read
    }
}

impl FieldAttrs {
    pub fn read(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
        let mut read = FieldAttrs::default();
        for entry in entries(attrs, errors) {
            match entry.key.to_string().as_str() {
                "rename" => once(&mut read.rename, &entry, entry.name("name"), errors),
                "alias" => many(&mut read.aliases, entry.name("name"), errors),
                "default" => once(&mut read.default, &entry, entry.default(), errors),
                "skip" => flag(&mut read.skip, &entry, "", errors),
                "with" => once(&mut read.with, &entry, entry.path("module", Path::parse_mod_style), errors),
                "encode_with" => {
                    once(&mut read.encode_with, &entry, entry.path("module", Path::parse_mod_style), errors)
                }
                "set" => flag(&mut read.set, &entry, "", errors),
                "flatten" => flag(&mut read.flatten, &entry, "", errors),
                "rest" => flag(&mut read.rest, &entry, "", errors),
                "hash_key" => flag(&mut read.hash_key, &entry, KEY_NAME, errors),
                "range_key" => flag(&mut read.range_key, &entry, KEY_NAME, errors),
                _ => errors.add(entry.unknown(FIELD)),
            }
        }
        read
    }
}

impl FieldAttrs {
    /// All that is given, by name, with the place to blame.
    pub fn given(&self) -> Vec<(&'static str, Span)> {
        present(&[
            ("rename", at(&self.rename)),
            ("alias", self.aliases.first().map(|alias| alias.span)),
            ("default", at(&self.default)),
            ("skip", self.skip),
            ("with", at(&self.with)),
            ("encode_with", at(&self.encode_with)),
            ("set", self.set),
            ("flatten", self.flatten),
            ("rest", self.rest),
            ("hash_key", self.hash_key),
            ("range_key", self.range_key),
        ])
    }
}

impl VariantAttrs {
    /// All that is given, less `other`.
    pub fn given(&self) -> Vec<(&'static str, Span)> {
        present(&[
            ("rename", at(&self.rename)),
            ("alias", self.aliases.first().map(|alias| alias.span)),
            ("hash_key_prefix", at(&self.hash_key_prefix)),
            ("range_key_prefix", at(&self.range_key_prefix)),
        ])
    }
}

/// Where it stands, if it does.
pub fn at<T>(slot: &Option<At<T>>) -> Option<Span> {
    slot.as_ref().map(|at| at.span)
}

fn present(slots: &[(&'static str, Option<Span>)]) -> Vec<(&'static str, Span)> {
    slots.iter().filter_map(|(name, span)| span.map(|span| (*name, span))).collect()
}

const KEY_NAME: &str = "; the attribute's name is given by `rename = \"...\"`";

/// The span of the first `#[model]`, for places that take none.
pub fn first(attrs: &[Attribute]) -> Option<Span> {
    attrs.iter().find(|attr| attr.path().is_ident("model")).map(Spanned::span)
}

/// One attribute within the parentheses.
struct Entry {
    key: Ident,
    given: Given,
}

enum Given {
    /// `skip`
    Nothing,
    /// `rename = ...`
    Value(TokenStream),
    /// `rename(...)`
    List(TokenStream),
}

fn entries(attrs: &[Attribute], errors: &mut Errors) -> Vec<Entry> {
    let mut entries = Vec::new();
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("model")) {
        match &attr.meta {
            Meta::List(list) => {
                if let Err(error) =
                    list.parse_args_with(|input: ParseStream| read_entries(input, &mut entries, errors))
                {
                    errors.add(error);
                }
            }
            other => errors.at(other.span(), "attributes stand in parentheses: `#[model(...)]`"),
        }
    }
    entries
}

/// Goes on after a mistake with what follows the next comma.
fn read_entries(input: ParseStream, entries: &mut Vec<Entry>, errors: &mut Errors) -> syn::Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            errors.at(input.span(), "expected an attribute's name, found a comma");
        } else if input.peek(Ident::peek_any) {
            let key = input.call(Ident::parse_any)?;
            let given = if input.peek(Token![=]) {
                input.parse::<Token![=]>()?;
                Given::Value(to_comma(input)?)
            } else if input.peek(Paren) {
                match input.parse::<TokenTree>()? {
                    TokenTree::Group(group) => Given::List(group.stream()),
                    _ => Given::Nothing,
                }
            } else {
                Given::Nothing
            };
            if !input.is_empty() && !input.peek(Token![,]) {
                errors.at(input.span(), "expected a comma between two attributes");
                to_comma(input)?;
            }
            entries.push(Entry { key, given });
        } else {
            errors.at(input.span(), "expected an attribute's name");
            to_comma(input)?;
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

fn to_comma(input: ParseStream) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    Ok(tokens)
}

impl Entry {
    fn error(&self, message: impl std::fmt::Display) -> syn::Error {
        syn::Error::new(self.key.span(), message)
    }

    /// The text in `key = "text"`. `example` completes the message.
    fn text(&self, example: &str) -> syn::Result<LitStr> {
        let key = &self.key;
        let asked = format!("`{key}` takes a text: `{key} = \"{example}\"`");
        match &self.given {
            Given::Value(tokens) if !tokens.is_empty() => {
                syn::parse2::<LitStr>(tokens.clone()).map_err(|_| syn::Error::new_spanned(tokens, asked))
            }
            _ => Err(self.error(asked)),
        }
    }

    /// A text that names something, so is not empty.
    fn name(&self, example: &str) -> syn::Result<At<String>> {
        let text = self.text(example)?;
        if text.value().is_empty() {
            let key = &self.key;
            let message = format!("`{key}` is empty: write `{key} = \"{example}\"`");
            return Err(syn::Error::new(text.span(), message));
        }
        Ok(At { span: text.span(), value: text.value() })
    }

    fn case(&self) -> syn::Result<At<Case>> {
        let text = self.text("camelCase")?;
        match Case::named(&text.value()) {
            Some(case) => Ok(At { span: text.span(), value: case }),
            None => {
                let rules = listed(&Case::RULES.map(|(name, _)| format!("\"{name}\"")));
                let message =
                    format!("unknown rule \"{}\" of `rename_all`; the rules are {rules}", text.value());
                Err(syn::Error::new(text.span(), message))
            }
        }
    }

    fn path<T>(&self, example: &str, parser: fn(ParseStream) -> syn::Result<T>) -> syn::Result<At<T>> {
        let text = self.text(example)?;
        match text.parse_with(parser) {
            Ok(value) => Ok(At { span: text.span(), value }),
            Err(_) => {
                let (key, text_value) = (&self.key, text.value());
                let message = format!("\"{text_value}\" is no path: write `{key} = \"{example}\"`");
                Err(syn::Error::new(text.span(), message))
            }
        }
    }

    fn ty(&self, example: &str) -> syn::Result<At<Type>> {
        self.path(example, syn::parse::Parse::parse)
    }

    fn default(&self) -> syn::Result<At<Default>> {
        if let Given::Nothing = self.given {
            return Ok(At { span: self.key.span(), value: Default::Trait });
        }
        let path = self.path("path::to::function", syn::parse::Parse::parse)?;
        Ok(At { span: path.span, value: Default::Path(path.value) })
    }

    fn unknown(&self, level: Level) -> syn::Error {
        let Entry { key, .. } = self;
        let Level { name, takes } = level;
        let takes = listed(&Vec::from_iter(takes.iter().map(|take| format!("`{take}`"))));
        let elsewhere =
            [FIELD, VARIANT, CONTAINER].into_iter().find(|other| other.takes.iter().any(|take| key == take));
        match elsewhere {
            Some(other) => self.error(format!(
                "`{key}` belongs to a {}, not to a {name}; a {name} takes {takes}",
                other.name
            )),
            None => self.error(format!("unknown attribute `{key}`; a {name} takes {takes}")),
        }
    }
}

fn once<T>(slot: &mut Option<T>, entry: &Entry, read: syn::Result<T>, errors: &mut Errors) {
    match read {
        Ok(_) if slot.is_some() => errors.add(entry.error(format!("`{}` is given twice", entry.key))),
        Ok(value) => *slot = Some(value),
        Err(error) => errors.add(error),
    }
}

fn many<T>(slots: &mut Vec<T>, read: syn::Result<T>, errors: &mut Errors) {
    match read {
        Ok(value) => slots.push(value),
        Err(error) => errors.add(error),
    }
}

/// `hint` goes on where the reader may have meant something else.
fn flag(slot: &mut Option<Span>, entry: &Entry, hint: &str, errors: &mut Errors) {
    let read = match entry.given {
        Given::Nothing => Ok(entry.key.span()),
        _ => Err(entry.error(format!("`{}` takes no value{hint}", entry.key))),
    };
    once(slot, entry, read, errors);
}

/// "a, b and c"
pub fn listed(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
