#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# kill -9 at random moments while marks are saved (kill9.mjs): 60 saves, with
# SOAK=1 the 1,000 of the plan.
set -eu
cd "$(dirname "$0")/../.."
build=${BUILD:-build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ninja -C "$build" bench/fill >/dev/null
"$build/bench/fill" "$work/state" 1 2>/dev/null
node tests/e2e/kill9.mjs "$PWD/$build/ejournal" "$work/state" \
    "$([ -n "${SOAK:-}" ] && echo 1000 || echo 60)"
