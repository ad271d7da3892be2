#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# bench/day/run.sh [--institutions N] [--pupils N] [--days N] [--seconds N]
#                  [--connections N] [--state DIR] [--to FILE.json]
# A school day against the built program: Monday 08:30, breaks, evening, the
# end of a term (day.lua). Small unless told otherwise. --state keeps the
# country, for the next time as well; --to keeps the figures. Fails when a
# request has another answer than its page or 503, when an acknowledged mark is
# not in the history afterwards, or when the history does not verify.
set -eu
cd "$(dirname "$0")/../.."
institutions=20 pupils= days=10 seconds=5 connections=16 state= to=
while [ $# -gt 0 ]; do
	case $1 in
	--institutions) institutions=$2 ;;
	--pupils) pupils=$2 ;;
	--days) days=$2 ;;
	--seconds) seconds=$2 ;;
	--connections) connections=$2 ;;
	--state) state=$2 ;;
	--to) to=$2 ;;
	*)
		echo "run.sh: unknown option $1" >&2
		exit 64
		;;
	esac
	shift 2
done
build=${BUILD:-build}
port=${BENCH_PORT:-8217}
url=http://127.0.0.1:$port
sh scripts/build.sh "$build"
ninja -C "$build" bench/day_check bench/day_people >/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/ej-day-XXXXXX")
server=
stop() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null ||
	    :
	server=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

[ -n "$state" ] || state=$work/state
pupils=${pupils:-$((institutions * 290))}
"$build/ejournal" demo --state "$state" --make --institutions "$institutions" \
    --pupils "$pupils" --days "$days" >"$work/make.log" 2>&1 || {
	cat "$work/make.log" >&2
	exit 1
}
# Every connection is a thread with institutions of its own.
[ "$connections" -le "$institutions" ] || connections=$institutions
"$build/bench/day_people" "$state" "$institutions" "$connections" "$work"

"$build/ejournal" serve --state "$state" --port "$port" >"$work/serve.log" \
    2>&1 &
server=$!
for _ in $(seq 200); do
	curl -sf -o /dev/null "$url/healthz" && break
	sleep 0.05
done
for phase in morning breaks evening term; do
	echo "# $phase" >&2
	wrk -t "$connections" -c "$connections" -d "${seconds}s" \
	    --timeout 10s -s bench/day/day.lua "$url" -- "$phase" \
	    "$institutions" "$connections" "$work" >"$work/wrk.log" || {
		cat "$work/wrk.log" >&2
		exit 1
	}
	sed -n 's/^JSON //p' "$work/wrk.log" |
	    jq --arg name "$phase" '{name: $name} + .' >>"$work/phases"
done
rss=$(awk '/^VmHWM/ { print $2 }' "/proc/$server/status")
stop

bad=0
"$build/bench/day_check" "$state" "$work"/saved-* >"$work/check" || bad=1
"$build/ejournal" verify --state "$state" >"$work/verify" 2>/dev/null || bad=1
faults=$(awk '{ n += $(NF - 1) } END { print n }' "$work/verify")
machine="$(nproc)x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)"
machine="$machine, load $(cut -d ' ' -f 1 /proc/loadavg)"
jq -n --argjson institutions "$institutions" --argjson pupils "$pupils" \
    --argjson connections "$connections" --arg machine "$machine" \
    --argjson rss "$rss" --argjson faults "$faults" \
    --slurpfile phases "$work/phases" --slurpfile check "$work/check" \
    '{institutions: $institutions, pupils: $pupils,
      connections: $connections, machine: $machine, rss_kib: $rss,
      phases: $phases, check: $check[0], faults: $faults}' >"$work/day.json"
[ -z "$to" ] || cp "$work/day.json" "$to"
jq -r -f bench/day/table.jq "$work/day.json"
jq -e '([.phases[].kinds[] | .errors + .cells_clash + .cells_refused + .lost]
    | add) == 0 and ([.phases[].broken] | add) == 0 and .check.saved > 0 and .check.missing == 0
    and .faults == 0' "$work/day.json" >/dev/null || bad=1
[ $bad = 0 ] || echo "run.sh: errors, see above" >&2
exit $bad
