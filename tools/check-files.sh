#!/usr/bin/env bash
# Rules of the house that no compiler knows.
set -euo pipefail
. "$(dirname "$0")/lib.sh"
cd "$ROOT"

LONGEST=500
failed=0
complain() {
    printf '%s\n' "$*" >&2
    failed=1
}

while IFS= read -r file; do
    [ -f "$file" ] || continue
    lines=$(wc -l <"$file")
    [ "$lines" -le $LONGEST ] || complain "$file has $lines lines; $LONGEST is the most: split it"
done < <(git ls-files '*.rs' '*.css')

# Written so that this file does not find itself.
loose_ends='\b(TO''DO|FIX''ME|XX''X)\b|\b(to''do|unimple''mented)!\('
if found=$(git grep -nE "$loose_ends" -- '*.rs' '*.css' '*.html' '*.ts' '*.sh' '*.toml' '*.sql' '*.py' .ci/run Makefile); then
    complain "$found"
    complain "loose ends: finish them, or file an issue"
fi

# A migration without a way back, or in one of the trees only.
for kind in sqlite postgres; do
    for folder in "migrations/$kind"/*/; do
        [ -d "$folder" ] || continue
        for direction in up down; do
            [ -f "$folder$direction.sql" ] || complain "$folder$direction.sql is missing"
        done
    done
done
names() { find "migrations/$1" -mindepth 1 -maxdepth 1 -type d -printf '%f\n' 2>/dev/null | sort; }
if ! difference=$(diff <(names sqlite) <(names postgres)); then
    complain "the migrations of sqlite and postgres differ: $difference"
fi

exit $failed
