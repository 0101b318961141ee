# For the other scripts: what they need and cargo does not bring.

# Where cargo builds, and with it what is installed here.
target=${CARGO_TARGET_DIR:-$(cd ../.. && pwd)/target}

# How the function is built: `PROFILE=dev` is sooner done, `release` is what is deployed.
profile=${PROFILE:-release}
flags=() && [ "$profile" = dev ] || flags=(--release)
# Where plain cargo leaves it.
built=$target/$([ "$profile" = dev ] && echo debug || echo release)/lambda_barks

# Installs a package of PyPI into an environment of its own: `python_tool NAME VERSION`. Ends the script where that cannot be done.
python_tool() {
    local place=$target/python/$1-$2
    if [ ! -x "$place/bin/$1" ]; then
        mkdir -p "$target/python"
        if ! { python3 -m venv "$place" && "$place/bin/pip" install --quiet --disable-pip-version-check "$1==$2"; } >"$place.log" 2>&1; then
            rm -rf "$place"
            echo "skipped: $1 $2 cannot be installed here ($(tail -1 "$place.log"))"
            exit 0
        fi
    fi
    PATH=$place/bin:$PATH
}

# A port that nobody listens at.
free_port() {
    python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}
