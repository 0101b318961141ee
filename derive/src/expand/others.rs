//! Attributes that no field of a struct is named after: offered to the fields flattened into it, then kept in `rest`.

use super::{
    scope::{Scope, blame, item_of},
    state::{Slot, define},
    structs::Struct,
};
use crate::ast::Field;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::spanned::Spanned;

/// `Attributes::Progress` of a model.
pub struct Progress {
    /// `None`: it is the library's `Seen`.
    pub definition: Option<TokenStream>,
    pub ty: TokenStream,
    /// Type parameters that are the Progress of generic fields, bound as those of a State are (see there).
    pub bindings: Vec<(Ident, TokenStream)>,
}

impl Struct<'_> {
    pub fn progress(&self) -> Progress {
        let Scope { lifetime, model, .. } = &self.scope;
        let words = self.attributes.len().div_ceil(64).max(1);
        let seen = quote!(#model::Seen<#words>);
        if self.flattened.is_empty() && self.rest.is_none() {
            return Progress { definition: None, ty: seen, bindings: Vec::new() };
        }
        let mut slots = vec![Slot::of_library("__seen", seen)];
        let mut bindings = Vec::new();
        let mut borrows = self.rest.is_some();
        for (index, Field { ident, ty, .. }) in self.flattened.iter().enumerate() {
            let written = self.scope.of(ty);
            let progress = match self.scope.is_bound(ty) {
                true => {
                    let parameter = format_ident!("__P{index}");
                    bindings.push((parameter.clone(), written));
                    quote!(#parameter)
                }
                false => {
                    borrows = true;
                    item_of(&written, &quote!(#model::Attributes<#lifetime>), &quote!(Progress))
                }
            };
            slots.push(Slot { name: ident.clone(), ty: progress, blame: ty.span() });
        }
        if let Some(Field { ident, ty, .. }) = self.rest {
            slots.push(Slot { name: ident.clone(), ty: quote!(#model::Rest<#lifetime>), blame: ty.span() });
        }
        let name = self.scope.name("Progress");
        let lifetime = borrows.then_some(lifetime);
        let parameters: Vec<Ident> = bindings.iter().map(|(parameter, _)| parameter.clone()).collect();
        let definition = define(&name, lifetime, &parameters, &slots);
        let lifetime = lifetime.map(|lifetime| quote!(#lifetime,));
        Progress { definition: Some(definition), ty: quote!(#name<#lifetime #(#parameters),*>), bindings }
    }

    /// What is done with attributes that no field is named after.
    pub fn others(&self) -> TokenStream {
        let Scope { lifetime, model, krate, .. } = &self.scope;
        if self.flattened.is_empty() && self.rest.is_none() {
            return TokenStream::new();
        }
        let offers = self.flattened.iter().map(|Field { ident, ty, .. }| {
            let arguments =
                quote!(&mut self.#ident, __name, __cursor, &mut __state.#ident, &mut __progress.#ident);
            let offer = blame(quote!(#model::offer(#arguments)?), ty.span());
            quote! {
                if #offer {
                    return ::core::result::Result::Ok(true);
                }
            }
        });
        let finishes = self.flattened.iter().map(|Field { ident, ty, .. }| {
            blame(quote!(#model::finish(&mut self.#ident, __cursor, &mut __progress.#ident)?;), ty.span())
        });
        let keep = match self.rest {
            Some(Field { ident, .. }) => quote!(#model::keep(&mut __progress.#ident, __name, __cursor)),
            None => quote!(::core::result::Result::Ok(false)),
        };
        let kept = self.rest.map(|Field { ident, ty, .. }| {
            let written = self.scope.of(ty);
            // A type that is not an Item is blamed at the type.
            let kept = blame(quote!(#model::kept(&mut __progress.#ident, __cursor)?), ty.span());
            quote! {
                let __rest: #written = #kept;
                self.#ident = __rest;
            }
        });
        let names = self.flattened.iter().map(|Field { ty, .. }| {
            let inner = item_of(
                &self.scope.of(ty),
                &quote!(#model::Attributes<#lifetime>),
                &quote!(attribute_names(__each)),
            );
            quote!(&& #inner)
        });
        let is_closed = self.rest.is_none();
        quote! {
            fn attribute_names(
                __each: &mut dyn ::core::ops::FnMut(&'static ::core::primitive::str),
            ) -> ::core::primitive::bool {
                #model::own_names(Self::ATTRIBUTES, __each);
                #is_closed #(#names)*
            }
            const TAKES_OTHERS: ::core::primitive::bool = true;
            fn other(
                &mut self,
                __name: &#lifetime ::core::primitive::str,
                __cursor: &mut #krate::Cursor<#lifetime>,
                __state: &mut Self::State,
                __progress: &mut Self::Progress,
            ) -> ::core::result::Result<::core::primitive::bool, #krate::Error> {
                #(#offers)*
                #keep
            }
            fn finish_other(
                &mut self,
                __cursor: &mut #krate::Cursor<#lifetime>,
                __progress: &mut Self::Progress,
            ) -> ::core::result::Result<(), #krate::Error> {
                #(#finishes)*
                #kept
                ::core::result::Result::Ok(())
            }
        }
    }
}
