#!/usr/bin/env bash
# Builds everything and serves it on http://127.0.0.1:8080, data in ./data. `make run`.
# The first start in a fresh data directory loads the demo; `GOESTING_DEMO=no make run` does not.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
"$ROOT/tools/setup.sh" run
"$ROOT/tools/spa.sh"
cd "$ROOT"

say "Building the server"
goesting=$(build_goesting release)
export GOESTING_DATA_DIR=${GOESTING_DATA_DIR:-$ROOT/data}

# Who took the demo out does not get it back, and a database of one's own is left alone unless asked.
fresh=yes
{ [ -e "$GOESTING_DATA_DIR" ] || [ -n "${DATABASE_URL:-}" ]; } && fresh=no
if [ "${GOESTING_DEMO:-$fresh}" = yes ]; then
    say "Loading the demo (GOESTING_DEMO=no make run: without it)"
    "$goesting" demo load || warn "starting without the demo"
fi

exec "$goesting" serve
