//! Every way of reading an event, a record or an item without a model agrees with the reference.

use crate::agree::Agree;

pub fn check(input: &[u8]) {
    let mut agree = Agree::new();
    let _ = agree.event(input);
    let _ = agree.record(input);
    let _ = agree.item(input);
}
