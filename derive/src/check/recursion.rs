//! A model that holds itself, which it does in a box alone: a box has no State, and any other type has that of what it holds, which would
//! hold itself without end. The compiler finds that out too, but only once all memory is taken.

use crate::{
    ast::{Container, Data, Field, Role},
    errors::Errors,
};
use proc_macro2::{Ident, Span};
use syn::{GenericArgument, PathArguments, Type};

/// What holds its parameters without a box. Of types that are spelled in another way nothing is known.
const HOLDERS: [&str; 4] = ["BTreeMap", "HashMap", "Option", "Vec"];

pub fn check(container: &Container, errors: &mut Errors) {
    let is_read = |field: &&Field| {
        matches!(field.role(), Role::Attribute | Role::Flatten) && field.attrs.with.is_none()
    };
    let types: Vec<&Type> = match &container.data {
        Data::Struct(fields) => fields.iter().filter(is_read).map(|field| &field.ty).collect(),
        Data::Newtype(ty) => vec![ty],
        Data::Enum(_) => return,
    };
    let ident = &container.ident;
    for span in types.into_iter().filter_map(|ty| itself(ty, ident)) {
        errors.at(
            span,
            format!(
                "a model holds itself in a box, such as `Option<Box<{ident}>>` or `Vec<Box<{ident}>>`, and is then read with \
                 `stream` or `read`"
            ),
        );
    }
}

/// Where the type holds the model, if it is seen to.
fn itself(ty: &Type, model: &Ident) -> Option<Span> {
    match ty {
        Type::Array(array) => itself(&array.elem, model),
        Type::Group(group) => itself(&group.elem, model),
        Type::Paren(paren) => itself(&paren.elem, model),
        Type::Reference(reference) => itself(&reference.elem, model),
        Type::Slice(slice) => itself(&slice.elem, model),
        Type::Tuple(tuple) => tuple.elems.iter().find_map(|ty| itself(ty, model)),
        Type::Path(path) if path.qself.is_none() => {
            let segment = path.path.segments.last()?;
            // By a longer path it may be another of this name.
            if path.path.segments.len() == 1 && (segment.ident == *model || segment.ident == "Self") {
                return Some(segment.ident.span());
            }
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
            if !HOLDERS.iter().any(|holder| segment.ident == holder) {
                return None;
            }
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => itself(ty, model),
                _ => None,
            })
        }
        _ => None,
    }
}
