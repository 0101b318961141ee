//! The examples as programs: what they print, and how they end.
#![cfg(feature = "derive")]

use std::fmt::Write as _;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use millstream_testkit::plain::plain_line;
use millstream_testkit::print::Style;
use millstream_testkit::random::{self, Rng};
use millstream_testkit::reference::decode_event;
use millstream_testkit::types::{Limits, Misfit};

/// The program of an example, built as this test was.
fn example(name: &str) -> Command {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let test = std::env::current_exe().unwrap();
        let folder = test.parent().and_then(Path::parent).unwrap();
        let profile = if folder.ends_with("debug") { "--profile=test" } else { "--release" };
        // `cargo test --test examples` alone does not build them.
        let built = Command::new(env!("CARGO"))
            .args(["build", "--quiet", profile, "--examples", "--target-dir"])
            .arg(folder.parent().unwrap())
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .status();
        assert!(built.unwrap().success());
        folder.join("examples")
    });
    let program = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    Command::new(program)
}

/// What a program printed: its lines, its complaints, its status.
fn ended(output: Output) -> (Vec<String>, Vec<String>, Option<i32>) {
    let lines =
        |bytes| -> Vec<String> { String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect() };
    (lines(output.stdout), lines(output.stderr), output.status.code())
}

fn plain(files: &[&Path]) -> (Vec<String>, Vec<String>, Option<i32>) {
    ended(example("plain").args(files).output().unwrap())
}

fn file(name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&file, content).unwrap();
    file
}

fn barks_json() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/barks.json")
}

#[test]
fn barks_tells_what_happened_and_what_it_took() {
    let (lines, complaints, status) = ended(example("barks").output().unwrap());
    assert_eq!((complaints, status), (vec![], Some(0)));
    let text = lines.join("\n");
    for part in [
        "BarkTable",
        "\n  barked   John Doe, 2016-11-18:12:09:36\n           This is a bark from the Woofer social network\n\n",
        "\n  edited   John Doe, 2016-11-18:12:09:36\n         - This is a bark from the Woofer social network\n         + This is my \"bark\" from the Woofer social network 🐶\n           1 ♥  #first\n\n",
        "\n  liked    Rex, 2016-11-18:12:10:02\n",
        "\n  deleted  Mittens, 2016-11-18:11:58:13\n           Meow\n",
        "\n  expired  Bella, 2016-11-17:12:10:40\n",
        "\n6 records, ",
        " allocations: 0, ",
    ] {
        assert!(text.contains(part), "{part}\n--- is not in\n{text}");
    }
}

#[test]
fn plain_prints_a_line_for_each_record() {
    let (lines, complaints, status) = plain(&[&barks_json()]);
    assert_eq!((lines.len(), complaints, status), (6, vec![], Some(0)));
    assert_eq!(
        lines[3],
        r#"{"kind":"MODIFY","id":"52c9d07e6bb1430fa8857d1c4f0e9326","sequence":"13021600000000001596897330","table":"BarkTable","keys":{"Username":"Rex","Timestamp":"2016-11-18:12:10:02"},"new":{"Message":"Did anyone else hear the doorbell?","Username":"Rex","Likes":42,"Timestamp":"2016-11-18:12:10:02","Tags":["doorbell","urgent"]},"old":{"Message":"Did anyone else hear the doorbell?","Username":"Rex","Timestamp":"2016-11-18:12:10:02","Tags":["doorbell","urgent"]}}"#
    );
}

#[test]
fn plain_leaves_out_what_is_absent() {
    let event = r#"{"Records": [
        {},
        {"eventName": "UPSERT", "dynamodb": {"Keys": {}, "NewImage": null}, "eventSourceARN": "stream-ARN"},
        {"eventID": null, "eventSourceARN": "arn:aws-cn:dynamodb:cn-north-1:1:table/dev.Barks-2/stream/x"},
        {"dynamodb": {"SequenceNumber": "1", "OldImage": {"n": {"N": "-1.50E+07"}, "é\"": {"S": "\u0001\/\n\ud83d\ude00"}}}}
    ]}"#;
    let (lines, complaints, status) = plain(&[&file("absent.json", event)]);
    let expected = [
        r#"{}"#,
        r#"{"kind":"UPSERT","keys":{}}"#,
        r#"{"table":"dev.Barks-2"}"#,
        r#"{"sequence":"1","old":{"n":-1.50E+07,"é\"":"\u0001/\n😀"}}"#,
    ];
    assert_eq!((lines, complaints, status), (expected.map(str::to_owned).to_vec(), vec![], Some(0)));
}

