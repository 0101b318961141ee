#!/usr/bin/env bash
# From a table to the function: ministack has the table, its stream, the mapping and the built function, and no container engine is needed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
python_tool cargo-lambda 1.9.2
# It links with zig, which came with it, so that the function runs with Amazon Linux's older libc.
cargo lambda build --release --bin lambda_barks
python_tool ministack 1.5.33

port=$(free_port)
work=$(mktemp -d)
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port TMPDIR=$work PYTHONUNBUFFERED=1 ministack >"$work/log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 scripts/stream.py "http://127.0.0.1:$port" "$target/lambda/lambda_barks/bootstrap" "$work/log"
