//! Places: in a model as a path, in a text as line and column.

use std::fmt::Write;

/// One step of a path.
#[derive(Clone)]
pub(crate) enum Segment {
    Name(&'static str),
    /// a name that the input brought
    Owned(Box<str>),
    Index(usize),
}

impl From<&'static str> for Segment {
    fn from(name: &'static str) -> Segment {
        Segment::Name(name)
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Segment {
        Segment::Index(index)
    }
}

impl Segment {
    /// A name from the input. DynamoDB allows names of 64 KB; an error shows the beginning.
    pub(crate) fn from_input(name: &str) -> Segment {
        const SHOWN: usize = 64;
        match name.char_indices().nth(SHOWN) {
            Some((end, _)) => Segment::Owned(format!("{}…", &name[..end]).into()),
            None => Segment::Owned(name.into()),
        }
    }
}

/// The path as text, outermost first, from segments that stand innermost first.
pub(crate) fn render(segments: &[Segment]) -> String {
    let mut path = String::new();
    for segment in segments.iter().rev() {
        let name = match segment {
            Segment::Index(index) => {
                // Writing to a String cannot fail.
                let _ = write!(path, "[{index}]");
                continue;
            }
            Segment::Name(name) => name,
            Segment::Owned(name) => &**name,
        };
        if !path.is_empty() {
            path.push('.');
        }
        // A name may hold anything, line feeds included; a log line should stay one line.
        path.extend(name.chars().flat_map(|char| {
            let escaped = char.is_control().then(|| char.escape_default());
            let plain = escaped.is_none().then_some(char);
            escaped.into_iter().flatten().chain(plain)
        }));
    }
    path
}

/// A place in a text, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// From 1; lines end with a line feed.
    pub line: usize,
    /// From 1, in bytes.
    pub column: usize,
}

impl Position {
    pub(super) fn of(input: &[u8], offset: usize) -> Position {
        let before = &input[..offset.min(input.len())];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        Position {
            line: 1 + before.iter().filter(|&&byte| byte == b'\n').count(),
            column: 1 + before.len() - line_start,
        }
    }
}
