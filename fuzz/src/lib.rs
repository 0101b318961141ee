//! What every input must hold, a function a target: fuzzers call it, and so do tests, so that a crash becomes a test by one more seed.
//!
//! `fuzz/run` runs them all for as long as it is told; [`TARGETS`] lists what belongs to each.
#![forbid(unsafe_code)]

#[path = "../../tests/agree/mod.rs"]
mod agree;

pub mod base64;
pub mod dynamic;
pub mod lazy;
mod model;
pub mod number;
pub mod only;
pub mod scan;
pub mod structured;
pub mod typed;
pub mod unescape;

/// What an input must hold.
pub type Check = fn(&[u8]);

/// Each target with its check, and the folder of its seeds, which has a dictionary of the same name.
pub const TARGETS: [(&str, Check, &str); 9] = [
    ("base64", base64::check, "base64"),
    ("dynamic", dynamic::check, "event"),
    ("lazy", lazy::check, "event"),
    ("number", number::check, "number"),
    ("only", only::check, "event"),
    ("scan", scan::check, "text"),
    ("structured", structured::check, "structured"),
    ("typed", typed::check, "event"),
    ("unescape", unescape::check, "text"),
];

#[cfg(test)]
mod tests {
    use std::fs;

    use millstream_testkit::random::Rng;

    /// Each seed as it is, cut off, and with a few bytes changed; fuzzers change more.
    #[test]
    fn seeds_hold() {
        for (target, check, folder) in super::TARGETS {
            let mut seeds = 0;
            for seed in fs::read_dir(format!("{}/seeds/{folder}", env!("CARGO_MANIFEST_DIR"))).unwrap() {
                let seed = fs::read(seed.unwrap().path()).unwrap();
                seeds += 1;
                let mut rng = Rng::new(seeds);
                for round in 0..500 {
                    let mut input = seed.clone();
                    for _ in 0..round.min(3) {
                        let (at, from) = (rng.below(input.len()), rng.below(input.len()));
                        match rng.below(3) {
                            0 => input[at] = rng.next_u64() as u8,
                            1 => input[at] = seed[from],
                            _ => input.truncate(at.max(1)),
                        }
                    }
                    check(&input);
                }
            }
            assert!(seeds >= 3, "{target}");
        }
    }
}
