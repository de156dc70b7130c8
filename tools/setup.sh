#!/usr/bin/env bash
# Installs what is missing, and says what and why. Idempotent; what is there is left alone.
#
#   tools/setup.sh run     to build and run Goesting (no Node, no browser, no PostgreSQL server)
#   tools/setup.sh check   run, and the linters
#   tools/setup.sh test    check, and databases, browser and test tools
#
# From Debian: system packages. Into $GOESTING_CACHE: everything else (cargo, npm and PyPI packages), in pinned versions.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$ROOT/tools/setup-lib.sh"

setup_run() {
    need_apt "compiling and linking" gcc libc6-dev pkg-config
    need_apt "diesel links PostgreSQL's client library; SQLite is built in" libpq-dev
    need_apt "the tour over REST in README.md" curl
    need_rust
}

setup_check() {
    setup_run
    need_component rustfmt
    need_component clippy
    need_cargo_tool cargo-deny 0.20.2 "licences and sources of dependencies"
    need_apt "linter for the scripts" shellcheck
    need_node
    need_npm "$ROOT/tools/node" "$NODE_TOOLS" "wasm-opt makes the web app smaller, redocly lints the OpenAPI document"
}

setup_test() {
    setup_check
    need_cargo_tool cargo-nextest 0.9.151 "test runner" --no-default-features --features default-no-update
    need_apt "database for the tests" postgresql postgresql-client
    need_apt "browser for the tests" chromium
    need_python
    need_npm "$ROOT/tests/e2e" "$ROOT/tests/e2e" "Playwright and axe for the browser tests"
}

case ${1:-test} in
run | check | test) "setup_${1:-test}" ;;
*) die "usage: tools/setup.sh run | check | test" ;;
esac
