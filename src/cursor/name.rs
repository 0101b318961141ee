//! Names of members, told apart.

/// Of a name's length and ends: cheap, and different for most names of one item.
#[inline(always)]
pub(crate) fn hash_of_name(name: &[u8]) -> u64 {
    let ends = match (name.first_chunk(), name.last_chunk()) {
        (Some(&head), Some(&tail)) => u64::from_le_bytes(head) ^ u64::from_le_bytes(tail).rotate_left(29),
        _ => match (name.first_chunk(), name.last_chunk()) {
            (Some(&head), Some(&tail)) => {
                (u32::from_le_bytes(head) as u64) << 32 | u32::from_le_bytes(tail) as u64
            }
            _ => name.iter().fold(0, |word, &byte| word << 8 | byte as u64),
        },
    };
    (ends ^ name.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}
