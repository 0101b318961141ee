//! Compiles the On-Demand peer, where there is a C++ compiler, against the simdjson sources that the crate `simdjson-sys` bundles.
//!
//! That crate is not built: it wants CMake, and binds the DOM API. It is a dependency for no target, so that its version and checksum
//! stand in Cargo.lock and cargo fetches it.

#[path = "build/cpp_models.rs"]
mod cpp_models;

use std::path::{Path, PathBuf};
use std::process::Command;

const SOURCES: &str = r#""name":"simdjson-sys","version":"#;

fn main() {
    println!("cargo::rustc-check-cfg=cfg(simdjson)");
    for path in ["build.rs", "build", "cpp", "src/models"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let rustc =
        std::env::var_os("RUSTC").and_then(|rustc| Command::new(rustc).arg("--version").output().ok());
    let version =
        rustc.map_or_else(String::new, |output| String::from_utf8_lossy(&output.stdout).trim().to_owned());
    println!("cargo::rustc-env=BAROMETER_RUSTC={version}");
    if std::env::var_os("CARGO_FEATURE_SIMDJSON").is_none() {
        return;
    }
    if let Err(reason) = compile() {
        println!("cargo::warning=without the peer simdjson-ondemand-cpp: {reason}");
    }
}

fn compile() -> Result<(), String> {
    let simdjson = sources()?;
    let out = PathBuf::from(std::env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    std::fs::write(out.join("models.hpp"), cpp_models::models(Path::new("src/models")))
        .map_err(|error| error.to_string())?;
    std::fs::write(out.join("envelope.hpp"), cpp_models::envelope()).map_err(|error| error.to_string())?;
    let mut build = cc::Build::new();
    build.cpp(true).std("c++17").opt_level(3).debug(false).warnings(false).define("NDEBUG", None);
    build.flag_if_supported("-march=native");
    build.include(&simdjson).include("cpp").include(&out);
    build.file("cpp/ondemand.cpp").file(simdjson.join("simdjson.cpp"));
    build.try_get_compiler().map_err(|error| format!("no C++ compiler: {error}"))?;
    build.try_compile("millstream_ondemand").map_err(|error| error.to_string())?;
    println!("cargo::rustc-cfg=simdjson");
    Ok(())
}

/// Where cargo has unpacked the sources: `cargo metadata` fetches what is missing, and knows of vendored copies.
fn sources() -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").ok_or("no CARGO")?;
    let output = Command::new(cargo)
        .args(["metadata", "--format-version=1"])
        .output()
        .map_err(|error| error.to_string())?;
    let metadata = String::from_utf8_lossy(&output.stdout);
    let manifest = metadata
        .split_once(SOURCES)
        .and_then(|(_, package)| package.split_once(r#""manifest_path":""#)?.1.split('"').next())
        .ok_or_else(|| format!("cargo knows no simdjson-sys: {}", String::from_utf8_lossy(&output.stderr)))?;
    let folder = Path::new(manifest).parent().ok_or("a manifest in no folder")?.join("vendor/simdjson");
    if folder.join("simdjson.cpp").exists() {
        Ok(folder)
    } else {
        Err(format!("{} holds no simdjson.cpp", folder.display()))
    }
}
