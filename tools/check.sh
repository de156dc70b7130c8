#!/usr/bin/env bash
# Everything that can be said about the code without running it. `make check`.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$ROOT/tools/steps.sh"
"$ROOT/tools/setup.sh" check
use_tools
cd "$ROOT"

lint_rust() { cargo clippy --quiet --locked --workspace --all-targets -- -D warnings; }
build_docs() { RUSTDOCFLAGS=-Dwarnings cargo doc --quiet --locked --no-deps --workspace; }
lint_scripts() { shellcheck tools/*.sh tests/contract/*.sh .ci/run; }

step "formatting" cargo fmt --all --check
step "house rules (file sizes, loose ends)" tools/check-files.sh
step "shell scripts" lint_scripts
step "licences, sources and bans of dependencies" cargo deny --log-level error check bans licenses sources
step "who depends on whom" tools/check-trees.sh
step "no circle between modules of the API" tools/check-modules.sh
step "clippy" lint_rust
step "documentation" build_docs
step "web app for WASM, within its budget" tools/spa.sh
finish_steps
