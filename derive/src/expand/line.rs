//! Straight-line code: every attribute in wire order, one after the other.
//!
//! Attributes that share a bucket of Java's `HashMap` tie: in an image Lambda writes them by name, in a nested map in an order that changes
//! from item to item. They stand in a small loop, in which each is tried until none of them comes.

use super::scope::{Scope, blame};
use crate::ast::Field;
use proc_macro2::{Delimiter, Group, Span, TokenStream};
use quote::quote;
use syn::spanned::Spanned;

/// `Attributes::line`, or nothing, where the library's own loop does as well. A model with flattened fields has no order of its own.
pub fn line(scope: &Scope<'_>, groups: &[Vec<&Field>], alone: bool) -> TokenStream {
    let Scope { lifetime, model, krate, .. } = scope;
    let attributes: usize = groups.iter().map(Vec::len).sum();
    if !alone || attributes == 0 {
        return TokenStream::new();
    }
    let words = attributes.div_ceil(64);
    let (mut begin, mut before) = (0, Vec::new());
    let groups = groups.iter().map(|group| {
        let code = expand_group(scope, group, begin, &before);
        begin += group.len();
        before.extend(group.iter().map(|field| may_be_absent(scope, field)));
        code
    });
    quote! {
        const HAS_LINE: ::core::primitive::bool = true;
        #[inline(always)]
        fn line(
            &mut self,
            __due: ::core::primitive::usize,
            __cursor: &mut #krate::Cursor<#lifetime>,
            __state: &mut Self::State,
            __progress: &mut Self::Progress,
            __twin: ::core::option::Option<&Self>,
        ) -> ::core::result::Result<::core::primitive::usize, #krate::Error> {
            let mut __seen = [0; #words];
            #(#groups)*
            #model::see_all(Self::seen(__progress), &__seen);
            ::core::result::Result::Ok(#model::slot_behind(__due, &__seen))
        }
    }
}

/// So many attributes are looked for where a map begins: the first, and those behind it as long as all before may be absent.
const BEGINNING: usize = 8;

/// The attributes that tie for the places from `begin` on; `before`: which of those before them may be absent.
fn expand_group(scope: &Scope<'_>, group: &[&Field], begin: usize, before: &[TokenStream]) -> TokenStream {
    let end = begin + group.len();
    // Where the map begins no attribute value has to be closed first. What may be absent is known when the model is compiled, so that one
    // of the two comparisons is left out behind the first required attribute.
    let start = match begin < BEGINNING {
        true => quote!(__due == 0 && __seen[0] == 0 #(&& #before)*),
        false => quote!(false),
    };
    let steps: Vec<TokenStream> = group
        .iter()
        .enumerate()
        .map(|(place, field)| {
            let index = begin + place;
            let (word, bit, read) = (index / 64, index % 64, step(scope, field, index, &start));
            // Those of a tie are tried more than once, and one that is repeated is none of the line's.
            let is_due = (group.len() > 1).then(|| quote!(__seen[#word] & 1 << #bit == 0 &&));
            quote! {
                if #is_due #read? {
                    __seen[#word] |= 1 << #bit;
                }
            }
        })
        .collect();
    let code = match &*steps {
        [step] => quote!(#step),
        steps => {
            let due = due(begin, end);
            quote!(while #due { #(#steps else)* { break; } })
        }
    };
    let leave = (begin < BEGINNING).then(|| {
        let absent = group.iter().map(|field| may_be_absent(scope, field));
        let last = end >= BEGINNING;
        quote! {
            if __due == 0 && __seen[0] == 0 && (#last || !(true #(&& #absent)*)) {
                return ::core::result::Result::Ok(0);
            }
        }
    });
    quote! {
        if __due < #end {
            #code
            #leave
        }
    }
}

/// A constant expression.
fn may_be_absent(scope: &Scope<'_>, field: &Field) -> TokenStream {
    match (&field.attrs.default, &field.attrs.with) {
        (Some(_), _) => quote!(true),
        (None, Some(_)) => quote!(false),
        (None, None) => scope.shape(&field.ty, &quote!(OPTIONAL)),
    }
}

fn step(scope: &Scope<'_>, field: &Field, index: usize, start: &TokenStream) -> TokenStream {
    let (model, ident) = (&scope.model, &field.ident);
    match field.attrs.with {
        None => {
            let twin = quote!(::core::option::Option::map(__twin, |__twin| &__twin.#ident));
            let spans = quote!((&mut __state.__spans, #index));
            let span = field.ty.span();
            let step = blame(quote!(#model::step), span);
            let arguments =
                blame(quote!(&mut self.#ident, #twin, #spans, __cursor, &mut __state.#ident), span);
            // The beginning speaks of other fields' types, which are theirs to be blamed for.
            let all = quote!((#start, &Self::ATTRIBUTES[#index]), #arguments);
            let mut all = Group::new(Delimiter::Parenthesis, all);
            all.set_span(Span::call_site().located_at(span));
            quote!(#step #all)
        }
        Some(_) => quote!(#model::step_by_index(#start, self, #index, __cursor, __state)),
    }
}

/// Whether one of these attributes has not come yet.
fn due(begin: usize, end: usize) -> TokenStream {
    let words = begin / 64..=(end - 1) / 64;
    let open = words.map(|word| {
        let mask = (begin..end)
            .filter(|index| index / 64 == word)
            .fold(0u64, |mask, index| mask | 1 << (index % 64));
        quote!(__seen[#word] & #mask != #mask)
    });
    quote!(#(#open)||*)
}
