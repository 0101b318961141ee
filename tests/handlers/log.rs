//! What the tests' handlers share: two models, and a note of what happened.

use std::sync::{Arc, Mutex};

use millstream::Model;
use millstream::handler::{Handled, Outcome};

#[derive(Model)]
#[model(table = "users")]
pub struct User<'a> {
    #[model(hash_key)]
    pub id: &'a str,
    pub text: &'a str,
}

#[derive(Model)]
#[model(table = "cards")]
pub struct Card<'a> {
    #[model(hash_key)]
    pub id: &'a str,
    #[model(default)]
    pub text: &'a str,
}

/// What happened, in the order of time.
#[derive(Clone, Default)]
pub struct Log(Arc<Mutex<Vec<String>>>);

impl Log {
    pub fn add(&self, text: impl Into<String>) {
        self.0.lock().unwrap().push(text.into());
    }

    /// What has been noted since this was asked last.
    pub fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

/// The error of a handler whose work is to fail.
pub const FAILED: &str = "it failed";

/// The place and the words of why the invocation fails.
pub fn failure(handled: &Handled) -> String {
    match &handled.outcome {
        Outcome::FailInvocation(fault) => fault.to_string(),
        outcome => panic!("{outcome:?}"),
    }
}
