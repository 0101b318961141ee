#!/usr/bin/env bash
# What a record costs in instructions, on x86-64 and on aarch64, streamed into a model: a figure that no neighbour on the machine changes.
#
# It is counted what the whole program runs for three passes over an event and for one; half the difference is one pass, warm. On x86-64
# the processor counts (perf) or valgrind does; code for aarch64 is run by qemu one instruction at a time, and each leaves a line in its
# log, which takes some minutes. What cannot be had here is left out, and said.
set -euo pipefail
cd "$(dirname "$0")/../.."
export CARGO_TERM_COLOR=never
package=millstream-instructions
target=${CARGO_TARGET_DIR:-$PWD/target}
events=$(mktemp -d)
trap 'rm -rf "$events"' EXIT

build() { cargo build --quiet --release -p "$package" "$@"; }

by_perf() { perf stat -x, -e instructions:u -o "$events/count" "$@" && sed -n 's/^\([0-9]*\),.*/\1/p' "$events/count"; }
by_valgrind() { valgrind --tool=cachegrind --cache-sim=no --cachegrind-out-file=/dev/null "$@" 2>&1 | sed -n 's/.*I *refs: *//p' | tr -d ,; }
by_qemu() { qemu-aarch64-static -singlestep -d nochain,exec -D >(grep -c ^Trace >"$events/count") "$@" && sleep 0.2 && cat "$events/count"; }

# pass COUNTER PROGRAM CORPUS: instructions of one pass.
pass() {
    local one three
    one=$("$1" "$2" "$events" "$3" 1)
    three=$("$1" "$2" "$events" "$3" 3)
    echo $(((three - one) / 2))
}

build
native=$target/release/$package
counter=
if [ "$(uname -m)" = x86_64 ]; then
    if perf stat -x, -e instructions:u true 2>&1 | grep -q '^[0-9]'; then
        counter=by_perf
    elif command -v valgrind >/dev/null; then
        counter=by_valgrind
    fi
fi
[ -n "$counter" ] || echo "x86-64: neither counters of the processor nor valgrind"

emulated=
if command -v qemu-aarch64-static >/dev/null && command -v aarch64-linux-gnu-gcc >/dev/null &&
    CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER=aarch64-linux-gnu-gcc \
        CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_RUSTFLAGS=-Ctarget-feature=+crt-static \
        build --target aarch64-unknown-linux-gnu 2>"$events/log"; then
    emulated=$target/aarch64-unknown-linux-gnu/release/$package
else
    echo "aarch64: no emulator, compiler or standard library (RUSTC names a compiler that has it)"
fi

printf '%-18s%9s%26s%26s\n' "" "" "x86-64 ${counter#by_}" "aarch64 ${emulated:+qemu}"
printf '%-18s%9s%13s%13s%13s%13s\n' corpus bytes a\ record a\ byte a\ record a\ byte
"$native" write "$events" | while read -r corpus records bytes; do
    line=$(printf '%-18s%9d' "$corpus" $((bytes / records)))
    for way in "$counter $native" "${emulated:+by_qemu $emulated}"; do
        read -r count program <<<"$way"
        # An emulator would take minutes for ten thousand records.
        if [ -z "${program:-}" ] || { [ "$count" = by_qemu ] && [ "$records" -gt 100 ]; }; then
            line+=$(printf '%13s%13s' – –)
        else
            instructions=$(pass "$count" "$program" "$corpus")
            line+=$(awk -v i="$instructions" -v r="$records" -v b="$bytes" 'BEGIN { printf "%13.0f%13.2f", i / r, i / b }')
        fi
    done
    echo "$line"
done
