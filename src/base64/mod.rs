//! Base64 (RFC 4648, section 4) to bytes, with or without padding, and back.
//!
//! base64-simd does all of it but for the long middle on x86-64, where the compiler turns its loop into twice the instructions it was
//! written as.
#![allow(unsafe_code)]

#[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
mod avx2;

use base64_simd::{Base64, Out, STANDARD, STANDARD_NO_PAD};

/// It is not base64.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Invalid;

/// Bytes that a text decodes to, if it is base64 at all.
pub(crate) fn decoded_len(text: &str) -> Result<usize, Invalid> {
    alphabet(text).decoded_length(text.as_bytes()).map_err(|_| Invalid)
}

/// Whether it would be decoded.
pub(crate) fn is_valid(text: &str) -> bool {
    alphabet(text).check(text.as_bytes()).is_ok()
}

/// Decodes it into the beginning of `out`, which has room, and returns that part.
pub(crate) fn decode<'b>(text: &str, out: Out<'b, [u8]>) -> Result<&'b mut [u8], Invalid> {
    let base64 = text.as_bytes();
    // SAFETY: nothing but bytes is written to it.
    let room = unsafe { out.into_uninit_slice() };
    #[cfg(all(target_arch = "x86_64", not(millstream_scalar), not(miri)))]
    let read = avx2::decode(base64, room);
    #[cfg(not(all(target_arch = "x86_64", not(millstream_scalar), not(miri))))]
    let read = 0;
    let written = read / 4 * 3;
    let rest = Out::from_uninit_slice(&mut room[written..]);
    let length = written + alphabet(text).decode(&base64[read..], rest).map_err(|_| Invalid)?.len();
    let bytes = room.as_mut_ptr().cast::<u8>();
    // SAFETY: the first `written` bytes were written by the one, those behind them by the other, all within `room`, which is lent for `'b`.
    Ok(unsafe { std::slice::from_raw_parts_mut(bytes, length) })
}

/// Writes `bytes` as base64, with padding, to the end of `text`.
pub(crate) fn encode(bytes: &[u8], text: &mut String) {
    STANDARD.encode_append(bytes, text);
}

/// Decodes it into memory of its own.
pub(crate) fn to_vec(text: &str) -> Result<Vec<u8>, Invalid> {
    let mut bytes = Vec::with_capacity(decoded_len(text)?);
    let length = decode(text, Out::from_uninit_slice(bytes.spare_capacity_mut()))?.len();
    // SAFETY: so many were decoded into the beginning of the vector's room.
    unsafe { bytes.set_len(length) };
    Ok(bytes)
}

/// Captures of AWS are padded; some hand-made events are not.
fn alphabet(text: &str) -> &'static Base64 {
    if text.len() % 4 == 0 { &STANDARD } else { &STANDARD_NO_PAD }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    fn naive(text: &str) -> Result<Vec<u8>, Invalid> {
        let mut digits = text.as_bytes();
        if text.len() % 4 == 0 {
            digits = digits
                .strip_suffix(b"=")
                .map_or(digits, |digits| digits.strip_suffix(b"=").unwrap_or(digits));
        }
        let (mut bytes, mut bits, mut count) = (Vec::new(), 0u32, 0);
        for digit in digits {
            let value = ALPHABET.iter().position(|known| known == digit).ok_or(Invalid)?;
            (bits, count) = (bits << 6 | value as u32, count + 6);
            if count >= 8 {
                count -= 8;
                bytes.push((bits >> count) as u8);
                bits &= (1 << count) - 1;
            }
        }
        if count < 6 && bits == 0 { Ok(bytes) } else { Err(Invalid) }
    }

    #[test]
    fn every_length_of_noise_with_and_without_padding() {
        let mut state = 1u64;
        let mut text = String::new();
        for _ in 0..if cfg!(miri) { 90 } else { 700 } {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            for text in [text.clone(), text.clone() + "=", text.clone() + "=="] {
                assert_eq!(to_vec(&text), naive(&text), "{text}");
                assert_eq!(is_valid(&text), naive(&text).is_ok(), "{text}");
            }
            text.push(ALPHABET[(state >> 58) as usize].into());
        }
    }

    #[test]
    fn every_character_at_every_place() {
        for length in if cfg!(miri) { 5..6 } else { 40..44 } {
            let text = "Zm9v".repeat(length);
            for character in (0..0xff).map(|code| char::from_u32(code).unwrap_or('é')) {
                for at in (0..text.len()).step_by(if cfg!(miri) { 7 } else { 1 }) {
                    let mut text = text.clone();
                    text.replace_range(at..=at, character.encode_utf8(&mut [0; 4]));
                    assert_eq!(to_vec(&text), naive(&text), "{text}");
                    assert_eq!(is_valid(&text), naive(&text).is_ok(), "{text}");
                }
            }
        }
    }
}
