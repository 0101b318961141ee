//! The keys of a model as a model of their own: `BarkKeys` beside `Bark`.

use super::scope::{Scope, blame, mentions, mentions_lifetime};
use crate::ast::{Container, Data, Field, parameters};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{GenericParam, Generics, punctuated::Punctuated, spanned::Spanned};

/// The keys, as if the user had written them; `None`: the model names no keys.
pub fn keys_of(container: &Container, fields: &[Field]) -> Option<Container> {
    let keys: Vec<Field> = fields.iter().filter(|field| field.is_key()).cloned().collect();
    if keys.is_empty() {
        return None;
    }
    Some(Container {
        ident: format_ident!("{}Keys", container.ident),
        vis: container.vis.clone(),
        generics: generics_of(&container.generics, &keys),
        attrs: container.attrs.for_keys(),
        data: Data::Struct(keys),
        deprecated: container.deprecated,
    })
}

/// The parameters that the keys use, with what is said of these alone.
fn generics_of(generics: &Generics, keys: &[Field]) -> Generics {
    let mut types = TokenStream::new();
    for key in keys {
        key.ty.to_tokens(&mut types);
    }
    let used = |param: &GenericParam| match param {
        GenericParam::Lifetime(param) => mentions_lifetime(&types, &param.lifetime),
        GenericParam::Type(param) => mentions(&types, std::slice::from_ref(&param.ident)),
        GenericParam::Const(param) => mentions(&types, std::slice::from_ref(&param.ident)),
    };
    let dropped = Generics {
        params: generics.params.iter().filter(|param| !used(param)).cloned().collect(),
        ..Generics::default()
    };
    let dropped_names = parameters(&dropped);
    let speaks_of_dropped = |tokens: &TokenStream| {
        mentions(tokens, &dropped_names)
            || dropped.lifetimes().any(|param| mentions_lifetime(tokens, &param.lifetime))
    };

    let mut kept = Generics::default();
    for param in generics.params.iter().filter(|param| used(param)) {
        let mut param = param.clone();
        if let GenericParam::Type(param) = &mut param {
            let bounds = std::mem::take(&mut param.bounds);
            param.bounds =
                bounds.into_iter().filter(|bound| !speaks_of_dropped(&bound.to_token_stream())).collect();
            // A default may not stand before a parameter without one, and may be of a dropped one.
            (param.eq_token, param.default) = (None, None);
        }
        if let GenericParam::Const(param) = &mut param {
            (param.eq_token, param.default) = (None, None);
        }
        kept.params.push(param);
    }
    let kept_names = parameters(&kept);
    if let Some(clause) = &generics.where_clause {
        let predicates = clause.predicates.iter().filter(|predicate| {
            let tokens = predicate.to_token_stream();
            mentions(&tokens, &kept_names) && !speaks_of_dropped(&tokens)
        });
        let predicates: Punctuated<_, _> = predicates.cloned().collect();
        if !predicates.is_empty() {
            kept.make_where_clause().predicates = predicates;
        }
    }
    kept
}

pub fn definition(model: &Container, keys: &Container, fields: &[Field]) -> TokenStream {
    let (ident, vis) = (&keys.ident, &keys.vis);
    let (params, predicates) = (&keys.generics.params, &keys.generics.where_clause);
    let doc = format!("The keys of [`{}`].", model.ident);
    let allow = keys.deprecated.then(|| quote!(#[allow(deprecated)]));
    let fields = fields.iter().map(|Field { ident, vis, ty, docs, attrs, name, .. }| {
        let which = if attrs.hash_key.is_some() { "hash" } else { "range" };
        let doc = docs.is_empty().then(|| format!("The {which} key `{name}`.")).into_iter();
        quote!(#(#docs)* #(#[doc = #doc])* #vis #ident: #ty)
    });
    quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types)]
        #allow
        #[::core::prelude::v1::derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #vis struct #ident <#params> #predicates { #(#fields,)* }
    }
}

/// DynamoDB has keys of three types, and never without a value. A type is asked, not recognised by its spelling; that of a type
/// parameter cannot be asked here.
pub fn assertions(container: &Container, fields: &[Field]) -> TokenStream {
    let scope = Scope::new(container);
    let keys = fields
        .iter()
        .filter(|field| field.is_key() && field.attrs.with.is_none() && !scope.is_generic(&field.ty));
    keys.map(|field| assertion(&scope, field, true)).collect()
}

/// That a key attribute is of such a type; items that lack a key of an index are not in the index.
pub fn assertion(scope: &Scope<'_>, field: &Field, is_required: bool) -> TokenStream {
    let (value, ty) = (&scope.value, scope.of_static(&field.ty));
    let is_required = is_required.then(|| quote!(&& !<#ty as #value::Shape>::OPTIONAL));
    let assertion = quote! {
        const _: () = ::core::assert!(
            ::core::matches!(<#ty as #value::Shape>::TAG, #value::Tag::S | #value::Tag::N | #value::Tag::B)
                #is_required,
            "a key attribute is of type S, N or B"
        );
    };
    blame(assertion, field.ty.span())
}
