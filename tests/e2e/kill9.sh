#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# kill -9 at random moments while marks are saved (kill9.mjs): 60 saves, with
# SOAK=1 the 1,000 of the plan. On PostgreSQL also of its processes, in a
# cluster of our own.
set -eu
cd "$(dirname "$0")/../.."
build=$(cd "${BUILD:-build}" && pwd)
if [ "${EJ_E2E_ENGINE:-}" = postgresql ] && [ -z "${EJ_E2E_OWN:-}" ]; then
	unset EJ_TEST_PG
	EJ_E2E_OWN=1 BUILD=$build exec tests/e2e/on_postgres "$0"
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ninja -C "$build" bench/fill >/dev/null
if [ -n "${EJOURNAL:-}" ]; then
	STATE=$work/state EJ_E2E_REAL=$build/bench/fill EJ_E2E_USER=e2e_owner \
	    "$EJOURNAL" "$work/state" 1 2>/dev/null
else
	"$build/bench/fill" "$work/state" 1 2>/dev/null
fi
node tests/e2e/kill9.mjs "${EJOURNAL:-$build/ejournal}" "$work/state" \
    "$([ -n "${SOAK:-}" ] && echo 1000 || echo 60)"
