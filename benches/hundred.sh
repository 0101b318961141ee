#!/usr/bin/env bash
# The price in code and build time: makes a crate of 100 models of 12 attributes, each streamed, builds it for release, and prints bytes of
# machine code a model, by function, and the seconds of processor time that the build took.
set -euo pipefail
cd "$(dirname "$0")/.."
export CARGO_TERM_COLOR=never
repository=$PWD models=100 attributes=12
crate=${CARGO_TARGET_DIR:-$repository/target}/hundred
export CARGO_TARGET_DIR=$crate/target
mkdir -p "$crate/src"
cp Cargo.lock "$crate/"
cat >"$crate/Cargo.toml" <<TOML
[package]
name = "hundred"
version = "0.0.0"
edition = "2024"
[dependencies]
millstream = { path = "$repository" }
[workspace]
TOML

awk -v models="$models" -v attributes="$attributes" 'BEGIN {
    split("id name status price total count note level version email region source created updated zip city tags owner gift paid", names)
    split("&'"'"'a_str &'"'"'a_str Option<&'"'"'a_str> i64 f64 bool &'"'"'a_[&'"'"'a_str] Option<i64>", types)
    print "use millstream::{Decoder, Model};"
    for (model = 0; model < models; model++) {
        print "#[derive(Model)]\n#[allow(dead_code)]\nstruct M" model "<'"'"'a> {"
        # Another choice of names and types for each, so that no two are folded into one.
        for (field = 0; field < attributes; field++) {
            type = types[(model * 3 + field * (1 + model % 7)) % 8 + 1]
            if (field == 0) type = types[1]
            gsub("_", " ", type)
            print "    " names[(model + field) % 20 + 1] ": " type ","
        }
        print "}"
    }
    print "fn stream<M: Model>(decoder: &mut Decoder, event: &[u8]) -> usize {"
    print "    let (mut stream, mut count) = (decoder.stream::<M>(event), 0);"
    print "    while let Some(record) = stream.next() {\n        count += usize::from(record.is_ok());\n    }\n    count\n}"
    print "fn main() {\n    let event = std::env::args().nth(1).unwrap_or_default().into_bytes();\n    let (mut decoder, mut count) = (Decoder::new(), 0);"
    for (model = 0; model < models; model++) print "    count += stream::<M" model ">(&mut decoder, &event);"
    print "    println!(\"{count}\");\n}"
}' >"$crate/src/main.rs"

cd "$crate"
cargo build --quiet --release -p millstream # once, not once a crate
TIMEFORMAT='%U'
seconds=$( { time cargo build --quiet --release; } 2>&1)
echo "$models models of $attributes attributes: $seconds s of processor time to build for release"

command -v nm >/dev/null || { echo "no nm, no sizes"; exit; }
# A function that is there for each model is named after it, or once for each.
nm --print-size --radix=d --demangle "$CARGO_TARGET_DIR/release/hundred" | awk -v models="$models" '
    tolower($3) == "t" || tolower($3) == "w" {
        size = $2
        $1 = $2 = $3 = ""
        sub(/^ +/, "")
        sub(/::h[0-9a-f]+$/, "")
        gsub(/hundred::M[0-9]+/, "M")
        gsub(/hundred::_::/, "")
        bytes[$0] += size
        count[$0]++
    }
    END {
        for (name in bytes) if (count[name] >= models / 2) { total += bytes[name]; printf "%9.0f  %s\n", bytes[name] / models, name | "sort -rn" }
        close("sort -rn")
        printf "%9.0f  bytes a model\n", total / models
    }'
