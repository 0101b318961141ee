//! An enum for a table of several entity types: the variant is chosen first, then its model is decoded.

use super::{
    scope::{Scope, blame, item_of, predicates},
    state::{Part, state},
    structs::table,
};
use crate::{
    ast::{Container, Variant},
    check::Choice,
};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Generics, Lifetime, Type, parse_quote, spanned::Spanned};

struct Enum<'c> {
    scope: Scope<'c>,
    container: &'c Container,
    variants: &'c [Variant],
    choice: Choice,
    /// The name of the attribute whose text chooses.
    attribute: &'c str,
}

pub fn expand(container: &Container, variants: &[Variant]) -> TokenStream {
    // Checked before.
    let Some((choice, attribute)) = container.choice() else { return TokenStream::new() };
    let this = Enum { scope: Scope::new(container), container, variants, choice, attribute };
    let (shape, value, model, assertions) = (this.shape(), this.value(), this.model(), this.assertions());
    quote!(#shape #value #model #assertions)
}

impl Enum<'_> {
    /// The variants' models, each with its name in the State.
    fn models(&self) -> impl Iterator<Item = (Ident, &Type)> {
        let models = self.variants.iter().enumerate();
        models.filter_map(|(index, variant)| variant.ty.as_ref().map(|ty| (state_name(index), ty)))
    }

    fn shape(&self) -> TokenStream {
        let value = &self.scope.value;
        let parts: Vec<Part<'_>> = self.models().map(|(name, ty)| Part { name, ty }).collect();
        let state = state(&self.scope, None, &parts);
        let (definition, ty) = (&state.definition, &state.ty);
        let needs_keys = match self.choice {
            Choice::HashKey | Choice::RangeKey => quote!(true),
            // A variant may be an enum chosen by the keys.
            Choice::Tag => {
                let needs = self.models().map(|(_, ty)| self.scope.shape(ty, &quote!(NEEDS_KEYS)));
                quote!(false #(|| #needs)*)
            }
        };
        let shape = self.scope.implement(
            &state.generics,
            &quote!(#value::Shape),
            &quote! {
                const TAG: #value::Tag = #value::Tag::M;
                const NEEDS_KEYS: ::core::primitive::bool = #needs_keys;
                type State = #ty;
            },
        );
        quote!(#definition #shape)
    }

    fn generics(&self) -> Generics {
        let Scope { lifetime, value, .. } = &self.scope;
        let mut generics = self.scope.generics();
        for (_, ty) in self.models().filter(|(_, ty)| self.scope.is_generic(ty)) {
            let ty = self.scope.of(ty);
            predicates(&mut generics, [parse_quote!(#ty: #value::Value<#lifetime>)]);
        }
        generics
    }

    fn value(&self) -> TokenStream {
        let Scope { lifetime, value, krate, model, .. } = &self.scope;
        let attribute = self.attribute;
        let look = match self.choice {
            Choice::Tag => quote!(tag_of),
            Choice::HashKey | Choice::RangeKey => quote!(key_of),
        };
        let arms = self.arms();
        let other = match self.variants.iter().position(|variant| variant.attrs.other.is_some()) {
            Some(other) => self.decode(other),
            None => {
                quote!(return ::core::result::Result::Err(__cursor.no_variant(#attribute, __text.is_some())),)
            }
        };
        let blank = self.blank();
        self.scope.implement(
            &self.generics(),
            &quote!(#value::Value<#lifetime>),
            &quote! {
                #[inline]
                fn blank() -> Self {
                    #blank
                }
                fn decode(
                    &mut self,
                    __cursor: &mut #krate::Cursor<#lifetime>,
                    __state: &mut Self::State,
                ) -> ::core::result::Result<(), #krate::Error> {
                    match #model::#look(__cursor, #attribute)? {
                        #(#arms)*
                        __text => #other
                    }
                    ::core::result::Result::Ok(())
                }
            },
        )
    }

    /// Nobody sees it: any variant that can be made will do.
    fn blank(&self) -> TokenStream {
        let unit_other =
            self.variants.iter().find(|variant| variant.attrs.other.is_some() && variant.ty.is_none());
        let chosen = unit_other.or(self.variants.first());
        chosen.map_or_else(TokenStream::new, |Variant { ident, ty, .. }| match ty {
            None => quote!(Self::#ident),
            Some(ty) => {
                let blank = self.scope.value_of(ty, &quote!(blank()));
                quote!(Self::#ident(#blank))
            }
        })
    }

    /// One arm for each text; the longest prefix first, so that it wins.
    fn arms(&self) -> Vec<TokenStream> {
        let mut chosen: Vec<(Vec<String>, usize)> = Vec::new();
        for (index, variant) in self.variants.iter().enumerate() {
            let texts: Vec<String> =
                variant.chosen_by(self.choice).map(|text| text.value.to_owned()).collect();
            if !texts.is_empty() {
                chosen.push((texts, index));
            }
        }
        if self.choice != Choice::Tag {
            chosen.sort_by_key(|(texts, _)| std::cmp::Reverse(texts.iter().map(String::len).max()));
        }
        let arm = |(texts, index): (Vec<String>, usize)| {
            let decode = self.decode(index);
            match self.choice {
                Choice::Tag => quote!(::core::option::Option::Some(#(#texts)|*) => #decode),
                Choice::HashKey | Choice::RangeKey => quote! {
                    ::core::option::Option::Some(__key) if #(<::core::primitive::str>::starts_with(__key, #texts))||* => #decode
                },
            }
        };
        chosen.into_iter().map(arm).collect()
    }

    /// Decodes into a fresh slot, since what the enum held may be of another variant; in place, since a view that was just written is copied
    /// slowly.
    fn decode(&self, index: usize) -> TokenStream {
        let Variant { ident, ty, .. } = &self.variants[index];
        match ty {
            None => quote! {
                {
                    __cursor.skip_map()?;
                    *self = Self::#ident;
                }
            },
            Some(ty) => {
                let state = state_name(index);
                let blank = self.scope.value_of(ty, &quote!(blank()));
                let arguments = quote!(__view, __cursor, &mut __state.#state);
                let decode = self.scope.value_of(ty, &quote!(decode(#arguments)));
                quote! {
                    {
                        *self = Self::#ident(#blank);
                        #[allow(irrefutable_let_patterns)] // the enum may have no other variant
                        let Self::#ident(__view) = self
                        else {
                            return ::core::result::Result::Err(__cursor.no_field());
                        };
                        #decode?;
                    }
                }
            }
        }
    }

    fn model(&self) -> TokenStream {
        let Scope { value, model, krate, .. } = &self.scope;
        let mut generics = self.scope.own_generics();
        for (_, ty) in self.models().filter(|(_, ty)| self.scope.is_generic(ty)) {
            predicates(&mut generics, self.scope.for_all(ty, &quote!(#value::Value)));
        }
        predicates(&mut generics, self.scope.statics());
        let any = self.scope.any_lifetime();
        let (view, view_all) =
            (self.scope.this_at(&any), self.scope.this_at(&Lifetime::new("'static", Span::call_site())));
        let table = table(self.container);
        self.scope.implement(
            &generics,
            &quote!(#model::Model),
            &quote! {
                #table
                type State = <#view_all as #value::Shape>::State;
                type KeysState = <#krate::Item<'static> as #value::Shape>::State;
                type View<#any> = #view;
                type Keys<#any> = #krate::Item<#any>;
            },
        )
    }

    /// A variant is decoded from a map: one that holds a number, say, would misread it.
    fn assertions(&self) -> TokenStream {
        let value = &self.scope.value;
        let asked = self.models().filter(|(_, ty)| !self.scope.is_generic(ty));
        asked
            .map(|(_, ty)| {
                let tag = item_of(&self.scope.of_static(ty), &quote!(#value::Shape), &quote!(TAG));
                let assertion = quote! {
                    const _: () = ::core::assert!(
                        ::core::matches!(#tag, #value::Tag::M),
                        "a variant holds a model or an `Item`"
                    );
                };
                blame(assertion, ty.span())
            })
            .collect()
    }
}

fn state_name(index: usize) -> Ident {
    format_ident!("__v{index}")
}
