//! A struct of named fields: the table of its attributes, in wire order, and one `match` for each question the library's loop asks.

use super::{
    line::line,
    scope::{Scope, blame, predicates},
    state::{Part, state},
};
use crate::{
    ast::{Container, Field, Role},
    attr::{At, Default},
    wire_order::wire_order,
};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::{Generics, Lifetime, parse_quote, spanned::Spanned};

/// The keys of a struct's family.
pub enum Keys<'c> {
    /// It names none.
    Item,
    /// The struct derived beside it.
    Own(&'c Container),
    /// It is the keys of another.
    Itself,
}

pub struct Struct<'c> {
    pub scope: Scope<'c>,
    container: &'c Container,
    fields: &'c [Field],
    /// In wire order.
    pub attributes: Vec<&'c Field>,
    /// The same, those that tie for a place together.
    groups: Vec<Vec<&'c Field>>,
    pub flattened: Vec<&'c Field>,
    pub rest: Option<&'c Field>,
}

pub fn expand(container: &Container, fields: &[Field], keys: &Keys<'_>) -> TokenStream {
    let of_role = |role| fields.iter().filter(move |field| field.role() == role);
    let declared: Vec<&Field> = of_role(Role::Attribute).collect();
    let names: Vec<&str> = declared.iter().map(|field| field.name.as_str()).collect();
    let groups = wire_order(&names);
    let this = Struct {
        scope: Scope::new(container),
        container,
        fields,
        attributes: groups.iter().flatten().map(|&index| declared[index]).collect(),
        groups: groups.iter().map(|group| group.iter().map(|&index| declared[index]).collect()).collect(),
        flattened: of_role(Role::Flatten).collect(),
        rest: of_role(Role::Rest).next(),
    };
    let (shape, value, attributes, model) = (this.shape(), this.value(), this.attributes(), this.model(keys));
    quote!(#shape #value #attributes #model)
}

impl Struct<'_> {
    fn shape(&self) -> TokenStream {
        let value = &self.scope.value;
        let decoded =
            self.attributes.iter().filter(|field| field.attrs.with.is_none()).chain(&self.flattened);
        let parts: Vec<Part<'_>> =
            decoded.map(|field| Part { name: field.ident.clone(), ty: &field.ty }).collect();
        let state = state(&self.scope, Some(self.attributes.len()), &parts);
        let (definition, ty) = (&state.definition, &state.ty);
        let takes_over = self.takes_over();
        let shape = self.scope.implement(
            &state.generics,
            &quote!(#value::Shape),
            &quote! {
                const TAG: #value::Tag = #value::Tag::M;
                const TAKES_OVER: ::core::primitive::bool = #takes_over;
                type State = #ty;
            },
        );
        quote!(#definition #shape)
    }

    /// The model's generics, and what its fields' types have to be.
    fn generics(&self) -> Generics {
        let Scope { lifetime, value, model, .. } = &self.scope;
        let mut generics = self.scope.generics();
        for field in self.generic_fields() {
            let ty = self.scope.of(&field.ty);
            let bound = match needs(field) {
                Needs::Value => Some(parse_quote!(#ty: #value::Value<#lifetime>)),
                Needs::Attributes => Some(parse_quote!(#ty: #model::Attributes<#lifetime>)),
                Needs::Nothing => None,
            };
            predicates(&mut generics, bound);
        }
        let defaults = self.defaulted().map(|ty| parse_quote!(#ty: ::core::default::Default));
        predicates(&mut generics, defaults);
        generics
    }

    fn generic_fields(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| self.scope.is_generic(&field.ty))
    }

    /// The generic types of which `Default` is asked.
    fn defaulted(&self) -> impl Iterator<Item = TokenStream> {
        let asked =
            self.generic_fields().filter(|field| match field.attrs.default.as_ref().map(|at| &at.value) {
                Some(Default::Trait) => true,
                Some(Default::Path(_)) => false,
                None => field.role() == Role::Skip || field.attrs.with.is_some(),
            });
        asked.map(|field| self.scope.of(&field.ty))
    }

    fn value(&self) -> TokenStream {
        let Scope { lifetime, value, model, krate, .. } = &self.scope;
        let blanks = self.fields.iter().map(|field| {
            let ident = &field.ident;
            let blank = match field.role() == Role::Skip || field.attrs.with.is_some() {
                true => self.default(field),
                false => self.scope.value_of(&field.ty, &quote!(blank())),
            };
            quote!(#ident: #blank)
        });
        let (take_over, tell_keys) = (self.take_over(), self.tell_keys());
        self.scope.implement(
            &self.generics(),
            &quote!(#value::Value<#lifetime>),
            &quote! {
                #[inline]
                fn blank() -> Self {
                    Self { #(#blanks,)* }
                }
                #[inline]
                fn decode(
                    &mut self,
                    __cursor: &mut #krate::Cursor<#lifetime>,
                    __state: &mut Self::State,
                ) -> ::core::result::Result<(), #krate::Error> {
                    #model::decode_attributes(self, __cursor, __state, ::core::option::Option::None)
                }
                #[inline]
                fn decode_beside(
                    &mut self,
                    __twin: &Self,
                    __cursor: &mut #krate::Cursor<#lifetime>,
                    __state: &mut Self::State,
                ) -> ::core::result::Result<(), #krate::Error> {
                    #model::decode_attributes(self, __cursor, __state, ::core::option::Option::Some(__twin))
                }
                #take_over
                #tell_keys
            },
        )
    }

    /// For what may be keys, which are one or two. A field that is told of has to be what stands on the wire under this name.
    fn tell_keys(&self) -> Option<TokenStream> {
        let Scope { lifetime, krate, .. } = &self.scope;
        let is_plain = |field: &Field| field.attrs.default.is_none() && field.attrs.aliases.is_empty();
        if self.fields.len() > 2 || !self.can_take_over() || !self.fields.iter().all(is_plain) {
            return None;
        }
        let keys = self.fields.iter().map(|Field { ident, ty, name, .. }| {
            let text = self.scope.value_of(ty, &quote!(key_text(&self.#ident)));
            quote!(__cursor.tell_key(#name, #text);)
        });
        Some(quote! {
            #[inline]
            fn tell_keys(&self, __cursor: &mut #krate::Cursor<#lifetime>) {
                #(#keys)*
            }
        })
    }

    /// `Shape::TAKES_OVER`: every field has to be taken over.
    fn takes_over(&self) -> TokenStream {
        match self.can_take_over() {
            false => quote!(false),
            true => {
                let fields = self.fields.iter().map(|field| self.scope.shape(&field.ty, &quote!(TAKES_OVER)));
                quote!(true #(&& #fields)*)
            }
        }
    }

    fn take_over(&self) -> Option<TokenStream> {
        let fields = self.fields.iter().map(|Field { ident, ty, .. }| {
            self.scope.value_of(ty, &quote!(take_over(&mut self.#ident, &__twin.#ident)))
        });
        self.can_take_over().then(|| {
            quote! {
                #[inline]
                fn take_over(&mut self, __twin: &Self) {
                    #(#fields;)*
                }
            }
        })
    }

    /// Whether each field is read by its type, alone.
    fn can_take_over(&self) -> bool {
        self.fields.iter().all(|field| field.role() == Role::Attribute && field.attrs.with.is_none())
    }

    fn default(&self, field: &Field) -> TokenStream {
        match &field.attrs.default {
            Some(At { span, value: Default::Path(path) }) => blame(quote!(#path()), *span),
            _ => self.scope.default_of(&field.ty),
        }
    }

    fn attributes(&self) -> TokenStream {
        let Scope { lifetime, value, model, krate, .. } = &self.scope;
        let table = self.attributes.iter().map(|field| {
            let (name, aliases) = (&field.name, field.attrs.aliases.iter().map(|at| &at.value));
            let tag = match field.attrs.with {
                Some(_) => quote!(#value::Tag::Any),
                None => self.scope.shape(&field.ty, &quote!(TAG)),
            };
            quote!(#model::Attribute::new(#name, &[#(#aliases),*], #tag))
        });
        let progress = self.progress();
        let (definition, progress_type) = (&progress.definition, &progress.ty);
        let seen = match definition {
            None => quote!(__progress.words()),
            Some(_) => quote!(__progress.__seen.words()),
        };
        let names: usize = self.attributes.iter().map(|field| 1 + field.attrs.aliases.len()).sum();
        let decodes = self.attributes.iter().enumerate().map(|(index, field)| self.decode(index, field));
        let announced = self.attributes.iter().enumerate().map(|(index, field)| self.announced(index, field));
        let absents =
            self.attributes.iter().enumerate().filter_map(|(index, field)| self.absent(index, field));
        let others = self.others();
        let words = self.attributes.len().div_ceil(64);
        let blanks = self.attributes.iter().map(|field| {
            let attrs = &field.attrs;
            match attrs.default.is_some() || attrs.with.is_some() || attrs.set.is_some() {
                true => quote!(false),
                false => self.scope.shape(&field.ty, &quote!(OPTIONAL)),
            }
        });
        let line = line(&self.scope, &self.groups, self.flattened.is_empty());

        let mut generics = self.generics();
        for (parameter, ty) in &progress.bindings {
            generics.params.push(parse_quote!(#parameter));
            predicates(
                &mut generics,
                [
                    parse_quote!(#ty: #model::Attributes<#lifetime, Progress = #parameter>),
                    parse_quote!(#parameter: ::core::default::Default),
                ],
            );
        }
        let attributes = self.scope.implement(
            &generics,
            &quote!(#model::Attributes<#lifetime>),
            &quote! {
                const ATTRIBUTES: &'static [#model::Attribute] = &[#(#table),*];
                const NAMES: &'static #model::Names =
                    &#model::Names::<[::core::primitive::u16; #model::room(#names)]>::of(Self::ATTRIBUTES);
                const OWED: &'static [::core::primitive::u64] = &#model::owed::<#words>(&[#(#blanks),*]);
                type Progress = #progress_type;
                #[inline]
                fn seen(__progress: &mut Self::Progress) -> &mut [::core::primitive::u64] {
                    #seen
                }
                #[inline]
                fn tally(__state: &mut Self::State) -> &mut #model::Tally {
                    &mut __state.__tally
                }
                #[inline]
                fn spans(__state: &mut Self::State) -> &mut #model::Spans {
                    &mut __state.__spans
                }
                #[inline]
                fn field(
                    &mut self,
                    __index: ::core::primitive::usize,
                    __tag: #value::Tag,
                    __cursor: &mut #krate::Cursor<#lifetime>,
                    __state: &mut Self::State,
                ) -> ::core::result::Result<(), #krate::Error> {
                    match __index {
                        #(#decodes)*
                        _ => ::core::result::Result::Err(__cursor.no_field()),
                    }
                }
                #[inline]
                fn announced(
                    &mut self,
                    __index: ::core::primitive::usize,
                    __token: #model::AtToken<'_, #lifetime>,
                    __state: &mut Self::State,
                    __twin: ::core::option::Option<&Self>,
                ) -> ::core::result::Result<(), #krate::Error> {
                    match __index {
                        #(#announced)*
                        _ => ::core::result::Result::Err(__token.no_field()),
                    }
                }
                fn absent_field(&mut self, __index: ::core::primitive::usize) -> ::core::primitive::bool {
                    match __index {
                        #(#absents)*
                        _ => false,
                    }
                }
                #line
                #others
            },
        );
        quote!(#definition #attributes)
    }

    fn decode(&self, index: usize, field: &Field) -> TokenStream {
        let model = &self.scope.model;
        let ident = &field.ident;
        match &field.attrs.with {
            None => {
                let arguments = quote!(&mut self.#ident, __tag, __cursor, &mut __state.#ident);
                let decode = self.scope.value_of(&field.ty, &quote!(decode_as(#arguments)));
                quote!(#index => #decode,)
            }
            Some(module) => {
                // What does not fit the function is blamed at its path.
                let (span, module) = (module.span, &module.value);
                let read = quote!(#model::decode_with(__tag, __cursor, |__value| #module::decode(__value))?);
                let read = blame(read, span);
                quote! {
                    #index => {
                        self.#ident = #read;
                        ::core::result::Result::Ok(())
                    }
                }
            }
        }
    }

    fn announced(&self, index: usize, field: &Field) -> TokenStream {
        let (model, ident) = (&self.scope.model, &field.ident);
        match field.attrs.with {
            None => {
                let twin = quote!(::core::option::Option::map(__twin, |__twin| &__twin.#ident));
                let spans = quote!((&mut __state.__spans, #index));
                let token = quote!((__token, &Self::ATTRIBUTES[#index]));
                let arguments = quote!(#token, &mut self.#ident, #twin, #spans, &mut __state.#ident);
                let read = blame(quote!(#model::read_announced(#arguments)), field.ty.span());
                quote!(#index => #read,)
            }
            Some(_) => {
                quote!(#index => #model::read_announced_by_index(__token, self, #index, __state),)
            }
        }
    }

    /// `None`: it is required, whatever its type.
    fn absent(&self, index: usize, field: &Field) -> Option<TokenStream> {
        let ident = &field.ident;
        if field.attrs.default.is_some() {
            let default = self.default(field);
            return Some(quote! {
                #index => {
                    self.#ident = #default;
                    true
                }
            });
        }
        if field.attrs.with.is_some() {
            return None;
        }
        // DynamoDB has no empty sets: their attributes are absent.
        if field.attrs.set.is_some() {
            let empty = self.scope.value_of(&field.ty, &quote!(blank()));
            return Some(quote! {
                #index => {
                    self.#ident = #empty;
                    true
                }
            });
        }
        let absent = self.scope.value_of(&field.ty, &quote!(absent(&mut self.#ident)));
        Some(quote!(#index => #absent,))
    }

    fn model(&self, keys: &Keys<'_>) -> TokenStream {
        let Scope { value, model, krate, .. } = &self.scope;
        let mut generics = self.scope.own_generics();
        for field in self.generic_fields() {
            let path = match needs(field) {
                Needs::Value => quote!(#value::Value),
                Needs::Attributes => quote!(#model::Attributes),
                Needs::Nothing => continue,
            };
            predicates(&mut generics, self.scope.for_all(&field.ty, &path));
        }
        let any = self.scope.any_lifetime();
        let defaults = self.defaulted().map(|ty| {
            let ty = self.scope.at(&ty, &any);
            parse_quote!(for<#any> #ty: ::core::default::Default)
        });
        predicates(&mut generics, defaults);
        predicates(&mut generics, self.scope.statics());

        let all = Lifetime::new("'static", Span::call_site());
        let keys_at = |lifetime: &Lifetime| match keys {
            Keys::Item => quote!(#krate::Item<#lifetime>),
            Keys::Own(keys) => Scope::new(keys).this_at(lifetime),
            Keys::Itself => self.scope.this_at(lifetime),
        };
        let (view, view_all) = (self.scope.this_at(&any), self.scope.this_at(&all));
        let (keys, keys_all) = (keys_at(&any), keys_at(&all));
        let table = table(self.container);
        self.scope.implement(
            &generics,
            &quote!(#model::Model),
            &quote! {
                #table
                type State = <#view_all as #value::Shape>::State;
                type KeysState = <#keys_all as #value::Shape>::State;
                type View<#any> = #view;
                type Keys<#any> = #keys;
            },
        )
    }
}

pub fn table(container: &Container) -> Option<TokenStream> {
    container.attrs.table.as_ref().map(|table| {
        let table = &table.value;
        quote! {
            const TABLE: ::core::option::Option<&'static ::core::primitive::str> = ::core::option::Option::Some(#table);
        }
    })
}

/// What a field's type must be.
enum Needs {
    Value,
    Attributes,
    /// It is never decoded by its type.
    Nothing,
}

fn needs(field: &Field) -> Needs {
    match field.role() {
        Role::Flatten => Needs::Attributes,
        Role::Skip => Needs::Nothing,
        Role::Attribute if field.attrs.with.is_some() => Needs::Nothing,
        Role::Attribute | Role::Rest => Needs::Value,
    }
}
