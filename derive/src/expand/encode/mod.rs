//! `#[derive(Encode)]`: what writes a model, and what a query layer asks of a table's. As small as what reads it: tables, and calls into
//! the library.

mod enums;
mod indexes;
mod keys;
mod newtype;
mod paths;
mod structs;

use super::{in_const, keys::keys_of, scope::Scope};
use crate::ast::{Container, Data, parameters};
use proc_macro2::TokenStream;
use quote::quote;
use syn::Lifetime;

pub fn expand(container: &Container) -> TokenStream {
    let scope = Scope::new(container);
    match &container.data {
        Data::Struct(fields) => {
            let mut impls = structs::expand(&scope, container, fields);
            if !is_plain(container) {
                return in_const(&impls);
            }
            impls.extend(operand(&scope));
            let paths = paths::expand(&scope, container, fields);
            let Some(keys) = keys_of(container, fields) else {
                return wrap(&impls, &paths, &TokenStream::new());
            };
            if let Data::Struct(key_fields) = &keys.data {
                impls.extend(structs::expand(&Scope::new(&keys), &keys, key_fields));
                impls.extend(operand(&Scope::new(&keys)));
            }
            impls.extend(keys::expand(&scope, container, fields, &keys));
            wrap(&impls, &paths, &indexes::expand(&scope, container, fields))
        }
        Data::Newtype(ty) => {
            let mut impls = newtype::expand(&scope, ty);
            if is_plain(container) {
                impls.extend(operand(&scope));
            }
            in_const(&impls)
        }
        Data::Enum(variants) => {
            let mut impls = enums::expand(&scope, container, variants);
            if is_plain(container) {
                impls.extend(operand(&scope));
            }
            in_const(&impls)
        }
    }
}

/// What users name stands outside.
fn wrap(impls: &TokenStream, paths: &TokenStream, indexes: &TokenStream) -> TokenStream {
    let impls = in_const(impls);
    quote!(#paths #indexes #impls)
}

/// Whether it has no parameters but a lifetime.
fn is_plain(container: &Container) -> bool {
    parameters(&container.generics).is_empty()
}

/// The library's `encode` and `keys`.
fn encode(scope: &Scope<'_>) -> TokenStream {
    let krate = &scope.krate;
    quote!(#krate::encode)
}

/// `fn name(&self, __sink: &mut dyn Sink) -> Result<(), EncodeError> { body }`
fn writer(scope: &Scope<'_>, name: &TokenStream, body: &TokenStream) -> TokenStream {
    let encode = encode(scope);
    quote! {
        #[inline]
        fn #name(&self, __sink: &mut dyn #encode::Sink) -> ::core::result::Result<(), #encode::EncodeError> {
            #body
        }
    }
}

/// What is given for a field of this type: one like it, of any lifetime.
fn operand(scope: &Scope<'_>) -> TokenStream {
    let encode = encode(scope);
    let any = Lifetime::new("'__v", proc_macro2::Span::call_site());
    let given = scope.this_at(&any);
    scope.implement(
        &scope.own_generics(),
        &quote!(#encode::Operand),
        &quote! {
            type Given<#any> = #given where Self: #any;
        },
    )
}
