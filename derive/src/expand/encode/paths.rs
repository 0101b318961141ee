//! The places of an item that conditions and updates speak of: `PostPaths` of `Post`.

use super::encode;
use crate::{
    ast::{Container, Field, Role},
    expand::{in_const, scope::Scope},
};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

pub fn expand(scope: &Scope<'_>, container: &Container, fields: &[Field]) -> TokenStream {
    let (encode, krate, vis) = (encode(scope), &scope.krate, &container.vis);
    let ident = format_ident!("{}Paths", container.ident);
    let doc = format!("The places of a [`{}`], for conditions and updates.", container.ident);
    let allow = container.deprecated.then(|| quote!(#[allow(deprecated)]));
    let spoken_of = fields.iter().filter(|field| matches!(field.role(), Role::Attribute | Role::Flatten));
    let (mut definitions, mut values) = (Vec::new(), Vec::new());
    for Field { ident, vis, ty, attrs, name, .. } in spoken_of {
        let ty = scope.of_static(ty);
        let (path, value) = match (&attrs.flatten, &attrs.set) {
            (Some(_), _) => {
                (quote!(<#ty as #krate::keys::Paths>::Paths), quote!(<#ty as #krate::keys::Paths>::PATHS))
            }
            (None, Some(_)) => {
                (quote!(#krate::keys::Path<#encode::Set<#ty>>), quote!(#krate::keys::Path::new(#name)))
            }
            // What its function writes is of a type that is not known here, and that of the field would be written wrongly.
            (None, None) if attrs.encode_with.is_some() => (
                quote!(#krate::keys::Path<#krate::AttributeValue<'static>>),
                quote!(#krate::keys::Path::new(#name)),
            ),
            (None, None) => (quote!(#krate::keys::Path<#ty>), quote!(#krate::keys::Path::new(#name))),
        };
        let doc = match attrs.flatten {
            Some(_) => "Those of the model that is flattened into it.".to_owned(),
            None => format!("`{name}`"),
        };
        definitions.push(quote!(#[doc = #doc] #vis #ident: #path));
        values.push(quote!(#ident: #value));
    }
    let paths = scope.implement(
        &scope.own_generics(),
        &quote!(#krate::keys::Paths),
        &quote! {
            type Paths = #ident;
            const PATHS: Self::Paths = #ident { #(#values),* };
        },
    );
    let paths = in_const(&paths);
    quote! {
        #[doc = #doc]
        #[allow(dead_code, non_camel_case_types)]
        #allow
        #[::core::prelude::v1::derive(::core::clone::Clone, ::core::fmt::Debug)]
        #vis struct #ident { #(#definitions,)* }
        #paths
    }
}
