//! The keys of a table or of an index, as types.

use super::encode;
use crate::{
    ast::{Container, Field},
    attr::{At, IndexAttrs},
    expand::scope::Scope,
};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Ident, Lifetime};

/// What a key schema is made of.
pub struct Schema<'c> {
    pub hash: &'c Field,
    pub range: Option<&'c Field>,
}

impl<'c> Schema<'c> {
    /// A table's.
    pub fn of_table(fields: &'c [Field]) -> Option<Schema<'c>> {
        let hash = fields.iter().find(|field| field.attrs.hash_key.is_some())?;
        let range = fields.iter().find(|field| field.attrs.range_key.is_some());
        Some(Schema { hash, range })
    }

    /// An index's. Its names were checked.
    pub fn of_index(index: &IndexAttrs, fields: &'c [Field]) -> Option<Schema<'c>> {
        let called =
            |name: &Option<At<String>>| fields.iter().find(|field| Some(&field.name) == value_of(name));
        let hash = if index.is_local { Schema::of_table(fields)?.hash } else { called(&index.hash)? };
        Some(Schema { hash, range: called(&index.range) })
    }

    /// A key that is read by a function of the user's has no type that could be asked.
    fn is_typed(&self) -> bool {
        self.hash.attrs.with.is_none() && self.range.is_none_or(|range| range.attrs.with.is_none())
    }

    /// The impls of `KeySchema` and `RangeKey`; `implement` makes an impl of a path and items.
    pub fn expand(
        &self,
        scope: &Scope<'_>,
        implement: &dyn Fn(&TokenStream, &TokenStream) -> TokenStream,
    ) -> TokenStream {
        let (encode, krate) = (encode(scope), &scope.krate);
        let keys = quote!(#krate::keys);
        let given = |field: &Field| {
            let ty = scope.of_static(&field.ty);
            quote!(<#ty as #encode::Operand>::Given<'__k>)
        };
        let (hash, hash_key) = (given(self.hash), attribute(scope, self.hash));
        let hash_name = &self.hash.name;
        let (range_key, key, entries) = match self.range {
            None => {
                (quote!(::core::option::Option::None), quote!(Self::Hash<'__k>), quote!((#hash_name, __key)))
            }
            Some(range) => {
                let (ty, attribute, name) = (given(range), attribute(scope, range), &range.name);
                (
                    quote!(::core::option::Option::Some(#attribute)),
                    quote!((Self::Hash<'__k>, #ty)),
                    quote!((#hash_name, &__key.0), (#name, &__key.1)),
                )
            }
        };
        let schema = implement(
            &quote!(#keys::KeySchema),
            &quote! {
                const HASH_KEY: #keys::KeyAttribute = #hash_key;
                const RANGE_KEY: ::core::option::Option<#keys::KeyAttribute> = #range_key;
                type Hash<'__k> = #hash;
                type Key<'__k> = #key;
                #[inline]
                fn encode_key(
                    __key: &Self::Key<'_>,
                    __sink: &mut dyn #encode::Sink,
                ) -> ::core::result::Result<(), #encode::EncodeError> {
                    #encode::attributes(&[#entries], __sink)
                }
            },
        );
        let range = self.range.map(|range| {
            let ty = given(range);
            implement(&quote!(#keys::RangeKey), &quote!(type Range<'__k> = #ty;))
        });
        quote!(#schema #range)
    }
}

fn value_of(at: &Option<At<String>>) -> Option<&String> {
    at.as_ref().map(|at| &at.value)
}

/// A `KeyAttribute`.
fn attribute(scope: &Scope<'_>, field: &Field) -> TokenStream {
    let Scope { krate, value, .. } = scope;
    let (name, ty) = (&field.name, scope.of_static(&field.ty));
    quote!(#krate::keys::KeyAttribute { name: #name, tag: <#ty as #value::Shape>::TAG })
}

/// The keys of a table; `keys` is the model of them that stands beside.
pub fn expand(scope: &Scope<'_>, container: &Container, fields: &[Field], keys: &Container) -> TokenStream {
    let Some(schema) = Schema::of_table(fields).filter(Schema::is_typed) else { return TokenStream::new() };
    let (encode, krate) = (encode(scope), &scope.krate);
    let of = quote!(#krate::keys);
    let generics = scope.own_generics();
    let impls = schema.expand(scope, &|path, items| scope.implement(&generics, path, items));
    let shape = if schema.range.is_some() { quote!(HashAndRange) } else { quote!(HashOnly) };
    let key_model = Scope::new(keys).this_at(&Lifetime::new("'static", Span::call_site()));
    let indexes = container.attrs.indexes.iter().filter_map(|index| index_schema(scope, container, index));
    let keyed = scope.implement(
        &generics,
        &quote!(#of::Keyed),
        &quote! {
            type Shape = #of::#shape;
            type KeyModel = #key_model;
            const INDEXES: &'static [#of::IndexSchema] = &[#(#indexes),*];
            #[inline]
            fn encode_keys(
                __keys: &<Self::KeyModel as #krate::Model>::View<'_>,
                __sink: &mut dyn #encode::Sink,
            ) -> ::core::result::Result<(), #encode::EncodeError> {
                #encode::EncodeItem::encode_attributes(__keys, __sink)
            }
        },
    );
    quote!(#impls #keyed)
}

/// An index as it is created.
fn index_schema(scope: &Scope<'_>, container: &Container, index: &IndexAttrs) -> Option<TokenStream> {
    let Scope { krate, model, .. } = scope;
    let (marker, is_local) = (marker(container, index)?, index.is_local);
    let projecting = index.projection.as_ref().map(|projection| {
        let item = scope.of_static(&projection.value);
        quote!(.projecting(<#item as #model::Attributes<'static>>::attribute_names))
    });
    Some(quote!(#krate::keys::IndexSchema::of::<#marker>(#is_local) #projecting))
}

/// The type of an index.
pub fn marker(container: &Container, index: &IndexAttrs) -> Option<Ident> {
    let name = index.name.as_ref()?;
    let suffix = crate::case::index_suffix(&name.value);
    Some(quote::format_ident!("{}{suffix}", container.ident))
}
