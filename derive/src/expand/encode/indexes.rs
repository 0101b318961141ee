//! A type for each index of a table: `PostByAuthor` for the index `by-author` of `Post`.

use super::keys::{Schema, marker};
use crate::{
    ast::{Container, Field},
    attr::IndexAttrs,
    expand::{in_const, keys::assertion, scope::Scope},
};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::Lifetime;

pub fn expand(scope: &Scope<'_>, container: &Container, fields: &[Field]) -> TokenStream {
    container.attrs.indexes.iter().filter_map(|index| of_index(scope, container, index, fields)).collect()
}

fn of_index(
    scope: &Scope<'_>,
    container: &Container,
    index: &IndexAttrs,
    fields: &[Field],
) -> Option<TokenStream> {
    let (marker, schema) = (marker(container, index)?, Schema::of_index(index, fields)?);
    let name = &index.name.as_ref()?.value;
    let krate = &scope.krate;
    let keys = quote!(#krate::keys);
    let kind = match (index.is_local, schema.range) {
        (true, _) => quote!(Local),
        (false, None) => quote!(HashGlobal),
        (false, Some(_)) => quote!(FullGlobal),
    };
    let table = scope.this_at(&Lifetime::new("'static", Span::call_site()));
    let item = match &index.projection {
        Some(projection) => scope.of_static(&projection.value),
        None => table.clone(),
    };
    let implement = |path: &TokenStream, items: &TokenStream| {
        quote! {
            #[automatically_derived]
            impl #path for #marker { #items }
        }
    };
    let own = [Some(schema.hash).filter(|_| !index.is_local), schema.range].into_iter().flatten();
    let assertions: TokenStream = own.map(|field| assertion(scope, field, false)).collect();
    let impls = schema.expand(scope, &implement);
    let index = implement(
        &quote!(#keys::Index),
        &quote! {
            type Table = #table;
            type Item = #item;
            type Kind = #keys::#kind;
            const NAME: &'static ::core::primitive::str = #name;
        },
    );
    let (vis, impls) = (&container.vis, in_const(&quote!(#assertions #impls #index)));
    let doc = format!("The index `{name}` of [`{}`].", container.ident);
    Some(quote! {
        #[doc = #doc]
        #[allow(non_camel_case_types)]
        #[::core::prelude::v1::derive(::core::clone::Clone, ::core::marker::Copy, ::core::fmt::Debug)]
        #vis struct #marker;
        #impls
    })
}
