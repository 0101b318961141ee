#!/usr/bin/env bash
# From a table to the function: ministack has the table, its stream, the mapping and the built function, and no container engine is needed.
# The function is what cargo-lambda builds for Amazon Linux; with `--plain`, what cargo builds for this machine, which is sooner done.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
if [ "${1:-}" = --plain ]; then
    cargo build "${flags[@]}" --bin lambda_barks
    bootstrap=$built
else
    python_tool cargo-lambda 1.9.2
    # It links with zig, which came with it, so that the function runs with Amazon Linux's older libc.
    cargo lambda build "${flags[@]}" --bin lambda_barks
    bootstrap=$target/lambda/lambda_barks/bootstrap
fi
python_tool ministack 1.5.33

port=$(free_port)
work=$(mktemp -d)
BIND_HOST=127.0.0.1 GATEWAY_PORT=$port TMPDIR=$work PYTHONUNBUFFERED=1 ministack >"$work/log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$work"' EXIT
python3 scripts/stream.py "http://127.0.0.1:$port" "$bootstrap" "$work/log"
