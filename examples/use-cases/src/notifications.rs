//! A message is written → who it is for is notified, by mail and on their telephone.
//!
//! A notification cannot be taken back, nor be sent in one transaction with anything. So each handler's work is noted once it is done
//! ([`ClaimsTable`](crate::claims::ClaimsTable)): when one of the two fails, the other does not send its own once more. What remains is a
//! process that ends between sending and noting. For that case the notification carries a key, by which services that send can tell that
//! they have it already.

use std::sync::{Mutex, PoisonError};

use millstream::Model;
use millstream::handler::new_image::Insert;

use crate::Result;

/// A message to a user.
#[derive(Model)]
#[model(table = "messages")]
pub struct Message<'a> {
    /// who it is for
    #[model(hash_key)]
    pub to: &'a str,
    /// when it was sent
    #[model(range_key)]
    pub at: &'a str,
    /// who it is from
    pub from: &'a str,
    /// what it says
    pub text: &'a str,
}

/// Sends a notification of a message.
///
/// # Errors
/// When it cannot be sent now, so that the message comes again.
pub async fn notify(
    outbox: &Outbox,
    channel: &'static str,
    message: Insert<'_, '_, Message<'_>>,
) -> Result<()> {
    let key = message.meta.dedup_key().ok_or("a change that cannot be told from others")?.to_string();
    let Message { to, from, text, .. } = *message.new;
    outbox.send(Notification { channel, to: to.to_owned(), text: format!("{from}: {text}"), key })
}

/// What a user is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// `mail` or `push`
    pub channel: &'static str,
    /// who is told
    pub to: String,
    /// what
    pub text: String,
    /// the same whenever it is sent for the same change
    pub key: String,
}

/// A stand-in for services that send mail and reach telephones.
#[derive(Debug, Default)]
pub struct Outbox {
    sent: Mutex<Vec<Notification>>,
    refused: Mutex<Option<(&'static str, &'static str)>>,
}

impl Outbox {
    /// Refuses the next notification on this channel to this user.
    pub fn refuse_once(&self, channel: &'static str, to: &'static str) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some((channel, to));
    }

    /// All that was sent.
    pub fn sent(&self) -> Vec<Notification> {
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn send(&self, notification: Notification) -> Result<()> {
        let Notification { channel, to, text, .. } = &notification;
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.take_if(|refused| *refused == (channel, to.as_str())).is_some() {
            return Err(format!("the service for {channel} is away").into());
        }
        println!("  {channel} to {to}: {text}");
        self.sent.lock().unwrap_or_else(PoisonError::into_inner).push(notification);
        Ok(())
    }
}
