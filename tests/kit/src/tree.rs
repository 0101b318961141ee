//! JSON to be printed: a tree that can hold what no decoder would build (repeated members, broken scalars), and its text in any layout.

use std::fmt::Write;

use crate::random::{self, Rng};

/// JSON to be printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tree {
    /// A string, before escapes.
    Text(String),
    /// Text that is printed as it is: numbers, literals, whole JSON values.
    Raw(String),
    /// An array.
    Array(Vec<Tree>),
    /// An object; names may be repeated.
    Object(Vec<(String, Tree)>),
}

/// Where whitespace goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Nowhere, as on the wire.
    Compact,
    /// Two spaces a level, lines ended by LF.
    Pretty,
    /// The same, lines ended by CR LF.
    PrettyCrLf,
    /// Everywhere it may stand, at random.
    Odd,
}

/// Which characters of strings are escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escapes {
    /// Only what must be.
    Needed,
    /// Only what must be, and `/`.
    Solidus,
    /// All, as `\uXXXX`, beyond the basic plane as surrogate pairs.
    All,
    /// Each in some way or not at all, at random.
    Some,
}

impl Tree {
    /// Text that is printed as it is.
    pub fn raw(text: &str) -> Tree {
        Tree::Raw(text.to_string())
    }

    /// The text of the tree.
    pub fn print(&self, layout: Layout, escapes: Escapes, rng: &mut Rng) -> String {
        let mut printer = Printer { out: String::new(), layout, escapes, rng, level: 0 };
        printer.space();
        printer.tree(self);
        printer.space();
        printer.out
    }

    /// Damages one place: a value is replaced, a member is renamed, removed, repeated or moved. The tree is JSON still.
    pub fn damage(&mut self, rng: &mut Rng) {
        let places = self.count();
        let mut place = rng.below(places);
        self.damage_at(&mut place, rng);
    }

    fn count(&self) -> usize {
        1 + match self {
            Tree::Text(_) | Tree::Raw(_) => 0,
            Tree::Array(elements) => elements.iter().map(Tree::count).sum(),
            Tree::Object(members) => members.iter().map(|(_, value)| value.count()).sum(),
        }
    }

    /// Counts `place` down over the nodes in order of print, and damages the one where it is 0.
    fn damage_at(&mut self, place: &mut usize, rng: &mut Rng) -> bool {
        if *place == 0 {
            self.damage_here(rng);
            return true;
        }
        *place -= 1;
        match self {
            Tree::Text(_) | Tree::Raw(_) => false,
            Tree::Array(elements) => elements.iter_mut().any(|element| element.damage_at(place, rng)),
            Tree::Object(members) => members.iter_mut().any(|(_, value)| value.damage_at(place, rng)),
        }
    }

    fn damage_here(&mut self, rng: &mut Rng) {
        match self {
            Tree::Object(members) if !members.is_empty() && !rng.one_in(4) => {
                let at = rng.below(members.len());
                match rng.below(4) {
                    0 => members[at].0 = rng.pick(&random::WORDS).to_string(),
                    1 => drop(members.remove(at)),
                    2 => members.push(members[at].clone()),
                    _ => members.push((rng.pick(&random::WORDS).to_string(), random::json(rng, 2))),
                }
            }
            Tree::Array(elements) if !elements.is_empty() && !rng.one_in(4) => {
                let at = rng.below(elements.len());
                elements[at] = random::json(rng, 2);
            }
            _ => *self = random::json(rng, 2),
        }
    }
}

struct Printer<'r> {
    out: String,
    layout: Layout,
    escapes: Escapes,
    rng: &'r mut Rng,
    level: usize,
}

