//! Makes code of a checked model. It is small and safe: tables, one `match` over indices, and calls into the library.
//!
//! Hygiene: every path begins with the library's or with `::core`, primitive types included (`::core::primitive::bool`), since a
//! user may have shadowed any name. What the code names itself begins with `__`, so that no pattern meets a user's constant.

pub mod encode;
mod enums;
mod keys;
mod line;
mod newtype;
mod others;
mod scope;
mod state;
mod structs;

use crate::ast::{Container, Data};
use proc_macro2::TokenStream;
use quote::quote;

pub fn expand(container: &Container) -> TokenStream {
    match &container.data {
        Data::Struct(fields) => {
            let keys = keys::keys_of(container, fields);
            let family = keys.as_ref().map_or(structs::Keys::Item, structs::Keys::Own);
            let model = structs::expand(container, fields, &family);
            let Some(keys) = &keys else { return in_const(&model) };
            let Data::Struct(key_fields) = &keys.data else { return in_const(&model) };
            let definition = keys::definition(container, keys, key_fields);
            let assertions = keys::assertions(container, fields);
            let keys = structs::expand(keys, key_fields, &structs::Keys::Itself);
            let (model, keys) = (in_const(&quote!(#model #assertions)), in_const(&keys));
            quote!(#definition #model #keys)
        }
        Data::Newtype(ty) => in_const(&newtype::expand(container, ty)),
        Data::Enum(variants) => in_const(&enums::expand(container, variants)),
    }
}

/// A constant without a name is a scope of its own: the types made in it are seen nowhere else.
fn in_const(items: &TokenStream) -> TokenStream {
    quote! {
        const _: () = { #items };
    }
}
