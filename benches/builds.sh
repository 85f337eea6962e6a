#!/usr/bin/env bash
# How long builds and tests take, as a table in Markdown: wall time, CPU time.
#
#   benches/builds.sh                 all parts
#   benches/builds.sh demo change     only these
#
#   demo     `cargo demo` from a cold folder to its first prompt
#   release  everything, cold, in release; the size of the program
#   change   after a sentence has changed: the core's tests, and a running demo
#   test     `cargo test`, of which everything is built already
#
# Packages are downloaded before anything is measured. What is built goes to a
# folder of its own, below target, or to the one that BUILDS names; `demo` and
# `release` empty their parts of it first. The sentence is put back at the end,
# whatever happens. `change` and `test` first build what they need, unmeasured.
set -euo pipefail
cd "$(dirname "$0")/.."

export CARGO_TARGET_DIR="${BUILDS:-$PWD/target/builds}"
SENTENCES=crates/core/src/text/locales/en.ftl
# The demo says this first.
PROMPT='I place phone calls'

work=$(mktemp -d)
trap 'restore; rm -rf "$work"' EXIT
restore() { if [ -f "$work/sentences" ]; then cp -p "$work/sentences" "$SENTENCES"; fi; }

rows=()

# measure WHAT COMMAND...: runs it, and adds a row.
measure() {
    local what=$1 wall cpu
    shift
    printf '\n== %s\n' "$what" >&2
    TIMEFORMAT='%R %U %S'
    { time "$@" >"$work/output" 2>&1; } 2>"$work/time" || {
        cat "$work/output" >&2
        exit 1
    }
    read -r wall cpu < <(awk 'END { printf "%.1f %.1f\n", $1, $2 + $3 }' "$work/time")
    rows+=("| $what | $(minutes "$wall") | $(minutes "$cpu") |")
}

minutes() { awk -v s="$1" 'BEGIN { if (s < 60) printf "%.1f s", s; else printf "%d min %02d s", s / 60, s % 60 }'; }

# The demo, until it has said its first words; then its input ends.
demo() {
    cargo demo </dev/null | tee "$work/said"
    grep -q "$PROMPT" "$work/said"
}

change() {
    cp -p "$SENTENCES" "$work/sentences"
    sed -i 's/^aside-who = .*$/& Both sides of it./' "$SENTENCES"
    ! cmp -s "$SENTENCES" "$work/sentences"
}

# The core's tests; pictures of what is said may differ now.
core() {
    INSTA_FORCE_PASS=1 INSTA_UPDATE=no cargo test --locked --package kally-core
}

part() {
    case $1 in
        demo)
            rm -rf "$CARGO_TARGET_DIR/demo"
            measure '`cargo demo`, cold, to its first words' demo
            ;;
        release)
            rm -rf "$CARGO_TARGET_DIR/release"
            measure '`cargo build --release`, cold' cargo build --locked --release
            rows+=("| the program | $(du --apparent-size -BM "$CARGO_TARGET_DIR/release/kally-bridge" | cut -f1) | |")
            ;;
        change)
            cargo test --locked --package kally-core --no-run
            demo >/dev/null
            change
            measure 'a sentence changed: `cargo test --package kally-core`' core
            measure 'a sentence changed: `cargo demo` to its first words' demo
            restore
            ;;
        test)
            cargo test --locked --no-run
            measure '`cargo test`, built' cargo test --locked
            ;;
        *)
            sed -n '2,17s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
}

cargo fetch --locked
[ $# -gt 0 ] || set -- demo release change test
for name in "$@"; do part "$name"; done

printf '\n| what | wall | CPU |\n|---|---|---|\n'
printf '%s\n' "${rows[@]}"
