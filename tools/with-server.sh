#!/usr/bin/env bash
# Runs a command against a server of its own: tools/with-server.sh COMMAND…
#
# The server is the dev build, on a free port, with a fresh SQLite data directory and the demo ecosystem. The command
# finds it by these variables:
#   GOESTING_URL        http://127.0.0.1:PORT
#   GOESTING_BIN        the binary, for its commands
#   GOESTING_DATA_DIR   the data directory (mails lie in it as files)
#   GOESTING_LOGINS     a file with what `goesting demo load` printed: the demo's log-ins
# Set GOESTING_URL yourself to use a server that runs already; then nothing is started.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

[ $# -gt 0 ] || die "usage: tools/with-server.sh COMMAND…"
if [ -n "${GOESTING_URL:-}" ]; then
    exec "$@"
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/goesting-server-XXXXXX")
server=
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap stop EXIT

# A copy: the target directory may be shared with another checkout.
binary=$(build_goesting dev)
cp "$binary" "$work/goesting"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
export GOESTING_BIN=$work/goesting
export GOESTING_DATA_DIR=$work/data
export GOESTING_LOGINS=$work/logins.txt
export GOESTING_BIND=127.0.0.1:$port
export GOESTING_URL=http://127.0.0.1:$port
export GOESTING_PUBLIC_URL=$GOESTING_URL
# All requests come from one address here.
export GOESTING_RATE_REQUESTS=0 GOESTING_RATE_ATTEMPTS=10000
unset DATABASE_URL

"$GOESTING_BIN" migrate up >"$work/migrate.log" 2>&1 || { cat "$work/migrate.log" >&2; die "could not make the database"; }
"$GOESTING_BIN" demo load >"$GOESTING_LOGINS" || die "could not load the demo"
"$GOESTING_BIN" serve >"$work/server.log" 2>&1 &
server=$!

ready() { (exec 3<>"/dev/tcp/127.0.0.1/$port" && printf 'GET /readyz HTTP/1.0\r\n\r\n' >&3 && head -n 1 <&3 | grep -q ' 200 ') 2>/dev/null; }
for _ in $(seq 300); do
    ready && break
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
ready || { tail -n 50 "$work/server.log" >&2; die "the server did not become ready"; }

status=0
"$@" || status=$?
if [ "$status" -ne 0 ]; then
    # Only what the server itself took for trouble: what failed is told above, and must not drown.
    if grep -E ' (WARN|ERROR) |panicked' "$work/server.log" >"$work/trouble.log"; then
        say "What the server warned of, at the end:"
        tail -n 10 "$work/trouble.log" | cut -c 1-400 >&2
    fi
fi
exit "$status"
