//! Runs of one kind of byte: digits, zeros, white space. Mostly a few; megabytes of them must not cost more than any other bytes.

/// Bytes looked at in one step of a long run, which the compiler makes a few vector instructions of.
const CHUNK: usize = 32;

/// How many bytes at the front of `bytes` are `wanted`.
#[inline(always)]
pub(crate) fn run(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let mut at = 0;
    while bytes[at..].first_chunk::<CHUNK>().is_some_and(|chunk| all(chunk, &wanted)) {
        at += CHUNK;
    }
    at + bytes[at..].iter().take_while(|&&byte| wanted(byte)).count()
}

/// How many bytes at the end of `bytes` are `wanted`.
#[inline(always)]
pub(crate) fn run_at_end(bytes: &[u8], wanted: impl Fn(u8) -> bool) -> usize {
    let mut end = bytes.len();
    while bytes[..end].last_chunk::<CHUNK>().is_some_and(|chunk| all(chunk, &wanted)) {
        end -= CHUNK;
    }
    bytes.len() - end + bytes[..end].iter().rev().take_while(|&&byte| wanted(byte)).count()
}

#[inline(always)]
fn all(chunk: &[u8; CHUNK], wanted: impl Fn(u8) -> bool) -> bool {
    // Without a way out in the middle, which vector instructions have not.
    chunk.iter().fold(true, |all, &byte| all & wanted(byte))
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, run, run_at_end};

    #[test]
    fn runs_of_every_length_end_at_every_byte() {
        let is_zero = |byte| byte == b'0';
        for length in 0..3 * CHUNK {
            for behind in [0, 1, CHUNK - 1, CHUNK, 2 * CHUNK] {
                let mut bytes = vec![b'0'; length];
                bytes.extend(std::iter::repeat_n(b'1', behind.min(1)));
                bytes.extend(std::iter::repeat_n(b'0', behind.saturating_sub(1)));
                assert_eq!(run(&bytes, is_zero), length, "{length} and {behind}");
                bytes.reverse();
                assert_eq!(run_at_end(&bytes, is_zero), length, "{length} and {behind}");
            }
        }
    }
}
