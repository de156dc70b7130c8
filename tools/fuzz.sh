#!/usr/bin/env bash
# Tries the fuzz targets for so many seconds each (60 when not said), led by coverage. `make fuzz`.
# What breaks one is left in the cache, and belongs in fuzz/corpus once it is mended.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
"$ROOT/tools/setup.sh" run
need_apt "the engine of the fuzz targets" g++
use_tools
cd "$ROOT"
seconds=${1:-60}

say "Building the fuzz targets, with counters at every branch"
# Apart from everything else that is built: all of it is built otherwise.
export CARGO_TARGET_DIR=$GOESTING_CACHE/target-fuzz
host=$(rustc -vV | sed -n 's/^host: //p')
CARGO_TARGET_DIR=$CARGO_TARGET_DIR/$host claim_target_dir
RUSTFLAGS="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
-Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
-Ccodegen-units=1" \
    cargo build --locked --profile fuzz --target "$host" --package goesting-fuzz --features libfuzzer

# fuzz NAME FOLDER...: new inputs go to the cache, those in the folders are only read.
fuzz() {
    local name=$1 found=$GOESTING_CACHE/fuzz/$1
    shift
    mkdir -p "$found"
    say "$name, $seconds seconds"
    "$CARGO_TARGET_DIR/$host/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=4096 \
        -print_final_stats=1 -artifact_prefix="$found-" "$found" "$@"
}
fuzz uitdatabank fuzz/corpus/uitdatabank crates/api/tests/fixtures/uitdatabank
fuzz search_query fuzz/corpus/search_query
