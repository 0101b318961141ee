//! `Shape::State` of a model: what is learnt within one call, for itself and for each of its fields.

use super::scope::{Scope, blame, item_of, predicates};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::collections::HashMap;
use syn::{Generics, Lifetime, Type, parse_quote, spanned::Spanned};

/// One field of the State struct.
pub struct Part<'c> {
    pub name: Ident,
    pub ty: &'c Type,
}

pub struct State {
    pub definition: TokenStream,
    /// The State struct as an impl of Shape names it.
    pub ty: TokenStream,
    /// The generics of this impl.
    pub generics: Generics,
}

/// A State has no lifetime, and neither type parameters of the model: one State serves the whole family, and a `Page<'a, Order<'a>>`
/// has the State of a `Page<'static, Order<'static>>`. So a field whose type mentions a parameter brings its own State as a
/// parameter, which the impl of Shape binds:
///
/// ```text
/// struct __PageState<__F0, __F1> { item: __F0, next: __F1, count: <u32 as Shape>::State }
/// impl<'a, T, __F0: Default, __F1: Default> Shape for Page<'a, T>
/// where T: Shape<State = __F0>, Option<&'a str>: FieldState<1, State = __F1>
/// { type State = __PageState<__F0, __F1>; }
/// ```
///
/// A type that only has the model's lifetime in it is bound in the same way. A field of type `<&'static str as Shape>::State` would do, but
/// rustc 1.95 compiles incrementally with an internal error ("unstable fingerprints" of `evaluate_obligation`) where it has to find out
/// auto traits of a struct with such fields.
///
/// (`type State = __PageState<<T as Shape>::State, …>` says the same, but is refused, E0446, where a public model has a private type in
/// the place of `T`.)
///
/// `attributes`: how many a struct has of its own.
pub fn state(scope: &Scope<'_>, attributes: Option<usize>, parts: &[Part<'_>]) -> State {
    let Scope { value, model, .. } = scope;
    let mut generics = scope.own_generics();
    let mut parameters = Vec::new();
    let mut bound = HashMap::new();
    let mut slots = Vec::new();
    if let Some(attributes) = attributes {
        slots.push(Slot::of_library("__tally", quote!(#model::Tally)));
        slots.push(Slot::of_library("__spans", quote!(#model::Spans<[#model::Span; #attributes]>)));
    }
    for (index, Part { name, ty }) in parts.iter().enumerate() {
        let state = match scope.is_bound(ty) {
            true => {
                // One parameter for each spelling of a type.
                let written = scope.of(ty).to_token_stream().to_string();
                let parameter = bound.entry(written).or_insert_with(|| {
                    let parameter = format_ident!("__F{index}");
                    bind_field(&mut generics, scope, ty, &parameter, index);
                    parameters.push(parameter.clone());
                    parameter
                });
                quote!(#parameter)
            }
            false => item_of(&scope.of_static(ty), &quote!(#value::Shape), &quote!(State)),
        };
        slots.push(Slot { name: name.clone(), ty: state, blame: ty.span() });
    }
    let name = scope.name("State");
    let definition = define(&name, None, &parameters, &slots);
    State { definition, ty: quote!(#name<#(#parameters),*>), generics }
}

/// A field of a struct that the derive makes.
pub struct Slot {
    pub name: Ident,
    pub ty: TokenStream,
    /// Where an error is shown that comes of its type.
    pub blame: Span,
}

impl Slot {
    pub fn of_library(name: &str, ty: TokenStream) -> Slot {
        Slot { name: format_ident!("{name}"), ty, blame: Span::call_site() }
    }
}

/// A struct with a Default. Public, since a public model's impls name it, but in a constant without a name: nobody can.
pub fn define(
    name: &Ident,
    lifetime: Option<&Lifetime>,
    parameters: &[Ident],
    slots: &[Slot],
) -> TokenStream {
    let lifetime = lifetime.map(|lifetime| quote!(#lifetime,));
    let (fields, defaults): (Vec<_>, Vec<_>) = slots
        .iter()
        .map(|Slot { name, ty, blame: span }| {
            let default = blame(quote!(::core::default::Default::default()), *span);
            (quote!(#name: #ty), quote!(#name: #default))
        })
        .unzip();
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types)]
        pub struct #name<#lifetime #(#parameters),*> { #(#fields,)* }

        #[automatically_derived]
        impl<#lifetime #(#parameters: ::core::default::Default),*> ::core::default::Default
            for #name<#lifetime #(#parameters),*>
        {
            #[inline]
            fn default() -> Self {
                Self { #(#defaults,)* }
            }
        }
    }
}

/// Adds a type parameter that is the State of `ty`.
pub fn bind(generics: &mut Generics, scope: &Scope<'_>, ty: &Type, parameter: &Ident) {
    let value = &scope.value;
    bind_by(generics, scope, ty, parameter, &quote!(#value::Shape<State = #parameter>));
}

/// Adds a type parameter that is the State of a field.
///
/// That of an alias and that of what it stands for are told apart by their places: two that are one type would both be what its impl says. A
/// type parameter is spelled in one way alone.
fn bind_field(generics: &mut Generics, scope: &Scope<'_>, ty: &Type, parameter: &Ident, place: usize) {
    if scope.is_generic(ty) {
        return bind(generics, scope, ty, parameter);
    }
    let value = &scope.value;
    bind_by(generics, scope, ty, parameter, &quote!(#value::FieldState<#place, State = #parameter>));
}

fn bind_by(generics: &mut Generics, scope: &Scope<'_>, ty: &Type, parameter: &Ident, bound: &TokenStream) {
    let ty = scope.of(ty);
    generics.params.push(parse_quote!(#parameter));
    predicates(generics, [parse_quote!(#ty: #bound), parse_quote!(#parameter: ::core::default::Default)]);
}
