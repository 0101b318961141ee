//! Decoding less than everything.

use super::{Batch, Decoder, Input, Stream, input};
use crate::error::Error;
use crate::model::Model;
use crate::record::Wanted;

/// A decoder that decodes only what is wanted, for one call; see [`Decoder::only`].
#[derive(Debug)]
#[must_use = "nothing is decoded before an event is given"]
pub struct Only<'d> {
    decoder: &'d mut Decoder,
    wanted: Wanted,
}

impl<'d> Only<'d> {
    pub(super) fn new(decoder: &'d mut Decoder, wanted: Wanted) -> Only<'d> {
        Only { decoder, wanted }
    }

    /// As [`Decoder::stream`], of what is wanted.
    pub fn stream<M: Model>(self, input: impl Input<'d>) -> Stream<'d, M> {
        self.decoder.reset();
        Stream::new(self.decoder, input::source_of(input), self.wanted)
    }

    /// As [`Decoder::decode`], of what is wanted. Records that are stepped over are not counted in the batch's length; their
    /// [`index`](crate::Envelope::index) is.
    ///
    /// # Errors
    /// As [`Decoder::decode`].
    pub fn decode<M: Model>(self, input: impl Input<'d>) -> Result<Batch<'d, M>, Error> {
        self.decoder.reset();
        Batch::decode(self.decoder, input::source_of(input)?, self.wanted)
    }
}
