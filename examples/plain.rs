//! Prints each record of Lambda events as one line of plain JSON:
//! `cargo run --release --example plain -- FILE…`, where `-` is the standard input.
//!
//! Records that cannot be decoded, and files that are no events, each become a line on stderr and the exit status 1.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use millstream::{AttributeValue, Decoder, Item, Limits, Record};

fn main() -> ExitCode {
    let files: Vec<OsString> = std::env::args_os().skip(1).collect();
    if files.is_empty() {
        complain(format_args!("usage: plain FILE… (`-` reads the standard input)"));
        return ExitCode::from(2);
    }
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match print_files(&files, &mut out) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        // Whoever read the lines has read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("stdout: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// Prints all files, and answers whether all was well with them. An error is one of `out`.
fn print_files(files: &[OsString], out: &mut impl Write) -> io::Result<bool> {
    // Lambda sends at most 10,000 records and 6 MB; a file may hold more.
    let mut decoder =
        Decoder::with_limits(Limits { records: usize::MAX, arena_bytes: usize::MAX, ..Limits::default() });
    let mut well = true;
    for file in files {
        let name = Path::new(file).display();
        let event = match read(file) {
            Ok(event) => event,
            Err(error) => {
                complain(format_args!("{name}: {error}"));
                well = false;
                continue;
            }
        };
        let batch = match decoder.decode::<Item>(&event) {
            Ok(batch) => batch,
            Err(error) => {
                let position = error.position(&event);
                complain(format_args!("{name}: {error}, line {}, column {}", position.line, position.column));
                well = false;
                continue;
            }
        };
        for record in batch.iter().flatten() {
            print_record(out, record)?;
        }
        out.flush()?;
        for error in batch.failures() {
            complain(format_args!("{name}: {error}"));
            well = false;
        }
    }
    Ok(well)
}

fn read(file: &OsStr) -> io::Result<Vec<u8>> {
    if file != "-" {
        return fs::read(file);
    }
    let mut event = Vec::new();
    io::stdin().lock().read_to_end(&mut event)?;
    Ok(event)
}

/// `{"kind":"INSERT","id":…,"sequence":…,"table":…,"keys":{…},"new":{…},"old":{…}}`, less what is absent.
fn print_record(out: &mut impl Write, record: &Record<'_, Item<'_>>) -> io::Result<()> {
    let texts = [
        ("kind", record.event_name().map(|name| name.as_str())),
        ("id", record.event_id()),
        ("sequence", record.sequence_number().map(|number| number.as_str())),
        ("table", record.table_name()),
    ];
    let items = [("keys", record.keys()), ("new", record.new_image()), ("old", record.old_image())];
    let texts = texts.into_iter().filter_map(|(name, text)| Some((name, AttributeValue::S(text?))));
    let items = items.into_iter().filter_map(|(name, item)| Some((name, AttributeValue::M(*item?))));
    out.write_all(b"{")?;
    for (place, (name, value)) in texts.chain(items).enumerate() {
        let comma = if place > 0 { "," } else { "" };
        write!(out, "{comma}\"{name}\":{value}")?;
    }
    out.write_all(b"}\n")
}

/// A line on stderr, where there still is one.
fn complain(line: std::fmt::Arguments<'_>) {
    let _ = writeln!(io::stderr(), "{line}");
}
