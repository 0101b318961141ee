#!/usr/bin/env bash
# The function in `cargo lambda`, as its users run it: `watch` serves it, and `invoke` sends the sample payloads.
# `PROFILE=dev` in the environment builds it sooner, and slower.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/tools.sh
python_tool cargo-lambda 1.9.2

port=$(free_port)
log=$target/lambda_barks.watch.log
cargo build "${flags[@]}" --bin lambda_barks
# Without an address it would listen on all of them.
cargo lambda watch --invoke-address 127.0.0.1 --invoke-port "$port" --ignore-changes "${flags[@]}" --bin lambda_barks >"$log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true' EXIT

invoke() {
    cargo lambda invoke --invoke-address 127.0.0.1 --invoke-port "$port" lambda_barks --data-file "events/$1.json" 2>&1
}
for ((attempt = 0; attempt < 60; attempt++)); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    sleep 1
done

failed=0
check() {
    local answer
    answer=$(invoke "$1") || true
    if grep -qF "$2" <<<"$answer"; then
        echo "$1: $2"
    else
        echo "$1: $2 was expected, and it is: $answer"
        failed=1
    fi
}
check barks '{"batchItemFailures":[]}'
check expired '{"batchItemFailures":[]}'
check one_fails '{"batchItemFailures":[{"itemIdentifier":"400000000000000000001006"}]}'
check first_fails Millstream.NotSettled
check other_table Millstream.UnknownTable
[ "$failed" = 0 ] || { cat "$log"; exit 1; }
grep -F 'notify: Bella barks: Wuff! 멍멍!' "$log"
