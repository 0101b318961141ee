//! What every piece of one expansion needs: the library's paths, the model's type and generics, and its fields' types as they are
//! written in an impl.

use crate::ast::{Container, parameters};
use proc_macro2::{Group, Ident, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, Lifetime, LifetimeParam, Type, WherePredicate, parse_quote};

pub struct Scope<'c> {
    container: &'c Container,
    /// `::millstream::value`, where `Shape`, `Value` and `Tag` are.
    pub value: TokenStream,
    /// `::millstream::model`.
    pub model: TokenStream,
    /// `::millstream`.
    pub krate: TokenStream,
    /// The lifetime of what is borrowed: the model's own, or a fresh one.
    pub lifetime: Lifetime,
    parameters: Vec<Ident>,
}

impl<'c> Scope<'c> {
    pub fn new(container: &'c Container) -> Scope<'c> {
        let krate = container.krate().into_token_stream();
        let lifetime =
            container.lifetime().cloned().unwrap_or_else(|| Lifetime::new("'__a", Span::call_site()));
        let parameters = parameters(&container.generics);
        Scope {
            container,
            value: quote!(#krate::value),
            model: quote!(#krate::model),
            krate,
            lifetime,
            parameters,
        }
    }

    /// The model's generics and a lifetime to decode with.
    pub fn generics(&self) -> Generics {
        let mut generics = self.container.generics.clone();
        if self.container.lifetime().is_none() {
            let lifetime = LifetimeParam::new(self.lifetime.clone());
            generics.params.insert(0, GenericParam::Lifetime(lifetime));
        }
        generics
    }

    /// The model's generics alone, for impls of traits without a lifetime.
    pub fn own_generics(&self) -> Generics {
        self.container.generics.clone()
    }

    /// `impl<'a, T> path for Model<'a, T> where ... { items }`
    pub fn implement(&self, generics: &Generics, path: &TokenStream, items: &TokenStream) -> TokenStream {
        let (params, _, predicates) = generics.split_for_impl();
        let this = self.this();
        // Derived code uses every field, the deprecated ones too.
        let allow = self.container.deprecated.then(|| quote!(#[allow(deprecated)]));
        quote! {
            #[automatically_derived]
            #allow
            impl #params #path for #this #predicates { #items }
        }
    }

    /// The model's type, within its impls.
    pub fn this(&self) -> TokenStream {
        let ident = &self.container.ident;
        let (_, arguments, _) = self.container.generics.split_for_impl();
        quote!(#ident #arguments)
    }

    /// The model's type for another lifetime.
    pub fn this_at(&self, lifetime: &Lifetime) -> TokenStream {
        self.at(&self.this(), lifetime)
    }

    /// A field's type as it is written in an impl: its tokens, but for `Self`, which an impl of another type would misread.
    pub fn of(&self, ty: &Type) -> TokenStream {
        let this = self.this();
        edit(ty.to_token_stream(), &mut |token, next| match token {
            // `Self::Name` needs a qualified type.
            TokenTree::Ident(ident) if *ident == "Self" && next == Some(':') => Some(quote!(<#this>)),
            TokenTree::Ident(ident) if *ident == "Self" => Some(this.clone()),
            _ => None,
        })
    }

    /// Tokens with the model's lifetime replaced by another. A lifetime of that name in them is the model's: Rust lets no `for<'a>`
    /// shadow it.
    pub fn at(&self, tokens: &TokenStream, lifetime: &Lifetime) -> TokenStream {
        let Some(own) = self.container.lifetime() else { return tokens.clone() };
        let mut after_quote = false;
        edit(tokens.clone(), &mut |token, _| {
            let replaced = match token {
                // The quote goes where the name goes.
                TokenTree::Ident(ident) if after_quote && *ident == own.ident => {
                    Some(lifetime.ident.to_token_stream())
                }
                _ => None,
            };
            after_quote = matches!(token, TokenTree::Punct(punct) if punct.as_char() == '\'');
            replaced
        })
    }

    /// A field's type of lifetime `'static`: one of the family, whose `State` is that of all.
    pub fn of_static(&self, ty: &Type) -> TokenStream {
        self.at(&self.of(ty), &Lifetime::new("'static", Span::call_site()))
    }

    /// `<ty as Shape>::item`.
    pub fn shape(&self, ty: &Type, item: &TokenStream) -> TokenStream {
        let value = &self.value;
        item_of(&self.of(ty), &quote!(#value::Shape), item)
    }

    /// `<ty as Value<'a>>::item`.
    pub fn value_of(&self, ty: &Type, item: &TokenStream) -> TokenStream {
        let Scope { value, lifetime, .. } = self;
        item_of(&self.of(ty), &quote!(#value::Value<#lifetime>), item)
    }

    /// `<ty as Default>::default()`.
    pub fn default_of(&self, ty: &Type) -> TokenStream {
        item_of(&self.of(ty), &quote!(::core::default::Default), &quote!(default()))
    }

    /// Whether the type differs from model to model of a generic one.
    pub fn is_generic(&self, ty: &Type) -> bool {
        !self.parameters.is_empty() && mentions(&self.of(ty), &self.parameters)
    }

    /// Whether the type has the model's parameters or its lifetime in it.
    pub fn is_bound(&self, ty: &Type) -> bool {
        self.is_generic(ty)
            || self.container.lifetime().is_some_and(|own| mentions_lifetime(&self.of(ty), own))
    }

    /// The predicates under which `View<'x>` is what `Model` asks for, for every `'x`.
    ///
    /// A predicate on the field's type would be simplest, but where the type has the lifetime too (`&'a [T]`), rustc takes the
    /// `State` of it from this predicate, as one unknown for each lifetime, not from the impl, as one for all. So then the bound is
    /// put on the parameters, and the impls do the rest.
    pub fn for_all(&self, ty: &Type, path: &TokenStream) -> Vec<WherePredicate> {
        let x = self.any_lifetime();
        let written = self.of(ty);
        let whole = match self.container.lifetime() {
            Some(own) => !mentions_lifetime(&written, own),
            None => true,
        };
        if whole {
            return vec![parse_quote!(#written: for<#x> #path<#x>)];
        }
        let value = &self.value;
        let types = self.container.generics.type_params().map(|param| &param.ident);
        types
            .filter(|ident| mentions(&written, std::slice::from_ref(*ident)))
            .map(|ident| parse_quote!(#ident: for<#x> #value::Value<#x>))
            .collect()
    }

    /// A lifetime that is none of the model's.
    pub fn any_lifetime(&self) -> Lifetime {
        Lifetime::new("'__x", Span::call_site())
    }

    /// `View<'x>` must stand for every `'x`, so a parameter borrows nothing.
    pub fn statics(&self) -> impl Iterator<Item = WherePredicate> {
        self.container.generics.type_params().map(|param| {
            let ident = &param.ident;
            parse_quote!(#ident: 'static)
        })
    }

    /// A name for a type of this expansion.
    pub fn name(&self, of: &str) -> Ident {
        format_ident!("__{}{}", self.container.ident, of)
    }
}

pub fn predicates(generics: &mut Generics, predicates: impl IntoIterator<Item = WherePredicate>) {
    generics.make_where_clause().predicates.extend(predicates);
}

pub fn mentions(tokens: &TokenStream, names: &[Ident]) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => names.contains(&ident),
        TokenTree::Group(group) => mentions(&group.stream(), names),
        _ => false,
    })
}

pub fn mentions_lifetime(tokens: &TokenStream, lifetime: &Lifetime) -> bool {
    let mut after_quote = false;
    tokens.clone().into_iter().any(|token| {
        let found = match &token {
            TokenTree::Ident(ident) => after_quote && *ident == lifetime.ident,
            TokenTree::Group(group) => mentions_lifetime(&group.stream(), lifetime),
            _ => false,
        };
        after_quote = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        found
    })
}

/// Tokens that the compiler's errors show at `span`, or would like to: names in them mean what they meant.
pub fn blame(tokens: TokenStream, span: Span) -> TokenStream {
    let respanned = |mut token: TokenTree| {
        if let TokenTree::Group(group) = &token {
            token = TokenTree::Group(Group::new(group.delimiter(), blame(group.stream(), span)));
        }
        token.set_span(token.span().located_at(span));
        token
    };
    tokens.into_iter().map(respanned).collect()
}

/// `<ty as path>::item`, blamed at the type. At its first token: the compiler shows an error once that it finds at one place in many
/// ways, and stable Rust cannot join the spans of several tokens.
pub fn item_of(ty: &TokenStream, path: &TokenStream, item: &TokenStream) -> TokenStream {
    let first = ty.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
    blame(quote!(<#ty as #path>::#item), first)
}

/// Replaces tokens, in groups too (a type may stand in a macro's arguments). `replace` sees a token and the punctuation after it.
fn edit(
    tokens: TokenStream,
    replace: &mut dyn FnMut(&TokenTree, Option<char>) -> Option<TokenStream>,
) -> TokenStream {
    let mut edited = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let next = match tokens.peek() {
            Some(TokenTree::Punct(punct)) if punct.spacing() == Spacing::Joint => Some(punct.as_char()),
            _ => None,
        };
        if let Some(replacement) = replace(&token, next) {
            edited.extend(replacement);
            continue;
        }
        edited.extend([match token {
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), edit(group.stream(), replace));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            token => token,
        }]);
    }
    edited
}
