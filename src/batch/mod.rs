//! Whole events: the decoder, and the three ways through a batch.

mod answer;
mod decoder;
mod eager;
mod event;
mod input;
mod lazy;
mod only;
mod root;
mod stream;

pub use answer::Items;
pub use decoder::Decoder;
pub use eager::{Batch, Records};
pub use input::Input;
#[cfg(feature = "handlers")]
pub(crate) use input::source_of;
pub use lazy::{RawBatch, RawRecords};
pub use only::Only;
pub use root::{Root, Window};
pub use stream::Stream;
