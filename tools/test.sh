#!/usr/bin/env bash
# Every test. `make test`.
#
#   tools/test.sh WORD…   only the Rust tests with one of these words in their name; options go to nextest
set -euo pipefail
. "$(dirname "$0")/lib.sh"
. "$ROOT/tools/steps.sh"
"$ROOT/tools/setup.sh" test
use_tools
cd "$ROOT"

# Unit, property and integration tests; those that need PostgreSQL find it by GOESTING_TEST_POSTGRES_URL.
rust_tests() { tools/postgres.sh run -- cargo nextest run --locked --no-fail-fast; }
doc_tests() { cargo test --quiet --locked --doc; }
# What ordinary builds leave out.
other_tests() { cargo nextest run --locked --no-fail-fast --package goesting-frontend --package goesting-spa --package goesting-fuzz; }

if [ $# -gt 0 ]; then
    exec tools/postgres.sh run -- cargo nextest run --locked --no-fail-fast "$@"
fi

step "Rust tests, on SQLite and PostgreSQL" rust_tests
step "examples in the documentation" doc_tests
step "Rust tests of the web app, its builder and the fuzz targets" other_tests

if [ -f openapi/goesting.v1.json ]; then
    lint_openapi() {
        openapi-spec-validator openapi/goesting.v1.json &&
            REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true \
                "$NODE_TOOLS/node_modules/.bin/redocly" lint --config openapi/redocly.yaml openapi/goesting.v1.json
    }
    step "OpenAPI document" lint_openapi
fi
if [ -x tests/contract/run.sh ]; then
    step "contract: the server against its OpenAPI document" tools/with-server.sh tests/contract/run.sh
fi
if compgen -G 'tests/e2e/specs/*.spec.ts' >/dev/null; then
    step "browser tests" tools/e2e.sh
fi
finish_steps
