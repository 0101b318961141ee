//! What does not compile, and what the compiler says of it: the limits of each entity are in its type.
//!
//! Each program of `tests/refused` is built by cargo, since some mistakes only show when code is made for a type. Its first line is a part of
//! what the compiler says; the line that ends in `// here` is where. To build the SDK for it takes a minute or two, so that it is done only
//! where `MILLSTREAM_UI` is set.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// What the compiler says of each program, and in which line.
type Complaints = HashMap<String, Vec<(String, Option<u64>)>>;

#[test]
fn programs_are_refused_for_the_right_reason() {
    if std::env::var_os("MILLSTREAM_UI").is_none() {
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let complaints = build(root, &Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused"));
    let (mut seen, mut wrong) = (0, Vec::new());
    for program in fs::read_dir(root.join("tests/refused")).unwrap() {
        let program = program.unwrap().path();
        let name = program.file_stem().unwrap().to_str().unwrap();
        let text = fs::read_to_string(&program).unwrap();
        let announced = text.lines().next().and_then(|line| line.strip_prefix("//! ")).unwrap();
        let here = text.lines().position(|line| line.ends_with("// here")).map(|line| line as u64 + 1);
        let said = complaints.get(name).map_or(&[][..], Vec::as_slice);
        let is_right = match announced {
            "compiles" => said.is_empty(),
            announced => said
                .iter()
                .any(|(message, line)| message.contains(announced) && (here.is_none() || *line == here)),
        };
        seen += 1;
        if !is_right {
            wrong.push(format!("{name}: expected {announced:?} in line {here:?}, found {said:#?}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    assert!(seen > 15, "{seen}");
}

/// Builds all programs as one package.
fn build(root: &Path, package: &Path) -> Complaints {
    let manifest = format!(
        "[package]\nname = \"refused\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[dependencies]\n\
         aws-sdk-dynamodb = {{ version = \"1.136\", default-features = false }}\n\
         millstream = {{ path = {:?} }}\nmillstream-query = {{ path = {root:?} }}\n\n[workspace]\n",
        root.join("..")
    );
    let programs = package.join("src/bin");
    let _ = fs::remove_dir_all(&programs);
    fs::create_dir_all(&programs).unwrap();
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    // The versions that are there already.
    fs::copy(root.join("../Cargo.lock"), package.join("Cargo.lock")).unwrap();
    for program in fs::read_dir(root.join("tests/refused")).unwrap() {
        let program = program.unwrap();
        fs::copy(program.path(), programs.join(program.file_name())).unwrap();
    }
    let output = Command::new(env!("CARGO"))
        .args(["build", "--offline", "--keep-going", "--message-format=json", "--target-dir", "target"])
        .env_remove("RUSTFLAGS")
        .current_dir(package)
        .output()
        .unwrap();
    let mut complaints = Complaints::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let Ok(said) = serde_json::from_str::<Value>(line) else { continue };
        let message = &said["message"];
        if message["level"] == "error" {
            let program = said["target"]["name"].as_str().unwrap().to_owned();
            let spans = message["spans"].as_array().unwrap();
            let span = spans.iter().find(|span| span["is_primary"] == true);
            let line = span.and_then(|span| span["line_start"].as_u64());
            complaints.entry(program).or_default().push((message["message"].to_string(), line));
        }
    }
    assert!(!complaints.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    complaints
}
