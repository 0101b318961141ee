//! The same values, written in another way.

use millstream_testkit::random::Rng;
use millstream_testkit::types::RefValue;

/// Writes a value in another way that means the same.
pub fn respell(value: &mut RefValue, rng: &mut Rng) {
    match value {
        RefValue::N(text) => *text = number(text, rng),
        RefValue::B(text) => binary(text, rng),
        RefValue::M(item) => {
            item.iter_mut().for_each(|(_, value)| respell(value, rng));
            rng.shuffle(item);
        }
        RefValue::L(elements) => elements.iter_mut().for_each(|element| respell(element, rng)),
        RefValue::Ss(members) => set(members, rng, |_, _| {}),
        RefValue::Ns(members) => set(members, rng, |text, rng| *text = number(text, rng)),
        RefValue::Bs(members) => set(members, rng, binary),
        RefValue::S(_) | RefValue::Bool(_) | RefValue::Null => {}
    }
}

fn set(members: &mut Vec<String>, rng: &mut Rng, respell: impl Fn(&mut String, &mut Rng)) {
    if !members.is_empty() && rng.one_in(4) {
        members.push(rng.pick(members).clone());
    }
    members.iter_mut().for_each(|member| respell(member, rng));
    rng.shuffle(members);
}

/// Without its padding, which the generators write.
fn binary(text: &mut String, rng: &mut Rng) {
    if rng.one_in(2) {
        text.truncate(text.trim_end_matches('=').len());
    }
}

/// The same number with zeros at the end of its fraction, or in its exponent, or as so many tenths.
pub fn number(text: &str, rng: &mut Rng) -> String {
    let zeros = "0".repeat(1 + rng.below(3));
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let is_zero = mantissa.bytes().all(|byte| matches!(byte, b'-' | b'0' | b'.'));
    match (rng.below(4), exponent) {
        (0, None) if !mantissa.contains('.') && !is_zero => format!("{mantissa}{zeros}e-{}", zeros.len()),
        (1, None) => format!("{mantissa}E+{zeros}"),
        (2, _) => {
            let dot = if mantissa.contains('.') { "" } else { "." };
            let exponent = exponent.map(|exponent| format!("e{exponent}")).unwrap_or_default();
            format!("{mantissa}{dot}{zeros}{exponent}")
        }
        (_, Some(exponent)) => {
            let digits = exponent.trim_start_matches(['+', '-']);
            let sign = if exponent.starts_with('-') { "-" } else { "+" };
            format!("{mantissa}E{sign}{zeros}{digits}")
        }
        _ => text.to_string(),
    }
}