impl Printer<'_> {
    fn tree(&mut self, tree: &Tree) {
        match tree {
            Tree::Text(text) => self.string(text),
            Tree::Raw(text) => self.out.push_str(text),
            Tree::Array(elements) => self.body('[', ']', elements, |printer, element| printer.tree(element)),
            Tree::Object(members) => self.body('{', '}', members, |printer, (name, value)| {
                printer.string(name);
                printer.space();
                printer.out.push(':');
                if matches!(printer.layout, Layout::Pretty | Layout::PrettyCrLf) {
                    printer.out.push(' ');
                }
                printer.space();
                printer.tree(value);
            }),
        }
    }

    fn body<T>(&mut self, open: char, close: char, parts: &[T], print: impl Fn(&mut Self, &T)) {
        self.out.push(open);
        self.level += 1;
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.space();
                self.out.push(',');
            }
            self.line();
            print(self, part);
        }
        self.level -= 1;
        if !parts.is_empty() {
            self.line();
        } else {
            self.space();
        }
        self.out.push(close);
    }

    /// A line break and the indentation, in layouts that have lines.
    fn line(&mut self) {
        match self.layout {
            Layout::Compact => return,
            Layout::Odd => return self.space(),
            Layout::Pretty => self.out.push('\n'),
            Layout::PrettyCrLf => self.out.push_str("\r\n"),
        }
        self.out.push_str(&"  ".repeat(self.level));
    }

    /// Between any two tokens: whitespace in the odd layout.
    fn space(&mut self) {
        if self.layout == Layout::Odd {
            let most = if self.rng.one_in(20) { 40 } else { 3 };
            for _ in 0..self.rng.below(most) {
                let space = *self.rng.pick(&[' ', '\t', '\r', '\n']);
                self.out.push(space);
            }
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        for character in text.chars() {
            match self.escapes {
                Escapes::Needed => self.needed(character),
                Escapes::Solidus if character == '/' => self.out.push_str("\\/"),
                Escapes::Solidus => self.needed(character),
                Escapes::All => self.hex(character),
                Escapes::Some if self.rng.one_in(4) => self.hex(character),
                Escapes::Some if character == '/' && self.rng.one_in(2) => self.out.push_str("\\/"),
                Escapes::Some => self.needed(character),
            }
        }
        self.out.push('"');
    }

    fn needed(&mut self, character: char) {
        match character {
            '"' => self.out.push_str("\\\""),
            '\\' => self.out.push_str("\\\\"),
            '\u{8}' => self.out.push_str("\\b"),
            '\u{c}' => self.out.push_str("\\f"),
            '\n' => self.out.push_str("\\n"),
            '\r' => self.out.push_str("\\r"),
            '\t' => self.out.push_str("\\t"),
            '\0'..'\u{20}' => self.hex(character),
            _ => self.out.push(character),
        }
    }

    fn hex(&mut self, character: char) {
        for unit in character.encode_utf16(&mut [0; 2]) {
            let written = if self.rng.one_in(2) {
                write!(self.out, "\\u{unit:04x}")
            } else {
                write!(self.out, "\\u{unit:04X}")
            };
            written.expect("a String takes all");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    fn sample() -> Tree {
        Tree::Object(vec![
            (
                "a/\"\n\u{1}é😀".into(),
                Tree::Array(vec![Tree::raw("1.50"), Tree::Array(vec![]), Tree::Object(vec![])]),
            ),
            ("b".into(), Tree::raw("null")),
            ("b".into(), Tree::Text("x".into())),
        ])
    }

    #[test]
    fn prints_compactly() {
        let text = sample().print(Layout::Compact, Escapes::Needed, &mut Rng::new(0));
        assert_eq!(text.to_lowercase(), "{\"a/\\\"\\n\\u0001é😀\":[1.50,[],{}],\"b\":null,\"b\":\"x\"}");
        let text = Tree::Text("a/b".into()).print(Layout::Compact, Escapes::Solidus, &mut Rng::new(0));
        assert_eq!(text, r#""a\/b""#);
        let text = Tree::Text("a😀".into()).print(Layout::Compact, Escapes::All, &mut Rng::new(0));
        assert_eq!(text.to_lowercase(), r#""\u0061\ud83d\ude00""#);
    }

    #[test]
    fn prints_prettily() {
        let text = sample().print(Layout::PrettyCrLf, Escapes::Needed, &mut Rng::new(0));
        assert_eq!(
            text.to_lowercase(),
            "{\r\n  \"a/\\\"\\n\\u0001é😀\": [\r\n    1.50,\r\n    [],\r\n    {}\r\n  ],\r\n  \"b\": null,\r\n  \"b\": \"x\"\r\n}"
        );
    }

    #[test]
    fn every_layout_and_escape_means_the_same() {
        let compact = sample().print(Layout::Compact, Escapes::Needed, &mut Rng::new(0));
        let expected = meaning(&json::parse(&compact, 9).unwrap());
        let mut rng = Rng::new(7);
        for layout in [Layout::Compact, Layout::Pretty, Layout::PrettyCrLf, Layout::Odd] {
            for escapes in [Escapes::Needed, Escapes::Solidus, Escapes::All, Escapes::Some] {
                for _ in 0..10 {
                    let text = sample().print(layout, escapes, &mut rng);
                    assert_eq!(meaning(&json::parse(&text, 9).unwrap()), expected, "{text}");
                }
            }
        }
    }

    /// The value without the text of its containers and strings.
    fn meaning(json: &json::Json<'_>) -> String {
        match &json.kind {
            json::Kind::Array(elements) => format!("{:?}", elements.iter().map(meaning).collect::<Vec<_>>()),
            json::Kind::Object(members) => {
                format!("{:?}", members.iter().map(|(name, json)| (name, meaning(json))).collect::<Vec<_>>())
            }
            json::Kind::String(text) => format!("{text:?}"),
            json::Kind::Null | json::Kind::Bool(_) | json::Kind::Number => json.text.to_string(),
        }
    }

    #[test]
    fn damage_changes_but_stays_json() {
        let mut changed = 0;
        for seed in 0..200 {
            let mut rng = Rng::new(seed);
            let mut tree = sample();
            tree.damage(&mut rng);
            changed += usize::from(tree != sample());
            let text = tree.print(Layout::Compact, Escapes::Needed, &mut rng);
            json::parse(&text, 20).unwrap();
        }
        assert!(changed > 150, "{changed}");
    }
}
