#!/usr/bin/env bash
# Builds the web app into frontend/dist; options go to tools/spa (--dev is quick, --force builds anyway).
set -euo pipefail
. "$(dirname "$0")/lib.sh"

wasm_env=$("$ROOT/tools/wasm-toolchain.sh")

options=(--wasm-env "$wasm_env")
# Put there by `tools/setup.sh check`; without it the SPA is larger.
wasm_opt=$NODE_TOOLS/node_modules/.bin/wasm-opt
use_tools
if [ -x "$wasm_opt" ] && "$wasm_opt" --version >/dev/null 2>&1; then
    options+=(--wasm-opt "$wasm_opt")
fi

cd "$ROOT"
GOESTING_WASM_TARGET_DIR=${GOESTING_WASM_TARGET_DIR:-$GOESTING_CACHE/target-wasm} \
    cargo run --quiet --locked --package goesting-spa -- "${options[@]}" "$@"
