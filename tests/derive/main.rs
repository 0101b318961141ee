//! What each attribute of `#[derive(Model)]` does, through the public interface.

mod absence;
mod deprecated_fields;
mod enums;
mod flatten;
mod keys;
mod names;
mod nesting;
mod spelling;
mod wide;
mod with;

use millstream::{Decoder, ErrorKind, Model};

/// The error of an item that does not fit the model.
fn refused<M: Model>(item: &str) -> (ErrorKind, String) {
    match Decoder::new().decode_item::<M>(item) {
        Ok(_) => panic!("{item} was accepted"),
        Err(error) => (error.kind(), error.to_string().split(" at byte").next().unwrap().to_owned()),
    }
}

fn missing(path: &str) -> (ErrorKind, String) {
    (ErrorKind::Missing, format!("{path}: missing"))
}

fn misfit(path: &str, expected: &str, found: &str) -> (ErrorKind, String) {
    (ErrorKind::Type, format!("{path}: expected {expected}, found {found}"))
}
