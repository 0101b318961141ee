//! A text leaves its escapes as serde_json says, by every back end and by every way through the decoder, wherever the input ends.

use millstream::{Decoder, Model, back_ends};

use crate::agree::Agree;

pub fn check(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    for room in [text.len(), text.len() + 600, text.len() / 2] {
        copied(text, room);
    }
    // Alone the text is short of what a back end looks at; behind it come many plain bytes.
    copied(&format!("{text}{:700}", ""), text.len() + 1400);

    let mut agree = Agree::new();
    let is_text = serde_json::from_str::<String>(&format!("\"{text}\"")).is_ok();
    let ends_early = has_bare_quote(text);
    for behind in [0, 60, 400] {
        let value = agree.item(format!(r#"{{"a":{{"S":"{text}"}}}}{:behind$}"#, "")).is_ok();
        let name = agree.item(format!(r#"{{"{text}":{{"S":"{text}"}}}}{:behind$}"#, "")).is_ok();
        // What nobody names is read by other code.
        let skipped = format!(r#"{{"{text}":["{text}"]}}{:behind$}"#, "");
        let skipped = Decoder::new().decode_item::<Nothing>(&skipped).is_ok();
        // Behind a quote of its own the rest of a text is JSON of another shape in each place, and may be some in one of them.
        assert!(ends_early || [value, name, skipped] == [is_text; 3], "{value} {name} {skipped}: {text:?}");
    }
}

fn has_bare_quote(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => return true,
            b'\\' => _ = bytes.next(),
            _ => {}
        }
    }
    false
}

#[derive(Model)]
struct Nothing {}

/// What was read, unescaped by serde_json, is what was written; and reading ends only where it may.
fn copied(text: &str, room: usize) {
    for back_end in back_ends() {
        let mut out = vec![0xff; room];
        let (read, written) = (back_end.unescape)(text.as_bytes(), &mut out);
        let expected: Result<String, _> = serde_json::from_str(&format!("\"{}\"", &text[..read]));
        assert!(
            expected.is_ok_and(|expected| expected.as_bytes() == &out[..written]),
            "{}, room {room}, stopped at {read}: {text:?}",
            back_end.name
        );
        let short = text.len() < read + 300 || room < written + 300;
        // Where only ASCII is plain, other letters end it.
        let stops = |rest: &str| {
            stops(rest) || rest.bytes().next().is_some_and(|byte| byte >= 0x80 && (back_end.is_special)(byte))
        };
        assert!(short || stops(&text[read..]), "{}, room {room}, stopped at {read}: {text:?}", back_end.name);
        // What is passed over without being wanted is a text as well, and ends no sooner.
        let passed = (back_end.pass)(text.as_bytes());
        let whole = (0..=passed).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
        let is_text = serde_json::from_str::<String>(&format!("\"{}\"", &text[..whole])).is_ok();
        assert!(is_text && passed >= read, "{}, passed {passed}: {text:?}", back_end.name);
        let short = text.len() < passed + 64;
        assert!(short || stops(&text[whole..]), "{}, passed {passed}: {text:?}", back_end.name);
    }
}

/// Whether a text begins with what ends it, with what is wrong, or with half of a pair.
fn stops(rest: &str) -> bool {
    let alone = |length| {
        let text = rest.get(..length).map(|text| format!("\"{text}\""));
        text.is_some_and(|text| serde_json::from_str::<String>(&text).is_ok())
    };
    match rest.as_bytes() {
        [b'\\', b'u', ..] => !(alone(6) || alone(12)),
        [b'\\', ..] => !alone(2),
        [first, ..] => *first == b'"' || *first < b' ',
        [] => true,
    }
}
