//! Base64 decodes as another crate decodes it, and is refused where that one refuses it.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use millstream::{Binary, BinaryError, Decoder, ErrorKind, Model};

#[derive(Model)]
struct Both<'a> {
    borrowed: &'a [u8],
    owned: Vec<u8>,
    later: Binary<'a>,
}

pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    // Padded texts have a length of whole fours, and others are not padded.
    let expected = if text.len() % 4 == 0 { STANDARD.decode(text) } else { STANDARD_NO_PAD.decode(text) };
    let expected = expected.ok();

    let binary = Binary::from_base64(text);
    assert_eq!(binary.to_vec().ok(), expected, "{text}");
    match binary.decoded_len() {
        Ok(length) => {
            let mut buffer = vec![0xee; length + 70];
            // Not a byte behind what was asked for is written.
            let decoded = binary.decode_into(&mut buffer[..length]).ok().map(|decoded| decoded.to_vec());
            assert_eq!(decoded, expected, "{text}");
            assert!(buffer[length..].iter().all(|&byte| byte == 0xee), "{text}");
            assert_eq!(binary.decode_into(&mut buffer).ok().as_deref(), expected.as_deref(), "{text}");
            let small = length.checked_sub(1).map(|less| binary.decode_into(&mut buffer[..less]).err());
            assert!(small.is_none_or(|error| error == Some(BinaryError::BufferTooSmall)), "{text}");
        }
        Err(error) => assert_eq!((error, &expected), (BinaryError::Invalid, &None), "{text}"),
    }

    if text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
        return;
    }
    for behind in [0, 400] {
        let item = format!(
            r#"{{"borrowed":{{"B":"{text}"}},"owned":{{"B":"{text}"}},"later":{{"B":"{text}"}}}}{:behind$}"#,
            ""
        );
        match (Decoder::new().decode_item::<Both>(&item), &expected) {
            (Ok(both), Some(expected)) => {
                assert_eq!((both.borrowed, &both.owned), (&**expected, expected), "{text}");
                assert_eq!(both.later.as_base64(), text);
            }
            (Err(error), None) => assert_eq!(error.kind(), ErrorKind::Base64, "{text}"),
            (found, expected) => panic!("{text}: {:?}, expected {expected:?}", found.err()),
        }
    }
}
