#!/usr/bin/env bash
# The dependency directions of ARCHITECTURE.md, proven from the resolved trees.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

failed=0
# forbid PACKAGE "options for cargo tree" CRATE…: none of the crates may be in the package's tree.
forbid() {
    local package=$1 options=$2 tree crate
    shift 2
    # shellcheck disable=SC2086 # the options are words
    tree=$(cargo tree --locked --package "$package" --edges normal --prefix none --format '{p}' $options | cut -d' ' -f1 | sort -u)
    for crate in "$@"; do
        if grep -qx "$crate" <<<"$tree"; then
            printf '%s reaches %s (cargo tree --package %s --edges normal %s --invert %s)\n' \
                "$package" "$crate" "$package" "$options" "$crate" >&2
            failed=1
        fi
    done
}

wasm='--target wasm32-unknown-unknown'
# What travels: nothing of the server, of a network, of a clock.
forbid goesting-types '--all-features' diesel actix-web reqwest tokio chrono-tz goesting-core goesting-store
# The domain: pure, with or without time zones; without them it fits the web app.
forbid goesting-core '--all-features' diesel actix-web reqwest tokio goesting-store goesting-api goesting-client
forbid goesting-core "$wasm --no-default-features" chrono-tz
# Storage and search know nothing of HTTP.
forbid goesting-store '--all-features' actix-web reqwest goesting-api goesting-search
forbid goesting-search '--all-features' actix-web reqwest diesel goesting-api goesting-store
# The client and the web app: no server in the browser, and nothing that is only weight there.
forbid goesting-client "$wasm" diesel actix-web tokio chrono-tz rustls goesting-store goesting-api
forbid goesting-frontend "$wasm" diesel actix-web chrono-tz rustls utoipa goesting-store goesting-search goesting-api

exit $failed
