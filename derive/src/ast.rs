//! The tree that the rules are checked on and that code is made from: syn's, less what no model has, with the attributes read.

use crate::{
    attr::{self, At, ContainerAttrs, FieldAttrs, VariantAttrs},
    case::Case,
    errors::Errors,
};
use proc_macro2::{Ident, Span};
use syn::{
    DeriveInput, Fields, GenericParam, Generics, Lifetime, LifetimeParam, Path, Type, Visibility,
    ext::IdentExt, spanned::Spanned,
};

pub struct Container {
    pub ident: Ident,
    pub vis: Visibility,
    pub generics: Generics,
    pub attrs: ContainerAttrs,
    pub data: Data,
    /// Something in it is deprecated, which derived code must not be blamed for using.
    pub deprecated: bool,
}

pub enum Data {
    Struct(Vec<Field>),
    /// A tuple struct of one field.
    Newtype(Type),
    Enum(Vec<Variant>),
}

#[derive(Clone)]
pub struct Field {
    pub ident: Ident,
    pub vis: Visibility,
    pub ty: Type,
    pub docs: Vec<syn::Attribute>,
    pub attrs: std::rc::Rc<FieldAttrs>,
    /// The attribute's name.
    pub name: String,
}

pub struct Variant {
    pub ident: Ident,
    /// `None`: a unit variant.
    pub ty: Option<Type>,
    pub attrs: VariantAttrs,
    /// The tag's value.
    pub name: String,
}

/// What a field is to the wire.
#[derive(Clone, Copy, PartialEq)]
pub enum Role {
    Attribute,
    Skip,
    Flatten,
    Rest,
}

impl Container {
    /// `None`: it has no shape of a model, so there is nothing to go on with.
    pub fn read(input: &DeriveInput, errors: &mut Errors) -> Option<Container> {
        let attrs = ContainerAttrs::read(&input.attrs, errors);
        one_lifetime(&input.generics, errors);
        let case = attrs.rename_all.as_ref().map(|case| case.value);
        let mut deprecated = is_deprecated(&input.attrs);
        let data = match &input.data {
            syn::Data::Struct(data) => match &data.fields {
                Fields::Named(fields) => {
                    deprecated |= fields.named.iter().any(|field| is_deprecated(&field.attrs));
                    let fields = fields.named.iter().filter_map(|field| Field::read(field, case, errors));
                    Some(Data::Struct(fields.collect()))
                }
                Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
                    let field = &fields.unnamed[0];
                    no_attributes(
                        &field.attrs,
                        "a newtype is decoded like its field, which takes no attributes",
                        errors,
                    );
                    deprecated |= is_deprecated(&field.attrs);
                    Some(Data::Newtype(field.ty.clone()))
                }
                Fields::Unnamed(fields) => {
                    let message = "a model's fields have names: write `struct Name { ... }` (a tuple struct of one field is \
                                   decoded like this field)";
                    errors.at(fields.span(), message);
                    None
                }
                Fields::Unit => {
                    let message =
                        format!("a unit struct has no attributes: write `struct {} {{}}`", input.ident);
                    errors.at(input.ident.span(), message);
                    None
                }
            },
            syn::Data::Enum(data) => {
                deprecated |= data.variants.iter().any(|variant| is_deprecated(&variant.attrs));
                let variants =
                    data.variants.iter().filter_map(|variant| Variant::read(variant, case, errors));
                Some(Data::Enum(variants.collect()))
            }
            syn::Data::Union(data) => {
                errors.at(data.union_token.span, "a model is a struct or an enum, not a union");
                None
            }
        };
        let (ident, vis, generics) = (input.ident.clone(), input.vis.clone(), input.generics.clone());
        Some(Container { ident, vis, generics, attrs, data: data?, deprecated })
    }

    pub fn lifetime(&self) -> Option<&Lifetime> {
        self.generics.lifetimes().next().map(|param| &param.lifetime)
    }

    /// The library's path.
    pub fn krate(&self) -> Path {
        match &self.attrs.krate {
            Some(path) => path.value.clone(),
            None => syn::parse_quote!(::millstream),
        }
    }
}

