//! What an invocation is answered.

use std::fmt;

use lambda_runtime::Diagnostic;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::handler::{Fault, Handled, Outcome};

/// What Lambda is told of an event whose handling was no failure: `batchItemFailures`, and the state of a window.
///
/// It is sent as it is, without being taken apart and written once more.
pub struct Answer {
    json: Box<RawValue>,
    handled: Box<Handled>,
}

impl Answer {
    /// What is to be told of an event that was [handled](crate::handler::StreamHandler::handle).
    ///
    /// # Errors
    /// When the invocation has to fail; and when a handler set a window's [state](crate::handler::WindowState::set) to what is no JSON, since
    /// Lambda could not read the answer then.
    pub fn of(handled: Handled) -> Result<Answer, Failed> {
        let handled = Box::new(handled);
        match handled.answer().map(RawValue::from_string) {
            Ok(Ok(json)) => Ok(Answer { json, handled }),
            Ok(Err(_)) | Err(_) => Err(Failed { handled }),
        }
    }

    /// The JSON that is sent.
    pub fn as_json(&self) -> &str {
        self.json.get()
    }

    /// What the event came to.
    pub fn handled(&self) -> &Handled {
        &self.handled
    }
}

impl Serialize for Answer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.json.serialize(serializer)
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").field("handled", &self.handled).finish_non_exhaustive()
    }
}

/// Why an invocation fails, so that Lambda delivers the batch again, or splits it where the mapping says so.
pub struct Failed {
    handled: Box<Handled>,
}

impl Failed {
    /// What Lambda and its logs call the error. It stays the same whatever the message says:
    ///
    /// | | |
    /// |---|---|
    /// | `Millstream.Event` | the event is no JSON, or no event |
    /// | `Millstream.UnknownTable` | a record is of a table without handlers |
    /// | `Millstream.NeverCarried` | handlers ask for what the stream never carries |
    /// | `Millstream.NotSettled` | a record failed |
    /// | `Millstream.Deadline` | a record was not begun, since the deadline was too near |
    /// | `Millstream.WindowEnd` | what was to be done at a window's end failed |
    /// | `Millstream.State` | the state that a handler set is no JSON |
    ///
    /// `category.reason` is the form that <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror> recommends.
    pub fn error_type(&self) -> &'static str {
        match self.fault() {
            None => "Millstream.State",
            Some(Fault::Event(_)) => "Millstream.Event",
            Some(Fault::UnknownTable { .. }) => "Millstream.UnknownTable",
            Some(Fault::NeverCarried { .. }) => "Millstream.NeverCarried",
            Some(Fault::NotSettled { .. }) if self.handled.stopped.is_none() => "Millstream.Deadline",
            Some(Fault::NotSettled { .. }) => "Millstream.NotSettled",
            Some(Fault::WindowEnd(_)) => "Millstream.WindowEnd",
        }
    }

    /// What the event came to.
    pub fn handled(&self) -> &Handled {
        &self.handled
    }

    /// `None` where the event was handled, and the answer could not be sent.
    fn fault(&self) -> Option<&Fault> {
        match &self.handled.outcome {
            Outcome::FailInvocation(fault) => Some(fault),
            Outcome::Done | Outcome::Checkpoint(_) => None,
        }
    }
}

impl fmt::Display for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.fault() {
            Some(fault) => fault.fmt(f),
            None => f.write_str("the state that a handler set for the window is no JSON"),
        }
    }
}

/// In one line: the runtime writes it to its log.
impl fmt::Debug for Failed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {self}", self.error_type())
    }
}

impl std::error::Error for Failed {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.fault().and_then(std::error::Error::source)
    }
}

impl From<Failed> for Diagnostic {
    fn from(failed: Failed) -> Diagnostic {
        Diagnostic { error_type: failed.error_type().to_owned(), error_message: failed.to_string() }
    }
}