#[test]
fn plain_goes_on_after_each_failure_and_ends_with_status_1() {
    let misfits = r#"{"Records": [
        {"eventID": "0"}, {"dynamodb": {"NewImage": {"a": {"M": {"b\n": {"N": "x"}}}}}}, {"eventID": "2"}, null
    ]}"#;
    let (misfits, malformed) = (
        file("misfits.json", misfits),
        file("malformed.json", "{\"Records\": [\n  {\"eventID\": \"0\"},\n  {]}"),
    );
    let (cut, missing) = (file("cut.json", "{\"Records\": [{}"), Path::new("no such file"));
    let (utf8, barks) = (file("utf8.json", b"{\"Records\": [\xff]}"), barks_json());
    let (lines, complaints, status) = plain(&[&misfits, &malformed, missing, &cut, &utf8, &barks]);
    assert_eq!(lines[..2], [r#"{"id":"0"}"#, r#"{"id":"2"}"#]);
    assert_eq!((lines.len(), status), (2 + 6, Some(1)));
    let expected = [
        (&*misfits, ": Records[1].NewImage.a.b\\n: expected a number at byte ", false),
        (&*misfits, ": Records[3]: expected an object, found null at byte 121", true),
        (&*malformed, ": Records[1]: expected a member name at byte 37, line 3, column 4", true),
        (missing, ": ", false),
        (
            &*cut,
            ": Records: expected `,` or `]`, found the end of the input at byte 15, line 1, column 16",
            true,
        ),
        (&*utf8, ": expected UTF-8 at byte 13, line 1, column 14", true),
    ];
    assert_eq!(complaints.len(), expected.len(), "{complaints:?}");
    for (complaint, (file, text, whole)) in complaints.iter().zip(expected) {
        let line = format!("{}{text}", file.display());
        assert!(if whole { *complaint == line } else { complaint.starts_with(&line) }, "{complaint}\n{line}");
    }
}

#[test]
fn plain_reads_the_standard_input() {
    let mut child = example("plain")
        .args(["-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(br#"{"Records":[{"eventID":"1"},{"eventID":2}]}"#).unwrap();
    let (lines, complaints, status) = ended(child.wait_with_output().unwrap());
    // The second `-` finds it at its end.
    let expected = [
        "-: Records[1].eventID: expected a string, found a number at byte 39",
        "-: expected an event, found the end of the input at byte 0, line 1, column 1",
    ];
    assert_eq!((lines, status), (vec![r#"{"id":"1"}"#.to_owned()], Some(1)));
    assert_eq!(complaints, expected);
}

#[test]
fn plain_wants_files() {
    let (lines, complaints, status) = plain(&[]);
    assert_eq!((lines.len(), complaints.len(), status), (0, 1, Some(2)));
    assert!(complaints[0].starts_with("usage: "));
}

#[test]
fn plain_ends_quietly_when_nobody_reads_on() {
    // Far more than pipes and buffers hold.
    let records = vec![r#"{"dynamodb":{"NewImage":{"a":{"S":"0123456789"}}}}"#; 100_000];
    let event = file("long.json", format!("{{\"Records\":[{}]}}", records.join(",")));
    let mut child = example("plain")
        .args([&event, &event])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert_eq!(line, "{\"new\":{\"a\":\"0123456789\"}}\n");
    let (_, complaints, status) = ended(child.wait_with_output().unwrap());
    assert_eq!((complaints, status), (vec![], Some(0)));
}

#[test]
fn plain_agrees_with_the_reference() {
    let mut files = Vec::new();
    for seed in 0..8 {
        let mut rng = Rng::new(seed);
        for style in Style::all(seed) {
            let event = random::event(&mut rng, 30);
            files.push(file(&format!("{} {seed}.json", style.name), style.event(&event)));
            let damaged = style.damaged_event(&event, 3);
            files.push(file(&format!("{} damaged {seed}.json", style.name), damaged));
        }
    }
    if let Some(samples) = std::env::var_os("MILLSTREAM_SAMPLES") {
        let samples = fs::read_dir(samples).unwrap().map(|sample| sample.unwrap().path());
        files
            .extend(samples.filter(|sample| sample.extension().is_some_and(|extension| extension == "json")));
    }
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for file in &files {
        let name = file.display();
        match decode_event(&fs::read(file).unwrap(), Limits::default()) {
            Ok(batch) => {
                for record in batch.records {
                    match record {
                        Ok(record) => good.push(escapes_by_number(&plain_line(&record))),
                        Err(Misfit(path)) => bad.push(format!("{name}: {path}: ")),
                    }
                }
            }
            Err(_) => bad.push(format!("{name}: ")),
        }
    }
    let (lines, complaints, status) = plain(&files.iter().map(PathBuf::as_path).collect::<Vec<_>>());
    assert!(good.len() > 1_000 && bad.len() > 100, "{} {}", good.len(), bad.len());
    assert_eq!((lines.len(), complaints.len(), status), (good.len(), bad.len(), Some(1)));
    for (line, expected) in lines.iter().zip(&good) {
        assert_eq!(line, expected);
    }
    let mut wrong = String::new();
    for (complaint, expected) in
        complaints.iter().zip(&bad).filter(|(complaint, start)| !complaint.starts_with(*start))
    {
        writeln!(wrong, "{complaint}\n{expected}").unwrap();
    }
    assert_eq!(wrong, "");
}

/// `\b` and `\f`, which serde_json writes, as millstream writes them. No JSON text holds a null character.
fn escapes_by_number(line: &str) -> String {
    line.replace(r"\\", "\0").replace(r"\b", r"\u0008").replace(r"\f", r"\u000c").replace('\0', r"\\")
}
