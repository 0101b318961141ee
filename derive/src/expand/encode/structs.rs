//! A struct: a table of names and fields.

use super::{encode, writer};
use crate::{
    ast::{Container, Field, Role},
    attr::{At, Default},
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
    let inner = fields.iter().filter_map(|field| {
        let Field { ident, ty, .. } = field;
        let write = match field.role() {
            Role::Flatten => quote!(#encode::EncodeItem::encode_attributes(&self.#ident, __sink)?;),
            Role::Rest => {
                let is_own = quote!(&|__name| #encode::EncodeItem::is_own(self, __name));
                quote!(#encode::others(&self.#ident, #is_own, __sink)?;)
            }
            Role::Attribute | Role::Skip => return None,
        };
        Some(blame(write, ty.span()))
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
    let is_own = is_own(scope, fields);
    let attributes = scope.implement(&generics, &quote!(#encode::EncodeItem), &quote!(#attributes #is_own));
    quote!(#whole #attributes)
}

/// Whether a field, or one of a flattened model, is called so or has the alias.
fn is_own(scope: &Scope<'_>, fields: &[Field]) -> TokenStream {
    let encode = encode(scope);
    let names = fields.iter().filter(|field| field.role() == Role::Attribute).flat_map(|field| {
        std::iter::once(&field.name).chain(field.attrs.aliases.iter().map(|alias| &alias.value))
    });
    let flattened = fields.iter().filter(|field| field.role() == Role::Flatten).map(|field| &field.ident);
    quote! {
        fn is_own(&self, __name: &::core::primitive::str) -> ::core::primitive::bool {
            #(__name == #names ||)* #(#encode::EncodeItem::is_own(&self.#flattened, __name) ||)* false
        }
    }
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
        None if has_own_default(field) => quote!(&#encode::Present(&self.#ident)),
        None => quote!(&self.#ident),
    };
    blame(value, field.ty.span())
}

/// Whether its absence may mean something else than a blank.
fn has_own_default(field: &Field) -> bool {
    matches!(field.attrs.default, Some(At { value: Default::Path(_), .. }))
}

/// Generic fields have to be such that they can be encoded.
fn generics(scope: &Scope<'_>, container: &Container, fields: &[Field]) -> Generics {
    let (encode, value) = (encode(scope), &scope.value);
    let mut generics = container.generics.clone();
    for field in fields.iter().filter(|field| scope.is_generic(&field.ty)) {
        let ty = scope.of(&field.ty);
        let bound = match field.role() {
            Role::Skip => continue,
            Role::Flatten | Role::Rest => parse_quote!(#ty: #encode::EncodeItem),
            Role::Attribute if field.attrs.encode_with.is_some() => continue,
            Role::Attribute if field.attrs.set.is_some() => parse_quote!(#encode::Set<#ty>: #encode::Encode),
            Role::Attribute if has_own_default(field) => parse_quote!(#ty: #encode::Encode + #value::Shape),
            Role::Attribute => parse_quote!(#ty: #encode::Encode),
        };
        predicates(&mut generics, [bound]);
    }
    generics
}
