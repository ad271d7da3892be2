#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Runs everything. SOAK=1 takes the full counts. The last line is
# "N passed, N failed"; the exit code is 0 only when nothing failed.
# Everything above the engines runs on both: first on SQLite, then in one
# throw-away PostgreSQL cluster (tests/pg.sh), counted apart.
set -u
cd "$(dirname "$0")/.."
if [ -z "${EJ_TEST_PG:-}" ] && [ -z "${EJ_NO_PG:-}" ]; then
	tests/pg.sh "$PWD/scripts/test.sh"
	status=$?
	[ $status = 77 ] || exit $status
	# Without PostgreSQL half of the tests are missing: that is a failure.
	EJ_NO_PG=1
fi
cluster=${EJ_TEST_PG:-}
unset EJ_TEST_PG
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
: >"$out/results"
started=$(date +%s)

say() { printf '%4ds  %s\n' $(($(date +%s) - started)) "$*"; }
# step NAME COMMAND...: one check that passes or fails as a whole.
# A script that ends with "N passed, N failed" is counted so.
step() {
	name=$1
	shift
	say "$name"
	"$@" >"$out/log" 2>&1
	status=$?
	counts=$(sed -n \
	    's/^\([a-z0-9._-]*: \)*\([0-9]\{1,\}\) passed, \([0-9]\{1,\}\) failed.*$/\2 \3/p' \
	    "$out/log" | tail -n 1)
	if [ $status = 0 ]; then
		echo "$name ${counts:-1 0}" >>"$out/results"
		return
	fi
	case $counts in
	'' | *' 0') counts='0 1' ;;
	esac
	echo "$name $counts" >>"$out/results"
	echo "--- FAILED: $name (exit $status)" >&2
	tail -n 60 "$out/log" >&2
}
# suite NAME BUILD [MESON TEST ARGUMENT...]: counts the single tests.
suite() {
	name=$1
	dir=$2
	shift 2
	say "$name"
	meson test -C "$dir" --no-rebuild --num-processes 2 "$@" \
	    >"$out/log" 2>&1
	python3 scripts/count_tests.py "$name" "$dir/meson-logs/testlog.json" \
	    >>"$out/results"
}

step layers sh tests/layers.sh
step texts sh tests/po.sh
step build-gcc sh scripts/build.sh build -Dwerror=true
step build-clang env CC=clang sh scripts/build.sh build-clang -Dwerror=true
step build-asan sh scripts/build.sh build-asan \
    -Db_sanitize=address,undefined -Doptimization=1 -Dfortify=false
step build-tsan sh scripts/build.sh build-tsan \
    -Db_sanitize=thread -Doptimization=1 -Dfortify=false
export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1
export UBSAN_OPTIONS=halt_on_error=1:print_stacktrace=1
export TSAN_OPTIONS=halt_on_error=1
suite asan build-asan
suite tsan build-tsan --suite http --suite db --suite web
for script in tests/cli/*.sh tests/e2e/*.sh tests/browser/*.sh; do
	[ -x "$script" ] || continue
	step "$script" "$script"
done
if [ -n "$cluster" ]; then
	export EJ_TEST_PG="$cluster"
	suite postgresql build --suite store --suite domain --suite jobs \
	    --suite web
	for script in tests/e2e/*.sh tests/browser/*.sh; do
		[ -x "$script" ] || continue
		step "postgresql:$script" tests/e2e/on_postgres "$script"
	done
else
	echo 'postgresql it_is_not_installed 0 1' >>"$out/results"
fi
python3 scripts/count_tests.py --sum "$out/results"
