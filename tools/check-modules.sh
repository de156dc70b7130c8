#!/usr/bin/env bash
# A module of the API uses only those that stand before it in ARCHITECTURE.md: so there is no circle.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

sources=crates/api/src
order=$(sed -n 's/^Lowest first: //p' ARCHITECTURE.md | tr -d '`,.')
[ -n "$order" ] || die "ARCHITECTURE.md does not say \"Lowest first: \`…\`, \`…\`.\""
declare -A place
count=0
for module in $order; do
    count=$((count + 1))
    place[$module]=$count
done

failed=0
complain() {
    printf '%s\n' "$*" >&2
    failed=1
}

# The modules that a file names after `crate::`, alone or in braces; comments do not count.
used_by() {
    sed -E 's|^[[:space:]]*//.*||' "$1" | tr '\n' ' ' |
        sed -E ':a; s/(crate::\{[^{}]*)\{[^{}]*\}/\1/; ta' |
        grep -oE '\bcrate::(\{[^{}]*\}|[a-z_]+)' |
        sed -E 's/^crate:://' | tr -d '{} ' | tr ',' '\n' | sed -E 's/::.*//' | sort -u
}

while IFS= read -r file; do
    module=${file#"$sources"/}
    module=${module%%/*}
    module=${module%.rs}
    case $module in lib | main) continue ;; esac
    if [ -z "${place[$module]:-}" ]; then
        complain "$file: ARCHITECTURE.md has no place for the module $module"
        continue
    fi
    for used in $(used_by "$file" || true); do
        if [ -n "$used" ] && [ "${place[$used]:-0}" -gt "${place[$module]}" ]; then
            complain "$file: $module uses $used, which stands above it in ARCHITECTURE.md"
        fi
    done
done < <(git ls-files "$sources/*.rs")

exit $failed
