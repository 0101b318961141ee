//! Names and values of one request, and the texts that stand for them.

use std::collections::HashMap;
use std::fmt::Write;

use millstream::keys::{Path, Step};

use crate::convert::{SdkItem, SdkValue};

/// A piece of an expression. Placeholders are given when a request is made of it.
#[derive(Clone, Debug)]
pub(crate) enum Part {
    Text(&'static str),
    Name(String),
    Index(usize),
    Value(SdkValue),
}

/// The parts of a path.
pub(crate) fn parts_of<T>(path: &Path<T>) -> Vec<Part> {
    let mut parts = vec![Part::Name(path.root().to_owned())];
    for step in path.steps() {
        match step {
            Step::Name(name) => parts.extend([Part::Text("."), Part::Name((*name).to_owned())]),
            Step::Index(index) => parts.push(Part::Index(*index)),
        }
    }
    parts
}

/// The names and values that the expressions of one request use.
#[derive(Debug, Default)]
pub(crate) struct Placeholders {
    names: Vec<String>,
    values: Vec<SdkValue>,
}

impl Placeholders {
    /// The text of an expression.
    pub(crate) fn render(&mut self, parts: &[Part]) -> String {
        let mut text = String::new();
        for part in parts {
            // Writing to a String cannot fail.
            let _ = match part {
                Part::Text(part) => text.write_str(part),
                Part::Name(name) => write!(text, "#n{}", self.name(name)),
                Part::Index(index) => write!(text, "[{index}]"),
                Part::Value(value) => {
                    self.values.push(value.clone());
                    write!(text, ":v{}", self.values.len() - 1)
                }
            };
        }
        text
    }

    /// The text of a projection.
    pub(crate) fn render_names(&mut self, names: &[&'static str]) -> String {
        let names: Vec<String> = names.iter().map(|name| format!("#n{}", self.name(name))).collect();
        names.join(",")
    }

    fn name(&mut self, name: &str) -> usize {
        let known = self.names.iter().position(|known| known == name);
        known.unwrap_or_else(|| {
            self.names.push(name.to_owned());
            self.names.len() - 1
        })
    }

    /// `ExpressionAttributeNames`: none rather than an empty map, which DynamoDB refuses.
    pub(crate) fn names(&self) -> Option<HashMap<String, String>> {
        let names = self.names.iter().enumerate();
        (!self.names.is_empty()).then(|| names.map(|(at, name)| (format!("#n{at}"), name.clone())).collect())
    }

    /// `ExpressionAttributeValues`, likewise.
    pub(crate) fn into_values(self) -> Option<SdkItem> {
        let some = !self.values.is_empty();
        let values = self.values.into_iter().enumerate();
        some.then(|| values.map(|(at, value)| (format!(":v{at}"), value)).collect())
    }
}
