//! An enum: the variant's model, and what chooses the variant if it is a tag.

use super::{encode, writer};
use crate::{
    ast::{Container, Variant},
    check::Choice,
    expand::scope::{Scope, predicates},
};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, parse_quote};

pub fn expand(scope: &Scope<'_>, container: &Container, variants: &[Variant]) -> TokenStream {
    // Checked before.
    let Some((choice, attribute)) = container.choice() else { return TokenStream::new() };
    let encode = encode(scope);
    let arms = variants.iter().map(|variant| arm(&encode, variant, choice, attribute));
    let mut generics = container.generics.clone();
    for ty in variants.iter().filter_map(|variant| variant.ty.as_ref()).filter(|ty| scope.is_generic(ty)) {
        let ty = scope.of(ty);
        predicates(&mut generics, [parse_quote!(#ty: #encode::EncodeItem)]);
    }
    let whole = writer(scope, &quote!(encode), &quote!(#encode::map(self, __sink)));
    let attributes = writer(scope, &quote!(encode_attributes), &quote!(match self { #(#arms)* }));
    let whole = scope.implement(&generics, &quote!(#encode::Encode), &whole);
    let attributes = scope.implement(&generics, &quote!(#encode::EncodeItem), &attributes);
    let keys = container.attrs.keys.as_ref().map(|keys| table_keys(scope, &keys.value));
    quote!(#whole #attributes #keys)
}

fn arm(encode: &TokenStream, variant: &Variant, choice: Choice, attribute: &str) -> TokenStream {
    let Variant { ident, ty, attrs, name } = variant;
    let tag = (choice == Choice::Tag && attrs.other.is_none())
        .then(|| quote!(#encode::attributes(&[(#attribute, &#name)], __sink)));
    match (ty, tag) {
        (Some(_), Some(tag)) => quote! {
            Self::#ident(__model) => {
                #tag?;
                #encode::others(__model, &|__name| __name == #attribute, __sink)
            }
        },
        (Some(_), None) => quote! {
            Self::#ident(__model) => #encode::EncodeItem::encode_attributes(__model, __sink),
        },
        (None, Some(tag)) => quote!(Self::#ident => #tag,),
        (None, None) => {
            let message = format!("`{ident}` holds no attributes that could be written");
            quote!(Self::#ident => ::core::result::Result::Err(#encode::EncodeError::new(#message)),)
        }
    }
}

/// The keys of the table, which another model names.
fn table_keys(scope: &Scope<'_>, keys: &Type) -> TokenStream {
    let (encode, krate) = (encode(scope), &scope.krate);
    let (of, all) = (quote!(#krate::keys), scope.of_static(keys));
    let keys = scope.of(keys);
    let result = quote!(::core::result::Result<(), #encode::EncodeError>);
    let schema = scope.implement(
        &scope.own_generics(),
        &quote!(#of::KeySchema),
        &quote! {
            const HASH_KEY: #of::KeyAttribute = <#keys as #of::KeySchema>::HASH_KEY;
            const RANGE_KEY: ::core::option::Option<#of::KeyAttribute> = <#keys as #of::KeySchema>::RANGE_KEY;
            type Hash<'__k> = <#all as #of::KeySchema>::Hash<'__k>;
            type Key<'__k> = <#all as #of::KeySchema>::Key<'__k>;
            fn encode_key(__key: &Self::Key<'_>, __sink: &mut dyn #encode::Sink) -> #result {
                <#all as #of::KeySchema>::encode_key(__key, __sink)
            }
        },
    );
    // Whether there is a range key is not known here. A bound that speaks of a lifetime may turn out to be untrue.
    let mut generics = scope.own_generics();
    predicates(&mut generics, [parse_quote!(for<'__x> #all: #of::RangeKey)]);
    let range = scope.implement(
        &generics,
        &quote!(#of::RangeKey),
        &quote! {
            type Range<'__k> = <#all as #of::RangeKey>::Range<'__k>;
        },
    );
    let keyed = scope.implement(
        &scope.own_generics(),
        &quote!(#of::Keyed),
        &quote! {
            type Shape = <#all as #of::Keyed>::Shape;
            type KeyModel = <#all as #of::Keyed>::KeyModel;
            const INDEXES: &'static [#of::IndexSchema] = <#all as #of::Keyed>::INDEXES;
            fn encode_keys(
                __keys: &<Self::KeyModel as #krate::Model>::View<'_>,
                __sink: &mut dyn #encode::Sink,
            ) -> #result {
                <#all as #of::Keyed>::encode_keys(__keys, __sink)
            }
        },
    );
    quote!(#schema #range #keyed)
}
