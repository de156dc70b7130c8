#!/usr/bin/env bash
# Finds or makes a Rust compiler that can build for wasm32-unknown-unknown, and writes how to use it.
#
# In this order: what is there already; `rustup target add`; Debian's rustc-web with a standard library built once
# from its source (for machines that reach Debian and crates.io, but not the Rust project's own downloads).
# Idempotent. Everything lands under $GOESTING_CACHE/wasm, nothing is installed into the system.
#
# Writes $GOESTING_CACHE/wasm/env with lines KEY=VALUE to put into the environment of a wasm32 build:
# either nothing (the ordinary compiler will do), or RUSTC and the linker. Prints the path of that file.
#
# GOESTING_WASM_FROM=debian skips the first two ways, to try the third on a machine that would not need it.
set -euo pipefail
. "$(dirname "$0")/lib.sh"

TARGET=wasm32-unknown-unknown
# The Debian way was last tried with this compiler.
TESTED=1.96.0
HOME_DIR=$GOESTING_CACHE/wasm
ENV_FILE=$HOME_DIR/env
mkdir -p "$HOME_DIR"

finish() { # finish "why" [KEY=VALUE...]
    local why=$1
    shift
    {
        echo "# $why"
        [ $# -eq 0 ] || printf '%s\n' "$@"
    } >"$ENV_FILE.new"
    # Left alone when nothing changed: the file is an input of the SPA's build stamp.
    if cmp -s "$ENV_FILE.new" "$ENV_FILE"; then
        rm "$ENV_FILE.new"
    else
        mv "$ENV_FILE.new" "$ENV_FILE"
        say "WASM compiler: $why"
    fi
    echo "$ENV_FILE"
    exit 0
}

has_std() { compgen -G "$1/lib/rustlib/$TARGET/lib/libstd-*.rlib" >/dev/null; }

FROM=${GOESTING_WASM_FROM:-any}
sysroot=$(rustc --print sysroot)
if [ "$FROM" = any ] && has_std "$sysroot"; then
    finish "$(rustc --version) has $TARGET"
fi

# The Debian way, once made, stays good: do not ask the network on every build.
made() { compgen -G "$HOME_DIR/*/ready" | sort -V | tail -n 1; }

linker() {
    local host lld
    host=$(rustc -vV | sed -n 's/^host: //p')
    lld=$sysroot/lib/rustlib/$host/bin/rust-lld
    if [ -x "$lld" ]; then
        echo "$lld"
    else
        need_apt "linker for WASM, this Rust brings none" lld
        command -v wasm-ld || die "found no rust-lld and no wasm-ld"
    fi
}

use_tree() {
    finish "Debian's rustc-web $(basename "$1") with $TARGET built from its source" \
        "RUSTC=$1/rustc" "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(linker)"
}

if ready=$(made) && [ -n "$ready" ]; then
    use_tree "$(dirname "$ready")"
fi

if [ "$FROM" = any ] && have rustup; then
    say "Asking rustup for $TARGET"
    if timeout 300 rustup target add "$TARGET" >"$HOME_DIR/rustup.log" 2>&1 && has_std "$sysroot"; then
        finish "$(rustc --version), $TARGET from rustup"
    fi
    say "rustup has no $TARGET for us ($(tail -n 1 "$HOME_DIR/rustup.log")); taking Debian's rustc-web instead"
fi

if [ "$(uname -m)" != x86_64 ] || ! have dpkg-deb; then
    die "no way known to get $TARGET on this machine: run 'rustup target add $TARGET' where the network allows it"
fi
need_apt "compiling and linking" gcc libc6-dev
apt_update rustc-web

std_package=$(apt-cache depends libstd-rust-web-dev | sed -n 's/^ *Depends: \(libstd-rust-web-[0-9.]*\)$/\1/p' | head -n 1)
[ -n "$std_package" ] || die "Debian's rustc-web is not in the package lists: add the bookworm-security suite, run apt-get update, try again"
version=$(apt-cache policy rustc-web | sed -n 's/^ *Candidate: \([0-9.]*\).*/\1/p')
if [ "$version" != "$TESTED" ]; then
    warn "Debian's rustc-web is $version; this was tried with $TESTED. It will most likely work; if not, that is why."
fi

tree=$HOME_DIR/$version
work=$HOME_DIR/work
rm -rf "$tree" "$work"
mkdir -p "$tree" "$work"
cd "$work"

say "Downloading rustc-web $version from Debian (about 110 MB)"
apt-get -o APT::Sandbox::User=root download -qq rustc-web libstd-rust-web-dev "$std_package" rust-web-src >&2
for package in ./*.deb; do dpkg-deb -x "$package" "$tree"; done
rm -f ./*.deb

if LD_LIBRARY_PATH=$tree/usr/lib/x86_64-linux-gnu ldd "$tree/usr/bin/rustc" | grep -q 'not found'; then
    library=$(LD_LIBRARY_PATH=$tree/usr/lib/x86_64-linux-gnu ldd "$tree/usr/bin/rustc" | sed -n 's/^\s*libLLVM[-.so]*\([0-9]*\).*not found$/\1/p' | head -n 1)
    say "Downloading libllvm$library, which rustc-web needs"
    apt-get -o APT::Sandbox::User=root download -qq "libllvm$library" >&2
    # What it needs in turn is small and common.
    mapfile -t libraries < <(apt-cache depends "libllvm$library" | sed -n 's/^ *Depends: \([^<]*\)$/\1/p')
    need_apt "libraries of rustc-web" "${libraries[@]}"
    for package in ./*.deb; do dpkg-deb -x "$package" "$tree"; done
    rm -f ./*.deb
fi

# One file to point RUSTC at, so that the library path reaches this compiler and nothing else.
cat >"$tree/rustc" <<WRAPPER
#!/bin/sh
here=\$(dirname "\$0")
LD_LIBRARY_PATH="\$here/usr/lib/x86_64-linux-gnu\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}" exec "\$here/usr/bin/rustc" "\$@"
WRAPPER
chmod +x "$tree/rustc"
"$tree/rustc" --version >&2 || die "Debian's rustc-web does not start; see above"

say "Building the standard library for $TARGET once (about a minute)"
mkdir -p std/src
cat >std/Cargo.toml <<'MANIFEST'
[package]
name = "std-once"
version = "0.0.0"
edition = "2021"

[workspace]

# What the SPA ships with: std built the same way.
[profile.release]
opt-level = "z"
panic = "abort"
codegen-units = 1
MANIFEST
echo '#![no_main]' >std/src/main.rs
(
    cd std
    # RUSTC_BOOTSTRAP is needed for this step only; embed-bitcode lets the SPA be linked with LTO.
    RUSTC=$tree/rustc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$work/target \
        CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=$(linker) \
        cargo build --quiet --release -Z build-std=std,panic_abort --target "$TARGET" >&2
)
mkdir -p "$tree/usr/lib/rustlib/$TARGET/lib"
cp "$work/target/$TARGET/release/deps/"*.rlib "$tree/usr/lib/rustlib/$TARGET/lib/"
cd "$HOME_DIR"
rm -rf "$work"
has_std "$tree/usr" || die "the standard library for $TARGET was built but not found"
touch "$tree/ready"
use_tree "$tree"
