//! `#[derive(Model)]` of [millstream](https://docs.rs/millstream), which re-exports it: depend on that crate, not on this one.
//!
//! The way of a model through the crate: `ast` reads it, `attr` its attributes; `check` knows what goes with what; `expand` writes the
//! impls, in the order that `wire_order` computes, under the names that `case` makes. Mistakes are collected (`errors`), so one
//! compile shows all of a model's.

#![forbid(unsafe_code)]

mod ast;
mod attr;
mod case;
mod check;
mod errors;
mod expand;
mod wire_order;

use errors::Errors;
use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct or an enum a model: something that items are decoded into.
///
/// | written on | it becomes |
/// |---|---|
/// | a struct with named fields | a model: each field is an attribute. It implements `Model`, `Value` and `Attributes` |
/// | a tuple struct of one field | a value like the field's, to be a field's type. It implements `Value` |
/// | an enum whose variants hold one model each, or nothing | a model of a table with several entity types: the variant is chosen first. It implements `Model` and `Value` |
///
/// A model borrows with one lifetime, of any name, or none. A field's type is whatever implements `millstream::Value`; types are
/// never told by their spelling. Generic models work: a type parameter stands for any value, and where the model is decoded from
/// a record, for one that borrows nothing.
///
/// Names are wire names: `rename = "..."`, otherwise the field's identifier under `rename_all`, otherwise the identifier, without
/// `r#`.
///
/// # On a struct or enum
///
/// | attribute | meaning |
/// |---|---|
/// | `table = "BarkTable"` | the table's name, `Model::TABLE`: a default for every place that needs one |
/// | `rename_all = "camelCase"` | how wire names (on an enum: tags) are made of identifiers: `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`, with serde's results |
/// | `tag = "type"` | enums: the attribute whose value chooses the variant; an S, or an N as it is written |
/// | `range_key = "sk"`, `hash_key = "pk"` | enums: the key whose prefix chooses the variant. The record's keys are asked first, then the image itself |
/// | `crate = "path"` | the path of millstream, where it is not `::millstream` |
///
/// An enum has exactly one of `tag`, `range_key` and `hash_key`.
///
/// # On a field
///
/// | attribute | meaning |
/// |---|---|
/// | `rename = "name"` | its wire name |
/// | `alias = "name"` | one more name that it is read from; may be repeated |
/// | `default` | absent: `Default::default()` |
/// | `default = "path"` | absent: what the function returns |
/// | `skip` | never read: `Default::default()`, or what the function of `default = "path"` returns |
/// | `with = "module"` | read by `module::decode(AttributeValue<'a>) -> Result<T, E>` where `E: Into<Cow<'static, str>>`; required, whatever its type, unless `default` is given |
/// | `flatten` | a struct model whose attributes stand among this one's |
/// | `rest` | an `Item` of all attributes that no field is named after |
/// | `hash_key`, `range_key` | a key of the table: S, N or B, and never absent |
///
/// An absent attribute without `default` is `None` in an `Option`, and an error otherwise. NULL is a value: it fits an `Option`, and
/// `default` does not stand in for it. Of an attribute that comes twice, the last one counts.
///
/// What goes with what:
///
/// | | goes with |
/// |---|---|
/// | `hash_key`, `range_key` | `rename`, `alias`, `with` |
/// | `skip` | `default` |
/// | `flatten`, `rest` | nothing |
///
/// Where keys are marked, a second struct is made beside the model: `BarkKeys` for `Bark`, with the key fields alone and the model's
/// visibility. It is a model too, and `Clone`, `Debug` and `PartialEq`. Without them, a record's keys are an `Item`.
///
/// # On a variant
///
/// | attribute | meaning |
/// |---|---|
/// | `rename = "name"` | the tag's value, in the place of the variant's identifier |
/// | `alias = "name"` | one more value; may be repeated |
/// | `range_key_prefix = "ORDER#"`, `hash_key_prefix = "..."` | the keys that choose it: the longest prefix wins |
/// | `other` | takes what fits no other variant: nothing, or an `Item` or a model |
///
/// Without `other`, an item that fits no variant is an error.
#[proc_macro_derive(Model, attributes(model))]
pub fn derive_model(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    model(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn model(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    let mut errors = Errors::default();
    let container = ast::Container::read(input, &mut errors);
    if let Some(container) = &container {
        check::check(container, &mut errors);
    }
    let container = errors.check(container)?;
    Ok(container.as_ref().map(expand::expand).unwrap_or_default())
}

#[cfg(test)]
mod tests;
