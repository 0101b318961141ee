//! A struct: a table of names and fields.

use super::{encode, writer};
use crate::{
    ast::{Container, Field, Role},
    expand::scope::{Scope, blame, predicates},
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, parse_quote, spanned::Spanned};

pub fn expand(scope: &Scope<'_>, container: &Container, fields: &[Field]) -> TokenStream {
    let encode = encode(scope);
    let entries = fields.iter().filter(|field| field.role() == Role::Attribute).map(|field| {
        let (name, value) = (&field.name, value(scope, field));
        quote!((#name, #value))
    });
    let inner = fields.iter().filter(|field| matches!(field.role(), Role::Flatten | Role::Rest));
    let inner = inner.map(|Field { ident, ty, .. }| {
        blame(quote!(#encode::EncodeItem::encode_attributes(&self.#ident, __sink)?;), ty.span())
    });
    let generics = generics(scope, container, fields);
    let whole = writer(scope, &quote!(encode), &quote!(#encode::map(self, __sink)));
    let attributes = writer(
        scope,
        &quote!(encode_attributes),
        &quote! {
            #encode::attributes(&[#(#entries),*], __sink)?;
            #(#inner)*
            ::core::result::Result::Ok(())
        },
    );
    let whole = scope.implement(&generics, &quote!(#encode::Encode), &whole);
    let attributes = scope.implement(&generics, &quote!(#encode::EncodeItem), &attributes);
    quote!(#whole #attributes)
}

/// A field as something that is encoded.
fn value(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let (encode, ident) = (encode(scope), &field.ident);
    let value = match &field.attrs.encode_with {
        Some(module) => {
            let (span, module) = (module.span, &module.value);
            return blame(
                quote!(&#encode::With::new(&self.#ident, |__value| #module::encode(__value))),
                span,
            );
        }
        None if field.attrs.set.is_some() => quote!(&#encode::Set(&self.#ident)),
        None => quote!(&self.#ident),
    };
    blame(value, field.ty.span())
}

/// Generic fields have to be such that they can be encoded.
fn generics(scope: &Scope<'_>, container: &Container, fields: &[Field]) -> Generics {
    let encode = encode(scope);
    let mut generics = container.generics.clone();
    for field in fields.iter().filter(|field| scope.is_generic(&field.ty)) {
        let ty = scope.of(&field.ty);
        let bound = match field.role() {
            Role::Skip => continue,
            Role::Flatten | Role::Rest => parse_quote!(#ty: #encode::EncodeItem),
            Role::Attribute if field.attrs.encode_with.is_some() => continue,
            Role::Attribute if field.attrs.set.is_some() => parse_quote!(#encode::Set<#ty>: #encode::Encode),
            Role::Attribute => parse_quote!(#ty: #encode::Encode),
        };
        predicates(&mut generics, [bound]);
    }
    generics
}
