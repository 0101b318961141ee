use std::fmt;

use super::{Error, Reason};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path();
        if !path.is_empty() {
            write!(f, "{path}: ")?;
        }
        match &self.0.reason {
            Reason::Found { expected, found } => write!(f, "expected {expected}, found {found}")?,
            Reason::Expected(expected) => write!(f, "expected {expected}")?,
            Reason::Says(what) => f.write_str(what)?,
            Reason::Limit { what, limit } => write!(f, "more than {limit} {what}")?,
            Reason::ArenaFull => f.write_str("more memory than `Limits::arena_bytes`")?,
            Reason::Variant { attribute, is_there: true } => {
                write!(f, "no variant for the value of `{attribute}`")?
            }
            Reason::Variant { attribute, is_there: false } => {
                write!(f, "no S or N `{attribute}` that would choose a variant")?
            }
            Reason::Custom(message) => f.write_str(message)?,
        }
        write!(f, " at byte {}", self.0.offset)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("fatal", &self.0.fatal)
            .field("record", &self.0.record)
            .finish()
    }
}
