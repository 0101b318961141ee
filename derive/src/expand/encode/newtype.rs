//! A tuple struct of one field: written as the field is.

use super::{encode, writer};
use crate::expand::scope::{Scope, predicates};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Type, parse_quote};

pub fn expand(scope: &Scope<'_>, ty: &Type) -> TokenStream {
    let encode = encode(scope);
    let mut generics = scope.own_generics();
    if scope.is_generic(ty) {
        let ty = scope.of(ty);
        predicates(&mut generics, [parse_quote!(#ty: #encode::Encode)]);
    }
    let write = writer(scope, &quote!(encode), &quote!(#encode::Encode::encode(&self.0, __sink)));
    scope.implement(
        &generics,
        &quote!(#encode::Encode),
        &quote! {
            #write
            #[inline]
            fn is_absent(&self) -> ::core::primitive::bool {
                #encode::Encode::is_absent(&self.0)
            }
        },
    )
}
