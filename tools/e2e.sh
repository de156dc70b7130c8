#!/usr/bin/env bash
# The browser tests, against a server of their own; arguments go to Playwright (a file name, --grep …).
# `tools/e2e.sh --dev …` tests the quick build of the web app.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
use_tools

[ -d "$ROOT/tests/e2e/node_modules" ] || "$ROOT/tools/setup.sh" test
# What is tested is what ships, unless --dev asks for the quick build of the web app.
spa_options=()
if [ "${1:-}" = --dev ]; then
    spa_options+=(--dev)
    shift
fi
[ -n "${GOESTING_URL:-}" ] || "$ROOT/tools/spa.sh" "${spa_options[@]}"

browser_tests() { (cd "$ROOT/tests/e2e" && npx --no-install playwright test "$@"); }
if [ "${1:-}" = --against ]; then
    shift
    browser_tests "$@"
else
    "$ROOT/tools/with-server.sh" "$0" --against "$@"
fi
