#!/bin/sh
# Measures Tenet's exhaustive search beside Stateright's, on the textbook's two-phase commit: one goroutine and one thread.
#   run.sh [RESOURCE-MANAGERS...]      7 if none is given; 9 takes about a minute and a half and up to 200 MB
# Stateright's own example is built by cargo from its crate, and kept in $STATERIGHT_DIR.
set -eu
cd "$(dirname "$0")"
if ! command -v cargo >/dev/null; then
	echo "skipped: Stateright is built by cargo, which is not installed (https://rustup.rs)" >&2
	exit 0
fi
dir="${STATERIGHT_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/tenet-stateright}"
if [ ! -x "$dir/bin/2pc" ]; then
	cargo install stateright --version 0.31.0 --example 2pc --root "$dir" --target-dir "$dir/build"
fi
mkdir -p "$dir/bin"
(cd .. && go build -o "$dir/bin/tenet-2pc" ./stateright)
[ $# -gt 0 ] || set -- 7
exec "$dir/bin/tenet-2pc" beside "$dir/bin/2pc" "$@"
