//! What all tests here need.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;

use millstream::handler::{Handled, Outcome};

/// For a second handler: it fails at one record, once.
#[derive(Default)]
pub struct FailsOnce(AtomicBool);

impl FailsOnce {
    /// Fails if this is the record and it is the first time.
    pub fn at(&self, is_here: bool) -> io::Result<()> {
        match is_here && !self.0.swap(true, Ordering::Relaxed) {
            true => Err(io::Error::other("not now")),
            false => Ok(()),
        }
    }
}

pub fn assert_done(handled: &Handled) {
    assert!(matches!(handled.outcome, Outcome::Done), "{:?}", handled.stopped);
}

/// A batch that stopped at this record and comes again as a whole.
pub fn assert_stopped_at(handled: &Handled, index: usize) {
    assert!(matches!(handled.outcome, Outcome::FailInvocation(_)), "{:?}", handled.outcome);
    assert_eq!(handled.stopped.as_ref().map(|stopped| stopped.index), Some(index));
}

/// Polls a future so many times and drops it then, as if the process had ended; whether it was ready before.
pub async fn cut_off(future: impl Future, polls: usize) -> bool {
    let (mut future, mut left) = (pin!(future), polls);
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(false);
        }
        left -= 1;
        future.as_mut().poll(context).map(|_| true)
    })
    .await
}

/// Numbers that look random and are the same in every run.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end + 1));
        }
    }
}
