//! What it ran on, and what was compared: without these, figures mean little.

use millstream_benches::peers;

pub fn describe() -> Vec<(&'static str, String)> {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    vec![
        (
            "machine",
            format!(
                "{model}, {cores} cores, {} {}, one of them used",
                std::env::consts::OS,
                std::env::consts::ARCH
            ),
        ),
        (
            "compiler",
            format!(
                "{}, default target, {}",
                env!("BAROMETER_RUSTC"),
                if cfg!(debug_assertions) { "DEBUG BUILD" } else { "release" }
            ),
        ),
        ("simdjson", peers::simdjson()),
        ("versions", versions().join(", ")),
    ]
}

/// The peers' versions, as their dependencies are pinned.
fn versions() -> Vec<String> {
    let pinned = |line: &str| {
        let (name, rest) = line.split_once(" = ")?;
        let version = rest.split_once("\"=")?.1.split('"').next()?;
        Some(format!("{name} {version}"))
    };
    include_str!("../../Cargo.toml").lines().filter_map(pinned).collect()
}
