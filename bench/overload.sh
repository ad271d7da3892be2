#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# bench/overload.sh [INSTITUTIONS]: what the built program does when ten times
# as many ask as it can answer, when 5,000 connections are slow, and when 300
# people sign in at once. The load runs on the same machine and takes its part
# of it, so goodput is given per second and per second of the server's own
# processor time. SECONDS_EACH (10) is how long each figure is taken.
# A table goes to standard output, the figures to bench/results/ (RESULTS=DIR: elsewhere).
set -eu
cd "$(dirname "$0")/.."
build=${BUILD:-build}
each=${SECONDS_EACH:-10}
port=${BENCH_PORT:-8217}
n=${1:-40}
sh scripts/build.sh "$build"
ninja -C "$build" bench/fill bench/load bench/slow >/dev/null
work=$(mktemp -d "${TMPDIR:-/tmp}/ej-overload-XXXXXX")
state=$work/state
server=
stop() {
	[ -z "$server" ] || { kill "$server" && wait "$server"; } 2>/dev/null ||
	    :
	server=
}
trap 'stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

begin() {
	"$build/ejournal" serve --state "$state" --port "$port" \
	    >"$work/server.log" 2>&1 &
	server=$!
	for _ in $(seq 200); do
		curl -sf -o /dev/null "http://127.0.0.1:$port/healthz" && return
		sleep 0.05
	done
	cat "$work/server.log" >&2
	exit 1
}
# Ticks of the server's processor time so far.
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }
rss_kib() { awk '/^VmRSS/ { print $2 }' "/proc/$server/status"; }
# load NAME SECONDS STREAM...: one line of JSON a stream goes to $work/NAME.
load() {
	name=$1
	shift
	before=$(ticks)
	"$build/bench/load" "$port" "$state/bench.tsv" "$@" >"$work/$name.raw"
	cpu=$(($(ticks) - before))
	jq -c --argjson cpu "$cpu" --argjson hz "$(getconf CLK_TCK)" \
	    '. + {server_cpu_s: ($cpu / $hz)}' "$work/$name.raw" >"$work/$name"
}
slow() {
	begin
	"$build/bench/slow" "$port" "$1" 5000 $((each + 6)) >"$work/held" &
	held=$!
	sleep 4
	load "slow-$1" "$each" journal:20:100
	rss=$(rss_kib)
	wait $held
	jq -n --slurpfile good "$work/slow-$1" --slurpfile held "$work/held" \
	    --argjson rss "$rss" \
	    '{good: $good[0], held: $held[0], rss_kib: $rss}' >>"$work/slows"
	stop
}

load_before=$(cut -d ' ' -f 1 /proc/loadavg)
"$build/bench/fill" "$state" "$n" 2>/dev/null
begin
load warm 3 journal:16
load peak "$each" journal:16
peak=$(jq .answered.rate "$work/peak")
load ten "$each" journal:3000:$((peak * 10))
load teachers "$each" journal:3000:$((peak * 10)) save:50:100
stop
begin
load saves "$each" save:10:100
load signs 120 sign-in:300:0:1 save:10:100
stop
: >"$work/slows"
for mode in head body read idle; do
	slow $mode
done

results=${RESULTS:-bench/results}
mkdir -p "$results"
to=$results/$(date +%Y-%m-%d)-$(nproc)cpu-$(uname -m)-overload
facts="$(nproc)x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo |
    head -1), load before $load_before"
jq -n --arg facts "$facts" --arg date "$(date +%Y-%m-%d)" \
    --arg program "$("$build/ejournal" version)" --argjson n "$n" \
    --slurpfile peak "$work/peak" --slurpfile ten "$work/ten" \
    --slurpfile teachers "$work/teachers" --slurpfile saves "$work/saves" \
    --slurpfile signs "$work/signs" --slurpfile slows "$work/slows" '
    def per_cpu: .answered.n / .server_cpu_s;
    {date: $date, machine: $facts, program: $program, institutions: $n,
     peak: $peak[0], ten: $ten[0], teachers: $teachers, saves: $saves[0],
     sign_ins: $signs, slow: $slows,
     goodput: ($ten[0].answered.rate / $peak[0].answered.rate),
     goodput_per_cpu: (($ten[0] | per_cpu) / ($peak[0] | per_cpu))}' \
    >"$to.json"
jq -r -f bench/overload.jq "$to.json" | tee "$to.md"
