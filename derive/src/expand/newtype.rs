//! A tuple struct of one field: whatever the field is. It is a field's type, not a model.

use super::{
    scope::{Scope, predicates},
    state::bind,
};
use crate::ast::Container;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Type, parse_quote};

pub fn expand(container: &Container, ty: &Type) -> TokenStream {
    let scope = Scope::new(container);
    let Scope { value, krate, lifetime, .. } = &scope;
    let field = scope.of(ty);

    // A set of the field's type is a set of newtypes too; B (a list of u8) and M (of pairs) are read whole, which a newtype's list
    // is not.

    // Bound even where nothing is generic: a public newtype of a private type must not name it (E0446).
    let parameter = format_ident!("__F");
    let mut generics = scope.own_generics();
    bind(&mut generics, &scope, ty, &parameter);
    let shape = scope.implement(
        &generics,
        &quote!(#value::Shape),
        &quote! {
            const TAG: #value::Tag = <#field as #value::Shape>::TAG;
            const EXPECTED: &'static ::core::primitive::str = <#field as #value::Shape>::EXPECTED;
            const OPTIONAL: ::core::primitive::bool = <#field as #value::Shape>::OPTIONAL;
            const NEEDS_KEYS: ::core::primitive::bool = <#field as #value::Shape>::NEEDS_KEYS;
            const TAKES_OVER: ::core::primitive::bool = <#field as #value::Shape>::TAKES_OVER;
            const LIST_TAG: #value::Tag = match <#field as #value::Shape>::LIST_TAG {
                __set @ (#value::Tag::Ss | #value::Tag::Ns | #value::Tag::Bs) => __set,
                _ => #value::Tag::L,
            };
            const LIST_EXPECTED: &'static ::core::primitive::str = match Self::LIST_TAG {
                #value::Tag::L => Self::LIST_TAG.name(),
                _ => <#field as #value::Shape>::LIST_EXPECTED,
            };
            type State = #parameter;
        },
    );

    let mut generics = scope.generics();
    if scope.is_generic(ty) {
        predicates(&mut generics, [parse_quote!(#field: #value::Value<#lifetime>)]);
    }
    let delegate = quote!(<#field as #value::Value<#lifetime>>);
    let arguments = quote!(__cursor: &mut #krate::Cursor<#lifetime>, __state: &mut Self::State);
    let result = quote!(::core::result::Result<(), #krate::Error>);
    let value = scope.implement(
        &generics,
        &quote!(#value::Value<#lifetime>),
        &quote! {
            #[inline]
            fn blank() -> Self {
                Self(#delegate::blank())
            }
            #[inline]
            fn decode(&mut self, #arguments) -> #result {
                #delegate::decode(&mut self.0, __cursor, __state)
            }
            #[inline]
            fn decode_as(&mut self, __tag: #value::Tag, #arguments) -> #result {
                #delegate::decode_as(&mut self.0, __tag, __cursor, __state)
            }
            #[inline]
            fn absent(&mut self) -> ::core::primitive::bool {
                #delegate::absent(&mut self.0)
            }
            #[inline]
            fn take_over(&mut self, __twin: &Self) {
                #delegate::take_over(&mut self.0, &__twin.0)
            }
        },
    );
    quote!(#shape #value)
}
