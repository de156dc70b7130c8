#!/usr/bin/env bash
# Builds everything and serves it on http://127.0.0.1:8080, data in ./data. `make run`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
"$ROOT/tools/setup.sh" run
"$ROOT/tools/spa.sh"
cd "$ROOT"

say "Building the server"
goesting=$(build_goesting release)
export GOESTING_DATA_DIR=${GOESTING_DATA_DIR:-$ROOT/data}

exec "$goesting" serve
