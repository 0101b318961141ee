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
/// | `global_index(name = "by-author", hash = "author", range = "at")` | a global secondary index of the table, for the derive `Encode`: keys by attribute name, `range` only if it has one; may be repeated |
/// | `local_index(name = "by-title", range = "title")` | a local secondary index, likewise |
/// | `keys = "TableKeys<'a>"` | enums: the struct that marks the table's keys, for the derive `Encode` |
/// | `crate = "path"` | the path of millstream, where it is not `::millstream` |
///
/// An enum has exactly one of `tag`, `range_key` and `hash_key`. An index that does not hold all attributes names a model of those that it
/// does: `projection = "PostTitle<'a>"`.
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
/// | `with = "module"` | read by `module::decode(AttributeValue<'a>) -> Result<T, E>` where `E: Into<Cow<'static, str>>`; required, whatever its type, unless `default` is given; `T` is `Default`, for the place that it is read into |
/// | `encode_with = "module"` | for the derive `Encode`, what `with` reads is written by `module::encode(&T) -> Result<V, E>`, where `V` can be encoded |
/// | `set` | a list that is written as SS, NS or BS; absent: an empty one |
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
/// | `hash_key`, `range_key` | `rename`, `alias`, `with`, `encode_with` |
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

/// Makes a model something that can be written: an item to put, a key to ask for, a value of a condition.
///
/// It stands beside `Model`, reads the same attributes, and leaves it to `Model` to tell what is wrong with them:
///
/// ```text
/// #[derive(Model, Encode)]
/// #[model(table = "Posts", global_index(name = "by-author", hash = "author", range = "at"))]
/// struct Post<'a> { ... }
/// ```
///
/// | written on | it implements |
/// |---|---|
/// | a struct | `Encode` and `EncodeItem`; `Paths`, by a struct `PostPaths` that has a place of an item for each field |
/// | the same with a `hash_key` | besides `KeySchema`, `Keyed` and, with a `range_key`, `RangeKey`; and `Encode` for `PostKeys` |
/// | the same with indexes | besides a type for each: `PostByAuthor` for the index `by-author` of `Post`, an `Index` |
/// | an enum | `Encode` and `EncodeItem`: the variant's model, and under `tag` the variant's name; with `keys`, those of the table |
/// | a tuple struct of one field | `Encode`, as its field |
///
/// A generic model can be written, and has neither paths nor typed keys. A field of `with` is written by `encode_with`; the derive asks for
/// it. Its place in `PostPaths` is that of an `AttributeValue`, since nobody knows which type the function writes.
///
/// An attribute is written under its own name alone. An item that still has it under an `alias` has it twice once it is updated, and conditions
/// do not see it there: such items are first written anew.
#[proc_macro_derive(Encode, attributes(model))]
pub fn derive_encode(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    encode(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn model(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    Ok(checked(input)?.as_ref().map(expand::expand).unwrap_or_default())
}

fn encode(input: &DeriveInput) -> syn::Result<proc_macro2::TokenStream> {
    // `Model` tells what is wrong, once.
    let Ok(Some(container)) = checked(input) else { return Ok(proc_macro2::TokenStream::new()) };
    let mut errors = Errors::default();
    check::check_encode(&container, &mut errors);
    errors.check(())?;
    Ok(expand::encode::expand(&container))
}

fn checked(input: &DeriveInput) -> syn::Result<Option<ast::Container>> {
    let mut errors = Errors::default();
    let container = ast::Container::read(input, &mut errors);
    if let Some(container) = &container {
        check::check(container, &mut errors);
    }
    errors.check(container)
}

#[cfg(test)]
mod tests;
