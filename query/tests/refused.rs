//! What does not compile, and what the compiler says of it: the limits of each entity are in its type.
//!
//! Each program of `tests/refused` is compiled to machine code, since some mistakes only show when code is made for a type. Its first line is
//! a part of what the compiler says; the line that ends in `// here` is where. The words differ from version to version of rustc, so that
//! they are looked at only where `MILLSTREAM_UI` is set.
//!
//! To build the SDK for these programs would take minutes: they are compiled against the libraries that cargo has built for this test,
//! which lie beside it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::SystemTime;

use serde_json::Value;

/// What the compiler says of a program, and in which line.
type Complaints = Vec<(String, Option<u64>)>;

#[test]
fn programs_are_refused_for_the_right_reason() {
    if std::env::var_os("MILLSTREAM_UI").is_none() {
        return;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused");
    let externs = externs(&folder.join("what_is_right.rs"));
    let programs: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|program| program.unwrap().path()).collect();
    assert!(programs.len() > 15, "{}", programs.len());
    let (next, wrong) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(program) = programs.get(next.fetch_add(1, Ordering::Relaxed)) {
            wrong.lock().unwrap().extend(check(program, &externs));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(work);
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What is wrong with what the compiler says of a program.
fn check(program: &Path, externs: &[String]) -> Option<String> {
    let text = fs::read_to_string(program).unwrap();
    let announced = text.lines().next().and_then(|line| line.strip_prefix("//! ")).unwrap();
    let here = text.lines().position(|line| line.ends_with("// here")).map(|line| line as u64 + 1);
    let said = compile(program, externs);
    let is_right = match announced {
        "compiles" => said.is_empty(),
        announced => said
            .iter()
            .any(|(message, line)| message.contains(announced) && (here.is_none() || *line == here)),
    };
    let name = program.display();
    (!is_right).then(|| format!("{name}: expected {announced:?} in line {here:?}, found {said:#?}"))
}

/// Where cargo has put the libraries that this test was linked with.
fn libraries() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().unwrap().to_owned()
}

fn compile(program: &Path, externs: &[String]) -> Complaints {
    let stem = program.file_stem().unwrap().to_str().unwrap();
    let object = Path::new(env!("CARGO_TARGET_TMPDIR")).join(stem).with_extension("o");
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .args([
            "--edition=2024",
            "--crate-type=bin",
            "--emit=obj",
            "--error-format=json",
            "--cap-lints=allow",
        ])
        .arg(format!("-Ldependency={}", libraries().display()))
        .args(externs)
        .arg("-o")
        .arg(object)
        .arg(program)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let complaints: Complaints = said.lines().filter_map(complaint).collect();
    assert_eq!(output.status.success(), complaints.is_empty(), "{said}");
    complaints
}

fn complaint(line: &str) -> Option<(String, Option<u64>)> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["level"] != "error" {
        return None;
    }
    let span = message["spans"].as_array()?.iter().find(|span| span["is_primary"] == true);
    Some((message["message"].to_string(), span.and_then(|span| span["line_start"].as_u64())))
}

/// The three libraries that the programs name. Cargo may have left several of each, of other features or of earlier days: the newest
/// that fit together are those of this test.
fn externs(what_is_right: &Path) -> Vec<String> {
    let mut said = Vec::new();
    for query in newest("millstream_query") {
        for millstream in newest("millstream") {
            for sdk in newest("aws_sdk_dynamodb") {
                let externs: Vec<String> =
                    [("millstream_query", &query), ("millstream", &millstream), ("aws_sdk_dynamodb", &sdk)]
                        .map(|(name, library)| format!("--extern={name}={}", library.display()))
                        .into();
                said = compile(what_is_right, &externs);
                if said.is_empty() {
                    return externs;
                }
            }
        }
    }
    panic!("what is right does not compile: {said:#?}");
}

/// The libraries of a crate, the newest first.
fn newest(name: &str) -> Vec<PathBuf> {
    let (start, mut found) = (format!("lib{name}-"), Vec::<(SystemTime, PathBuf)>::new());
    for file in fs::read_dir(libraries()).unwrap() {
        let path = file.unwrap().path();
        let is_library = path.extension().is_some_and(|extension| extension == "rlib");
        if is_library && path.file_name().unwrap().to_str().unwrap().starts_with(&start) {
            found.push((fs::metadata(&path).unwrap().modified().unwrap(), path));
        }
    }
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}
