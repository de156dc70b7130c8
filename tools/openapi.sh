#!/usr/bin/env bash
# Writes openapi/goesting.v1.json from the code. `make openapi`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

document=openapi/goesting.v1.json
# Aside first: a build that fails must not leave half a document.
trap 'rm -f "$document.new"' EXIT
cargo run --quiet --locked --package goesting-api -- openapi >"$document.new"
mv "$document.new" "$document"
say "Wrote $document"
