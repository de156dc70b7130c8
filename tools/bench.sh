#!/usr/bin/env bash
# Measures everything in one run; options go to the bench (--help). `make bench`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
"$ROOT/tools/setup.sh" test
use_tools
cd "$ROOT"

"$ROOT/tools/spa.sh"
say "Building the server and the bench, as they ship"
goesting=$(build_goesting release)
cargo build --locked --release --package goesting-bench
# Writes reach the disk here, unlike in tests.
GOESTING_PG_DURABLE=yes tools/postgres.sh run -- "$CARGO_TARGET_DIR/release/goesting-bench" --goesting "$goesting" "$@"
