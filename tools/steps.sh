# Named steps with their time. Sourced after lib.sh.
# shellcheck shell=bash

STEPS_DONE=()

# step "name" COMMAND…: runs it; the first that fails ends the run and is named.
step() {
    local name=$1 begun=$SECONDS
    shift
    say "$name"
    "$@" || die "failed: $name"
    STEPS_DONE+=("$(printf '%5ds  %s' $((SECONDS - begun)) "$name")")
}

finish_steps() {
    printf '\n'
    printf '%s\n' "${STEPS_DONE[@]}"
    printf '%s\n' "${#STEPS_DONE[@]} steps passed in ${SECONDS}s"
}
