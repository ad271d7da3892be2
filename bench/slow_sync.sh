#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# bench/slow_sync.sh [INSTITUTIONS]: what a slow disk leaves of the saves. Every
# sync of the server takes SYNC_MS (10) longer; wrk saves classes of 30 marks
# with sessions over HTTP, each one request, one transaction, 30 events:
#   alone   one institution, one connection: each save has a sync of its own
#   hot     one institution, CONNECTIONS (64): those who wait share a sync
#   all     INSTITUTIONS (50), CONNECTIONS
# WORKERS sets the server's workers, else its own default stands.
# A line each to standard output; the figures to bench/results/.
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
each=${SECONDS_EACH:-5}
port=${BENCH_PORT:-8270}
ms=${SYNC_MS:-10}
n=${1:-50}
connections=${CONNECTIONS:-64}
sh scripts/build.sh "$build"
ninja -C "$build" bench/fill bench/libslow_sync.so >/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/ej-slow-XXXXXX")
server=
stop() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null ||
	    :
	server=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

url=http://127.0.0.1:$port
begin() {
	SLOW_SYNC_MS=$ms SLOW_SYNC_COUNT=$work/syncs \
	    LD_PRELOAD=$PWD/$build/bench/libslow_sync.so \
	    "$build/ejournal" serve --state "$work/state" --port "$port" \
	    >"$work/server.log" 2>&1 &
	server=$!
	for _ in $(seq 200); do
		curl -sf -o /dev/null "$url/healthz" && return
		sleep 0.05
	done
	cat "$work/server.log" >&2
	exit 1
}
# load CONNECTIONS SECONDS: one line of JSON.
load() {
	threads=2
	[ "$1" -ge 2 ] || threads=1
	wrk -t "$threads" -c "$1" -d "${2}s" -s bench/wrk.lua "$url" -- save \
	    "$tsv" | sed -n 's/^JSON //p'
}
# measure NAME INSTITUTIONS CONNECTIONS
measure() {
	tsv=$work/tsv
	head -n "$2" "$work/state/bench.tsv" >"$tsv"
	begin
	load "$3" 2 >"$work/warm"
	load "$3" "$each" >"$work/load"
	stop
	jq -cn --arg name "$1" --argjson institutions "$2" \
	    --argjson connections "$3" --argjson syncs "$(cat "$work/syncs")" \
	    --slurpfile warm "$work/warm" --slurpfile load "$work/load" \
	    '$load[0] + {case: $name, institutions: $institutions,
	      connections: $connections, saves_per_sync:
	      (($warm[0].requests + $load[0].requests) / $syncs * 100 | round
	       / 100)}' | tee -a "$work/cases" |
	    jq -r '"\(.case): \(.rate) saves a second, p50 \(.p50_us / 1000 |
	      round) ms, p99 \(.p99_us / 1000 | round) ms, \(.saves_per_sync)" +
	      " saves a sync, \(.failed) failed"'
}

"$build/bench/fill" "$work/state" "$n" 2>/dev/null
[ -z "${WORKERS:-}" ] || echo "workers = $WORKERS" >>"$work/state/ejournal.ini"
load_before=$(cut -d ' ' -f 1 /proc/loadavg)
measure alone 1 1
measure hot 1 "$connections"
measure all "$n" "$connections"
name=bench/results/$(date +%F)-slow-sync-$(nproc)cpu.json
jq -n --arg date "$(date +%F)" --arg load "$load_before" \
    --arg cpu "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" \
    --argjson cores "$(nproc)" --argjson sync_ms "$ms" \
    --arg workers "${WORKERS:-default}" \
    --slurpfile cases "$work/cases" \
    '{date: $date, cpu: $cpu, cores: $cores, load_before: ($load | tonumber),
      sync_ms: $sync_ms, workers: $workers, cases: $cases}' >"$name"
echo "figures: $name"
