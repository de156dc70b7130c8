#!/usr/bin/env bash
# A private PostgreSQL cluster for tests: nothing in it is kept, nothing outside it is touched.
#
#   tools/postgres.sh start         starts it (makes it first) and prints GOESTING_TEST_POSTGRES_URL=…
#   tools/postgres.sh run -- CMD…   starts it, runs CMD with that variable set, stops it
#   tools/postgres.sh pause         stops it and keeps its files
#   tools/postgres.sh resume        starts it again where it was
#   tools/postgres.sh stop          stops it and removes its files
#
# PostgreSQL refuses to run as root; then it runs as the user `postgres`. It listens on a free loopback port and on a
# socket in its folder. Writes are not flushed to disk: for tests that is only time. With GOESTING_PG_DURABLE=yes they are,
# for measurements.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

HOME_DIR=${GOESTING_PG_HOME:-${TMPDIR:-/tmp}/goesting-postgres-$(id -u)}
DATA=$HOME_DIR/data
USER_NAME=goesting
MAX_CONNECTIONS=300

find_bin() {
    if ! compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null && ! have initdb; then
        need_apt "database for the tests" postgresql postgresql-client
    fi
    local newest
    newest=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1 || true)
    BIN=${newest:-$(dirname "$(command -v initdb)")}
}

# Runs a program of PostgreSQL as somebody who is not root.
as_postgres() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && setpriv --reuid postgres --regid postgres --clear-groups env HOME="$HOME_DIR" "$@")
    else
        "$@"
    fi
}

running() { [ -f "$DATA/postmaster.pid" ] && as_postgres "$BIN/pg_ctl" -D "$DATA" status >/dev/null 2>&1; }

free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 20000))
        # Nobody answers there: taken as free.
        if ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
            echo "$port"
            return
        fi
    done
    die "found no free port"
}

create() {
    rm -rf "$HOME_DIR"
    mkdir -p "$HOME_DIR"
    if [ "$(id -u)" -eq 0 ]; then
        id postgres >/dev/null 2>&1 || useradd --system --no-create-home --shell /usr/sbin/nologin postgres
        chown postgres: "$HOME_DIR"
    fi
    chmod 700 "$HOME_DIR"
    say "Making a PostgreSQL cluster for tests in $HOME_DIR"
    as_postgres "$BIN/initdb" -D "$DATA" -U "$USER_NAME" --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >"$HOME_DIR/initdb.log" 2>&1 ||
        { cat "$HOME_DIR/initdb.log" >&2; die "initdb failed"; }
    cat >>"$DATA/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$HOME_DIR'
max_connections = $MAX_CONNECTIONS
max_wal_size = 2GB
log_min_messages = fatal
CONF
    [ "${GOESTING_PG_DURABLE:-}" = yes ] || cat >>"$DATA/postgresql.conf" <<CONF
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
}

url() { echo "postgres://$USER_NAME@127.0.0.1:$(sed -n 4p "$DATA/postmaster.pid")/postgres"; }

start() {
    find_bin
    if ! running; then
        create
        as_postgres "$BIN/pg_ctl" -D "$DATA" -o "-p $(free_port)" -l "$HOME_DIR/server.log" -w -t 60 start >/dev/null ||
            { cat "$HOME_DIR/server.log" >&2; die "PostgreSQL did not start"; }
    fi
    GOESTING_TEST_POSTGRES_URL=$(url)
    export GOESTING_TEST_POSTGRES_URL
    # A backup is made by pg_dump, which need not be on the path where a server is.
    export PATH=$PATH:$BIN
}

stop() {
    find_bin
    if running; then
        as_postgres "$BIN/pg_ctl" -D "$DATA" -m immediate -w stop >/dev/null
    fi
    rm -rf "$HOME_DIR"
}

pause() {
    find_bin
    # What it needs to come back at the same address.
    sed -n 4p "$DATA/postmaster.pid" >"$HOME_DIR/port"
    as_postgres "$BIN/pg_ctl" -D "$DATA" -m fast -w stop >/dev/null
}

resume() {
    find_bin
    as_postgres "$BIN/pg_ctl" -D "$DATA" -o "-p $(cat "$HOME_DIR/port")" -l "$HOME_DIR/server.log" -w -t 60 start >/dev/null
}

case ${1:-} in
pause) pause ;;
resume) resume ;;
start)
    start
    echo "GOESTING_TEST_POSTGRES_URL=$GOESTING_TEST_POSTGRES_URL"
    ;;
stop) stop ;;
run)
    shift
    [ "${1:-}" = -- ] && shift
    [ $# -gt 0 ] || die "usage: tools/postgres.sh run -- COMMAND…"
    # A cluster of its own, so that two runs at once do not stop each other's.
    HOME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/goesting-postgres-XXXXXX")
    DATA=$HOME_DIR/data
    trap stop EXIT
    start
    "$@"
    ;;
*) die "usage: tools/postgres.sh start | pause | resume | stop | run -- COMMAND…" ;;
esac
