#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# bench/run.sh [ENGINE...]: measures the built program on sqlite and postgres
# against limits taken in the same run on the same machine, one script a family
# of figures. A table goes to standard output, table and figures to
# bench/results/. docs/bench.md says what the figures mean.
#   SECONDS_EACH (3)  how long each figure is taken; every one is the middle of
#                     three. With 1: once, fewer institutions, less growth.
#   SCHOOLS (300)     institutions
#   PARTS             which figures, in this order; pages need read before
#   RESULTS           where the results go
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
each=${SECONDS_EACH:-3}
port=${BENCH_PORT:-8217}
parts=${PARTS:-stored read pages save memory unprepared saves growth}
runs=3 schools=${SCHOOLS:-300} growth='1 10 100'
if [ "$each" -le 1 ]; then
	runs=1 schools=${SCHOOLS:-30} growth='1 10'
fi
bin=$build/bench
url=http://127.0.0.1:$port
sh scripts/build.sh "$build"
ninja -C "$build" bench/fill bench/inside bench/static bench/raw_sqlite \
    bench/raw_postgres bench/sync_rate >/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/ej-bench-XXXXXX")
engine=sqlite
export build each port runs schools growth bin url work engine
unset DATABASE_URL || :
. bench/database.sh
trap 'end_cluster; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

measure() {
	state=$work/state
	export state
	echo "# $engine: making $schools institutions" >&2
	make_database bench
	"$bin/fill" "$state" "$schools"
	use_database
	for part in $parts; do
		[ "$part" != unprepared ] || [ "$engine" != sqlite ] || continue
		echo "# $engine: $part" >&2
		case $part in
		read) sh bench/inside.sh read ;;
		save) sh bench/inside.sh save ;;
		*) sh "bench/$part.sh" ;;
		esac
	done
	rm -rf "$state"
}

[ $# -gt 0 ] || set -- sqlite postgres
load_before=$(cut -d ' ' -f 1 /proc/loadavg)
began=$(date +%s)
for engine in "$@"; do
	case $engine in
	sqlite) measure ;;
	postgres)
		if [ ! -x "$PG_BIN/initdb" ]; then
			echo "# no PostgreSQL 15 in $PG_BIN" >&2
			continue
		fi
		begin_cluster
		measure
		end_cluster ;;
	*) echo "run.sh: no engine $engine" >&2; exit 64 ;;
	esac
done

facts="$(nproc)x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1),\
 $(awk '/^MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo),\
 load before $load_before"
to=${RESULTS:-bench/results}/$(date +%Y-%m-%d)-$(nproc)cpu-$(uname -m)
mkdir -p "$(dirname "$to")"
jq -s --arg machine "$facts" --arg date "$(date +%Y-%m-%d)" \
    --arg program "$("$build/ejournal" version)" --argjson each "$each" \
    --argjson took "$(($(date +%s) - began))" --argjson schools "$schools" \
    '{date: $date, machine: $machine, program: $program,
      seconds_each: $each, institutions: $schools, took_seconds: $took,
      figures: .}' "$work/figures" >"$to.json"
jq -r -f bench/table.jq "$to.json" | tee "$to.md"
