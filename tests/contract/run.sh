#!/usr/bin/env bash
# The server against its own document: what schemathesis makes of openapi/goesting.v1.json is sent to it, right and
# wrong, and every answer has to be one that the document describes.
#
#   tools/with-server.sh tests/contract/run.sh [OPTION OF SCHEMATHESIS…]
#
# What is checked, what is left out and why stands in schemathesis.toml.
set -euo pipefail
cd "$(dirname "$0")"
. ../../tools/lib.sh
use_tools
have schemathesis || die "schemathesis is missing: run tools/setup.sh test"

work=$(mktemp -d "${TMPDIR:-/tmp}/goesting-contract-XXXXXX")
trap 'rm -rf "$work"' EXIT

# Somebody who is steward, facilitator and guardian, so that requests get past the door.
email=contract-$RANDOM$RANDOM@example.be
GOESTING_PASSWORD="zeven natte otters" "$GOESTING_BIN" user create \
    --email "$email" --first-name Noor --birth-year 1985 >"$work/person"
ecosystem=$("$GOESTING_BIN" ecosystem create --name "Haacht leert" --territory 24033 --phone "016 00 00 00" | tail -n 1)
"$GOESTING_BIN" facilitator invite --ecosystem "$ecosystem" \
    --email "$email" --first-name Noor --birth-year 1985 >"$work/facilitator"
GOESTING_TOKEN=$("$GOESTING_BIN" token create --person "$email" --ttl 60 | tail -n 1)
export GOESTING_TOKEN
python3 stage.py "$ecosystem" >"$work/stage"
set -a
# shellcheck source=/dev/null
. "$work/stage"
set +a

# No cases are kept between runs: each run is the same.
cd "$work"
schemathesis --config-file "$ROOT/tests/contract/schemathesis.toml" \
    run "$ROOT/openapi/goesting.v1.json" --url "$GOESTING_URL" "$@"