impl Field {
    fn read(field: &syn::Field, case: Option<Case>, errors: &mut Errors) -> Option<Field> {
        let attrs = FieldAttrs::read(&field.attrs, errors);
        let ident = field.ident.clone()?;
        let name = match (&attrs.rename, case) {
            (Some(name), _) => name.value.clone(),
            (None, Some(case)) => case.of_field(&ident.unraw().to_string()),
            (None, None) => ident.unraw().to_string(),
        };
        let docs = field.attrs.iter().filter(|attr| attr.path().is_ident("doc")).cloned().collect();
        Some(Field { ident, vis: field.vis.clone(), ty: field.ty.clone(), docs, attrs: attrs.into(), name })
    }

    pub fn role(&self) -> Role {
        if self.attrs.skip.is_some() {
            Role::Skip
        } else if self.attrs.flatten.is_some() {
            Role::Flatten
        } else if self.attrs.rest.is_some() {
            Role::Rest
        } else {
            Role::Attribute
        }
    }

    pub fn is_key(&self) -> bool {
        self.attrs.hash_key.is_some() || self.attrs.range_key.is_some()
    }

    /// Every name it has on the wire, with the place to blame.
    pub fn names(&self) -> impl Iterator<Item = At<&str>> {
        let own = self.attrs.rename.as_ref().map_or(self.ident.span(), |rename| rename.span);
        all_names(own, &self.name, &self.attrs.aliases)
    }
}

impl Variant {
    fn read(variant: &syn::Variant, case: Option<Case>, errors: &mut Errors) -> Option<Variant> {
        let attrs = VariantAttrs::read(&variant.attrs, errors);
        for field in &variant.fields {
            no_attributes(
                &field.attrs,
                "a variant's field takes no attributes: give them to its model",
                errors,
            );
        }
        let ident = variant.ident.clone();
        let ty = match &variant.fields {
            Fields::Unit => None,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(fields.unnamed[0].ty.clone()),
            Fields::Unnamed(fields) => {
                errors.at(
                    fields.span(),
                    format!("a variant holds one model: write `{ident}(Model)`, or `{ident}` alone"),
                );
                return None;
            }
            Fields::Named(fields) => {
                let message = format!(
                    "a variant holds one model: derive it for a struct of these fields, and write `{ident}(Model)`"
                );
                errors.at(fields.span(), message);
                return None;
            }
        };
        let name = match (&attrs.rename, case) {
            (Some(name), _) => name.value.clone(),
            (None, Some(case)) => case.of_variant(&ident.unraw().to_string()),
            (None, None) => ident.unraw().to_string(),
        };
        Some(Variant { ident, ty, attrs, name })
    }

    /// Every value of the tag that chooses it, with the place to blame.
    pub fn names(&self) -> impl Iterator<Item = At<&str>> {
        let own = self.attrs.rename.as_ref().map_or(self.ident.span(), |rename| rename.span);
        all_names(own, &self.name, &self.attrs.aliases)
    }
}

fn all_names<'n>(own: Span, name: &'n str, aliases: &'n [At<String>]) -> impl Iterator<Item = At<&'n str>> {
    let aliases = aliases.iter().map(|alias| At { span: alias.span, value: alias.value.as_str() });
    std::iter::once(At { span: own, value: name }).chain(aliases)
}

fn one_lifetime(generics: &Generics, errors: &mut Errors) {
    for LifetimeParam { lifetime, .. } in generics.lifetimes().skip(1) {
        errors.at(
            lifetime.span(),
            "a model borrows with one lifetime: give every borrowed field the first one",
        );
    }
}

fn no_attributes(attrs: &[syn::Attribute], message: &str, errors: &mut Errors) {
    if let Some(span) = attr::first(attrs) {
        errors.at(span, message);
    }
}

fn is_deprecated(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("deprecated"))
}

/// The type and const parameters, by which a field's type may differ from model to model.
pub fn parameters(generics: &Generics) -> Vec<Ident> {
    let ident = |param: &GenericParam| match param {
        GenericParam::Type(param) => Some(param.ident.clone()),
        GenericParam::Const(param) => Some(param.ident.clone()),
        GenericParam::Lifetime(_) => None,
    };
    generics.params.iter().filter_map(ident).collect()
}
