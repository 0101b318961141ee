//! What borrows from an event or a decoder cannot outlive them, and a batch holds nothing that owns memory.
//!
//! Each program of `tests/lifetimes` is built by cargo, since some mistakes only show when code is made for a type. Its first line names
//! the compiler's error, by code and where that is ours by message; the line that ends in `// here` is where it must be reported.
//! Nothing else of the compiler's words is compared, so that any version of it will do.
#![cfg(feature = "derive")]

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What the compiler says of a program.
#[derive(Debug)]
struct Complaint {
    code: String,
    message: String,
    /// `None`: not in the program itself
    line: Option<usize>,
}

#[test]
fn programs_are_refused_for_the_right_reason() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("lifetimes");
    let complaints = build(root, &package);
    let (mut seen, mut wrong) = (0, Vec::new());
    for program in fs::read_dir(root.join("tests/lifetimes")).unwrap() {
        let program = program.unwrap().path();
        let name = program.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&program).unwrap();
        seen += 1;
        if let Err(message) = check(&text, complaints.get(name).map_or(&[], Vec::as_slice)) {
            wrong.push(format!("{name}: {message}"));
        }
        if text.starts_with("//! compiles") {
            let status = Command::new(package.join("target/debug").join(name)).status();
            assert!(status.unwrap().success(), "{name}");
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(seen > 20, "{seen}");
}

/// Builds all programs as one package, and answers what was said of each.
fn build(root: &Path, package: &Path) -> HashMap<String, Vec<Complaint>> {
    let manifest = format!(
        "[package]\nname = \"lifetimes\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies]\nmillstream = {{ path = {root:?} }}\n\n[workspace]\n"
    );
    let programs = package.join("src/bin");
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).unwrap();
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The versions that are there already.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    for program in fs::read_dir(root.join("tests/lifetimes")).unwrap() {
        let program = program.unwrap();
        fs::copy(program.path(), programs.join(program.file_name())).unwrap();
    }
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--keep-going", "--message-format=json", "--target-dir", "target"])
        .env_remove("RUSTFLAGS")
        .current_dir(package)
        .output()
        .unwrap();
    let mut complaints: HashMap<String, Vec<Complaint>> = HashMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let Ok(said) = serde_json::from_str::<Value>(line) else { continue };
        let message = &said["message"];
        if message["level"] != "error" || message["spans"] == Value::Array(vec![]) {
            continue;
        }
        let program = said["target"]["name"].as_str().unwrap();
        let span = message["spans"].as_array().unwrap().iter().find(|span| span["is_primary"] == true);
        let span = span.filter(|span| {
            span["file_name"].as_str().is_some_and(|file| file.ends_with(&format!("{program}.rs")))
        });
        complaints.entry(program.to_owned()).or_default().push(Complaint {
            code: message["code"]["code"].as_str().unwrap_or("none").to_owned(),
            message: message["message"].as_str().unwrap().to_owned(),
            line: span.map(|span| span["line_start"].as_u64().unwrap() as usize),
        });
    }
    assert!(!complaints.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    complaints
}

/// Whether the complaints are what the program's comments announce.
fn check(program: &str, complaints: &[Complaint]) -> Result<(), String> {
    let announced =
        program.lines().next().and_then(|line| line.strip_prefix("//! ")).ok_or("no first line")?;
    let (code, message) = announced.split_once(": ").unwrap_or((announced, ""));
    let here = program.lines().position(|line| line.ends_with("// here")).map(|line| line + 1);
    let expected = |complaint: &Complaint| complaint.code == code && complaint.line == here;
    let refused = complaints.iter().all(expected) && complaints.iter().any(|it| it.message.contains(message));
    if refused || code == "compiles" && complaints.is_empty() {
        return Ok(());
    }
    Err(format!("expected {announced} in line {here:?}, found {complaints:#?}"))
}
