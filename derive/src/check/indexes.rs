//! Indexes: what a table's model says of them.

use crate::{
    ast::{Container, Field, Role, parameters},
    attr::{At, IndexAttrs},
    case::index_suffix,
    errors::Errors,
};
use std::collections::HashMap;

/// `what` has no fields that keys could be.
pub fn none(container: &Container, what: &str, errors: &mut Errors) {
    for index in &container.attrs.indexes {
        errors.at(index.span, format!("{what} declares no indexes: its table's struct does"));
    }
}

pub fn check(container: &Container, fields: &[Field], errors: &mut Errors) {
    let indexes = &container.attrs.indexes;
    let Some(first) = indexes.first() else { return };
    if !fields.iter().any(|field| field.attrs.hash_key.is_some()) {
        errors.at(
            first.span,
            "an index is of a table: mark the table's hash key `#[model(hash_key)]` on its field",
        );
    }
    if !parameters(&container.generics).is_empty() {
        errors.at(first.span, "a generic model declares no indexes");
    }
    let mut markers = HashMap::new();
    for index in indexes {
        check_index(index, fields, errors);
        if let Some(At { span, value }) = &index.name {
            let marker = index_suffix(value);
            if let Some(other) = markers.insert(marker.clone(), value) {
                let ident = &container.ident;
                errors.at(*span, format!("the index \"{other}\" is called `{ident}{marker}` already"));
            }
        }
    }
}

fn check_index(index: &IndexAttrs, fields: &[Field], errors: &mut Errors) {
    if index.name.is_none() {
        errors.at(index.span, "an index has a name: `name = \"by-author\"`");
    }
    match index.is_local {
        true => {
            if index.range.is_none() {
                errors.at(index.span, "a local index has a range key of its own: `range = \"at\"`");
            }
            if !fields.iter().any(|field| field.attrs.range_key.is_some()) {
                errors.at(
                    index.span,
                    "a local index is of a table with a range key: mark it `#[model(range_key)]`",
                );
            }
        }
        false if index.hash.is_none() => {
            errors.at(index.span, "a global index has a hash key: `hash = \"author\"`");
        }
        false => {}
    }
    if let (Some(hash), Some(range)) = (&index.hash, &index.range) {
        if hash.value == range.value {
            errors.at(range.span, format!("\"{}\" is the hash key of the index already", range.value));
        }
    }
    for At { span, value } in [&index.hash, &index.range].into_iter().flatten() {
        let found = fields.iter().find(|field| field.role() == Role::Attribute && field.name == *value);
        match found {
            Some(field) if field.attrs.with.is_some() => {
                errors.at(
                    *span,
                    format!("\"{value}\" is read by `with`, so that its type as a key is not known"),
                );
            }
            Some(field) if field.attrs.set.is_some() => {
                errors.at(*span, format!("\"{value}\" is a set, and no key is one"));
            }
            Some(_) => {}
            None => {
                let by_ident = fields.iter().find(|field| field.ident == value.as_str());
                let hint =
                    by_ident.map_or(String::new(), |field| format!(": `{value}` is \"{}\"", field.name));
                errors.at(*span, format!("no attribute is called \"{value}\"{hint}"));
            }
        }
    }
}
