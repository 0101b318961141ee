//! Which bytes of a text are plain.

/// Which bytes of a text are plain: a run of them is borrowed as it is. Every other byte is special.
///
/// It is what the back ends compare with, so that none of them asks which of the two it is: a byte is special if, with some bits flipped, it is
/// below a bound as a signed number, or if it is a backslash. Flipping bit 1 brings `"` next to the control characters; flipping the top bit
/// as well brings all that is not ASCII above the bound.
#[derive(Clone, Copy, Debug)]
#[repr(align(16))]
pub(crate) struct Plain {
    /// which bits are flipped, the same for each byte, so that it lies in memory as a vector does
    pub(super) flip: [u8; 16],
    /// the bound, for each byte again
    pub(super) below: [u8; 16],
}

impl Plain {
    /// In what is known to be UTF-8: every byte that need not be escaped (RFC 8259, section 7).
    pub(crate) const OF_TEXT: Plain = Plain { flip: [0x82; 16], below: [0xA1; 16] };
    /// In what is not: those of them that are ASCII.
    pub(crate) const ASCII: Plain = Plain { flip: [0x02; 16], below: [0x21; 16] };

    /// Whether bytes beyond ASCII are special.
    #[inline(always)]
    pub(crate) const fn is_ascii(&self) -> bool {
        self.below[0] == Plain::ASCII.below[0]
    }

    /// Whether a byte ends a run of plain ones.
    #[inline(always)]
    pub(super) const fn is_special(&self, byte: u8) -> bool {
        is_special(byte) || self.is_ascii() && !byte.is_ascii()
    }
}

/// Ends a run of plain text: RFC 8259, section 7 allows every other byte unescaped.
#[inline(always)]
pub(crate) const fn is_special(byte: u8) -> bool {
    byte < 0x20 || byte == b'"' || byte == b'\\'
}
