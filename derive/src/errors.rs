//! Mistakes are collected, so that one compile shows every one of them.

use proc_macro2::Span;
use std::fmt::Display;

/// The mistakes of one model, in the order they were found.
#[derive(Default)]
pub struct Errors {
    found: Option<syn::Error>,
    count: usize,
}

impl Errors {
    /// A mistake at `span`.
    pub fn at(&mut self, span: Span, message: impl Display) {
        self.add(syn::Error::new(span, message));
    }

    pub fn add(&mut self, error: syn::Error) {
        self.count += 1;
        match &mut self.found {
            Some(found) => found.combine(error),
            None => self.found = Some(error),
        }
    }

    /// How many there are so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// `value` if nothing was found. It consumes the collection, so that no mistake can be added after the question.
    pub fn check<T>(self, value: T) -> Result<T, syn::Error> {
        match self.found {
            Some(found) => Err(found),
            None => Ok(value),
        }
    }
}
