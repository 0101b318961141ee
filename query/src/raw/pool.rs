//! Decoders that are used again: once warm, decoding a page allocates no memory for its items.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use millstream::Decoder;

/// Decoders kept for later. More are thrown away.
const KEPT: usize = 8;

/// The decoders of a table, shared by all that is asked of it.
#[derive(Clone, Default)]
pub(crate) struct Pool(Arc<Mutex<Vec<Decoder>>>);

impl Pool {
    /// A decoder, which returns here when it is dropped.
    pub(crate) fn decoder(&self) -> Pooled {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop();
        Pooled { decoder: Mutex::new(Some(kept.unwrap_or_default())), pool: self.clone() }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

/// A decoder that is lent.
#[derive(Debug)]
pub(crate) struct Pooled {
    /// `None` only while it is dropped. The mutex is never locked: it is there since a decoder is not `Sync`, and what holds one has to be,
    /// errors above all, which else would not become a boxed one of a handler's.
    decoder: Mutex<Option<Decoder>>,
    pool: Pool,
}

impl Pooled {
    /// The decoder itself.
    pub(crate) fn get(&mut self) -> &mut Decoder {
        let decoder = self.decoder.get_mut().unwrap_or_else(PoisonError::into_inner);
        decoder.as_mut().expect("a decoder until it is dropped")
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        let mut kept = self.pool.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() < KEPT {
            kept.extend(self.decoder.get_mut().unwrap_or_else(PoisonError::into_inner).take());
        }
    }
}
